"""The editors' guide: every command, option, page, button, field, file, message and picture that it names exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.__main__ import build_parser
from bot.channels.console_pages import NAVIGATION
from bot.commands import COMMANDS
from bot.staff.roles import ROLE_NAMES
from knowledge.content import SERVICE_FIELDS

CHECKOUT = Path(__file__).parents[1]
ROOM = CHECKOUT / "knowledge"
TEXT = (ROOM / "README.zh-CN.md").read_text(encoding="utf-8")
PICTURES = ROOM / "pictures"
LARGEST_PICTURE = 150_000
"""Bytes; a county's line is slow."""
PAGES = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((CHECKOUT / "bot" / "channels" / "templates" / "console").glob("*.html"))
)
CODE = "".join(path.read_text(encoding="utf-8") for folder in (ROOM, CHECKOUT / "bot") for path in folder.rglob("*.py"))
LABELS = {label for _, _, label, _ in NAVIGATION} | set(ROLE_NAMES.values())


def rows_below(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, without its head; there is at least one row."""
    part = TEXT.split(f"{heading}\n", 1)[1].split("\n|", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()[2:]]
    assert rows
    return rows


def test_pictures_are_those_of_the_folder() -> None:
    assert sorted(re.findall(r'src="pictures/([^"]+)"', TEXT)) == sorted(path.name for path in PICTURES.iterdir())


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_picture_is_small_enough_and_told_in_words(path: Path) -> None:
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < LARGEST_PICTURE
    assert re.search(rf'pictures/{path.name}" width="\d+" alt="[^"]{{5,}}"', TEXT)


@pytest.mark.parametrize("line", sorted(set(re.findall(r"python -m bot ([^`#\n]+)", TEXT))))
def test_commands_are_understood(line: str) -> None:
    options = build_parser().parse_args(shlex.split(line))
    [command] = [command for command in COMMANDS if command.name == line.split(maxsplit=1)[0]]
    assert options.command is command


def test_options_named_apart_belong_to_review() -> None:
    named = re.findall(r"`(--[a-z]+)`", TEXT)
    assert named
    for option in named:
        assert build_parser().parse_args(["review", "1", option, "x"])


@pytest.mark.parametrize(
    "label", sorted(set(re.findall(r"\*\*(.+?)\*\*", TEXT.split("## 一、")[1].split("## 二、")[0])))
)
def test_what_is_to_be_pressed_or_filled_in_stands_on_a_page(label: str) -> None:
    assert label in PAGES or label in LABELS


def test_every_field_of_a_service_is_explained_once() -> None:
    named = [re.sub("`", "", row[0]) for row in rows_below("### 一项服务怎么写")]
    assert named == list(dict.fromkeys(named))
    assert set(named) == set(SERVICE_FIELDS)


@pytest.mark.parametrize("label", [row[1] for row in rows_below("### 一项服务怎么写") if not row[1].startswith("（")])
def test_fields_are_called_as_on_the_form(label: str) -> None:
    assert label in PAGES


@pytest.mark.parametrize("message", [row[0] for row in rows_below("### check 常说的话")])
def test_check_says_what_the_guide_says_it_says(message: str) -> None:
    assert all(part in CODE for part in message.split("……"))


@pytest.mark.parametrize("pattern", sorted(set(re.findall(r"`([a-z*/-]+\.yaml)`", TEXT))))
def test_files_are_there(pattern: str) -> None:
    assert list((ROOM / "content").glob(pattern))


def test_every_file_of_the_content_is_told() -> None:
    told = " ".join(row[0] for row in rows_below("## 三、哪个文件管什么"))
    for path in (ROOM / "content").rglob("*.yaml"):
        name = path.relative_to(ROOM / "content").as_posix()
        assert name in told or f"{name.split('/')[0]}/*.yaml" in told, name
