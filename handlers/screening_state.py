"""The eligibility dialogue as far as it got. It lives in the conversation, survives a restart and expires with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from knowledge.screening.facts import FactError, Facts, Known, facts_from_json, facts_to_json
from knowledge.situation import Fact


@dataclass(frozen=True, slots=True)
class ScreeningState:
    """What was asked and answered; everything in it is plain JSON."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    """What is known of the person, as `facts_to_json` writes it."""
    asked: tuple[str, ...] = ()
    """Keys of the questions put so far, in order; facts, and `RECEIVED`."""
    waiting: str = ""
    """Key of the question that waits for an answer; empty = none waits."""
    service: str = ""
    """Id of the one service that is checked; empty = all are looked through."""
    received: tuple[str, ...] = ()
    """Ids of services the person has already."""
    clashes: tuple[str, ...] = ()
    """Facts that were shown back because they do not fit together, two by two; asked once."""
    is_thorough: bool = False
    """Whether more than the usual number of questions is wanted."""
    is_whole: bool = False
    """Whether the question that waits lists every answer, also those that are unusual for such a person."""
    is_paused: bool = False
    """Whether something else was answered since the question was put."""
    others: tuple[ScreeningState, ...] = ()
    """The other people told of, whose turn comes next; each without others of its own."""

    def known(self, situation: Mapping[str, Fact]) -> Facts:
        """Return the facts; what an older or newer content wrote and this one does not know is left out."""
        facts: dict[str, Known] = {}
        for key, said in self.facts.items():
            try:
                facts |= facts_from_json({key: said}, situation)
            except FactError:
                continue
        return facts

    def told(self, more: Facts, situation: Mapping[str, Fact]) -> ScreeningState:
        """Return the state with more facts, each in place of what was known of it before."""
        return replace(self, facts=facts_to_json({**self.known(situation), **more}, situation))

    def asking(self, key: str) -> ScreeningState:
        """Return the state with a question put; one that waited without an answer will be put again.

        To put it again for another answer is no further question.
        """
        asked = tuple(one for one in self.asked if one != self.waiting or one in self.facts)
        asked = asked if key in asked or key in self.facts else (*asked, key)
        return replace(self, asked=asked, waiting=key, is_whole=False, is_paused=False)


def read_state(stored: Any) -> ScreeningState | None:
    """Return the state that a conversation was stored with; None where there was none or it cannot be read."""
    if not isinstance(stored, dict) or not isinstance(stored.get("facts", {}), dict):
        return None
    known = {one.name for one in fields(ScreeningState)}  # an older or newer program may have kept others
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items() if k in known}
    read = map(read_state, values.get("others", ()))
    values["others"] = tuple(other for other in read if other is not None)
    return ScreeningState(**values)
