"""Changes values in the text of a YAML file and nothing else: comments, order, quotes and layout stay as they are.

Works on the places of the parser's nodes instead of writing the file anew: ruamel.yaml gives two of the shipped files
back with other line breaks, so that the diff of an edit would not be that edit. Called by `editing`.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.yaml_source import parse_yaml

LONGEST_FLOW = 120
"""Up to this width a list of texts stays on one line."""
SHORT_LISTS = frozenset({"facts", "cites", "with", "related", "aliases", "phones"})
"""Fields whose list is written on one line where it fits."""
Step = str | tuple[str, str]
"""A key of a mapping; or, in a list of entries, the entry whose field (first) has a value (second)."""
_FIGURE_CHARACTERS = frozenset("0123456789.:-/+eE_ ")
_READS_AS_OTHER = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|0x[0-9a-f_]+|0o?[0-7_]+|[-+]?\.(?:inf|nan)", re.IGNORECASE
)


class YamlTextError(Exception):
    """The text holds no such place, or cannot hold such a value; the message says which."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A key of a mapping with its value."""

    mapping: MappingNode
    """The mapping."""
    key: Node
    """The key."""
    value: Node
    """The value."""


def get_value(text: str, path: Sequence[Step]) -> Any:
    """Return the value at a path as `parse_yaml` reads it; raises `YamlTextError` where there is none."""
    value = parse_yaml(text)
    for step in path:
        found = None
        if isinstance(step, str) and isinstance(value, dict):
            found = value.get(step)
        elif isinstance(step, tuple) and isinstance(value, list):
            found = next((item for item in value if isinstance(item, dict) and item.get(step[0]) == step[1]), None)
        if found is None:
            raise YamlTextError(_name(path))
        value = found
    return value


def entry_text(text: str, path: Sequence[Step]) -> str:
    """Return the lines of the mapping at a path, from its dash or first key to its last value."""
    start, end = _span(_find(_compose(text), path))
    return text[_line_start(text, start) : _line_end(text, end)]


def set_value(text: str, path: Sequence[Step], value: Any) -> str:
    """Return the text with the value at a path changed; a key that is missing is added as the last of its mapping.

    A value is a text, or a list or mapping of values; a mapping is written on one line. Raises `YamlTextError`.
    """
    *above, key = path
    if not text.strip() and not above and isinstance(key, str):
        return "".join(f"{line}\n" for line in _field_lines(key, value, 0))
    mapping = _find(_compose(text), above)
    if not isinstance(mapping, MappingNode) or not isinstance(key, str):
        raise YamlTextError(_name(path))
    place = _place(mapping, key)
    if place is not None and get_value(text, path) == _plain(value):
        return text
    if not text.endswith("\n"):
        return set_value(text + "\n", path, value)
    if place is None:
        new = _add_key(text, mapping, key, value)
    elif _is_tree(value):
        new = _replace_lines(text, place, value)
    elif isinstance(value, str | Mapping):
        new = _replace(text, _value_span(text, place), _write_item(value))
    else:
        new = _set_list(text, place, list(value))
    if get_value(new, path) != _plain(value):
        raise YamlTextError(_name(path))
    return new


def set_record(text: str, path: Sequence[Step], values: Mapping[str, Any]) -> str:
    """Return the text with some values of the mapping at a path changed; a key that is missing is added to it.

    A mapping on one line that grows too long for it gets a line for each key. Raises `YamlTextError`.
    """
    mapping = _find(_compose(text), path)
    if not isinstance(mapping, MappingNode):
        raise YamlTextError(_name(path))
    if not mapping.flow_style:
        for name, value in values.items():
            text = set_value(text, [*path, name], value)
        return text
    merged = {**get_value(text, path), **_plain(values)}
    start, end = _span(mapping)
    written = _write_record(merged)
    if start - _line_start(text, start) + len(written) > LONGEST_FLOW and _stands_after_dash(text, start):
        column = int(mapping.start_mark.column)
        written = "\n".join(
            line for name, value in merged.items() for line in _field_lines(name, value, column)
        ).lstrip()
    new = _replace(text, (start, end), written)
    if get_value(new, path) != merged:
        raise YamlTextError(_name(path))
    return new


def _stands_after_dash(text: str, start: int) -> bool:
    return text[_line_start(text, start) : start].strip() == "-"


def drop_key(text: str, path: Sequence[Step]) -> str:
    """Return the text without the lines of a key; as it was where there is no such key."""
    *above, key = path
    mapping = _find(_compose(text), above)
    place = _place(mapping, str(key)) if isinstance(mapping, MappingNode) else None
    if place is None:
        return text
    end = _line_end(text, _span(place.value)[1])
    return text[: _line_start(text, _start(place.key))] + text[end:]


