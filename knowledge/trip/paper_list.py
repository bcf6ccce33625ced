"""Merges the papers of several services into one list without doubles. Called when a one-trip card is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.models import Service
from knowledge.papers import USUAL, Demand, PaperBook, Piece

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """When a paper is needed that is not always needed."""

    service: str
    """Id of the service that asks for it."""
    when: str
    """The case, in the words of the content."""


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One line of the list."""

    pieces: Demand
    """The same paper of one or several persons; for a choice, papers of which one is enough."""
    is_choice: bool
    """Whether one of the pieces is enough."""
    cases: tuple[Case, ...] = ()
    """When it is needed, in the order of the services; empty = always."""
    sources: tuple[str, ...] = ()
    """What asks for it, other than custom: `PLAN`, or the name of a source."""


@dataclass(frozen=True, slots=True)
class PaperList:
    """All papers for some services; no paper of a person stands on two lines that are sure to be needed."""

    always: tuple[ListedPaper, ...]
    """To bring in any case, in the order of the services."""
    sometimes: tuple[ListedPaper, ...]
    """To bring in the cases named."""
    proxy: tuple[ListedPaper, ...]
    """For somebody who goes in another's place."""


def merge_papers(services: Sequence[Service], book: PaperBook, same_person: Collection[str] = ()) -> PaperList:
    """Return the papers of services, each once; `same_person` = words for whom all is done, such as 老人.

    A paper needed always is not named again for a case, and a choice is left out where one of it is brought anyway.
    Choices that share a paper become one: who brings all of them that there are, satisfies each.
    """
    wishes = [
        replace(wish, pieces=tuple(_own(piece, same_person) for piece in wish.pieces))
        for wish in _wishes(services, book)
    ]
    proxy = [wish for wish in wishes if wish.pieces[0].name in book.proxies]
    own = [wish for wish in wishes if wish.pieces[0].name not in book.proxies]
    sure = [wish for wish in own if not wish.cases]
    single = [wish for wish in sure if not wish.is_choice]
    choices = [wish for wish in sure if wish.is_choice and not _is_met(wish, single)]
    rest = [wish for wish in own if wish.cases and not _is_met(wish, (*single, *choices))]
    return PaperList(
        always=(*_join_holders(single), *_join_overlapping(choices)),
        sometimes=tuple(_join_cases(rest)),
        proxy=tuple(replace(wish, cases=()) for wish in _join_cases(proxy)),
    )


def _wishes(services: Sequence[Service], book: PaperBook) -> Iterator[ListedPaper]:
    for service in services:
        for paper in service.bring:
            cases = (Case(service.id, paper.when),) if paper.when else ()
            sources = () if paper.basis == USUAL else (paper.basis,)
            for demand in book.demands(paper.paper):
                yield ListedPaper(demand, len(demand) > 1, cases, sources)


def _is_met(wish: ListedPaper, sure: Sequence[ListedPaper]) -> bool:
    """Return whether a wish is met by what is brought in any case."""
    return any(set(other.pieces) <= set(wish.pieces) for other in sure)


def _own(piece: Piece, same_person: Collection[str]) -> Piece:
    return Piece(piece.name) if piece.holder in same_person else piece


def _join_holders(wishes: Sequence[ListedPaper]) -> list[ListedPaper]:
    """Return one line for each paper, with all persons whose it is."""
    lines: dict[str, ListedPaper] = {}
    for wish in wishes:
        name = wish.pieces[0].name
        line = lines.get(name, ListedPaper((), is_choice=False))
        lines[name] = replace(line, pieces=_union(line.pieces, wish.pieces), sources=_union(line.sources, wish.sources))
    return list(lines.values())


def _join_overlapping(wishes: Sequence[ListedPaper]) -> list[ListedPaper]:
    """Return the choices, those that share a paper made into one."""
    lines: list[ListedPaper] = []
    for wish in wishes:
        line = wish
        for other in [other for other in lines if set(other.pieces) & set(wish.pieces)]:
            lines.remove(other)
            pieces, sources = _union(other.pieces, line.pieces), _union(other.sources, line.sources)
            line = replace(line, pieces=pieces, sources=sources)
        lines.append(line)
    return lines


def _join_cases(wishes: Sequence[ListedPaper]) -> list[ListedPaper]:
    """Return one line for the same papers, with all cases in which they are needed."""
    lines: dict[frozenset[Piece], ListedPaper] = {}
    for wish in wishes:
        key = frozenset(wish.pieces)
        line = lines.get(key, replace(wish, cases=(), sources=()))
        lines[key] = replace(line, cases=_union(line.cases, wish.cases), sources=_union(line.sources, wish.sources))
    return list(lines.values())


def _union(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
