"""Reads one YAML file of the content into plain Python, every scalar a string, every value with its line.

Called by `content`. Stricter than YAML: no anchors, aliases, tags, duplicate keys or second documents, because
an editor who writes one of these almost always made a slip (18:00 must not become 1080, 0571 must not become 377).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import ContentError, Problem

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 32


class Record(dict[str, Any]):
    """A YAML mapping that remembers where it stands."""

    line: int
    """Line of its first key, counted from 1."""
    lines: dict[str, int]
    """Line of each key."""

    def __init__(self, line: int) -> None:
        """Start empty at `line`."""
        super().__init__()
        self.line, self.lines = line, {}

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


class _RefusedError(Exception):
    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


def read_yaml(path: Path, name: str, data: bytes | None = None) -> Any:
    """Return the file's one document as `Record`, list and str; `name` is how errors call the file.

    `data` stands for what is in the file, where it is given.

    Raises `ContentError` with one problem where the file is missing, too large, not UTF-8 or not strict YAML.
    """
    try:
        return parse_yaml(_decode(path.read_bytes() if data is None else data))
    except OSError as error:
        raise ContentError([Problem(name, 1, "", "", f"读不到文件（{error.strerror}）", "放回这个文件")]) from error
    except _RefusedError as error:
        raise ContentError([Problem(name, error.line, "", "", error.what, error.remedy)]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        remedy = "看这一行的缩进（只用空格）、冒号（半角加一个空格）和引号"
        raise ContentError([Problem(name, line, "", "", f"YAML 写法不对：{error.problem}", remedy)]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError([Problem(name, 1, "", "", "YAML 读不下去", "删掉看不见的控制字符，减少嵌套")]) from error


def parse_yaml(text: str) -> Any:
    """Return the one document in `text` as `Record`, list and str; an empty text gives an empty list."""
    events = yaml.parse(text, Loader=yaml.CBaseLoader)
    next(events)
    event = next(events)
    if isinstance(event, yaml.StreamEndEvent):
        return []
    value = _build(next(events), events, 0)
    next(events)
    if not isinstance(next(events), yaml.StreamEndEvent):
        raise _RefusedError(1, "一个文件里有两份文档（---）", "分成两个文件")
    return value


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _RefusedError(1, f"文件有 {len(data)} 字节，太大", f"拆成几个小于 {MAX_BYTES} 字节的文件")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _RefusedError(line, "不是 UTF-8 编码", "用 UTF-8 另存（记事本：另存为，编码选 UTF-8）") from error


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
    line = _line_of(event)
    if depth > MAX_DEPTH:
        raise _RefusedError(line, f"嵌套超过 {MAX_DEPTH} 层", "减少嵌套")
    if getattr(event, "anchor", None):
        raise _RefusedError(line, "用了锚点或引用（& 或 *）", "把内容写全；文字以 & 或 * 开头时加引号")
    if (tag := getattr(event, "tag", None)) not in (None, "!"):
        raise _RefusedError(line, f"用了类型标记（{tag}）", "去掉标记；文字以 ! 开头时加引号")
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return _build_list(events, depth)
    return _build_record(line, events, depth)


def _build_list(events: Iterator[yaml.Event], depth: int) -> list[Any]:
    items = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        items.append(_build(event, events, depth + 1))
    return items


def _build_record(line: int, events: Iterator[yaml.Event], depth: int) -> Record:
    record = Record(line)
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key_line = _line_of(event)
        key = _build(event, events, depth + 1)
        if not isinstance(key, str):
            raise _RefusedError(key_line, "键不是文字", "冒号前写一个词")
        if key in record:
            raise _RefusedError(key_line, f"键“{key}”写了两次", "删掉一个")
        record[key] = _build(next(events), events, depth + 1)
        record.lines[key] = key_line
    return record
