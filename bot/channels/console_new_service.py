"""What a form proposes for a new service: an id, and the questions of the group it is written for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from bot.channels.console_visit import Form
from bot.staff.queue import propose_phrasings
from bot.staff.review_store import Asked
from knowledge.conditions import EVERYONE
from knowledge.language.pinyin import syllables
from knowledge.models import Service

MOST_SYLLABLES = 4
USUAL_WORD = "service"


def propose_id(title: str, domain: str, services: Collection[Service], taken: Collection[str]) -> str:
    """Return an id that nobody has: how those of its domain begin, then how its title sounds.

    >>> propose_id("老年大学", "education", [], ["education-laoniandaxue"])
    'education-laoniandaxue-2'
    """
    starts = Counter(service.id.partition("-")[0] for service in services if service.domain == domain)
    start = starts.most_common(1)[0][0] if starts else domain
    word = "".join(syllables(title)[:MOST_SYLLABLES]) or USUAL_WORD
    numbers = ("" if number == 1 else f"-{number}" for number in range(1, len(taken) + 2))
    return next(key for number in numbers if (key := f"{start}-{word}{number}") not in taken)


def start_form(questions: Sequence[Asked]) -> Form:
    """Return the form of a new service as it begins, with the questions that wait for it."""
    ask, checks = propose_phrasings(questions)
    return Form((("mode", EVERYONE), ("ask", "\n".join(ask)), ("checks", "\n".join(checks))))


def find_service(typed: str, services: Collection[Service]) -> Service | Sequence[Service]:
    """Return the one service that typed words mean, by id or title; else those that may be meant, which may be none."""
    key = typed.partition(" ")[0]
    exact = [service for service in services if key == service.id or typed == service.title]
    likely = exact or [service for service in services if typed and typed in service.title]
    return likely[0] if len(likely) == 1 else likely
