from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from bot.config import (
    DATABASE_FILE,
    SECRET_VARIABLE,
    TOKEN_VARIABLE,
    Config,
    Limits,
    Retention,
    TelegramConfig,
    WebConfig,
    load_config,
)
from knowledge.errors import ContentError, Problem
from knowledge.matching.decision import Thresholds
from tests.bot.world import ROOT, change_line

SHIPPED = ROOT / "config.yaml"
CANARY = "canary-7f3a9"
SECTIONS = {"web": WebConfig, "telegram": TelegramConfig, "thresholds": Thresholds, "retention": Retention}
FROM_ENVIRONMENT = {"secret", "token"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the shipped settings in a folder of its own."""
    copy = tmp_path / "config.yaml"
    copy.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    return copy


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        load_config(path, {})
    return caught.value.problems


def test_every_shipped_key_is_a_field_of_the_config() -> None:
    keys = set(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))
    assert keys == {field.name for field in fields(Config)} - FROM_ENVIRONMENT


@pytest.mark.parametrize(("section", "kind"), [*SECTIONS.items(), ("limits", Limits)])
def test_every_shipped_key_of_a_section_is_a_field_of_it(section: str, kind: type) -> None:
    keys = set(yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))[section])
    assert keys == {field.name for field in fields(kind)} - FROM_ENVIRONMENT


def test_shipped_settings_are_read() -> None:
    config = load_config(SHIPPED, {})
    assert (config.web.host, config.telegram.mode) == ("127.0.0.1", "polling")
    assert config.timezone.key == "Asia/Shanghai"
    assert config.thresholds == Thresholds(
        **{
            key: float(value)
            for key, value in yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["thresholds"].items()
        }
    )


@pytest.mark.parametrize(
    ("key", "typo"),
    [
        ("reload_every_s", "reload_evry_s"),
        ("thresholds", "treshold"),
        ("port", "prot"),
        ("danger", "dangr"),
        ("questions_days", "question_day"),
        ("message_characters", "mesage_characters"),
    ],
)
def test_wrong_key_is_named_with_the_nearest_right_one(path: Path, key: str, typo: str) -> None:
    change_line(path, key, f"{typo}: '1'" if key not in SECTIONS else f"{typo}:")
    problems = [(p.field, p.remedy) for p in problems_of(path) if p.field == typo]
    assert problems == [(typo, f"改成 {key}")]


def test_wrong_key_is_named_with_its_line(path: Path) -> None:
    line = change_line(path, "timezone", "timzone: Asia/Shanghai")
    assert (line, "timzone") in [(problem.line, problem.field) for problem in problems_of(path)]


def test_key_like_no_other_is_told_what_there_is(path: Path) -> None:
    path.write_text("zzz: x\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    [problem] = problems_of(path)
    assert (problem.line, problem.field) == (1, "zzz")
    assert "timezone" in problem.remedy


@pytest.mark.parametrize("value", ["abc", "'65536'", "'-1'", "'80.5'", "nan", "inf", "''", "[1]", "8000.0.0"])
def test_wrong_port_is_named_with_its_line(path: Path, value: str) -> None:
    line = change_line(path, "port", f"port: {value}")
    assert [(problem.line, problem.field) for problem in problems_of(path)] == [(line, "port")]


@pytest.mark.parametrize("port", [0, 65535])
def test_port_at_the_edge_is_right(path: Path, port: int) -> None:
    change_line(path, "port", f"port: '{port}'")
    assert load_config(path, {}).web.port == port


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("danger", "'1.5'"),
        ("danger", "'-0.1'"),
        ("messages_days", "'0'"),
        ("message_characters", "'5'"),
        ("reload_every_s", "'0'"),
        ("timezone", "Asia/Shiquan"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "Asia"),
        ("mode", "pollng"),
        ("host", "''"),
        ("content", "''"),
        ("data", "[a]"),
    ],
)
def test_wrong_value_is_named(path: Path, field: str, value: str) -> None:
    line = change_line(path, field, f"{field}: {value}")
    assert {(problem.line, problem.field) for problem in problems_of(path)} == {(line, field)}


def test_wrong_choice_is_told_the_nearest_right_one(path: Path) -> None:
    change_line(path, "mode", "mode: pollng")
    assert problems_of(path)[0].remedy == "改成 polling"


def test_every_problem_is_told_at_once(path: Path) -> None:
    change_line(path, "port", "port: abc")
    change_line(path, "timezone", "timezone: Mars")
    assert {problem.field for problem in problems_of(path)} == {"timezone", "port"}


def test_missing_section_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^web:\n( .*\n)+", "", text, flags=re.MULTILINE), encoding="utf-8")
    assert "web" in [problem.field for problem in problems_of(path)]


def test_missing_file_is_one_problem(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path / "config.yaml")
    assert problem.file == "config.yaml"


@pytest.mark.parametrize("text", ["", "一句话", "- a", "a: [", "content: a\ncontent: b"])
def test_file_of_another_shape_is_one_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(problems_of(path)) == 1


def test_relative_paths_count_from_the_folder_of_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    config = load_config(path, {})
    assert config.content == path.parent / "knowledge/content"
    assert config.data == path.parent / "data"
    assert config.database == f"sqlite+aiosqlite:///{path.parent / 'data' / DATABASE_FILE}"


def test_absolute_path_stays(path: Path, tmp_path: Path) -> None:
    change_line(path, "data", f"data: {tmp_path / 'elsewhere'}")
    assert load_config(path, {}).data == tmp_path / "elsewhere"


def test_database_of_the_file_stands(path: Path) -> None:
    change_line(path, "database", "database: sqlite+aiosqlite:////srv/one.db")
    assert load_config(path, {}).database == "sqlite+aiosqlite:////srv/one.db"


def test_secrets_come_from_the_environment(path: Path) -> None:
    config = load_config(path, {TOKEN_VARIABLE: "1:token", SECRET_VARIABLE: "key"})
    assert (str(config.telegram.token), str(config.secret)) == ("1:token", "key")


@pytest.mark.parametrize(("above", "secret"), [("mode", "token"), ("content", "secret")])
def test_secret_in_the_file_is_refused(path: Path, above: str, secret: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"^( *)({above}:.*)$", rf"\1\2\n\1{secret}: x", text, flags=re.MULTILINE), encoding="utf-8")
    assert [problem.field for problem in problems_of(path)] == [secret]


def test_secrets_are_not_shown(path: Path) -> None:
    config = load_config(path, {TOKEN_VARIABLE: CANARY, SECRET_VARIABLE: CANARY})
    assert CANARY not in repr(config)
    assert CANARY not in f"{config!s}"
    assert CANARY not in repr(config.telegram)


@pytest.mark.parametrize(
    ("mode", "token", "is_on"),
    [("polling", "1:x", True), ("polling", "", False), ("off", "1:x", False)],
)
def test_telegram_is_served_with_a_token_unless_off(path: Path, mode: str, token: str, *, is_on: bool) -> None:
    change_line(path, "mode", f"mode: {mode}")
    assert load_config(path, {TOKEN_VARIABLE: token}).telegram.is_on is is_on
