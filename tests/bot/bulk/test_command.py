"""`export` and `import`, run as a clerk runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.__main__ import main
from bot.bulk import command
from bot.bulk.service_sheets import PHRASINGS
from tests.bot.bulk.books import bomb, changed
from tests.bot.world import config_of, rows
from tests.knowledge.mini_content import SERVICES

PHRASE = "屋头揭不开锅哪门办"
Screen = pytest.CaptureFixture[str]


def run(home: Path, *arguments: str) -> int:
    return main(["--config", str(home / "config.yaml"), *arguments])


@pytest.fixture
def file(home: Path) -> Path:
    """The workbook of the small content, with one more phrasing."""

    def change(book: Workbook) -> None:
        book[PHRASINGS].append(["edu-loan", "ask", PHRASE])

    path = home / "服务.xlsx"
    assert run(home, "export", str(path)) == 0
    path.write_bytes(changed(path.read_bytes(), change))
    return path


def test_import_shows_what_would_change_and_changes_nothing(home: Path, file: Path, capsys: Screen) -> None:
    content = config_of(home).content / SERVICES
    before = content.read_text(encoding="utf-8")
    assert run(home, "import", str(file)) == 0
    assert f"+    - {PHRASE}" in capsys.readouterr().out.splitlines()
    assert content.read_text(encoding="utf-8") == before
    assert run(home, "publish", "1") == 0
    assert PHRASE in content.read_text(encoding="utf-8")


def test_import_publishes_under_a_name_with_a_reason(home: Path, file: Path, capsys: Screen) -> None:
    assert run(home, "import", str(file), "--publish", "--by", "王芳", "--why", "新文件") == 0
    assert PHRASE in (config_of(home).content / SERVICES).read_text(encoding="utf-8")
    assert "python -m bot undo 1" in capsys.readouterr().out
    assert rows(home, "SELECT author, publisher, reason FROM content_change") == [("王芳", "王芳", "新文件")]


def test_unchanged_file_makes_no_draft(home: Path, capsys: Screen) -> None:
    path = home / "服务.xlsx"
    run(home, "export", str(path))
    assert run(home, "import", str(path), "--publish", "--by", "王芳", "--why", "试试") == 0
    assert "什么也没有改" in capsys.readouterr().out
    assert rows(home, "SELECT count(*) FROM content_change") == [(0,)]


@pytest.mark.parametrize("given", [(), ("--by", "王芳"), ("--why", "新文件"), ("--by", " ", "--why", "新文件")])
def test_publishing_needs_a_name_and_a_reason(home: Path, capsys: Screen, given: tuple[str, ...]) -> None:
    assert run(home, "import", "x.xlsx", "--publish", *given) == 2
    assert "谁改的" in capsys.readouterr().err


def test_what_cannot_be_read_or_written_is_one_line(
    home: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(home, "export", str(home / "没有" / "x.xlsx")) == 1
    assert "写不了" in capsys.readouterr().err
    assert run(home, "import", str(home / "没有.xlsx")) == 1
    assert "读不了" in capsys.readouterr().err
    (home / "炸弹.xlsx").write_bytes(bomb())
    assert run(home, "import", str(home / "炸弹.xlsx")) == 1
    assert "最多 32 MB" in capsys.readouterr().err
    monkeypatch.setattr(command, "MOST_FILE_BYTES", 1024)
    assert run(home, "import", str(home / "炸弹.xlsx")) == 1
    assert "太大" in capsys.readouterr().err.splitlines()[-1]