def drop_entry(text: str, path: Sequence[Step]) -> str:
    """Return the text without the lines of an entry of a list; raises `YamlTextError` where there is none."""
    start, end = _span(_find(_compose(text), path))
    return text[: _line_start(text, start)] + text[_line_end(text, end) :]


def append_entry(text: str, fields: Mapping[str, Any]) -> str:
    """Return the text of a list of entries with one more at its end, its fields in the order given."""
    lines = [line for name, value in fields.items() for line in _field_lines(name, value, 2)]
    lines[0] = "- " + lines[0].removeprefix("  ")
    body = text if text.endswith("\n") or not text else text + "\n"
    new = body + "\n".join(lines) + "\n"
    parsed = parse_yaml(new)
    if not isinstance(parsed, list) or parsed[-1] != _plain(fields):
        raise YamlTextError(str(next(iter(fields.values()))))
    return new


def write_scalar(value: str, *, is_in_flow: bool = False) -> str:
    """Return a text as YAML on one line: plain where it stays the same text, else in quotes.

    >>> write_scalar("低保"), write_scalar("2026-01-31"), write_scalar("a, b", is_in_flow=True)
    ('低保', "'2026-01-31'", "'a, b'")
    """
    value = "".join(line.strip() for line in value.splitlines())
    for written in (value, "'" + value.replace("'", "''") + "'"):
        if written == value and _needs_quotes(value):
            continue
        line = f"- {{k: {written}}}" if is_in_flow else f"- k: {written}"
        with contextlib.suppress(Exception):  # whatever is wrong with it, this way of writing is not the right one
            if parse_yaml(line) == [{"k": value}]:
                return written
    raise YamlTextError(f"“{value[:20]}”里有看不见的控制字符")


def _needs_quotes(value: str) -> bool:
    """Return whether a text would be no text to another reader of YAML: empty, a number, a date, yes and no."""
    is_figure = _FIGURE_CHARACTERS.issuperset(value)
    return is_figure or bool(_READS_AS_OTHER.fullmatch(value))


def _compose(text: str) -> Node:
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        raise YamlTextError(str(error)) from error
    if node is None:
        raise YamlTextError("")
    return node


def _find(node: Node, path: Sequence[Step]) -> Node:
    for step in path:
        found: Node | None = None
        if isinstance(step, str) and isinstance(node, MappingNode):
            place = _place(node, step)
            found = place.value if place else None
        elif isinstance(step, tuple) and isinstance(node, SequenceNode):
            found = next((item for item in node.value if _has(item, *step)), None)
        if found is None:
            raise YamlTextError(_name(path))
        node = found
    return node


def _has(item: Node, key: str, value: str) -> bool:
    place = _place(item, key) if isinstance(item, MappingNode) else None
    return place is not None and isinstance(place.value, ScalarNode) and place.value.value == value


def _place(mapping: MappingNode, key: str) -> _Place | None:
    return next((_Place(mapping, name, value) for name, value in mapping.value if name.value == key), None)


def _start(node: Node) -> int:
    return int(node.start_mark.index)


