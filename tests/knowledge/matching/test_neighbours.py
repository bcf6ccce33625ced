from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.neighbours import Neighbours
from knowledge.matching.vectors import Vocabulary

DOCUMENTS = [("高", "中"), ("高", "费"), ("病",)]
VOCABULARY = Vocabulary.learn(DOCUMENTS)
NEIGHBOURS = Neighbours.learn([VOCABULARY.vector(features) for features in DOCUMENTS], len(VOCABULARY.numbers))


def similarities(features: Sequence[str]) -> np.ndarray:
    return NEIGHBOURS.similarities(VOCABULARY.vector(features), [(0, len(DOCUMENTS))])[0]


@pytest.mark.parametrize("number", range(len(DOCUMENTS)))
def test_a_phrasing_is_nearest_to_itself(number: int) -> None:
    found = similarities(DOCUMENTS[number])
    assert found.argmax() == number
    assert found[number] == pytest.approx(1, abs=1e-5)


def test_phrasings_without_a_common_feature_are_not_alike() -> None:
    assert similarities(["病"]).tolist()[:2] == [0, 0]


def test_an_empty_vector_is_like_nothing() -> None:
    assert similarities([]).tolist() == [0, 0, 0]


def test_only_the_phrasings_asked_for_are_compared() -> None:
    [one, others] = NEIGHBOURS.similarities(VOCABULARY.vector(["病"]), [(2, 3), (0, 2)])
    assert one == pytest.approx([1], abs=1e-5)
    assert others.tolist() == [0, 0]


def test_a_phrasing_without_features_is_like_nothing() -> None:
    vectors = [VOCABULARY.vector(features) for features in (("高",), (), ("病",), ())]
    holey = Neighbours.learn(vectors, len(VOCABULARY.numbers))
    first, last = holey.similarities(VOCABULARY.vector(["病"]), [(0, 2), (2, 4)])
    assert first.tolist() == [0, 0]
    assert last == pytest.approx([1, 0], abs=1e-5)


@given(st.lists(st.sampled_from("高中费病"), unique=True))
def test_similarities_are_the_cosines(features: list[str]) -> None:
    question = VOCABULARY.vector(features)
    dense = np.zeros((len(DOCUMENTS) + 1, len(VOCABULARY.numbers)))
    for row, vector in enumerate([*map(VOCABULARY.vector, DOCUMENTS), question]):
        dense[row, vector.ids] = vector.weights
    assert similarities(features) == pytest.approx(dense[:-1] @ dense[-1], abs=1e-5)
