"""rapidfuzz `WRatio`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz

from tests.benchmarks.peers.fuzzy import build, load_with

__all__ = ["build", "load"]


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers."""
    return load_with(fuzz.WRatio, folder)
