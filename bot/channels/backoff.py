"""Growing waits between tries, with jitter, so that a service that comes back is not met by everybody at once."""

from __future__ import annotations

import random

FIRST_S = 0.5
MOST_S = 30.0

_RANDOM = random.SystemRandom()


class Backoff:
    """Counts failures in a row and says how long to wait after each."""

    def __init__(self) -> None:
        """Start without a failure."""
        self.failures = 0

    def next_s(self) -> float:
        """Count a failure and return the seconds to wait: doubling from 0.5 to 30, half as much again at random."""
        step = min(MOST_S, FIRST_S * 2.0 ** min(self.failures, 16))
        self.failures += 1
        return min(MOST_S, step * _RANDOM.uniform(1, 1.5))

    def reset(self) -> None:
        """Forget the failures after a success."""
        self.failures = 0
