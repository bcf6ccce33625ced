from __future__ import annotations

from dataclasses import replace

import numpy as np

from knowledge.matching.intents import phrasings_of
from knowledge.matching.learning import fit, learn
from knowledge.matching.matcher import Model
from tests.knowledge.mini_world import analyse, mini_analyser, mini_content, mini_model

ROWS = [(intent, text, analyse(text)) for intent, texts in phrasings_of(mini_content()) for text in texts]


def assert_same(one: Model, other: Model) -> None:
    assert one.vocabulary.numbers == other.vocabulary.numbers
    assert one.phrasings.texts == other.phrasings.texts
    for first, second in (
        (one.vocabulary.weights, other.vocabulary.weights),
        (one.linear.weights.steps, other.linear.weights.steps),
        (one.danger.weights.steps, other.danger.weights.steps),
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
    assert mini_model().danger.weights.steps.shape[1] == len(mini_content().urgent) + 1


def test_content_without_danger_can_be_learnt() -> None:
    assert fit(ROWS, []).danger.weights.steps.shape[1] == 1
