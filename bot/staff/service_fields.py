"""The fields of a service by their names in the YAML, as its entry writes them. Used by the form and the workbook."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.models import Service

TEXTS = ("title", "strength", "for", "answer", "lead", "window", "checked_on", "checked_by", "valid_until", "owner")
"""Fields that are a text."""
LISTS = ("open", "facts", "cites", "with", "related")
"""Fields that are a list of short texts."""
PAPER = ("paper", "when", "basis")
"""Fields of each paper of `bring`."""
SOURCE = ("document", "number", "date", "address")
"""Fields of `source`."""


def text_fields(service: Service) -> dict[str, str]:
    """Return every one of `TEXTS`; empty where the entry has none."""
    return {
        "title": service.title,
        "strength": str(service.strength),
        "for": service.audience,
        "answer": service.answer,
        "lead": service.lead,
        "window": service.window,
        "checked_on": service.checked_on.isoformat() if service.checked_on else "",
        "checked_by": service.checked_by,
        "valid_until": service.valid_until.isoformat() if service.valid_until else "",
        "owner": service.owner,
    }


def list_fields(service: Service) -> dict[str, tuple[str, ...]]:
    """Return every one of `LISTS`; empty where the entry has none."""
    return {
        "open": service.open,
        "facts": service.facts,
        "cites": service.cites,
        "with": service.partners,
        "related": service.related,
    }


def source_fields(service: Service) -> dict[str, str]:
    """Return every one of `SOURCE`; empty where the entry has none."""
    return {name: getattr(service.source, name, "") for name in SOURCE}


def without_empty(values: Mapping[str, str]) -> dict[str, str]:
    """Return a small mapping without its empty texts, as the YAML leaves them out.

    >>> without_empty({"paper": "户口本", "when": ""})
    {'paper': '户口本'}
    """
    return {name: value for name, value in values.items() if value}
