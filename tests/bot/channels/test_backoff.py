"""Tests of `bot.channels.backoff`."""

from __future__ import annotations

from bot.channels.backoff import FIRST_S, MOST_S, Backoff


def test_waits_grow_and_stay_within_bounds() -> None:
    backoff = Backoff()
    waits = [backoff.next_s() for _ in range(40)]
    assert FIRST_S <= waits[0] <= 1.5 * FIRST_S
    assert waits[-1] == MOST_S
    assert all(later > earlier for earlier, later in zip(waits[:5], waits[2:7], strict=True))


def test_a_success_starts_anew() -> None:
    backoff = Backoff()
    for _ in range(10):
        backoff.next_s()
    backoff.reset()
    assert backoff.next_s() <= 1.5 * FIRST_S


def test_waits_differ_so_that_many_do_not_come_back_at_once() -> None:
    assert len({Backoff().next_s() for _ in range(20)}) > 1
