"""Fits the calibration of the matcher on the content's own checks, which it has not learnt from: `calibrate`."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from bot.assembly import open_library
from bot.config import Config
from knowledge.matching.calibration import Calibration
from knowledge.matching.fitting import Sample, fit_calibration
from knowledge.models import Content


async def run_calibrate(config: Config, _options: argparse.Namespace) -> int:
    """Print the numbers to put into `knowledge/matching/calibration.py`; return 0."""
    edition = open_library(config).edition
    for line in number_lines(fit_calibration(samples_of(edition.content), edition.understander)):
        print(line)
    return 0


def samples_of(content: Content) -> list[Sample]:
    """Return the content's questions that are not learnt from, with the service each is about."""
    inside = [Sample(text, key) for key, texts in content.checks.items() for text in texts]
    return [*inside, *(Sample(text, "") for text in content.outside)]


def number_lines(calibration: Calibration) -> list[str]:
    """Return one line a number or row of numbers, as Python writes them, rounded to three places."""

    def rounded(value: float | tuple[float, ...]) -> float | tuple[float, ...]:
        return tuple(round(one, 3) for one in value) if isinstance(value, tuple) else round(value, 3)

    return [f"{name} = {rounded(value)}" for name, value in asdict(calibration).items()]
