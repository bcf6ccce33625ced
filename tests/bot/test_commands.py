"""The commands, run as an operator runs them: settings, small content and store in a folder of their own."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.commands import COMMANDS
from bot.config import load_config
from bot.database import Database
from bot.referral.records import keep_referral
from bot.referral.referral_code import new_code
from knowledge.trip.referral import Matter, Referral
from tests.bot.world import CLINIC, ELSEWHERE, FOLLOW_UP, LOAN, NOON, WAIVER, rows
from tests.knowledge.mini_content import HEALTH, SERVICES, edit, write_mini_plan

Screen = pytest.CaptureFixture[str]


def run(home: Path, *arguments: str) -> int:
    return main(["--config", str(home / "config.yaml"), *arguments])


def give(monkeypatch: pytest.MonkeyPatch, *lines: object) -> None:
    """Let standard input hold lines: texts as they are, other values as JSON."""
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(texts) + "\n"))


def write(path: Path, *rows_: dict[str, Any]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows_), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_each_command_shows_its_example(command: Any, capsys: Screen) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert command.example in shown
    assert command.help in shown


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_example_is_of_the_command_itself(command: Any) -> None:
    assert command.example.startswith(f"python -m bot {command.name}")


def test_ask_prints_the_title(home: Path, capsys: Screen) -> None:
    assert run(home, "ask", WAIVER) == 0
    assert "普通高中免学费（每学期800元）" in capsys.readouterr().out


def test_ask_keeps_the_question(home: Path) -> None:
    run(home, "ask", WAIVER)
    assert rows(home, "SELECT text, channel FROM question") == [(WAIVER, "terminal")]


def test_ask_explains_itself(home: Path, capsys: Screen) -> None:
    assert run(home, "ask", WAIVER, "--explain") == 0
    assert "service:edu-waiver" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--json", WAIVER], [""]])
def test_ask_with_nothing_or_too_much_to_ask_is_wrong_usage(home: Path, capsys: Screen, arguments: list[str]) -> None:
    assert run(home, "ask", *arguments) == 2
    assert "--json" in capsys.readouterr().err


def test_ask_json_answers_line_by_line_in_order(home: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, {"q": WAIVER, "user": "a"}, {"q": CLINIC, "user": "b"}, {"q": FOLLOW_UP, "user": "a"})
    assert run(home, "ask", "--json") == 0
    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(reply["q"], reply["kind"], reply["services"]) for reply in replies] == [
        (WAIVER, "answer", ["edu-waiver"]),
        (CLINIC, "answer", ["hlt-clinic"]),
        (FOLLOW_UP, "detail", ["edu-waiver"]),
    ]


def test_ask_json_keeps_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, {"q": WAIVER})
    run(home, "ask", "--json")
    assert not (home / "data" / "onewindow.db").exists()


def test_ask_json_keeps_what_it_is_told_to(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, {"q": WAIVER})
    run(home, "ask", "--json", "--record")
    assert rows(home, "SELECT text, channel FROM question") == [(WAIVER, "json")]


def test_ask_json_names_a_bad_line(home: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, {"q": WAIVER}, "{oops")
    assert run(home, "ask", "--json") == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert "第 2 行" in shown.err


def test_chat_answers_until_the_end_of_input(home: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, LOAN, FOLLOW_UP, "退出")
    assert run(home, "chat") == 0
    shown = capsys.readouterr().out
    assert "生源地助学贷款" in shown
    assert rows(home, "SELECT text FROM question ORDER BY id") == [(LOAN,), (FOLLOW_UP,)]


def test_check_of_good_content_is_quiet_and_ends_well(home: Path, capsys: Screen) -> None:
    assert run(home, "check") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_check_tells_every_problem_by_file_and_line(home: Path, capsys: Screen) -> None:
    lead = edit(home / "content", SERVICES, "lead: education\n  with: [civil]", "lead: school\n  with: [civil]")
    window = edit(home / "content", HEALTH, "window: town", "window: nowhere")
    assert run(home, "check") == 1
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[:3] for line in shown[:-1]] == [
        [f"{SERVICES}:{lead}", "edu-waiver", "lead"],
        [f"{HEALTH}:{window}", "hlt-clinic", "window"],
    ]
    assert all(" -> " in line for line in shown[:-1])


def test_check_names_line_100_in_digits(home: Path, capsys: Screen) -> None:
    path = home / "content" / HEALTH
    path.write_text("\n" * 98 + path.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    assert run(home, "check") == 1
    assert f"{HEALTH}:100: hlt-clinic: titel" in capsys.readouterr().out


def test_check_against_the_plan(home: Path, capsys: Screen) -> None:
    write_mini_plan(home / "plan.json")
    assert run(home, "check", "--plan", str(home / "plan.json")) == 0
    capsys.readouterr()
    edit(
        home / "content",
        SERVICES,
        "cites: [3.2.3]\n  lead: education\n  with: [civil]",
        "cites: [3.2.4]\n  lead: civil",
    )
    assert run(home, "check", "--plan", str(home / "plan.json")) == 1
    assert "edu-waiver: facts" in capsys.readouterr().out


def test_check_without_the_plan_it_names_tells_so(home: Path, capsys: Screen) -> None:
    assert run(home, "check", "--plan", str(home / "nosuch.json")) == 1
    assert "nosuch.json" in capsys.readouterr().out


def test_evaluate_prints_verdicts_and_failures(home: Path, capsys: Screen) -> None:
    file = write(home / "some.jsonl", {"q": WAIVER, "accept": ["edu-waiver"]}, {"q": CLINIC, "accept": ["edu-loan"]})
    assert run(home, "evaluate", file) == 0
    shown = capsys.readouterr().out
    assert "some.jsonl" in shown
    assert shown.count("50.0%") >= 2
    assert f"答错  {CLINIC}" in shown
    assert f"答错  {WAIVER}" not in shown


def test_evaluate_takes_a_folder(home: Path, capsys: Screen) -> None:
    (home / "questions").mkdir()
    for name in ("one", "two"):
        write(home / "questions" / f"{name}.jsonl", {"q": WAIVER, "accept": ["edu-waiver"]})
    assert run(home, "evaluate", str(home / "questions")) == 0
    shown = capsys.readouterr().out
    assert "one.jsonl" in shown
    assert "two.jsonl" in shown


def test_evaluate_without_files_asks_the_checks_of_the_content(home: Path, capsys: Screen) -> None:
    assert run(home, "evaluate") == 0
    assert " 15 " in capsys.readouterr().out


def test_evaluate_lists_no_more_failures_than_asked_for(home: Path, capsys: Screen) -> None:
    file = write(home / "some.jsonl", *({"q": CLINIC, "accept": ["edu-loan"]} for _ in range(3)))
    run(home, "evaluate", file, "--failures", "1")
    assert capsys.readouterr().out.count(f"答错  {CLINIC}") == 1


def test_evaluate_writes_a_report_of_all_views(home: Path, capsys: Screen) -> None:
    file = write(home / "some.jsonl", {"q": WAIVER, "accept": ["edu-waiver"]})
    assert run(home, "evaluate", file, "--report", str(home / "report.html"), "--folds", "2") == 0
    page = (home / "report.html").read_text(encoding="utf-8")
    for name in ("交叉验证", "内容自带的试题", "some.jsonl"):
        assert f"<h3>{name}" in page
    assert "report.html" in capsys.readouterr().out


def test_evaluate_says_where_it_cannot_write(home: Path, capsys: Screen) -> None:
    assert run(home, "evaluate", "--folds", "0", "--report", str(home / "nosuch" / "report.html")) == 1
    assert "report.html" in capsys.readouterr().err


@pytest.mark.parametrize("folds", ["1", "-2", "x", "999"])
def test_evaluate_refuses_folds_that_are_none(home: Path, capsys: Screen, folds: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(home, "evaluate", "--folds", folds)
    assert ended.value.code == 2
    assert "2 到 20" in capsys.readouterr().err


def test_evaluate_keeps_nothing(home: Path) -> None:
    run(home, "evaluate", write(home / "some.jsonl", {"q": WAIVER}))
    assert not (home / "data" / "onewindow.db").exists()


@pytest.mark.parametrize("text", ["{oops", '{"x": 1}'])
def test_evaluate_names_a_bad_line(home: Path, capsys: Screen, text: str) -> None:
    (home / "some.jsonl").write_text(f'{{"q": "一"}}\n{text}', encoding="utf-8")
    assert run(home, "evaluate", str(home / "some.jsonl")) == 1
    assert "some.jsonl:2:" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nosuch.jsonl", "content"])
def test_evaluate_without_questions_tells_so(home: Path, capsys: Screen, name: str) -> None:
    assert run(home, "evaluate", str(home / name)) == 1
    assert name in capsys.readouterr().err


def test_unanswered_lists_the_most_asked_first(home: Path, capsys: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    run(home, "ask", "补身份证")
    for _ in range(2):
        run(home, "ask", ELSEWHERE)
    capsys.readouterr()
    assert run(home, "unanswered") == 0
    shown = capsys.readouterr().out
    assert 0 < shown.index(ELSEWHERE) < shown.index("补身份证")


def test_unanswered_of_nothing_is_a_sentence(home: Path, capsys: Screen) -> None:
    assert run(home, "unanswered") == 0
    assert "没有要看的问题" in capsys.readouterr().out


def test_unanswered_writes_csv_that_no_spreadsheet_runs(home: Path) -> None:
    run(home, "ask", f"={ELSEWHERE}")
    assert run(home, "unanswered", "--csv", str(home / "out.csv")) == 0
    raw = (home / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    [headings, row] = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert (headings[:2], row[:2]) == (["问题", "次数"], [f"'={ELSEWHERE}", "1"])
    assert raw.decode("utf-8-sig").count('"') == 4 * len(headings)


def test_unanswered_says_where_the_file_is(home: Path, capsys: Screen) -> None:
    run(home, "ask", ELSEWHERE)
    capsys.readouterr()
    run(home, "unanswered", "--csv", str(home / "out.csv"))
    assert capsys.readouterr().out == f"1 个问题，写进了 {home / 'out.csv'}\n"


def test_unanswered_says_where_it_cannot_write(home: Path, capsys: Screen) -> None:
    assert run(home, "unanswered", "--csv", str(home / "nosuch" / "out.csv")) == 1
    assert "out.csv" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "x", "1.5", "８０"])
def test_serve_refuses_a_port_that_is_none(home: Path, capsys: Screen, port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(home, "serve", "--port", port)
    assert ended.value.code == 2
    assert "65535" in capsys.readouterr().err


def hand_out(home: Path, *services: str) -> str:
    """Put a card for services into the store of `home`; return its code."""
    config = load_config(home / "config.yaml", {})
    card = Referral(tuple(Matter(service, "town") for service in services))

    async def keep() -> Referral:
        database = await Database.open(config.database)
        try:
            return await database.transact(lambda c: keep_referral(c, card, "p", NOON.replace(tzinfo=None)))
        finally:
            await database.close()

    return asyncio.run(keep()).code


def test_referral_shows_where_a_card_sent_to(home: Path, capsys: Screen) -> None:
    assert run(home, "referral", hand_out(home, "hlt-clinic")) == 0
    assert "村卫生室：让去镇便民服务中心" in capsys.readouterr().out


def test_referral_notes_whose_it_is_and_misroutes_counts_it(home: Path, capsys: Screen) -> None:
    for _ in range(3):
        assert run(home, "referral", hand_out(home, "hlt-clinic"), "--theirs", "民政局", "--by", "小王") == 0
    assert run(home, "misroutes") == 0
    shown = capsys.readouterr().out
    assert "转错的 3 件：" in shown
    assert "让去镇便民服务中心，不归这里，归县民政局（小王标的）" in shown
    assert "window: town -> civil（3 次里有 3 次" in shown


def test_misroutes_without_any_says_so(home: Path, capsys: Screen) -> None:
    assert run(home, "misroutes") == 0
    assert "还没有窗口标过" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1234"], "8位数字"),
        ([new_code()], "过期"),
        ([new_code(), "--ours"], "谁标的"),
        ([new_code(), "--theirs", "民政局", "--by", "小王"], "过期"),
    ],
)
def test_referral_that_cannot_be_is_one_line_and_a_status(
    home: Path, capsys: Screen, arguments: list[str], said: str
) -> None:
    assert run(home, "referral", *arguments) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert said in line
    assert "->" in line
