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
    for name, patterns in (("list", signs.wish_list), ("several", signs.several), ("forward", signs.forward)):
        check_signs(fields, name, patterns)
