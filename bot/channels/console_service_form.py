"""A service as a form: its fields as typed texts and back, and what of it was changed. Used by `console_service`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.console_condition_form import node_of, pairs_of, read_rows, rows_of
from bot.channels.console_visit import Form
from bot.staff.edits import AddPhrasings, ChangeService, Edit, FieldValue
from bot.staff.service_fields import PAPER, SOURCE, TEXTS, list_fields, source_fields, text_fields, without_empty
from knowledge.models import Service
from knowledge.situation import Fact

LINES = ("open", "facts", "cites", "ask")
"""Fields of which every line is an item."""
FIELDS = (*TEXTS, *LINES, "with", "bring", "related", "confused_with", "eligible", "source", "id", "checks")
"""Fields beside which the form can say something."""
OF_SOURCE = "source"
"""Stands in the form for the document that the entry names as its source."""
SPARE_ROWS = 3
"""Empty rows for more papers."""


def form_of_service(service: Service, situation: Mapping[str, Fact]) -> Form:
    """Return the form that shows a service as it is."""
    lists = list_fields(service) | {"ask": service.ask}
    texts = text_fields(service) | {name: "\n".join(lists[name]) for name in LINES}
    texts |= {f"source_{name}": text for name, text in source_fields(service).items()}
    pairs = [*texts.items(), *(("with", key) for key in service.partners)]
    for paper in service.bring:
        is_of_source = service.source is not None and paper.basis == service.source.document
        basis = OF_SOURCE if is_of_source else paper.basis
        pairs += [("paper", paper.paper), ("when", paper.when), ("basis", basis)]
    pairs += [("related", key) for key in service.related]
    for other in service.confused_with:
        pairs += [("confused_id", other.id), ("confused_question", other.question)]
    if rows := rows_of(service.eligible, situation):
        pairs += pairs_of(rows)
    return Form(tuple(pairs))


def fields_of_form(form: Form) -> dict[str, FieldValue]:
    """Return the fields of a service as the content writes them, by name; empty ones too.

    A form that shows no condition says nothing of it.
    """
    fields: dict[str, FieldValue] = {name: form.text(name) for name in TEXTS}
    fields |= {name: form.lines(name) for name in LINES}
    fields["with"] = form.texts("with")
    document = form.text("source_document")
    rows = (row | {"basis": document if row["basis"] == OF_SOURCE else row["basis"]} for row in paper_rows(form))
    fields["bring"] = tuple(without_empty(row) for row in rows if row["paper"])
    fields["related"] = tuple(map(_id_of, form.texts("related")))
    fields["confused_with"] = tuple(
        {"id": _id_of(other), "question": question} for other, question in confused_rows(form) if other or question
    )
    if condition := read_rows(form):
        fields["eligible"] = node_of(condition)
    fields["source"] = without_empty({name: form.text(f"source_{name}") for name in SOURCE})
    return fields


def paper_rows(form: Form) -> list[dict[str, str]]:
    """Return the rows of papers as typed, empty ones too."""
    columns = [[value.strip() for key, value in form.pairs if key == name] for name in PAPER]
    return [dict(zip(PAPER, row, strict=True)) for row in zip(*columns, strict=False)]


def confused_rows(form: Form) -> list[tuple[str, str]]:
    """Return the rows of services that sound alike as typed: id, perhaps with its title, and question."""
    columns = ("confused_id", "confused_question")
    ids, questions = ([value.strip() for key, value in form.pairs if key == name] for name in columns)
    return list(zip(ids, questions, strict=False))


def _id_of(typed: str) -> str:
    """Return the id of what a list of services offers: id and title."""
    return typed.partition(" ")[0]


def changes_of_form(service: Service, form: Form, situation: Mapping[str, Fact]) -> list[Edit]:
    """Return the edits that lead from a service to what was typed; empty where nothing was changed.

    Phrasings that were only added are an edit of their own, which leaves the others untouched.
    """
    before, after = fields_of_form(form_of_service(service, situation)), fields_of_form(form)
    changed = {name: value for name, value in after.items() if name in before and value != before[name]}
    edits: list[Edit] = []
    typed = form.lines("ask")
    added = tuple(line for line in typed if line not in service.ask)
    if added and not set(service.ask) - set(typed):
        del changed["ask"]
        edits.append(AddPhrasings(service.id, ask=added))
    if changed:
        edits.insert(0, ChangeService(service.id, changed))
    return edits
