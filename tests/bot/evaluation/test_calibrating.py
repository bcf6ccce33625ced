from __future__ import annotations

import pytest

from bot.evaluation.calibrating import number_lines, samples_of
from knowledge.matching.calibration import CALIBRATION
from tests.knowledge.mini_world import mini_content


def test_samples_are_the_checks_and_the_questions_from_outside() -> None:
    samples = samples_of(mini_content())
    assert sum(not sample.service for sample in samples) == len(mini_content().outside) > 0
    assert {sample.service for sample in samples} - {""} == set(mini_content().services)


@pytest.mark.parametrize("name", ["features", "trust", "several"])
def test_every_number_has_its_line(name: str) -> None:
    lines = dict(line.split(" = ") for line in number_lines(CALIBRATION))
    assert (
        lines[name].count(",") == len(getattr(CALIBRATION, name)) - 1
        if name != "features"
        else float(lines[name]) == pytest.approx(CALIBRATION.features, abs=0.001)
    )
