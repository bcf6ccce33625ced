"""The condition of a service as rows of a form, and back. Used by `console_service_form`.

A form shows criteria in groups: each group must hold with one of its criteria, or one group with all of its own. What
does not fit this is not shown, and so not changed: a condition is shown only where the form gives the very same back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.channels.console_visit import Form
from bot.staff.edits import FieldValue
from knowledge.conditions import (
    ALL,
    ANY,
    AT_LEAST,
    AT_MOST,
    EVERYONE,
    FACT,
    IN,
    LEAST_NUMBER,
    MOST_NUMBER,
    NOT,
    WINDOW,
    AllOf,
    AnyOf,
    ChoiceCriterion,
    Condition,
    Everyone,
    Not,
    NumberCriterion,
    WindowCriterion,
    read_condition,
)
from knowledge.situation import Fact

EACH_GROUP, ONE_GROUP = "each", "one"
MODES = {
    EVERYONE: "谁都能用，没有条件",
    EACH_GROUP: "每一组都要符合；同一组里，有一条就行",
    ONE_GROUP: "有一组符合就行；同一组里，条条都要",
}
"""Ways to combine criteria, with what each is called."""
MOST_ROWS = 40
FLAGS = ("not", "deciding")
USUAL = "usual"
BY_BOT, BY_WINDOW = "bot", "window"


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of a form, as typed."""

    fact: str
    """Key of its fact; empty for what the window judges."""
    group: str = "1"
    """Number of its group."""
    values: tuple[str, ...] = ()
    """Values of a choice that are ticked."""
    low: str = ""
    """Lowest number; empty = none."""
    high: str = ""
    """Highest number; empty = none."""
    text: str = ""
    """What the window judges."""
    basis: str = USUAL
    """Paragraph, `usual` or a named source."""
    is_not: bool = False
    """Whether it must not hold."""
    is_deciding: bool = False
    """Of what the window judges: whether nothing is certain before it has; else it only looks at it as well."""


@dataclass(frozen=True, slots=True)
class ConditionRows:
    """The condition part of a form."""

    mode: str = EVERYONE
    """One of `MODES`."""
    rows: tuple[Row, ...] = ()
    """The criteria."""


def rows_of(condition: Condition, situation: Mapping[str, Fact]) -> ConditionRows | None:
    """Return the rows that show a condition; None where they would not give the very same condition back."""
    condition = _without_idle_groups(condition)
    rows = _rows_of(condition)
    if rows is None or condition_of(rows) != condition:
        return None
    return replace(rows, rows=tuple(_in_order(row, situation) for row in rows.rows))


def _in_order(row: Row, situation: Mapping[str, Fact]) -> Row:
    """Return a row with its values in the order in which they are offered."""
    fact = situation.get(row.fact)
    return replace(row, values=tuple(value for value in fact.values if value in row.values)) if fact else row


def _without_idle_groups(condition: Condition) -> Condition:
    """Return the condition with each group of one fact as that fact, which says the same."""
    if not isinstance(condition, AllOf | AnyOf):
        return condition
    parts = tuple(map(_without_idle_groups, condition.parts))
    is_idle = len(parts) == 1 and not isinstance(parts[0], WindowCriterion)
    return parts[0] if is_idle else type(condition)(parts)


def _rows_of(condition: Condition) -> ConditionRows | None:
    if isinstance(condition, Everyone):
        return ConditionRows()
    if isinstance(condition, AnyOf) and all(map(_is_row, condition.parts)):
        return ConditionRows(EACH_GROUP, tuple(_row(part, 1) for part in condition.parts))
    if isinstance(condition, AllOf | AnyOf) and not _is_row(condition):
        mode, inner = (EACH_GROUP, AnyOf) if isinstance(condition, AllOf) else (ONE_GROUP, AllOf)
        groups = [part.parts if isinstance(part, inner) and not _is_row(part) else (part,) for part in condition.parts]
        if not all(_is_row(member) for group in groups for member in group):
            return None
        return ConditionRows(
            mode, tuple(_row(part, number) for number, group in enumerate(groups, 1) for part in group)
        )
    return ConditionRows(EACH_GROUP, (_row(condition, 1),))


def _is_row(condition: Condition) -> bool:
    """Return whether a condition is one criterion; also where it is the window's, which then has the say."""
    if isinstance(condition, AnyOf):
        return len(condition.parts) == 1 and isinstance(condition.parts[0], WindowCriterion)
    return not isinstance(condition, AllOf | Everyone)


