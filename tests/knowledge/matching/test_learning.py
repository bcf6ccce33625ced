from __future__ import annotations

from dataclasses import replace

import numpy as np

from knowledge.matching.intents import IntentKind, phrasings_of
from knowledge.matching.learning import HELD_OUT, fit, learn, split
from knowledge.matching.matcher import Model
from tests.knowledge.mini_world import analyse, mini_analyser, mini_content, mini_model

ROWS = [(intent, text, analyse(text)) for intent, texts in phrasings_of(mini_content()) for text in texts]


def assert_same(one: Model, other: Model) -> None:
    assert one.vocabulary.numbers == other.vocabulary.numbers
    assert one.phrasings.texts == other.phrasings.texts
    assert one.calibration == other.calibration
    for first, second in (
        (one.vocabulary.weights, other.vocabulary.weights),
        (one.linear.weights.entries, other.linear.weights.entries),
        (one.danger.weights.entries, other.danger.weights.entries),
        (one.neighbours.weights, other.neighbours.weights),
    ):
        assert np.array_equal(first, second)


def test_the_same_content_gives_the_same_model() -> None:
    assert_same(learn(mini_content(), mini_analyser()), mini_model())


def test_the_order_of_the_content_gives_the_same_model() -> None:
    content = mini_content()
    turned = replace(content, services=dict(reversed(list(content.services.items()))))
    assert_same(learn(turned, mini_analyser()), mini_model())


def test_checks_are_never_learnt() -> None:
    assert_same(learn(replace(mini_content(), checks={}), mini_analyser()), mini_model())


def test_every_phrasing_is_learnt_with_its_owner() -> None:
    phrasings = mini_model().phrasings
    owners = [phrasings.intents[number] for number in phrasings.owners]
    assert list(zip(owners, phrasings.texts, strict=True)) == [(intent, text) for intent, text, _ in ROWS]


def test_danger_has_a_column_for_each_situation_and_one_for_calm() -> None:
    assert mini_model().danger.weights.width == len(mini_content().urgent) + 1


def test_calibration_is_fitted() -> None:
    calibration = mini_model().calibration
    assert calibration.trust != type(calibration)().trust
    assert np.isfinite([*calibration.trust, *calibration.several]).all()


def test_content_without_danger_can_be_learnt() -> None:
    model = fit(ROWS, [], mini_model().calibration)
    assert model.danger.weights.width == 1


def test_what_is_tried_was_not_learnt() -> None:
    kept, held = split(ROWS)
    assert not {text for _, text, _ in kept} & {text for _, text, _ in held}


def test_one_phrasing_in_so_many_is_held_out() -> None:
    _, held = split(ROWS)
    assert len(held) == -(-len(ROWS) // HELD_OUT)


def test_a_topic_outside_is_kept_from_the_trial_as_a_whole() -> None:
    kept, _ = split(ROWS)
    assert {intent.id for intent, _, _ in kept if intent.kind is not IntentKind.SERVICE} == {"greeting"}
