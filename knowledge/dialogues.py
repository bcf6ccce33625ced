"""Conversations of several messages with what each asks for: what `checks/dialogues.yaml` holds.

Never read by matching; `calibrate` fits on them what a later message of a conversation is about. Called by `content`.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.fields import Fields


@dataclass(frozen=True, slots=True)
class DialogueTurn:
    """One message of a conversation."""

    question: str
    """The message."""
    services: tuple[str, ...] = ()
    """Ids of the services that answer it, the best first; empty = it is about none of them."""
    is_aspect: bool = False
    """Whether it asks for one aspect of a service already shown."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation."""

    start: str
    """Its first message."""
    services: tuple[str, ...]
    """Ids of the services that answer the first message, the best first."""
    then: tuple[DialogueTurn, ...]
    """The later messages, in order."""


def read_dialogue(fields: Fields) -> Dialogue:
    """Return one conversation of the file; notes what is wrong with it."""
    fields.allow("start", "services", "then")
    then = tuple(map(_read_turn, fields.records("then", required=True)))
    return Dialogue(fields.text("start"), fields.texts("services", required=True), then)


def _read_turn(fields: Fields) -> DialogueTurn:
    fields.allow("q", "services", "about", "outside")
    about, services = fields.text("about", required=False), fields.texts("services")
    if sum([bool(about), bool(services), fields.flag("outside")]) != 1:
        remedy = "问哪项服务写 services，接着问前面那项写 about，无关写 outside: true"
        fields.report("q", "services、about、outside 不是只写了一样", remedy)
    return DialogueTurn(fields.text("q"), (about,) if about else services, is_aspect=bool(about))
