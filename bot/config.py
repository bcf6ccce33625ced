"""Reads `config.yaml` and the environment into one frozen `Config`. Called by the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.errors import ContentError, Problem
from knowledge.fields import Fields
from knowledge.matching.decision import Thresholds
from knowledge.yaml_source import Record, read_yaml

TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN"  # noqa: S105  the name of a variable, not a secret
SECRET_VARIABLE = "ONE_WINDOW_SECRET"  # noqa: S105  the name of a variable, not a secret
DATABASE_FILE = "onewindow.db"
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


class Secret(str):
    """A text that does not show itself in `repr`, and so not where the settings are printed or logged."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return stars."""
        return "'**********'"


@dataclass(frozen=True, slots=True)
class WebConfig:
    """Where the web chat listens."""

    host: str
    """Address to bind."""
    port: int
    """TCP port, 0 to 65535; 0 = any free one."""
    address: str = ""
    """Address under which residents open the web chat, without a slash at the end; empty = not told."""


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """How Telegram is served."""

    mode: str
    """`polling` or `off`."""
    api: str
    """Address of the Bot API up to the token."""
    token: Secret
    """The bot's token; empty = Telegram is not served."""

    @property
    def is_on(self) -> bool:
        """Whether Telegram is served."""
        return self.mode != "off" and bool(self.token)


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept."""

    messages_days: int
    """Days an answered message stays in the inbox and outbox."""
    questions_days: int
    """Days a masked question is kept for review."""
    conversation_hours: int
    """Hours a conversation is remembered."""
    referrals_days: int
    """Days a one-trip card, which names no person, can be opened by its code."""
    verdicts_days: int
    """Days that is kept what a counter said of a card; it names the clerk, no resident."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may send."""

    messages_per_minute: int
    """Messages in a minute before being asked to slow down."""
    message_characters: int
    """Characters of a message that are kept and searched for danger."""


@dataclass(frozen=True, slots=True)
class StaffConfig:
    """How long staff stay signed in, and what happens when they publish."""

    idle_minutes: int
    """Minutes without a request after which the password is asked again."""
    session_hours: int
    """Hours after which it is asked again in any case."""
    is_committing: bool
    """Whether each published change becomes a git commit (`commit` in the file)."""
    most_worse: float
    """Share of the check questions, 0 to 1, by which a relearnt model may be worse than the quick one it replaces."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings."""

    content: Path
    """Folder of the YAML files."""
    questions: Path
    """Folder of questions by people who had not seen the content; need not be there."""
    data: Path
    """Folder for the database, the hashing key and compiled models."""
    database: str
    """SQLAlchemy URL of the store."""
    encoder: Path | None
    """ONNX file of a sentence encoder; None = none is used."""
    timezone: ZoneInfo
    """The county's time zone."""
    reload_every_s: float
    """Seconds between two looks for changed content."""
    secret: Secret
    """Key for hashing people; empty = made once and kept in the data folder."""
    web: WebConfig
    """Where the web chat listens."""
    telegram: TelegramConfig
    """How Telegram is served."""
    thresholds: Thresholds
    """From which probability something is done."""
    retention: Retention
    """How long things are kept."""
    limits: Limits
    """What one person may send."""
    staff: StaffConfig
    """How long staff stay signed in, and what happens when they publish."""


