"""What a message can be about: a service, a matter handled elsewhere, or small talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.models import Content


class IntentKind(StrEnum):
    """Which part of the content an intent belongs to."""

    ELSEWHERE = "elsewhere"
    SERVICE = "service"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True, slots=True, order=True)
class Intent:
    """One thing a message can be about; the order of intents is the order of ties."""

    kind: IntentKind
    """Which part of the content it belongs to."""
    id: str
    """Id in that part."""


def phrasings_of(content: Content) -> Iterator[tuple[Intent, tuple[str, ...]]]:
    """Yield every intent of the content with the phrasings that lead there, ordered by kind and id."""
    rows = [(Intent(IntentKind.SERVICE, s.id), s.ask) for s in content.services.values()]
    rows += [(Intent(IntentKind.ELSEWHERE, e.id), e.ask) for e in content.elsewhere.values()]
    rows += [(Intent(IntentKind.SMALLTALK, s.id), s.ask) for s in content.smalltalk.values()]
    yield from sorted(rows)
