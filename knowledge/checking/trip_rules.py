"""Rules of `trip.yaml`: its patterns can be read and can match."""

from __future__ import annotations

from knowledge.checking.draft import Draft
from knowledge.checking.urgent_rules import check_signs
from knowledge.content_files import whole

TRIP = "trip.yaml"


def check_trip(draft: Draft) -> None:
    """Note patterns that can never match."""
    fields = whole(draft.files, TRIP, draft.problems)
    signs = draft.content.trip
    named = {"list": signs.wish_list, "once": signs.once, "several": signs.several, "forward": signs.forward}
    for name, patterns in named.items():
        check_signs(fields, name, patterns)
