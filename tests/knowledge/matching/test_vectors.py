from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.vectors import Vocabulary, factor_of

DOCUMENTS = (("高", "中", "高中"), ("高", "~gao zon"), ("高", "#fee", "@80"))
VOCABULARY = Vocabulary.learn(DOCUMENTS)
FEATURES = st.lists(st.sampled_from(["高", "中", "高中", "~gao zon", "#fee", "@80", "新", "~xin wen"]), unique=True)


def test_features_are_numbered_the_most_frequent_first() -> None:
    assert next(iter(VOCABULARY.numbers.items())) == ("高", 0)


def test_only_the_most_frequent_features_are_kept() -> None:
    assert list(Vocabulary.learn(DOCUMENTS, most=1).numbers) == ["高"]


def test_a_rare_feature_weighs_more_than_a_frequent_one_of_its_kind() -> None:
    frequent, rare = (VOCABULARY.weights[VOCABULARY.numbers[name]] for name in ("高", "中"))
    assert rare > frequent


def test_no_features_give_an_empty_vector() -> None:
    vector = VOCABULARY.vector([])
    assert (len(vector.ids), len(vector.weights), vector.length) == (0, 0, 0.0)


def test_unknown_features_do_not_count() -> None:
    known, mixed = VOCABULARY.vector(["高"]), VOCABULARY.vector(["高", "新", "闻"])
    assert (known.ids.tolist(), known.weights.tolist()) == (mixed.ids.tolist(), mixed.weights.tolist())


def test_the_length_gives_back_the_weights_of_the_features() -> None:
    vector = VOCABULARY.vector(["高", "中", "高中"])
    assert vector.weights * vector.length == pytest.approx(VOCABULARY.weights[vector.ids])


@given(FEATURES)
def test_vector_has_length_one_and_ascending_ids(features: list[str]) -> None:
    vector = VOCABULARY.vector(features)
    assert np.all(np.diff(vector.ids) > 0)
    assert np.all(vector.weights > 0)
    assert not len(vector.ids) or np.linalg.norm(vector.weights) == pytest.approx(1, abs=1e-5)


@given(FEATURES.flatmap(lambda features: st.tuples(st.just(features), st.permutations(features))))
def test_order_of_features_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    one, other = map(VOCABULARY.vector, both)
    assert np.array_equal(one.ids, other.ids)
    assert np.array_equal(one.weights, other.weights)


@pytest.mark.parametrize("feature", ["高", "高中", "高中生", "~gao zon", "#fee", "@80"])
def test_every_kind_of_feature_has_a_factor(feature: str) -> None:
    assert factor_of(feature) > 0