def _span(node: Node) -> tuple[int, int]:
    """Return where a node starts and ends; the parser ends a block only where the next one begins."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
        last = node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1]
        return _start(node), _span(last)[1]
    return _start(node), int(node.end_mark.index)


def _value_span(text: str, place: _Place) -> tuple[int, int]:
    """Return where the value of a key starts and ends; a block that hangs below its key starts behind the colon."""
    start, end = _span(place.value)
    is_block = isinstance(place.value, MappingNode | SequenceNode) and not place.value.flow_style
    return (_after_colon(text, place) if is_block else start), end


def _set_list(text: str, place: _Place, values: list[Any]) -> str:
    node = place.value
    if not isinstance(node, SequenceNode):
        raise YamlTextError(str(place.key.value))
    if not values:
        return _replace(text, (_after_colon(text, place), _span(node)[1]), "[]")
    raw = [text[slice(*_span(item))] for item in node.value]
    old = [_parse_item(item, written) for item, written in zip(node.value, raw, strict=True)]
    if node.flow_style:
        known = dict(zip(map(repr, old), raw, strict=True))
        written = [known.get(repr(_plain(value))) or _write_item(value, is_in_flow=True) for value in values]
        flow = "[" + ", ".join(written) + "]"
        start, end = _span(node)
        is_small = all(isinstance(value, str) for value in values) and start - _line_start(text, start) + len(flow)
        if place.mapping.flow_style or (is_small and is_small <= LONGEST_FLOW):
            return _replace(text, (start, end), flow)
        indent = " " * (place.key.start_mark.column + 2)
        block = "".join(f"\n{indent}- {_write_item(value)}" for value in values)
        return _replace(text, (_after_colon(text, place), end), block)
    return _edit_block(text, node, old, values)


def _parse_item(item: Node, written: str) -> Any:
    """Return the value of an item of a list; that of several lines is moved to the left with its first line."""
    below = "\n" + " " * int(item.start_mark.column)
    return parse_yaml("- " + written.replace(below, "\n  "))[0]


def _edit_block(text: str, node: SequenceNode, old: list[Any], values: list[Any]) -> str:
    """Change the lines of a list that differ, from the last to the first, so that places before them stay true."""
    indent = " " * node.start_mark.column
    matcher = difflib.SequenceMatcher(None, list(map(repr, old)), [repr(_plain(value)) for value in values], False)
    for tag, first, last, start, end in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        lines = "".join(f"{indent}- {_write_item(value)}\n" for value in values[start:end])
        if first < last:
            head = _line_start(text, _span(node.value[first])[0])
            tail = _line_end(text, _span(node.value[last - 1])[1])
        else:
            head = tail = _line_end(text, _span(node.value[first - 1])[1]) if first else _line_start(text, _start(node))
        text = text[:head] + lines + text[tail:]
    return text


def _add_key(text: str, mapping: MappingNode, key: str, value: Any) -> str:
    if mapping.flow_style:
        raise YamlTextError(key)
    end = _line_end(text, _span(mapping)[1])
    head = text[:end] if text[:end].endswith("\n") else text[:end] + "\n"
    column = mapping.value[0][0].start_mark.column
    return head + "".join(f"{line}\n" for line in _field_lines(key, value, column)) + text[end:]


def _field_lines(name: str, value: Any, indent: int) -> list[str]:
    start = " " * indent + f"{write_scalar(name)}: "
    if isinstance(value, str):
        return [start + write_scalar(value)]
    if isinstance(value, Mapping):
        if _is_tree(value):
            return [start.rstrip(), *_lines_of(value, indent + 2)]
        return [start + _write_record(value)]
    if all(isinstance(item, str) for item in value):
        flow = start + "[" + ", ".join(write_scalar(item, is_in_flow=True) for item in value) + "]"
        if not value or (len(flow) <= LONGEST_FLOW and name in SHORT_LISTS):
            return [flow]
    return [start.rstrip(), *(line for item in value for line in _item_lines(item, indent + 2))]


def _item_lines(item: Any, indent: int) -> list[str]:
    dash = " " * indent + "- "
    if not _is_tree(item):
        return [dash + _write_item(item)]
    first, *others = _lines_of(item, indent + 2)
    return [dash + first.lstrip(), *others]


def _lines_of(record: Mapping[str, Any], indent: int) -> list[str]:
    return [line for name, value in record.items() for line in _field_lines(name, value, indent)]


def _is_tree(value: Any) -> bool:
    """Return whether a value is a mapping that holds lists of mappings, as a condition may: never on one line."""
    if not isinstance(value, Mapping):
        return False
    lists = [inner for inner in value.values() if isinstance(inner, list | tuple)]
    return any(isinstance(item, Mapping) for inner in lists for item in inner)


def _replace_lines(text: str, place: _Place, value: Any) -> str:
    """Return the text with the lines of a key written anew where they differ."""
    start, end = _line_start(text, _start(place.key)), _line_end(text, _span(place.value)[1])
    lines = _field_lines(place.key.value, value, int(place.key.start_mark.column))
    known = {_meaning(line): line for line in text[start:end].splitlines()}
    return text[:start] + "".join(known.get(_meaning(line), line) + "\n" for line in lines) + text[end:]


def _meaning(line: str) -> str:
    """Return what two lines of a block have in common that differ only in quotes, layout or a comment at the end."""
    indent = len(line) - len(line.lstrip())
    with contextlib.suppress(Exception):  # a line that means nothing alone is like none but itself
        return f"{indent} {parse_yaml(line.strip())!r}"
    return line


def _write_item(value: Any, *, is_in_flow: bool = False) -> str:
    if isinstance(value, str):
        return write_scalar(value, is_in_flow=is_in_flow)
    if isinstance(value, Mapping):
        return _write_record(value)
    return "[" + ", ".join(_write_item(item, is_in_flow=True) for item in value) + "]"


def _write_record(value: Mapping[str, Any]) -> str:
    pairs = ((write_scalar(key, is_in_flow=True), _write_item(item, is_in_flow=True)) for key, item in value.items())
    return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"


def _plain(value: Any) -> Any:
    """Return a value as `parse_yaml` would read it back."""
    if isinstance(value, str):
        return "".join(line.strip() for line in value.splitlines())
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value]


def _after_colon(text: str, place: _Place) -> int:
    return text.index(":", int(place.key.end_mark.index)) + 1


def _replace(text: str, span: tuple[int, int], new: str) -> str:
    head = text[: span[0]]
    return (head if head.endswith((" ", "\n")) or new.startswith("\n") else head + " ") + new + text[span[1] :]


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _name(path: Sequence[Step]) -> str:
    return "没有这一处：" + " → ".join(step if isinstance(step, str) else step[1] for step in path)
