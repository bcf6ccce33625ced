"""Writes the merged papers of a one-trip card in words: whose, original or copy, in which case, by which source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.turn import Block, Style
from handlers.words import say
from knowledge.models import Content
from knowledge.papers import PLAN, UNSAID, Piece
from knowledge.trip.paper_list import Case, ListedPaper, PaperList

PAIR = 2


class PaperWriter:
    """Writes papers for one audience."""

    def __init__(self, content: Content, audience: str, *, is_bundle: bool) -> None:
        """Name the matter of each case where the card is a bundle of several."""
        self._content, self._audience, self._is_bundle = content, audience, is_bundle

    def blocks(self, papers: PaperList) -> tuple[Block, ...]:
        """Return what to bring in any case and sometimes, and whose it is where that is not said; blocks may be empty.

        The papers of a proxy are not among them.
        """
        words = self._content.messages
        if papers.always:
            always = Block(Style.LIST, words["answer.bring_heading"], tuple(map(self.line, papers.always)))
        else:
            always = Block(Style.NOTE, words["answer.bring_nothing"])
        whose = words.get(f"trip.whose_{self._audience}", "") if papers.always else ""
        sometimes = self._by_case(papers.sometimes)
        heading = words["trip.sometimes_heading"] if sometimes else ""
        return (always, Block(Style.NOTE, whose), Block(Style.LIST, heading, sometimes))

    def line(self, paper: ListedPaper) -> str:
        """Return a paper, whose it is, whether original or copy, and which source asks for it."""
        remarks = [*self._holders(paper), *self._form(paper), *map(self._source, paper.sources)]
        return self._name(paper) + (f"（{'；'.join(remarks)}）" if remarks else "")

    def _by_case(self, papers: Sequence[ListedPaper]) -> tuple[str, ...]:
        """Return a line for each case, with all papers needed in it."""
        groups: dict[tuple[Case, ...], list[str]] = {}
        for paper in papers:
            groups.setdefault(paper.cases, []).append(self.line(paper))
        return tuple(
            say(self._content, "trip.case_line", case="；".join(map(self._case, cases)), papers="、".join(lines))
            for cases, lines in groups.items()
        )

    def _name(self, paper: ListedPaper) -> str:
        if not paper.is_choice:
            return self._piece(paper.pieces[0]) if len(paper.pieces) == 1 else paper.pieces[0].name
        names = [self._piece(piece) for piece in paper.pieces]
        if len(names) == PAIR:
            return say(self._content, "trip.either", first=names[0], second=names[1])
        return say(self._content, "trip.any_of", papers="、".join(names))

    def _piece(self, piece: Piece) -> str:
        if not piece.holder:
            return piece.name
        return say(self._content, "trip.holder", person=piece.holder, paper=piece.name)

    def _holders(self, paper: ListedPaper) -> Iterator[str]:
        """Yield whose the papers are, where several persons bring the same."""
        if not paper.is_choice and len(paper.pieces) > 1:
            own = self._content.messages[f"trip.person_{self._audience}"]
            persons = (say(self._content, "trip.each", person=piece.holder or own) for piece in paper.pieces)
            yield "、".join(persons)

    def _form(self, paper: ListedPaper) -> Iterator[str]:
        """Yield original or copy, where it is the same for all pieces."""
        forms = {self._content.papers.forms.get(piece.name, UNSAID) for piece in paper.pieces}
        form = forms.pop()
        if form and not forms:
            yield self._content.messages[f"trip.form_{form}"]

    def _source(self, source: str) -> str:
        if source == PLAN:
            return self._content.messages["answer.by_plan"]
        return say(self._content, "trip.source", source=source)

    def _case(self, case: Case) -> str:
        if not self._is_bundle:
            return case.when
        return say(self._content, "trip.case", title=self._content.services[case.service].title, when=case.when)
