"""Messages that ask for two services, and such as only sound like it: what `checks/several.yaml` holds.

Never read by matching; `calibrate` fits on them when a message holds two needs. Called by `content`.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.fields import Fields

MOST_NEEDS = 2
"""A message is answered as one need or as two."""


@dataclass(frozen=True, slots=True)
class SeveralCheck:
    """A message of several clauses with what it asks for."""

    question: str
    """The message."""
    needs: tuple[str, ...]
    """Ids of the services asked for, in the order asked: one or two."""
    also: tuple[str, ...] = ()
    """Ids that are right as well."""


def read_several_check(fields: Fields) -> SeveralCheck:
    """Return one message of the file; notes what is wrong with it."""
    fields.allow("q", "needs", "also")
    needs = fields.texts("needs", required=True)
    if len(needs) not in (1, MOST_NEEDS):
        fields.report("needs", f"写了 {len(needs)} 项", "写一项或者两项服务的编号")
    return SeveralCheck(fields.text("q"), needs, fields.texts("also"))
