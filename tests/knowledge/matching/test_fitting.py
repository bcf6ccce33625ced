from __future__ import annotations

import numpy as np
import pytest

from knowledge.matching.calibration import CALIBRATION
from knowledge.matching.fitting import Sample, fit_calibration, fit_choices, fit_logistic
from knowledge.matching.intents import IntentKind
from tests.knowledge.mini_world import match, mini_content, mini_understander

CHECKS = [Sample(text, key) for key, texts in mini_content().checks.items() for text in texts]
OUTSIDE = [Sample(text, "") for text in ("身份证补办", "你好呀", "今天吃什么", "身份证掉了")]


def test_weights_say_what_the_data_says() -> None:
    inputs = np.array([[1.0, x] for x in (-2, -1, 1, 2)] * 20)
    constant, slope = fit_logistic(inputs, np.array([0.0, 0.0, 1.0, 1.0] * 20))
    assert slope > 1
    assert constant == pytest.approx(0, abs=1e-6)


def test_no_signal_speaks_against_a_match_and_alarms_stay_as_they_are() -> None:
    found = fit_calibration([*CHECKS, *OUTSIDE], mini_understander())
    assert min(found.features, found.nearest, found.letters) >= 0
    assert found.alarm == CALIBRATION.alarm
    assert (len(found.several), len(found.goes_on)) == (len(CALIBRATION.several), len(CALIBRATION.goes_on))
    assert np.isfinite([*found.trust, *found.several, *found.goes_on]).all()


def test_choices_say_which_evidence_counts() -> None:
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    speaks_for, speaks_against = fit_choices([(rows, np.array([True, False, False]))] * 9 + [(rows, np.zeros(3, bool))])
    assert speaks_for > 1
    assert speaks_against < 0


@pytest.mark.parametrize(
    ("service", "kind", "key", "is_right"),
    [
        ("edu-loan", IntentKind.SERVICE, "edu-loan", True),
        ("edu-loan", IntentKind.SERVICE, "edu-waiver", False),
        ("edu-loan", IntentKind.SMALLTALK, "edu-loan", False),
        ("", IntentKind.SERVICE, "edu-loan", False),
        ("", IntentKind.ELSEWHERE, "id-card", True),
    ],
)
def test_right_is_the_service_asked_or_for_a_question_from_outside_no_service(
    service: str, kind: IntentKind, key: str, is_right: bool
) -> None:
    assert Sample("问", service).is_right(match(key, 0.5, kind)) is is_right
