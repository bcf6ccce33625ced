"""Counts what counters said of cards: shown -> right department, and which rule should change. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.referral.records import Verdict
from handlers.words import window_department
from knowledge.models import Content

LEAST_CASES = 3
"""One or two clerks may be wrong; a rule is not changed for them."""
LEAST_SHARE = 0.5
"""More than this part of the verdicts on a service must name the same other department."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a routing rule that the counters ask for."""

    service: str
    """Id of the service."""
    shown: str
    """Key of the department whose counter it is sent to now."""
    right: str
    """Key of the department it belongs to."""
    misrouted: int
    """How many verdicts say so."""
    judged: int
    """How many verdicts there are on this service at this counter."""
    issued: int
    """How many cards sent it there and are still kept."""


def misroute_matrix(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], int]:
    """Return how often each (shown, right) pair of department keys occurs, right ones too, most frequent first."""
    return dict(Counter((verdict.shown, verdict.right) for verdict in verdicts).most_common())


def propose_changes(
    verdicts: Sequence[Verdict], windows: Mapping[str, str], issued: Mapping[tuple[str, str], int]
) -> list[Proposal]:
    """Return the changes that enough counters ask for, the most asked for first.

    `windows` tells where each service is sent now, by service id: what was said of an earlier rule asks for nothing.
    """
    current = [verdict for verdict in verdicts if windows.get(verdict.service) == verdict.shown]
    judged = Counter(verdict.service for verdict in current)
    wrong = Counter((v.service, v.shown, v.right) for v in current if v.right != v.shown)
    proposals = [
        Proposal(service, shown, right, count, judged[service], issued.get((service, shown), 0))
        for (service, shown, right), count in wrong.items()
        if count >= LEAST_CASES and count > LEAST_SHARE * judged[service]
    ]
    return sorted(proposals, key=lambda proposal: (-proposal.misrouted, proposal.service))


def windows_of(content: Content) -> dict[str, str]:
    """Return the department key of the counter each service is sent to when it is the only need, by service id."""
    return {key: window_department(content, service).key for key, service in content.services.items()}