def _row(condition: Condition, group: int) -> Row:
    match condition:
        case Not(criterion):
            return replace(_row(criterion, group), is_not=True)
        case AnyOf((criterion,)):
            return replace(_row(criterion, group), is_deciding=True)
        case NumberCriterion(fact, low, high, basis):
            shown = "" if low == LEAST_NUMBER else str(low), "" if high == MOST_NUMBER else str(high)
            return Row(fact, str(group), low=shown[0], high=shown[1], basis=basis)
        case ChoiceCriterion(fact, values, basis):
            return Row(fact, str(group), values=tuple(sorted(values)), basis=basis)
        case WindowCriterion(text, basis):
            return Row("", str(group), text=text, basis=basis)
    raise ValueError(condition)


def node_of(rows: ConditionRows) -> FieldValue:
    """Return a condition as the content writes it."""
    if rows.mode == EVERYONE or not rows.rows:
        return EVERYONE
    groups: dict[str, list[FieldValue]] = {}
    for row in sorted(rows.rows, key=lambda row: (len(row.group), row.group)):
        groups.setdefault(row.group, []).append(_criterion_node(row))
    outer, inner = (ALL, ANY) if rows.mode == EACH_GROUP else (ANY, ALL)
    parts = [members[0] if len(members) == 1 else {inner: tuple(members)} for members in groups.values()]
    return parts[0] if len(parts) == 1 else {outer: tuple(parts)}


def _criterion_node(row: Row) -> Mapping[str, FieldValue]:
    if not row.fact:
        judged = {WINDOW: row.text, "basis": row.basis, "by": BY_WINDOW}
        return {ANY: (judged,)} if row.is_deciding else judged
    node: dict[str, FieldValue] = {FACT: row.fact}
    if row.values:
        node[IN] = row.values
    node |= {name: limit for name, limit in ((AT_LEAST, row.low), (AT_MOST, row.high)) if limit}
    node |= {"basis": row.basis, "by": BY_BOT}
    return {NOT: node} if row.is_not else node


def _plain(node: object) -> object:
    """Return a node with lists in place of tuples, as YAML gives it."""
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, tuple) else node


def condition_of(rows: ConditionRows) -> Condition:
    """Return the condition that rows make."""
    return read_condition(_plain(node_of(rows)))


def faults_of(rows: ConditionRows) -> list[str]:
    """Return what stands against writing rows as a condition, each a sentence with its remedy; may be empty."""
    if rows.mode == EVERYONE:
        return []
    if not rows.rows:
        return ["还没有条件。加一条，或者选“谁都能用”。"]
    faults = []
    for number, row in enumerate(rows.rows, 1):
        if row.fact and not (row.values or row.low or row.high):
            faults.append(f"第 {number} 条还没选。勾上哪几种算符合；不要这一条，就勾“去掉”。")
        if not row.fact and not row.text:
            faults.append(f"第 {number} 条还空着。写清窗口要看什么；不要这一条，就勾“去掉”。")
    return faults


def pairs_of(rows: ConditionRows) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that show rows."""
    yield "mode", rows.mode
    for number, row in enumerate(rows.rows):
        texts = {"fact": row.fact, "group": row.group, "low": row.low, "high": row.high, "text": row.text}
        texts["basis"] = row.basis
        yield from ((f"c{number}_{name}", text) for name, text in texts.items())
        yield from ((f"c{number}_is", value) for value in row.values)
        yield from ((f"c{number}_{name}", "1") for name in FLAGS if getattr(row, f"is_{name}"))


def read_rows(form: Form) -> ConditionRows | None:
    """Return the rows typed into a form, without those taken away, with one more where that was asked for.

    None where the form shows no condition.
    """
    if form.text("mode") not in MODES:
        return None
    names = {name for name, _ in form.pairs}
    numbers = [number for number in range(MOST_ROWS) if f"c{number}_fact" in names and f"c{number}_gone" not in names]
    rows, mode = [_typed_row(form, number) for number in numbers], form.text("mode")
    if form.text("task") == "criterion" and len(rows) < MOST_ROWS:
        mode = EACH_GROUP if mode == EVERYONE else mode  # who adds a criterion means it to count
        last = max((int(row.group) for row in rows if row.group.isdecimal()), default=0)
        fact = form.text("add_fact")
        rows.append(Row("" if fact == WINDOW else fact, str(last + 1)))
    return ConditionRows(mode, tuple(rows))


def _typed_row(form: Form, number: int) -> Row:
    names = ("fact", "group", "low", "high", "text", "basis")
    texts = {name: form.text(f"c{number}_{name}") for name in names}
    values = form.texts(f"c{number}_is")
    is_not, is_deciding = (bool(form.text(f"c{number}_{name}")) for name in FLAGS)
    return Row(**texts, values=values, is_not=is_not, is_deciding=is_deciding)