def load_config(path: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """Return the settings of a file, relative paths counted from its folder.

    Raises `ContentError` naming line, key, fault and remedy where the file is missing or has a wrong key or value.
    """
    value = read_yaml(path, path.name)
    if not isinstance(value, Record):
        raise ContentError([Problem(path.name, 1, "", "", "设置文件是空的", "照 README 补上")])
    problems: list[Problem] = []
    config = _read(_Section(path.name, "", value, problems), path.resolve().parent, environment)
    if problems:
        raise ContentError(problems)
    return config


class _Section(Fields):
    """A part of the settings."""

    def number(self, name: str, low: float, high: float) -> float:
        text = self.text(name)
        try:
            number = float(text)
        except ValueError:
            number = low - 1
        if low <= number <= high:
            return number
        if text:
            self.report(name, f"“{text}”不是 {low:g} 到 {high:g} 之间的数", "改成这个范围里的数")
        return low

    def whole_number(self, name: str, low: int, high: int) -> int:
        number = self.number(name, low, high)
        if number != int(number):
            self.report(name, f"“{number:g}”不是整数", "写一个整数")
        return int(number)

    def section(self, name: str) -> _Section:
        value = self.record.get(name)
        if not isinstance(value, Record):
            self.report(name, "缺这一节", f"补上 {name}: 和它下面的设置")
            value = Record(self.record.line)
        return _Section(self.file, name, value, self.problems)


def _read(top: _Section, folder: Path, environment: Mapping[str, str]) -> Config:
    secrets = {"secret"}
    top.allow(*(field.name for field in fields(Config) if field.name not in secrets))
    data = folder / top.text("data")
    return Config(
        content=folder / top.text("content"),
        questions=folder / top.text("questions"),
        data=data,
        database=top.text("database", required=False) or f"sqlite+aiosqlite:///{data / DATABASE_FILE}",
        encoder=folder / name if (name := top.text("encoder", required=False)) else None,
        timezone=_timezone(top),
        reload_every_s=top.number("reload_every_s", 0.1, 3600),
        secret=Secret(environment.get(SECRET_VARIABLE, "")),
        web=_web(top.section("web")),
        telegram=_telegram(top.section("telegram"), Secret(environment.get(TOKEN_VARIABLE, ""))),
        thresholds=_thresholds(top.section("thresholds")),
        retention=_retention(top.section("retention")),
        limits=_limits(top.section("limits")),
        staff=_staff(top.section("staff")),
    )


def _timezone(top: _Section) -> ZoneInfo:
    name = top.text("timezone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        top.report("timezone", f"没有“{name}”这个时区", "写 Asia/Shanghai")
        return ZoneInfo("UTC")


def _web(section: _Section) -> WebConfig:
    section.allow("host", "port", "address")
    address = section.text("address", required=False)
    if address and not _ADDRESS.fullmatch(address):
        section.report("address", f"“{address}”不是网址", "写成 https://一窗的域名 的样子，或者空着")
    return WebConfig(section.text("host"), section.whole_number("port", 0, 65535), address.rstrip("/"))


def _telegram(section: _Section, token: Secret) -> TelegramConfig:
    section.allow("mode", "api")
    return TelegramConfig(section.choice("mode", ("polling", "off")), section.text("api"), token)


def _thresholds(section: _Section) -> Thresholds:
    names = [field.name for field in fields(Thresholds)]
    section.allow(*names)
    return Thresholds(**{name: section.number(name, 0, 1) for name in names})


def _retention(section: _Section) -> Retention:
    section.allow("messages_days", "questions_days", "conversation_hours", "referrals_days", "verdicts_days")
    return Retention(
        messages_days=section.whole_number("messages_days", 1, 3650),
        questions_days=section.whole_number("questions_days", 1, 3650),
        conversation_hours=section.whole_number("conversation_hours", 1, 8760),
        referrals_days=section.whole_number("referrals_days", 1, 3650),
        verdicts_days=section.whole_number("verdicts_days", 1, 3650),
    )


def _limits(section: _Section) -> Limits:
    section.allow("messages_per_minute", "message_characters")
    return Limits(
        messages_per_minute=section.whole_number("messages_per_minute", 1, 10000),
        message_characters=section.whole_number("message_characters", 100, 100000),
    )


def _staff(section: _Section) -> StaffConfig:
    section.allow("idle_minutes", "session_hours", "commit", "most_worse")
    return StaffConfig(
        idle_minutes=section.whole_number("idle_minutes", 1, 1440),
        session_hours=section.whole_number("session_hours", 1, 168),
        is_committing=section.flag("commit"),
        most_worse=section.number("most_worse", 0, 1),
    )
