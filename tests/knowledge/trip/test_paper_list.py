from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from knowledge.content import load_content
from knowledge.models import Content, Paper, Service
from knowledge.papers import PaperBook, Piece
from knowledge.trip.paper_list import Case, PaperList, merge_papers
from tests.knowledge.mini_world import mini_content
from tests.real import CONTENT

BOOK = PaperBook(
    pieces={
        "家长身份证": Piece("身份证", "家长"),
        "老人的身份证": Piece("身份证", "老人"),
        "代办人身份证": Piece("代办人身份证"),
    },
    parts={"身份证和户口本": ("身份证", "户口本")},
    choices={"身份证或户口本": ("身份证", "户口本"), "户口本或出生证": ("户口本", "出生证")},
    proxies=frozenset({"代办人身份证"}),
)


def service(key: str, *papers: str | tuple[str, str], basis: str = "usual") -> Service:
    """Return a service that asks for papers, each a name or a name with its case."""
    bring = tuple(
        Paper(paper, "", basis) if isinstance(paper, str) else Paper(paper[0], paper[1], basis) for paper in papers
    )
    return replace(mini_content().services["edu-loan"], id=key, bring=bring)


def merge(*services: Service, same_person: tuple[str, ...] = ()) -> PaperList:
    return merge_papers(services, BOOK, same_person)


def always(papers: PaperList) -> list[tuple[Piece, ...]]:
    return [line.pieces for line in papers.always]


def test_the_same_paper_of_two_services_is_listed_once() -> None:
    assert always(merge(service("a", "身份证", "户口本"), service("b", "户口本", "身份证"))) == [
        (Piece("身份证"),),
        (Piece("户口本"),),
    ]


def test_a_line_of_several_papers_is_merged_paper_by_paper() -> None:
    assert always(merge(service("a", "户口本"), service("b", "身份证和户口本"))) == [
        (Piece("户口本"),),
        (Piece("身份证"),),
    ]


def test_the_same_paper_of_two_persons_is_one_line_with_both() -> None:
    assert always(merge(service("a", "身份证"), service("b", "家长身份证"))) == [
        (Piece("身份证"), Piece("身份证", "家长")),
    ]


def test_who_all_is_done_for_is_one_person() -> None:
    both = (service("a", "身份证"), service("b", "老人的身份证"))
    assert always(merge(*both, same_person=("老人",))) == [(Piece("身份证"),)]


def test_a_paper_needed_always_is_not_named_again_for_a_case() -> None:
    papers = merge(service("a", ("户口本", "给孩子办时")), service("b", "户口本"))
    assert (always(papers), papers.sometimes) == ([(Piece("户口本"),)], ())


def test_a_paper_needed_sometimes_keeps_the_cases_of_all_services() -> None:
    papers = merge(service("a", ("户口本", "给孩子办时")), service("b", ("户口本", "代办时")))
    assert [line.cases for line in papers.sometimes] == [(Case("a", "给孩子办时"), Case("b", "代办时"))]


def test_a_choice_is_left_out_where_one_of_it_is_brought_anyway() -> None:
    assert always(merge(service("a", "身份证或户口本"), service("b", "户口本"))) == [(Piece("户口本"),)]


def test_choices_that_share_a_paper_become_one() -> None:
    [line] = merge(service("a", "身份证或户口本"), service("b", "户口本或出生证")).always
    assert (line.is_choice, set(line.pieces)) == (True, {Piece("身份证"), Piece("户口本"), Piece("出生证")})


def test_what_a_proxy_brings_is_listed_apart() -> None:
    papers = merge(service("a", ("代办人身份证", "代办时")), service("b", ("代办人身份证", "替家人办时")))
    assert (papers.sometimes, [line.pieces for line in papers.proxy]) == ((), [(Piece("代办人身份证"),)])


@pytest.mark.parametrize(
    ("basis", "sources"), [("usual", ()), ("plan", ("plan",)), ("县民政局通知", ("县民政局通知",))]
)
def test_what_asks_for_a_paper_is_kept_where_it_is_not_custom(basis: str, sources: tuple[str, ...]) -> None:
    [line] = merge(service("a", "身份证", basis=basis)).always
    assert line.sources == sources


def test_services_without_papers_give_an_empty_list() -> None:
    assert merge(service("a"), service("b")) == PaperList((), (), ())


# The shipped content


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(CONTENT)


def test_every_bundle_of_two_services_has_no_paper_twice(content: Content) -> None:
    doubled = []
    for pair in combinations(content.services.values(), 2):
        papers = merge_papers(pair, content.papers)
        sure = Counter(piece for line in papers.always for piece in line.pieces if not line.is_choice)
        again = [p for line in papers.sometimes if not line.is_choice for p in line.pieces if p in sure]
        lines = Counter(line.pieces for line in (*papers.always, *papers.sometimes, *papers.proxy))
        if again or max(sure.values(), default=1) > 1 or max(lines.values(), default=1) > 1:
            doubled.append((pair[0].id, pair[1].id))
    assert doubled == []


def test_no_bundle_of_two_services_loses_a_paper(content: Content) -> None:
    lost = []
    for pair in combinations(content.services.values(), 2):
        papers = merge_papers(pair, content.papers)
        listed = {p for line in (*papers.always, *papers.sometimes, *papers.proxy) for p in line.pieces}
        wanted = [(one.id, paper.paper) for one in pair for paper in one.bring]
        lost += [(key, line) for key, line in wanted for d in content.papers.demands(line) if not listed & set(d)]
    assert lost == []


def test_every_line_of_several_papers_is_taken_apart(content: Content) -> None:
    """A paper named with 和, 或 or a comma would otherwise stand beside its own parts."""
    known = content.papers.parts.keys() | content.papers.choices.keys() | content.papers.pieces.keys()
    joined = {paper.paper for s in content.services.values() for paper in s.bring if "身份证" in paper.paper}
    assert joined <= known


def test_every_name_in_the_book_is_said_by_a_service_or_is_usual(content: Content) -> None:
    said = {paper.paper for s in content.services.values() for paper in s.bring}
    assert (content.papers.parts.keys() | content.papers.choices.keys()) - said == set()
