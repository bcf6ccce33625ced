from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.trip_papers import PaperWriter
from handlers.turn import Style
from knowledge.papers import PaperBook, Piece
from knowledge.trip.paper_list import Case, ListedPaper, PaperList
from tests.handlers.turns import small_content

CONTENT = replace(small_content(), papers=PaperBook(forms={"身份证": "both", "户口本": "both", "发票": "original"}))
CARD = ListedPaper((Piece("身份证"),), is_choice=False)
BOOK = ListedPaper((Piece("户口本"),), is_choice=False)


def write(paper: ListedPaper, audience: str = "me") -> str:
    return PaperWriter(CONTENT, audience, is_bundle=True).line(paper)


def test_a_paper_tells_whether_original_or_copy() -> None:
    assert write(CARD) == "身份证（〔trip.form_both〕）"


def test_a_paper_nobody_knows_more_of_is_its_name() -> None:
    assert write(ListedPaper((Piece("捐赠票据"),), is_choice=False)) == "捐赠票据"


def test_a_paper_of_another_tells_whose() -> None:
    assert write(ListedPaper((Piece("捐赠票据", "家长"),), is_choice=False)) == "〔trip.holder〕家长捐赠票据"


def test_a_paper_of_several_tells_of_each() -> None:
    line = write(ListedPaper((Piece("身份证"), Piece("身份证", "家长")), is_choice=False), "elder")
    assert line.startswith("身份证（〔trip.each〕〔trip.person_elder〕、〔trip.each〕家长")


@pytest.mark.parametrize(("names", "key"), [(("身份证", "户口本"), "trip.either"), (("甲", "乙", "丙"), "trip.any_of")])
def test_a_choice_names_all_of_which_one_is_enough(names: tuple[str, ...], key: str) -> None:
    line = write(ListedPaper(tuple(map(Piece, names)), is_choice=True))
    assert line.startswith(f"〔{key}〕")
    assert all(name in line for name in names)


def test_a_choice_of_originals_and_copies_tells_neither() -> None:
    line = write(ListedPaper((Piece("身份证"), Piece("发票")), is_choice=True))
    assert "trip.form" not in line


def test_a_paper_that_the_plan_names_says_so() -> None:
    assert "〔answer.by_plan〕" in write(replace(CARD, sources=("plan",)))


def test_a_source_of_its_own_is_named() -> None:
    assert "〔trip.source〕县民政局通知" in write(replace(CARD, sources=("县民政局通知",)))


def test_papers_of_one_case_stand_together_under_it() -> None:
    case = (Case("edu-waiver", "给孩子办时"),)
    papers = PaperList((), (replace(CARD, cases=case), replace(BOOK, cases=case)), ())
    [_, _, sometimes] = PaperWriter(CONTENT, "me", is_bundle=True).blocks(papers)
    [line] = sometimes.items
    assert line.index("给孩子办时") < line.index("身份证") < line.index("户口本")
    assert CONTENT.services["edu-waiver"].title in line


def test_the_case_of_a_single_matter_does_not_name_it() -> None:
    papers = PaperList((), (replace(CARD, cases=(Case("edu-waiver", "给孩子办时"),)),), ())
    [_, _, sometimes] = PaperWriter(CONTENT, "me", is_bundle=False).blocks(papers)
    assert CONTENT.services["edu-waiver"].title not in sometimes.items[0]


def test_no_papers_is_said() -> None:
    [always, whose, sometimes] = PaperWriter(CONTENT, "elder", is_bundle=True).blocks(PaperList((), (), ()))
    assert (always.style, always.text) == (Style.NOTE, "〔answer.bring_nothing〕")
    assert (whose.text, sometimes.text) == ("", "")


@pytest.mark.parametrize(
    ("audience", "said"), [("me", ""), ("elder", "〔trip.whose_elder〕"), ("child", "〔trip.whose_child〕")]
)
def test_whose_papers_are_meant_is_said_where_it_is_for_another(audience: str, said: str) -> None:
    [_, whose, _] = PaperWriter(CONTENT, audience, is_bundle=True).blocks(PaperList((CARD,), (), ()))
    assert whose.text == said
