"""A service as a form: its fields as typed texts and back, and what of it was changed. Used by `console_service`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.console_visit import Form
from bot.staff.edits import AddPhrasings, ChangeService, Edit, FieldValue
from knowledge.models import Service

LINES = ("open", "facts", "cites", "related", "ask")
"""Fields of which every line is an item."""
TEXTS = (
    "title",
    "strength",
    "for",
    "answer",
    "lead",
    "window",
    "checked_on",
    "checked_by",
    "valid_until",
    "owner",
)
SOURCE = ("document", "number", "date", "address")
PAPER = ("paper", "when", "basis")
OF_SOURCE = "source"
"""Stands in the form for the document that the entry names as its source."""
SPARE_ROWS = 3
"""Empty rows for more papers."""


def form_of_service(service: Service) -> Form:
    """Return the form that shows a service as it is."""
    texts: dict[str, str] = {
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
        "open": "\n".join(service.open),
        "facts": "\n".join(service.facts),
        "cites": "\n".join(service.cites),
        "related": "\n".join(service.related),
        "ask": "\n".join(service.ask),
    }
    for name in SOURCE:
        texts[f"source_{name}"] = getattr(service.source, name) if service.source else ""
    pairs = [*texts.items(), *(("with", key) for key in service.partners)]
    for paper in service.bring:
        is_of_source = service.source is not None and paper.basis == service.source.document
        basis = OF_SOURCE if is_of_source else paper.basis
        pairs += [("paper", paper.paper), ("when", paper.when), ("basis", basis)]
    return Form(tuple(pairs))


def fields_of_form(form: Form) -> dict[str, FieldValue]:
    """Return the fields of a service as the content writes them, by name; empty ones too."""
    fields: dict[str, FieldValue] = {name: form.text(name) for name in TEXTS}
    fields |= {name: form.lines(name) for name in LINES}
    fields["with"] = form.texts("with")
    document = form.text("source_document")
    rows = (row | {"basis": document if row["basis"] == OF_SOURCE else row["basis"]} for row in paper_rows(form))
    fields["bring"] = tuple(_without_empty(row) for row in rows if row["paper"])
    fields["source"] = _without_empty({name: form.text(f"source_{name}") for name in SOURCE})
    return fields


def paper_rows(form: Form) -> list[dict[str, str]]:
    """Return the rows of papers as typed, empty ones too."""
    columns = [[value.strip() for key, value in form.pairs if key == name] for name in PAPER]
    return [dict(zip(PAPER, row, strict=True)) for row in zip(*columns, strict=False)]


def changes_of_form(service: Service, form: Form) -> list[Edit]:
    """Return the edits that lead from a service to what was typed; empty where nothing was changed.

    Phrasings that were only added are an edit of their own, which leaves the others untouched.
    """
    before, after = fields_of_form(form_of_service(service)), fields_of_form(form)
    changed = {name: value for name, value in after.items() if value != before[name]}
    edits: list[Edit] = []
    added = tuple(line for line in after["ask"] if isinstance(line, str) and line not in service.ask)
    if added and not set(service.ask) - set(after["ask"]):
        del changed["ask"]
        edits.append(AddPhrasings(service.id, ask=added))
    if changed:
        edits.insert(0, ChangeService(service.id, changed))
    return edits


def _without_empty(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
