from __future__ import annotations

from dataclasses import replace

import pytest

from bot.config import Config, Retention
from bot.library import Library
from bot.privacy import privacy_text


@pytest.fixture
def changed(config: Config) -> Config:
    """Settings with numbers that stand nowhere else."""
    return replace(config, retention=Retention(3, 41, 5, referrals_days=17, verdicts_days=99))


@pytest.mark.parametrize("number", ["存41天", "存3天", "记5小时", "存17天"])
def test_notice_tells_what_is_really_set(library: Library, changed: Config, number: str) -> None:
    assert number in privacy_text(library.edition.content, changed, "web")


def test_only_telegram_is_told_of_telegram(library: Library, config: Config) -> None:
    content = library.edition.content
    extra = content.messages["common.privacy_telegram"]
    assert privacy_text(content, config, "telegram").endswith(extra)
    assert extra not in privacy_text(content, config, "web")


def test_notice_tells_how_to_delete(library: Library, config: Config) -> None:
    assert "/forget" in privacy_text(library.edition.content, config, "terminal")
