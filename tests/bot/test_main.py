"""The command line: every foreseen error is one line and a status."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bot.__main__ import EX_CONFIG, build_parser, main
from bot.commands import COMMANDS, Command
from tests.bot.world import ROOT, WAIVER, change_line
from tests.knowledge.mini_content import HEALTH, SERVICES, edit

Screen = pytest.CaptureFixture[str]
COMMANDS_THAT_LOAD_CONTENT = ("ask x", "chat", "serve --port 0", "evaluate")


def run(home: Path, arguments: str) -> int:
    return main(["--config", str(home / "config.yaml"), *arguments.split()])


def start(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; it must end by itself."""
    command = [sys.executable, "-m", "bot", "--config", str(home / "config.yaml"), *arguments]
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )


def test_help_lists_every_command(capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(command.name in shown for command in COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["nosuch"], ["ask", "--nosuch"]])
def test_wrong_arguments_end_with_2(arguments: list[str], capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_a_command_shows_its_example(command: Command, capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    assert command.example in capsys.readouterr().out


@pytest.mark.parametrize("module", sorted({command.module for command in COMMANDS}))
def test_a_command_module_runs_only_commands_that_are_listed(module: str) -> None:
    """A command is found in its module by its name; a slip in a name would lose its arguments without a word."""
    names = {command.name for command in COMMANDS if command.module == module}
    defined = [name for name, found in vars(import_module(module)).items() if callable(found)]
    assert {name.removeprefix("run_") for name in defined if name.startswith("run_")} == names
    assert {name.removesuffix("_arguments") for name in defined if name.endswith("_arguments")} <= names


def test_to_answer_one_question_loads_nothing_that_only_others_need() -> None:
    heavy = "openpyxl", "telegram", "uvicorn", "starlette", "jinja2", "alembic"
    code = f"import sys, bot.__main__, bot.ask; print([name for name in {heavy} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_settings_are_those_of_the_checkout_unless_others_are_given() -> None:
    assert build_parser().parse_args(["chat"]).config == ROOT / "config.yaml"


def test_wrong_key_in_the_settings_ends_with_78(home: Path, capsys: Screen) -> None:
    line = change_line(home / "config.yaml", "reload_every_s", "reload_evry_s: '2'")
    assert run(home, "ask x") == EX_CONFIG == 78
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"config.yaml:{line}: -: reload_evry_s: 没有这个字段 -> 改成 reload_every_s" in shown.err.splitlines()


def test_missing_settings_end_with_78(tmp_path: Path, capsys: Screen) -> None:
    assert run(tmp_path, "ask x") == 78
    assert "config.yaml:1:" in capsys.readouterr().err


def test_missing_sentence_encoder_ends_with_78_and_one_line(home: Path, capsys: Screen) -> None:
    change_line(home / "config.yaml", "encoder", "encoder: none/model.onnx")
    assert run(home, "ask x") == 78
    [line] = capsys.readouterr().err.splitlines()
    assert "none/model.onnx" in line


@pytest.mark.parametrize("command", COMMANDS_THAT_LOAD_CONTENT)
def test_broken_content_at_start_is_told_problem_by_problem(home: Path, capsys: Screen, command: str) -> None:
    first = edit(home / "content", SERVICES, "strength: continuing", "strength: for-ever")
    second = edit(home / "content", HEALTH, "  title: 村卫生室", "  titel: 村卫生室")
    assert run(home, command) == 1
    shown = capsys.readouterr().err.splitlines()
    for place in (f"{SERVICES}:{first}: edu-waiver: strength", f"{HEALTH}:{second}: hlt-clinic: titel"):
        assert any(line.startswith(place) for line in shown), shown


@pytest.mark.parametrize("command", ["ask x", "unanswered", "serve --port 0"])
def test_store_that_cannot_be_opened_is_one_line(home: Path, capsys: Screen, command: str) -> None:
    change_line(home / "config.yaml", "database", "database: sqlite+aiosqlite:////proc/version/store.db")
    assert run(home, command) == 1
    shown = capsys.readouterr()
    [line] = [line for line in shown.err.splitlines() if "->" in line]
    assert "/proc/version" in line
    assert "Traceback" not in shown.err
    assert "普通高中" not in shown.out


def test_lost_store_is_not_made_anew(home: Path, capsys: Screen) -> None:
    run(home, "ask x")
    (home / "data" / "onewindow.db").unlink()
    capsys.readouterr()
    assert run(home, "ask x") == 1
    assert "放回备份" in capsys.readouterr().err


def test_process_ends_and_answers_in_plain_text(home: Path) -> None:
    ended = start(home, "ask", WAIVER)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    assert "普通高中免学费" in ended.stdout
    assert "\x1b" not in ended.stdout


def test_process_ends_after_a_store_that_is_no_database(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "onewindow.db").write_bytes(b"x" * 8192)
    ended = start(home, "ask", WAIVER)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "用备份换回" in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
