"""Promises about the whole repository: layout, import rules, sizes, docs, and that no test is silently left out."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.__main__ import build_parser
from bot.commands import COMMANDS
from bot.config import load_config

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("knowledge", "handlers", "bot")
MAY_IMPORT = {"knowledge": set(), "handlers": {"knowledge"}, "bot": {"knowledge", "handlers"}}
TOP_LEVEL = {
    *PACKAGES,
    "tests",
    "config.yaml",
    "pyproject.toml",
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    "Makefile",
    "requirements.lock",
    "requirements-dev.lock",
    "docs-web-chat.png",
    ".ci",
    ".gitignore",
}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "lib", "base"}
ONLY_IN = {
    "telegram": "bot/channels/telegram",
    "starlette": ("bot/channels/web", "bot/channels/console", "bot/channels/http_"),
    "sqlalchemy": "bot/",
}
SHARED = {"backoff", "http_guard", "page_templates"}
"""What several channels use."""
SQL_MODULES = {
    "bot/schema.py",
    "bot/database.py",
    "bot/store.py",
    "bot/respond.py",
    "bot/staff/audit.py",
    "bot/staff/change_store.py",
    "bot/staff/notices.py",
    "bot/staff/reminders.py",
    "bot/staff/publishing.py",
    "bot/staff/review_store.py",
    "bot/staff/upkeep.py",
    "bot/staff/queue.py",
    "bot/referral/records.py",
    "bot/referral/counter.py",
    "bot/referral/card_box.py",
    "bot/staff/account_store.py",
    "bot/staff/attempts.py",
    "bot/staff/chat.py",
    "bot/staff/chat_links.py",
    "bot/staff/chat_store.py",
    "bot/staff/chat_tasks.py",
    "bot/figures/records.py",
    "bot/figures/report.py",
    "bot/staff/accounts.py",
    "bot/staff/unfinished.py",
}
LONGEST_FUNCTION = 50
LONGEST_FILE = 400


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        first = function.body[0]
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_top_level_holds_only_what_the_design_names() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} <= TOP_LEVEL


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    package = name_of(path).split("/")[0]
    others = {name.split(".")[0] for name in imports_of(tree_of(path))} & set(PACKAGES) - {package}
    assert others <= MAY_IMPORT[package]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    inside = [name for function in functions_of(tree_of(path)) for name in imports_of(function)]
    assert inside == []


def test_no_import_cycles() -> None:
    graph = {}
    for path in modules():
        name = name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        graph[name] = {found for found in imports_of(tree_of(path)) if found.split(".")[0] in PACKAGES}
    while leaves := [name for name, needed in graph.items() if not needed & graph.keys()]:
        for name in leaves:
            del graph[name]
    assert graph == {}


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "channels").glob("*.py")), ids=name_of)
def test_a_channel_imports_neither_the_store_nor_another_channel(path: Path) -> None:
    own = path.stem.split("_")[0]
    for name in imports_of(tree_of(path)):
        assert name not in {"bot.store", "bot.schema"}
        if name.startswith("bot.channels."):
            other = name.removeprefix("bot.channels.")
            assert other.split("_")[0] == own or other in SHARED, name


@pytest.mark.parametrize(("library", "place"), ONLY_IN.items())
def test_each_outside_world_is_known_in_one_place(library: str, place: str | tuple[str, ...]) -> None:
    users = {name_of(path) for path in modules() if library in {n.split(".")[0] for n in imports_of(tree_of(path))}}
    assert users
    assert {user for user in users if not user.startswith(place)} == set()


def test_sql_is_in_the_store() -> None:
    users = {
        name_of(path) for path in modules() if "sqlalchemy" in {n.split(".")[0] for n in imports_of(tree_of(path))}
    }
    assert {user for user in users if "migrations" not in user} <= SQL_MODULES


def test_no_module_has_a_vague_name() -> None:
    assert {path.stem for path in modules()} & VAGUE_NAMES == set()


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert [f.name for f in functions_of(tree) if length_of(f) > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_dataclass_field_is_explained(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(d) for d in node.decorator_list):
            following = zip(node.body, [*node.body[1:], None], strict=True)
            bare = [ast.unparse(a) for a, b in following if isinstance(a, ast.AnnAssign) and not _is_text(b)]
            assert bare == [], node.name


def _is_text(node: ast.stmt | None) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_every_suppression_says_why() -> None:
    unexplained = [
        f"{name_of(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (?:noqa(?:: \w+\d+(?:, \w+\d+)*)?|type: ignore(?:\[[\w, -]*\])?)\s*$", line)
    ]
    assert unexplained == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_the_readmes_name_every_command(readme: str, command: str) -> None:
    assert f"`{command}`" in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_files_that_are_there(readme: str) -> None:
    named = re.findall(r"`((?:knowledge|handlers|bot|tests)/[\w./*-]+)`", (ROOT / readme).read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not list(ROOT.glob(name.rstrip("/")))] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_targets_of_the_makefile(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)(?:`|  )", (ROOT / readme).read_text(encoding="utf-8")):
        assert f"\n{target}:" in makefile


def test_the_readme_names_every_room() -> None:
    house = (ROOT / "README.md").read_text(encoding="utf-8").split("## The house")[1].split("###")[0]
    rooms = {path.parent for path in modules() if path.name == "__init__.py"}
    assert [name_of(room) for room in sorted(rooms) if f" {room.name}/" not in house] == []


def test_every_command_has_help_with_an_example() -> None:
    text = build_parser().format_help()
    for command in COMMANDS:
        assert command.name in text
        assert f"python -m bot {command.name}" in command.example


def test_every_config_key_is_explained_where_it_stands() -> None:
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("#") for line in lines)
    load_config(ROOT / "config.yaml", {})
    undocumented = [
        line for before, line in pairwise(lines) if re.match(r"\s*\w+: \S", line) and not _is_documented(before, lines)
    ]
    assert undocumented == []


def _is_documented(before: str, lines: list[str]) -> bool:
    """A key has a comment above it, or follows its siblings under one comment."""
    while before and not before.lstrip().startswith("#") and re.match(r"\s*\w+:", before):
        before = lines[lines.index(before) - 1]
    return before.lstrip().startswith("#")


def test_no_file_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = re.compile(r"/(?:work|root|home)/|pypi-more|file:///")
    named = [
        name
        for name in listed.splitlines()
        if not name.endswith(".png") and name != "tests/test_repo.py"
        if words.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert named == []
