"""Keeps a condition that was changed as close as it may be to how it was written. Called by `editing`.

A form knows neither the order in which values were written nor a group of one; both mean the same, and writing them
otherwise would make the diff of an edit more than that edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.staff.edits import FieldValue
from knowledge.conditions import ALL, ANY, FACT, IN, NOT


def keep_shape(old: Any, new: FieldValue) -> FieldValue:
    """Return a condition as the content writes it, with what is the same as before written as it was.

    >>> keep_shape({"all": [{"fact": "work", "in": ["b", "a"]}]}, {"fact": "work", "in": ("a", "b")})
    {'all': ({'fact': 'work', 'in': ('b', 'a')},)}
    """
    known = {_sorted(criterion): criterion for criterion in _criteria(old)}
    kept = _with_known(new, known)
    for kind in (ALL, ANY):
        members = old.get(kind) if isinstance(old, Mapping) else None
        was_of_one = members is not None and len(members) == 1 and {FACT, NOT} & members[0].keys()
        if was_of_one and isinstance(kept, Mapping) and {FACT, NOT} & kept.keys():
            return {kind: (kept,)}
    return kept


def _with_known(node: FieldValue, known: Mapping[Any, Mapping[str, Any]]) -> FieldValue:
    if isinstance(node, tuple):
        return tuple(_with_known(part, known) for part in node)
    if not isinstance(node, Mapping):
        return node
    if FACT not in node:
        return {key: _with_known(value, known) for key, value in node.items()}
    same = known.get(_sorted(node))
    return {**node, IN: tuple(same[IN])} if same and IN in node else node


def _criteria(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        if FACT in node:
            yield node
        for value in node.values():
            yield from _criteria(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _criteria(part)


def _sorted(criterion: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what tells a criterion from others whatever the order of its values; not what it rests on."""
    return criterion[FACT], tuple(sorted(criterion.get(IN, ())))
