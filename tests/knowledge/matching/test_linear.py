from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.linear import Examples, LinearModel, softmax, train
from knowledge.matching.quantized import QuantizedRows
from knowledge.matching.vectors import Vector

FEATURES, INTENTS = 4, 2


def vector(*ids: int) -> Vector:
    weights = np.full(len(ids), 1 / max(1, len(ids)) ** 0.5, np.float32)
    return Vector(np.array(ids, np.int32), weights, length=1.0)


SEEN = [vector(0), vector(0, 2), vector(1), vector(1, 2)]
EXAMPLES = Examples(SEEN, SEEN, labels=[0, 0, 1, 1])


@pytest.mark.parametrize(("feature", "intent"), [(0, 0), (1, 1)])
def test_a_feature_speaks_for_the_intent_it_was_seen_with(feature: int, intent: int) -> None:
    assert train(EXAMPLES, FEATURES, INTENTS).logits(vector(feature)).argmax() == intent


def test_training_again_gives_the_same_weights() -> None:
    once, again = (train(EXAMPLES, FEATURES, INTENTS).weights for _ in range(2))
    assert np.array_equal(once.steps, again.steps)
    assert np.array_equal(once.scales, again.scales)


def test_a_feature_never_seen_has_no_weight() -> None:
    assert not train(EXAMPLES, FEATURES, INTENTS).weights.steps[3].any()


def test_an_empty_vector_gives_the_bias() -> None:
    model = LinearModel(QuantizedRows.from_matrix(np.array([[9, 9], [1, 2]], np.float32)))
    assert model.logits(vector()) == pytest.approx(np.array([0.3, 0.6]), abs=0.01)


def test_an_intent_with_few_phrasings_is_weighed_up() -> None:
    rare = Examples([vector(2)] * 9 + [vector(2)], [vector(2)] * 10, labels=[0] * 9 + [1])
    balanced, plain = (train(rare, FEATURES, INTENTS, is_balanced=flag).logits(vector(2)) for flag in (True, False))
    assert softmax(balanced)[1] > softmax(plain)[1]


@given(st.lists(st.floats(-1000, 1000, width=32), min_size=1, max_size=20))
def test_probabilities_sum_to_one(scores: list[float]) -> None:
    found = softmax(np.array(scores, np.float32))
    assert found.sum() == pytest.approx(1, abs=1e-5)
    assert found.min() >= 0


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=20))
def test_the_highest_score_is_the_most_probable(scores: list[float]) -> None:
    assert softmax(np.array(scores, np.float32))[int(np.argmax(scores))] == softmax(np.array(scores, np.float32)).max()
