"""Counts what counters said of cards: shown -> right department, and which rule should change. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.referral.records import Verdict
from knowledge.models import Content
from knowledge.routing.intake import intake_key

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
    """Key of the department whose counter it is sent to now, alone or in a bundle."""
    right: str
    """Key of the department it belongs to."""
    misrouted: int
    """How many verdicts say so."""
    judged: int
    """How many verdicts there are on this service at that counter."""
    issued: int
    """How many cards sent it there and are still kept."""


def misroute_matrix(verdicts: Iterable[Verdict]) -> dict[tuple[str, str], int]:
    """Return how often each (shown, right) pair of department keys occurs, right ones too, most frequent first."""
    return dict(Counter((verdict.shown, verdict.right) for verdict in verdicts).most_common())


def propose_changes(
    verdicts: Sequence[Verdict], counters: Mapping[str, Collection[str]], issued: Mapping[tuple[str, str], int]
) -> list[Proposal]:
    """Return the changes that enough counters ask for, the most asked for first.

    `counters` tells where each service can be sent now, by service id: what was said of an earlier rule asks for
    nothing.
    """
    current = [verdict for verdict in verdicts if verdict.shown in counters.get(verdict.service, ())]
    judged = Counter((verdict.service, verdict.shown) for verdict in current)
    wrong = Counter((v.service, v.shown, v.right) for v in current if v.right != v.shown)
    proposals = [
        Proposal(service, shown, right, count, judged[service, shown], issued.get((service, shown), 0))
        for (service, shown, right), count in wrong.items()
        if count >= LEAST_CASES and count > LEAST_SHARE * judged[service, shown]
    ]
    return sorted(proposals, key=lambda proposal: (-proposal.misrouted, proposal.service))


def counters_of(content: Content) -> dict[str, frozenset[str]]:
    """Return the department keys of the counters each service can be sent to, alone or in a bundle, by service id."""
    return {
        key: frozenset({intake_key(service), *(rule.intake for rule in content.routing if rule.covers(service))})
        for key, service in content.services.items()
    }
