"""The usual names of papers, so that the same paper said in two ways is brought once. Read from `papers.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.fields import Fields
from knowledge.yaml_source import Record

BOTH, ORIGINAL, COPY, UNSAID = "both", "original", "copy", ""
PLAN, USUAL = "plan", "usual"
"""Bases of a paper that are not the name of a source: the plan names it, or it is commonly asked for."""
FORMS = (UNSAID, BOTH, ORIGINAL, COPY)
"""What of a paper to bring: original and copy, one of them, or not said."""


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """One paper of one person."""

    name: str
    """Its usual name, such as 身份证."""
    holder: str = ""
    """Whose it is, such as 家长; empty = of the person the matter is about."""


Demand = tuple[Piece, ...]
"""What one wish for a paper comes to: one piece, or several of which one is enough."""


@dataclass(frozen=True, slots=True)
class PaperBook:
    """What the papers named in the services are."""

    pieces: Mapping[str, Piece] = field(default_factory=dict)
    """Each way to name a paper, to the paper."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A line that names several papers, to their names."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A line that is satisfied by any one of several papers, to their names."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """Usual name of a paper, to one of `FORMS`."""
    proxies: frozenset[str] = frozenset()
    """Usual names of the papers that only somebody who goes for another brings."""

    def demands(self, line: str) -> tuple[Demand, ...]:
        """Return what a line of a service asks for; a line nobody wrote down here is one paper of its own name."""
        if line in self.parts:
            return tuple((self.piece(part),) for part in self.parts[line])
        if line in self.choices:
            return (tuple(self.piece(choice) for choice in self.choices[line]),)
        return ((self.piece(line),),)

    def piece(self, name: str) -> Piece:
        """Return the paper that a name means."""
        return self.pieces.get(name, Piece(name))


def read_paper_book(entries: Iterable[Fields]) -> PaperBook:
    """Return the book of the entries of `papers.yaml`, noting what is wrong with them."""
    pieces: dict[str, Piece] = {}
    parts: dict[str, tuple[str, ...]] = {}
    choices: dict[str, tuple[str, ...]] = {}
    forms: dict[str, str] = {}
    proxies: set[str] = set()
    for fields in entries:
        name = fields.text("paper")
        if "parts" in fields.record or "any_of" in fields.record:
            fields.allow("paper", "parts", "any_of")
            kind = "parts" if "parts" in fields.record else "any_of"
            (parts if kind == "parts" else choices)[name] = _names(fields, kind)
            continue
        fields.allow("paper", "form", "also", "of", "proxy")
        forms[name] = _form(fields)
        if fields.flag("proxy"):
            proxies.add(name)
        for said, piece in _said(fields, name):
            if said in pieces:
                fields.report("paper", f"“{said}”写了两次", "只留一处")
            pieces.setdefault(said, piece)
    return PaperBook(pieces, parts, choices, forms, frozenset(proxies))


def _names(fields: Fields, kind: str) -> tuple[str, ...]:
    names = fields.texts(kind, required=True)
    if len(set(names)) < 2:  # noqa: PLR2004  one of one, or a part of one, says nothing
        fields.report(kind, "不到两样材料", "写上每一样，或者改成 also")
    return names


def _form(fields: Fields) -> str:
    form = fields.text("form", required=False)
    if form not in FORMS:
        fields.report("form", f"“{form}”不认得", f"从 {'、'.join(filter(None, FORMS))} 里选，或者不写")
        return UNSAID
    return form


def _said(fields: Fields, name: str) -> list[tuple[str, Piece]]:
    said = [(word, Piece(name)) for word in (name, *fields.texts("also"))]
    owners = fields.record.get("of", Record(1))
    if not isinstance(owners, Record):
        fields.report("of", "应该是“谁: [叫法]”", "每行写是谁的，和它的叫法")
        return said
    inner = Fields(fields.file, fields.entry, owners, fields.problems)
    return said + [(word, Piece(name, holder)) for holder in owners for word in inner.texts(holder)]
