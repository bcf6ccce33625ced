from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot.bulk import trial as trials
from bot.bulk.trial import HEADINGS, Trial, TrialError, TrialShelf, export_csv, export_xlsx, read_questions
from bot.library import Library
from handlers.turn import Kind
from tests.bot.bulk.books import bomb, book_of
from tests.bot.world import LOAN, NOON, WAIVER

ZONE = ZoneInfo("Asia/Shanghai")
FORMULA = "=cmd|'/c calc'!A1 啥时候放烟花"


def trial_of(library: Library, *questions: str, owner: str = "王姐") -> Trial:
    return Trial(owner, library.edition, NOON.astimezone(ZONE), questions)


async def test_each_look_answers_some_more(library: Library) -> None:
    trial = trial_of(library, WAIVER, LOAN, "今天天气咋样")
    await trial.go_on(2)
    assert (len(trial.tried), trial.is_done) == (2, False)
    await trial.go_on(2)
    assert trial.is_done
    await trial.go_on(2)
    assert [tried.question for tried in trial.tried] == [WAIVER, LOAN, "今天天气咋样"]
    assert [tried.services for tried in trial.tried[:2]] == [("edu-waiver",), ("edu-loan",)]
    assert trial.tried[0].kind is Kind.ANSWER
    assert trial.tried[0].department == "education"
    assert 0 < trial.tried[0].confidence <= 1


async def test_question_is_shown_masked(library: Library) -> None:
    trial = trial_of(library, f"我的电话13812345678，{WAIVER}")
    await trial.go_on()
    assert "13812345678" not in trial.tried[0].question


async def test_files_hold_every_question_and_no_formula(library: Library) -> None:
    trial = trial_of(library, WAIVER, FORMULA)
    await trial.go_on()
    titles = {"edu-waiver": "普高免学费", "answer": "直接答", "education": "教体局"}
    page = load_workbook(io.BytesIO(export_xlsx(trial, titles))).worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells[0] == list(HEADINGS)
    assert cells[1][:4] == [WAIVER, "直接答", "普高免学费", "教体局"]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    lines = list(csv.reader(io.StringIO(export_csv(trial, titles))))
    assert [line[0] for line in lines] == ["问题", WAIVER, f"'{FORMULA}"]


def test_questions_are_lines_then_the_first_column_of_a_file() -> None:
    upload = book_of(题=[["三", "别的"], ["", "空"], ["四"]])
    assert read_questions(" 一 \n\n二\u200b\r\n", upload) == ("一", "二", "三", "四")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_plain_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    assert read_questions("", '"低保，咋办",1\n医保\n'.encode(encoding)) == ("低保，咋办", "医保")


@pytest.mark.parametrize(
    ("pasted", "upload", "told"),
    [
        (" \n ", b"", "还没有问题"),
        ("问\n" * 1001, b"", "最多 1000 个"),
        ("", book_of(题=[["=1+1"]]), "有公式"),
        ("", bomb(), "太大"),
        ("", b"PK not a book", "不是 XLSX"),
        ("", b"\xff\xff\xff", "看不懂"),
    ],
)
def test_what_cannot_be_tried_is_told(pasted: str, upload: bytes, told: str) -> None:
    with pytest.raises(TrialError, match=told):
        read_questions(pasted, upload)


def test_thousand_questions_are_taken() -> None:
    assert len(read_questions("问\n" * 1000)) == 1000


def test_trial_is_its_owners_and_the_oldest_is_forgotten(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "MOST_TRIALS", 2)
    shelf = TrialShelf()
    names = [shelf.put(trial_of(library, WAIVER)) for _ in range(3)]
    assert len(set(names)) == 3
    assert shelf.find(names[2], "王姐").questions == (WAIVER,)
    for name, owner in ((names[0], "王姐"), (names[2], "别人"), ("x", "王姐")):
        with pytest.raises(TrialError):
            shelf.find(name, owner)
