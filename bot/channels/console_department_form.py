"""A department as a form: its fields as typed texts and back, and what of it was changed."""

from __future__ import annotations

from bot.channels.console_visit import Form
from bot.staff.edits import FieldValue
from knowledge.offices import Department

TEXTS = ("name", "handles", "hotline")
DEPARTMENT_FIELDS = (*TEXTS, "aliases", "not_handles")
SPARE_HANDOVERS = 2
"""Empty rows for more matters that are handled elsewhere."""


def form_of_department(department: Department) -> Form:
    """Return the form that shows a department as it is."""
    texts = {"name": department.name, "handles": department.handles, "hotline": department.hotline}
    pairs = [*texts.items(), ("aliases", "\n".join(department.aliases))]
    for handover in department.not_handles:
        pairs += [("matter", handover.matter), ("who", handover.who)]
    return Form(tuple(pairs))


def fields_of_form(form: Form) -> dict[str, FieldValue]:
    """Return the fields of a department as the content writes them, by name; empty ones too."""
    fields: dict[str, FieldValue] = {name: form.text(name) for name in TEXTS}
    fields["aliases"] = form.lines("aliases")
    fields["not_handles"] = tuple({"matter": matter, "who": who} for matter, who in _pairs(form) if matter)
    return fields


def changed_department(department: Department, form: Form) -> dict[str, FieldValue]:
    """Return the fields that were changed in the form of a department, with their new values."""
    before, after = fields_of_form(form_of_department(department)), fields_of_form(form)
    return {name: value for name, value in after.items() if value != before[name]}


def handover_rows(form: Form) -> list[tuple[str, str]]:
    """Return the rows of matters handled elsewhere as typed, and some empty ones."""
    return [*(row for row in _pairs(form) if row[0]), *[("", "")] * SPARE_HANDOVERS]


def _pairs(form: Form) -> list[tuple[str, str]]:
    matters, whos = ([value.strip() for key, value in form.pairs if key == name] for name in ("matter", "who"))
    return list(zip(matters, whos, strict=False))
