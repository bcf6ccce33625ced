"""Says in one line each what a person can get and why; each line begins with the title of its service."""

from __future__ import annotations

from handlers.counter import plain_name
from handlers.screening_words import failing_lines, reason_line
from handlers.words import say
from knowledge.models import Content
from knowledge.routing.intake import intake_key
from knowledge.screening.facts import Facts
from knowledge.screening.screener import Result


def likely_line(content: Content, result: Result, facts: Facts) -> str:
    """Return a service at its counter: how firmly it is promised, and why it is likely."""
    return say(
        content,
        "screening.line",
        title=result.service.title,
        strength=content.messages[f"screening.strength_{result.service.strength}"],
        reason=reason_line(content, result.evaluation, facts),
    )


def also_line(content: Content, result: Result, facts: Facts) -> str:
    """Return a service of lesser weight, and why it is likely."""
    reason = reason_line(content, result.evaluation, facts)
    return say(content, "screening.also_line", title=result.service.title, reason=reason)


def possible_line(content: Content, result: Result, facts: Facts) -> str:
    """Return a service worth asking for: why, what is open, and where to ask."""
    window = plain_name(content, intake_key(result.service))
    reason = reason_line(content, result.evaluation, facts)
    return say(content, "screening.possible_line", title=result.service.title, reason=reason, window=window)


def unlikely_line(content: Content, result: Result, facts: Facts) -> str:
    """Return a service that fits but for one fact, and that fact."""
    lines = failing_lines(content, result.evaluation, facts)
    return say(content, "screening.unlikely_line", title=result.service.title, reason="；".join(lines))


def title_line(_content: Content, result: Result, _facts: Facts) -> str:
    """Return a service that needs no reason, for it is for everyone."""
    return result.service.title
