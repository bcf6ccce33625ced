"""Reads the content folder into plain records and names its version. Called by `content`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from knowledge.errors import ContentError, Problem
from knowledge.fields import Fields
from knowledge.yaml_source import Record, read_yaml

Files = dict[str, Any]

URGENT_CHECKS, OUTSIDE_CHECKS = "checks/urgent.yaml", "checks/outside.yaml"
SEVERAL_CHECKS, DIALOGUE_CHECKS = "checks/several.yaml", "checks/dialogues.yaml"
OWN_CHECKS = (URGENT_CHECKS, OUTSIDE_CHECKS, SEVERAL_CHECKS, DIALOGUE_CHECKS)
"""Check files that are no twin of a services file."""


PENDING = ".publishing.json"
"""Texts that stand for the files they name while several files are being replaced, so that all change at one instant.

`{"texts": {name: text}}`; written and taken away by `bot.staff.journal`.
"""


class Unreadable:
    """Stands in `Files` for a file that could not be read; its problem is noted, so nobody complains again."""


def pending_texts(root: Path) -> dict[str, bytes]:
    """Return the texts that stand for files below `root`, by relative name; empty when nothing is being published."""
    try:
        texts = json.loads((root / PENDING).read_bytes())["texts"]
        return {name: text.encode() for name, text in texts.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def content_version(root: Path) -> str:
    """Return the SHA-256, in hex, of the names and bytes of all YAML files below `root`; unreadable = empty."""
    digest = hashlib.sha256()
    pending = pending_texts(root)
    for path, name in _files_below(root, pending):
        data = pending[name] if name in pending else _read_bytes(path)
        digest.update(name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()


def read_files(root: Path) -> tuple[Files, list[Problem]]:
    """Return every YAML file below `root` by its relative name, and the problems of those that are `Unreadable`."""
    found: Files = {}
    problems: list[Problem] = []
    pending = pending_texts(root)
    for path, name in _files_below(root, pending):
        try:
            found[name] = read_yaml(path, name, pending.get(name))
        except ContentError as error:
            found[name] = Unreadable()
            problems += error.problems
    return found, problems


def entries(files: Files, file: str, key: str, problems: list[Problem]) -> list[Fields]:
    """Return the records of a file that is a list, each named by its field `key`; notes doubles and strangers."""
    value = files.get(file)
    if not isinstance(value, list):
        _note_wrong_kind(files, file, "不是一个列表", f"每个条目以 - {key}: 开头", problems)
        return []
    if not value:
        problems.append(Problem(file, 1, "", "", "一个条目也没有", f"每个条目以 - {key}: 开头；不要了就删掉整个文件"))
    found: list[Fields] = []
    seen: dict[str, int] = {}
    for item in value:
        if not isinstance(item, Record):
            problems.append(Problem(file, 1, "", "", f"有一项不是条目：{str(item)[:20]}", f"以 - {key}: 开头"))
            continue
        entry = str(item.get(key, ""))
        fields = Fields(file, entry, item, problems)
        fields.text(key)
        if entry and entry in seen:
            fields.report(key, f"和第 {seen[entry]} 行重复", "改掉或删掉一个")
        seen.setdefault(entry, item.line_of(key))
        found.append(fields)
    return found


def whole(files: Files, file: str, problems: list[Problem]) -> Fields:
    """Return a file that is one mapping; where it is not, an empty one that notes nothing more about itself."""
    value = files.get(file)
    if isinstance(value, Record):
        return Fields(file, "", value, problems)
    _note_wrong_kind(files, file, "不是“键: 值”", "每行写一个键、冒号和它的内容", problems)
    return Fields(file, "", Record(1), [])


def _note_wrong_kind(files: Files, file: str, what: str, remedy: str, problems: list[Problem]) -> None:
    if file not in files:
        problems.append(Problem(file, 1, "", "", "没有这个文件", "补上这个文件"))
    elif not isinstance(files[file], Unreadable):
        problems.append(Problem(file, 1, "", "", what, remedy))


def _files_below(root: Path, pending: Iterable[str]) -> list[tuple[Path, str]]:
    """Return every YAML file below `root` with its relative name, those that are only pending too, in order."""
    paths = {*root.rglob("*.yaml"), *(root / name for name in pending)}
    return [(path, path.relative_to(root).as_posix()) for path in sorted(paths)]


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
