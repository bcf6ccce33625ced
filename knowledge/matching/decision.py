"""Decides by expected cost whether to answer, to ask, or to say "I don't know". Called by the handlers.

The thresholds come from config; a wrong answer costs a resident a day, one more question a few seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import Match


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which something is done; set by expected cost on the content's checks, see `config.yaml`."""

    danger: float = 0.5
    """From here the emergency numbers are shown; what speaks for danger is weighed with a bias to safety."""

    answer: float = 0.75
    """From here the best service is shown without asking."""
    gap: float = 0.1
    """It must be so much more probable than the second."""
    offer: float = 0.6
    """From this sum over the services offered, a choice is asked."""
    option: float = 0.02
    """From here a service may be one of the options."""
    sure: float = 0.8
    """Below this an answer says that it may not be what was meant, and is put up for review."""
    need: float = 0.15
    """From here each of several needs is answered in one message."""


MOST_OPTIONS = 4
MOST_CLARIFICATIONS = 2
"""Clarifying questions in a row; after that the window or the hotline."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a ranking: exactly one field is filled, or none for "I don't know"."""

    answer: Match | None = None
    """The service, matter elsewhere or small talk to answer with."""
    options: tuple[Match, ...] = ()
    """One to four services to choose from."""


def decide(matches: Sequence[Match], thresholds: Thresholds) -> Decision:
    """Return what to do with matches, most probable first; nothing where there is none."""
    if not matches:
        return Decision()
    best = matches[0]
    options = choose_options(matches, thresholds)
    is_service = best.intent.kind is IntentKind.SERVICE
    if best.probability >= thresholds.answer and (not is_service or _stands_apart(matches, thresholds)):
        return Decision(answer=best)
    if not options or sum(match.probability for match in options) < thresholds.offer:
        return Decision()
    return Decision(options=options)


def choose_options(matches: Sequence[Match], thresholds: Thresholds) -> tuple[Match, ...]:
    """Return the services worth offering, at most four, most probable first."""
    services = [match for match in matches if match.intent.kind is IntentKind.SERVICE]
    return tuple(match for match in services if match.probability >= thresholds.option)[:MOST_OPTIONS]


def _stands_apart(matches: Sequence[Match], thresholds: Thresholds) -> bool:
    best, *others = matches
    return not others or best.probability - others[0].probability >= thresholds.gap
