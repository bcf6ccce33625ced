from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.matching.compiled import load_model, model_key, save_model
from knowledge.matching.encoder import Encoder
from knowledge.matching.features import Analyser
from knowledge.matching.learning import learn
from knowledge.matching.matcher import Matcher
from knowledge.matching.meaning import MOST_WEIGHT, Choice, Meanings, fit_weight
from tests.knowledge.matching.tiny_encoder import write_tiny_encoder
from tests.knowledge.mini_world import mini_content, mini_matcher, mini_model


@pytest.fixture
def analyser(tmp_path: Path) -> Analyser:
    """Reads with an encoder to which 束脩, which no phrasing holds, means what 学费 means."""
    return Analyser(mini_content().lexicon, Encoder(write_tiny_encoder(tmp_path, "学费高束脩", "借贷款", "村卫生室病")))


def choice(right: int, *cosines: float) -> Choice:
    return Choice(np.zeros(len(cosines), np.float32), np.array(cosines, np.float32), right)


def test_a_meaning_that_tells_the_right_one_weighs() -> None:
    assert fit_weight([choice(0, 0.9, 0.1), choice(1, 0.2, 0.8), choice(0, 0.6, 0.3)]) > 1


def test_a_meaning_that_misleads_weighs_nothing() -> None:
    assert fit_weight([choice(0, 0.1, 0.9), choice(1, 0.8, 0.2)]) == 0


def test_nothing_to_learn_from_weighs_nothing() -> None:
    assert fit_weight([]) == 0


def test_a_weight_is_bounded() -> None:
    assert 0 < fit_weight([choice(0, 0.501, 0.5)] * 5000) <= MOST_WEIGHT


def test_the_nearest_of_the_phrasings_asked_for_counts() -> None:
    meanings = Meanings.of([np.array(row, np.float32) for row in ([1, 0], [0, 1], [0.6, 0.8])])
    assert meanings is not None
    assert meanings.nearest(np.array([1, 0], np.float32), 1, 3) == pytest.approx(0.6, abs=0.001)


def test_without_an_encoder_nothing_is_kept_and_nothing_weighs() -> None:
    assert mini_model().meanings is None
    assert mini_matcher().calibration.meaning == 0


def test_with_an_encoder_the_weight_is_learnt(analyser: Analyser) -> None:
    assert Matcher(learn(mini_content(), analyser)).calibration.meaning > 0


def test_an_unknown_word_is_understood_by_what_it_means(analyser: Analyser) -> None:
    learnt = learn(mini_content(), analyser)
    assert learnt.meanings is not None
    weighty = replace(learnt, meanings=replace(learnt.meanings, weight=9.0))  # so few phrasings teach less
    plain, dense = (Matcher(model).rank(analyser.analyse("交束脩吗")) for model in (mini_model(), weighty))
    assert dense[0].intent.id == "edu-waiver"
    assert dense[0].probability > max(match.probability for match in plain if match.intent.id == "edu-waiver")


def test_a_kept_model_ranks_with_the_meanings_it_learnt(analyser: Analyser, tmp_path: Path) -> None:
    model = learn(mini_content(), analyser)
    save_model(model, tmp_path / "kept.npz")
    question, kept = analyser.analyse("束脩要交不"), load_model(tmp_path / "kept.npz")
    first, second = (Matcher(either).rank(question) for either in (model, kept))
    assert [m.signals[-1] for m in first] == pytest.approx([m.signals[-1] for m in second], abs=0.001)
    assert first[0].signals[-1] > 0


def test_a_model_learnt_with_an_encoder_is_another(analyser: Analyser) -> None:
    assert model_key(mini_content(), analyser.encoder) != model_key(mini_content())
