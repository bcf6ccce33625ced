from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from bot.bulk.service_import import ImportRefusedError, edits_of_workbook
from bot.bulk.service_sheets import PAPERS, PHRASINGS, SERVICES, export_services
from bot.staff.edits import AddPhrasings, ChangeService, Edit, NewService, RemovePhrasings
from knowledge.content import load_content
from knowledge.models import Content
from tests.bot.bulk.books import book_of, changed
from tests.knowledge.mini_world import mini_content
from tests.real import CONTENT

WAIVER, LOAN = "edu-waiver", "edu-loan"


def exported() -> bytes:
    return export_services(mini_content())


def edits_after(change: Callable[[Workbook], None], content: Content | None = None) -> list[Edit]:
    return edits_of_workbook(changed(exported(), change), content or mini_content())


def refused(data: bytes) -> str:
    with pytest.raises(ImportRefusedError) as caught:
        edits_of_workbook(data, mini_content())
    return str(caught.value)


def put(book: Workbook, service: str, name: str, text: str) -> None:
    page = book[SERVICES]
    place = next(place for place, cell in enumerate(page[1]) if str(cell.value).split()[-1] == name)
    next(row for row in page.iter_rows() if row[0].value == service)[place].value = text


def drop(book: Workbook, title: str, text: str) -> None:
    page = book[title]
    page.delete_rows(next(number for number, row in enumerate(page.values, 1) if text in row))


def test_real_content_comes_back_without_an_edit() -> None:
    content = load_content(CONTENT)
    assert edits_of_workbook(export_services(content), content) == []


def test_small_content_saved_by_a_spreadsheet_comes_back_without_an_edit() -> None:
    assert edits_after(lambda _: None) == []


def test_changed_cell_is_an_edit_of_that_field() -> None:
    assert edits_after(lambda book: put(book, WAIVER, "owner", "资助中心")) == [
        ChangeService(WAIVER, {"owner": "资助中心"})
    ]


def test_lines_of_a_cell_are_items() -> None:
    edits = edits_after(lambda book: put(book, WAIVER, "open", "要不要自己申请\n\n 几月办 "))
    assert edits == [ChangeService(WAIVER, {"open": ("要不要自己申请", "几月办")})]


def test_source_is_changed_as_a_whole() -> None:
    [edit] = edits_after(lambda book: put(book, LOAN, "source_number", ""))
    assert isinstance(edit, ChangeService)
    assert edit.fields["source"] == {
        "document": "助学贷款办法",
        "date": "2025-06-01",
        "address": "https://example.org/loan",
    }


def test_new_row_of_phrasings_is_added() -> None:
    edits = edits_after(lambda book: book[PHRASINGS].append([LOAN, "ask", "屋头供不起"]))
    assert edits == [AddPhrasings(LOAN, ("屋头供不起",))]


def test_row_that_went_is_taken_away_and_its_new_use_added() -> None:
    def change(book: Workbook) -> None:
        drop(book, PHRASINGS, "生源地贷款")
        book[PHRASINGS].append([LOAN, "checks", "生源地贷款"])

    assert edits_after(change) == [
        RemovePhrasings(LOAN, ("生源地贷款",)),
        AddPhrasings(LOAN, (), ("生源地贷款",)),
    ]


def test_sorted_phrasings_are_no_edit() -> None:
    def change(book: Workbook) -> None:
        page = book[PHRASINGS]
        rows = sorted(tuple(cell.value for cell in row) for row in page.iter_rows(min_row=2))
        page.delete_rows(2, len(rows))
        for row in reversed(rows):
            page.append(row)

    assert edits_after(change) == []


def test_papers_are_changed_and_a_row_without_a_paper_says_there_are_none() -> None:
    def change(book: Workbook) -> None:
        drop(book, PAPERS, "户口本")
        book[PAPERS].append([LOAN, "录取通知书", "", "usual"])
        drop(book, PAPERS, "医保卡")
        book[PAPERS].append(["hlt-clinic", "", "", ""])

    assert edits_after(change) == [
        ChangeService(WAIVER, {"bring": ({"paper": "身份证", "basis": "usual"},)}),
        ChangeService(LOAN, {"bring": ({"paper": "录取通知书", "basis": "usual"},)}),
        ChangeService("hlt-clinic", {"bring": ()}),
    ]


def test_service_whose_rows_are_all_gone_stays_as_it_is() -> None:
    def change(book: Workbook) -> None:
        for page in book.worksheets:
            page.delete_rows(2, 1000)

    assert edits_after(change) == []


