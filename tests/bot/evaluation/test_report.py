from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.evaluation.report import MOST_EXAMPLES, SERVICES_AT_ONCE, write_report
from bot.library import Library
from bot.question_files import Group, Verdict
from tests.bot.evaluation.results import outside, result, view
from tests.bot.world import NOON

RIGHT, ASKED, WRONG, MISSED = Verdict
VOID = {"meta", "link", "br", "img", "input"}


class Outline(HTMLParser):
    """Reads a page strictly: every tag is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in {"src", "href", "srcset", "action"} and value]
        self.places |= {value for name, value in attrs if name == "id" and value}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in {"src", "href"} and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.words))


@pytest.fixture
def outline(library: Library) -> Outline:
    many = [result(RIGHT)] * 9
    first = view("甲", *many, result(WRONG, "<b>串了</b>"), outside(MISSED, Group.URGENT, text="着火了"))
    return Outline(
        write_report([first, view("乙", result(WRONG, "长" * 30, sort="situation"))], library.edition, NOON.date())
    )


def test_page_is_well_formed(outline: Outline) -> None:
    assert outline.open == []


def test_page_loads_nothing(outline: Outline, library: Library) -> None:
    page = write_report([view("甲", result(WRONG))], library.edition, NOON.date())
    assert all(link.startswith("#") for link in outline.links)
    assert not re.search(r"<script|<link|@import|url\(|https?://", page)


def test_every_link_leads_to_a_place_on_the_page(outline: Outline) -> None:
    assert outline.links
    assert {link.removeprefix("#") for link in outline.links} <= outline.places


def test_page_tells_views_findings_and_failures(outline: Outline, library: Library) -> None:
    titles = {key: service.title for key, service in library.edition.content.services.items()}
    for words in ("甲的来历", "乙比甲低 90.0 个百分点", "<b>串了</b>", "着火了", "只讲处境，不提官名", "90.0%"):
        assert words in outline.text
    assert f"{titles['edu-waiver']} 当成了 {titles['edu-loan']}" in outline.text


def test_service_shows_a_few_of_its_failures(library: Library) -> None:
    results = [result(WRONG, f"坏{number}") for number in range(MOST_EXAMPLES + 2)]
    text = Outline(write_report([view("甲", *results)], library.edition, NOON.date())).text
    assert text.count("坏") == MOST_EXAMPLES + 1  # and one among the confusions


def test_of_services_equally_often_right_the_more_often_wrong_comes_first(library: Library) -> None:
    results = [result(MISSED, expected="edu-loan"), result(WRONG, expected="hlt-clinic")]
    text = Outline(write_report([view("甲", *results)], library.edition, NOON.date())).text
    titles = [library.edition.content.services[key].title for key in ("hlt-clinic", "edu-loan")]
    assert text.rindex(f"{titles[0]} 0.0%") < text.rindex(f"{titles[1]} 0.0%")


def test_services_beyond_the_worst_are_folded(library: Library) -> None:
    results = [result(WRONG, expected=f"gone-{number:02}") for number in range(SERVICES_AT_ONCE + 3)]
    page = write_report([view("甲", *results)], library.edition, NOON.date())
    assert "其余 3 项" in page


def test_threshold_in_use_is_told(library: Library, outline: Outline) -> None:
    assert f"{library.edition.understander.thresholds.answer:.1%}" in outline.text


def test_views_without_questions_in_scope_have_no_figures(library: Library) -> None:
    page = write_report([view("甲", outside(RIGHT, Group.URGENT))], library.edition, NOON.date())
    assert "<svg" not in page
    assert "给了该打的号码" in page


def test_same_views_give_the_same_page(library: Library) -> None:
    views = [view("甲", result(WRONG), result(ASKED))]
    assert write_report(views, library.edition, NOON.date()) == write_report(views, library.edition, NOON.date())
