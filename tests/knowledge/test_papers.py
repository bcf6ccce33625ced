from __future__ import annotations

import pytest

from knowledge.errors import Problem
from knowledge.fields import Fields
from knowledge.papers import PaperBook, Piece, read_paper_book
from knowledge.yaml_source import Record


def read(*rows: dict[str, object]) -> tuple[PaperBook, list[Problem]]:
    problems: list[Problem] = []
    entries = []
    for row in rows:
        record = Record(3)
        record.update({key: _record(value) for key, value in row.items()})
        entries.append(Fields("papers.yaml", str(row.get("paper")), record, problems))
    return read_paper_book(entries), problems


def _record(value: object) -> object:
    if not isinstance(value, dict):
        return value
    record = Record(3)
    record.update(value)
    return record


def test_two_names_of_a_paper_are_the_same_paper() -> None:
    book, _ = read({"paper": "社保卡", "also": ["医保卡"]})
    assert book.demands("医保卡") == book.demands("社保卡") == ((Piece("社保卡"),),)


def test_a_paper_of_somebody_else_is_that_paper_of_that_person() -> None:
    book, _ = read({"paper": "身份证", "of": {"家长": ["家长身份证"]}})
    assert book.demands("家长身份证") == ((Piece("身份证", "家长"),),)


def test_a_line_of_several_papers_is_each_of_them() -> None:
    book, _ = read(
        {"paper": "身份证", "of": {"父母": ["父母的身份证"]}},
        {"paper": "父母的身份证和户口本", "parts": ["父母的身份证", "户口本"]},
    )
    assert book.demands("父母的身份证和户口本") == ((Piece("身份证", "父母"),), (Piece("户口本"),))


def test_a_line_of_which_one_is_enough_is_one_wish() -> None:
    book, _ = read({"paper": "身份证或户口本", "any_of": ["身份证", "户口本"]})
    assert book.demands("身份证或户口本") == ((Piece("身份证"), Piece("户口本")),)


def test_a_paper_nobody_wrote_down_stands_for_itself() -> None:
    assert PaperBook().demands("捐赠票据") == ((Piece("捐赠票据"),),)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"paper": "身份证", "form": "scan"}, "form"),
        ({"paper": "身份证", "colour": "红"}, "colour"),
        ({"paper": "身份证", "of": ["老人"]}, "of"),
        ({"paper": "身份证", "also": ["身份证"]}, "paper"),
        ({"paper": "身份证和户口本", "parts": ["身份证"]}, "parts"),
        ({"paper": "身份证或户口本", "any_of": []}, "any_of"),
        ({"paper": "委托书", "proxy": "maybe"}, "proxy"),
    ],
)
def test_a_mistake_is_told_with_its_field(row: dict[str, object], field: str) -> None:
    _, problems = read(row)
    assert {(problem.entry, problem.field) for problem in problems} == {(row["paper"], field)}


def test_a_name_that_means_two_papers_is_told() -> None:
    _, problems = read({"paper": "社保卡", "also": ["卡"]}, {"paper": "银行卡", "also": ["卡"]})
    assert [(problem.entry, problem.field) for problem in problems] == [("银行卡", "paper")]