def test_what_others_changed_meanwhile_is_kept() -> None:
    content = mini_content()
    theirs = replace(content.services[LOAN], owner="后来的人", ask=(*content.services[LOAN].ask, "后来加的一句"))
    now = replace(content, services={**content.services, LOAN: theirs})
    assert edits_of_workbook(exported(), now) == []
    [edit] = edits_after(lambda book: put(book, WAIVER, "owner", "我"), now)
    assert edit == ChangeService(WAIVER, {"owner": "我"})
    with pytest.raises(ImportRefusedError, match=r"edu-loan .*别人也改过"):
        edits_after(lambda book: put(book, LOAN, "title", "我的名称"), now)


def test_file_without_seals_is_compared_with_what_is_there() -> None:
    assert edits_of_workbook(book_of(服务=[["id", "负责人"], [WAIVER, "王姐"]]), mini_content()) == [
        ChangeService(WAIVER, {"owner": "王姐"})
    ]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"别的": [["id"]]}, "没有认得的表"),
        ({"服务": []}, "是空的"),
        ({"服务": [["名称 title"], ["x"]]}, "缺列“编号 id”"),
        ({"问法": [["编号 id", "问法 text"], [WAIVER, "x"]]}, "缺列“用途"),
        ({"服务": [["id", "title", "名称"], [WAIVER, "x", "y"]]}, "有两个 title"),
        ({"服务": [["id", "eligible"], [WAIVER, "x"]]}, "“eligible”不认得"),
        ({"服务": [["id"], [WAIVER], [LOAN], [WAIVER]]}, "第 4 行：edu-waiver 在表“服务”第 2 行已经有了"),
        ({"服务": [["id"], ["edu-moon"]]}, "第 2 行：没有“edu-moon”这项服务"),
        ({"材料": [["id", "paper", "basis"], ["edu-moon", "x", "usual"]]}, "没有“edu-moon”"),
        ({"服务": [["id", "title"], ["", "x"]]}, "没写编号"),
        ({"问法": [["id", "use", "text"], [WAIVER, "教", "x"]]}, "用途“教”不认得"),
        ({"问法": [["id", "use", "text"], [WAIVER, "ask", " "]]}, "问法空着"),
        ({"服务": [["id", "title"], [WAIVER, "=1+1"]]}, "有公式"),
    ],
)
def test_bad_table_is_told_with_its_place_and_remedy(sheets: dict[str, list[list[object]]], told: str) -> None:
    message = refused(book_of(**sheets))
    assert told in message
    assert all(" -> " in line for line in message.splitlines())


def test_every_problem_is_told_up_to_a_number() -> None:
    lines = refused(book_of(服务=[["id"], *([f"edu-{number}"] for number in range(30))])).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "还有 10 处"


NEW_ROW = ("edu-bus", "education", "校车", "target", "住得远的学生", "住得远的学生可以问校车。")


def add_service(book: Workbook) -> None:
    names = ("id", "domain", "title", "strength", "for", "answer")
    headings = [str(cell.value).split()[-1] for cell in book[SERVICES][1]]
    book[SERVICES].append([NEW_ROW[names.index(name)] if name in names else None for name in headings])
    book[PHRASINGS].append(["edu-bus", "ask", "有没有校车"])
    book[PHRASINGS].append(["edu-bus", "checks", "娃上学有车接不"])
    book[PAPERS].append(["edu-bus", "户口本", None, "usual"])


def test_row_with_a_new_id_is_a_new_service_open_to_everyone() -> None:
    [edit] = edits_after(add_service)
    assert isinstance(edit, NewService)
    assert (edit.domain, edit.checks) == ("education", ("娃上学有车接不",))
    assert (
        edit.fields.items()
        >= {
            "id": "edu-bus",
            "title": "校车",
            "ask": ("有没有校车",),
            "bring": ({"paper": "户口本", "basis": "usual"},),
            "eligible": "everyone",
            "confused_with": (),
        }.items()
    )


def test_new_service_comes_first_wherever_its_tables_stand() -> None:
    def turn_round(book: Workbook) -> None:
        add_service(book)
        book.move_sheet(SERVICES, 2)

    [edit] = edits_after(turn_round)
    assert isinstance(edit, NewService)


@pytest.mark.parametrize(
    ("service", "domain", "said"),
    [
        ("edu-bus", "moon", "从 education、health 里选"),
        ("edu-bus", "", "写上类别"),
        (WAIVER, "health", "改回 education"),
    ],
)
def test_domain_that_cannot_be_is_told(service: str, domain: str, said: str) -> None:
    book = book_of(服务=[["编号 id", "类别 domain"], [service, domain]])
    assert said in refused(book)
