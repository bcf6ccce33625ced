"""The condition of a service as rows of a form, and back. Used by `console_service_form`.

A form shows criteria in numbered groups: each group must hold with one of its criteria, or one group with all of its
own. A group may hold smaller ones, 2.1 in 2, in which it is the other way round, and so on. A condition is shown only
where the form gives the very same back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
KIND_NAMES = {ALL: "条条都要", ANY: "有一条就行"}
"""What is asked of the members of a group."""
OTHER = {ALL: ANY, ANY: ALL}
KINDS: Mapping[str, type[AllOf | AnyOf]] = {ALL: AllOf, ANY: AnyOf}
GROUP = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,5}")
ADDED, ADDED_INSIDE = "criterion", "inside"
"""Buttons that ask for one more criterion: in a group of its own, or behind a colon and a group's number in that one;
and in a smaller group of its own inside that one."""
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
    """Number of its group; `2.1` is the first group inside group 2."""
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
    """The criteria, those of a group together."""


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria and smaller groups that are looked at together."""

    number: str
    """Its number, `2.1` inside group 2; empty for the whole."""
    kind: str
    """`ALL` or `ANY` of its members."""
    members: tuple[int | Group, ...]
    """Places of its rows, from 0, and the smaller groups, in order."""


def rows_of(condition: Condition, situation: Mapping[str, Fact]) -> ConditionRows | None:
    """Return the rows that show a condition; None where they would not give the very same condition back."""
    condition = _without_idle_groups(condition)
    rows = ConditionRows() if isinstance(condition, Everyone) else _rows_of(condition)
    if condition_of(rows) != condition:
        return None
    return replace(rows, rows=tuple(_in_order(row, situation) for row in rows.rows))


def _in_order(row: Row, situation: Mapping[str, Fact]) -> Row:
    """Return a row with its values in the order in which they are offered."""
    fact = situation.get(row.fact)
    return replace(row, values=tuple(value for value in fact.values if value in row.values)) if fact else row


def _without_idle_groups(condition: Condition) -> Condition:
    """Return the condition with each group of one part as that part, and all in all as one, which says the same."""
    if not isinstance(condition, AllOf | AnyOf):
        return condition
    kind = type(condition)
    parts = tuple(
        inner
        for part in map(_without_idle_groups, condition.parts)
        for inner in (part.parts if isinstance(part, kind) and not _is_row(part) else (part,))
    )
    if kind is AllOf and all(isinstance(part, WindowCriterion) for part in parts):
        parts = tuple(AnyOf((part,)) for part in parts)  # in a group of their own the window has the say
    is_idle = len(parts) == 1 and not (kind is AnyOf and isinstance(parts[0], WindowCriterion))
    return parts[0] if is_idle else kind(parts)


def _rows_of(condition: Condition) -> ConditionRows:
    if isinstance(condition, AnyOf) and all(map(_is_row, condition.parts)) and not _is_row(condition):
        return ConditionRows(EACH_GROUP, tuple(_row(part, "1") for part in condition.parts))
    is_one = isinstance(condition, AnyOf) and not _is_row(condition)
    parts = condition.parts if isinstance(condition, AllOf | AnyOf) and not _is_row(condition) else (condition,)
    kind = ALL if is_one else ANY
    rows = (row for number, part in enumerate(parts, 1) for row in _rows_in(part, kind, str(number)))
    return ConditionRows(ONE_GROUP if is_one else EACH_GROUP, tuple(rows))


def _rows_in(condition: Condition, kind: str, group: str) -> Iterator[Row]:
    """Yield the rows of a group, whose members are combined by `kind`; those of smaller groups where they stand."""
    parts = condition.parts if isinstance(condition, KINDS[kind]) and not _is_row(condition) else (condition,)
    smaller = 0
    for part in parts:
        if _is_row(part):
            yield _row(part, group)
        else:
            smaller += 1
            yield from _rows_in(part, OTHER[kind], f"{group}.{smaller}")


def _is_row(condition: Condition) -> bool:
    """Return whether a condition is one criterion; also where it is the window's, which then has the say."""
    if isinstance(condition, AnyOf):
        return len(condition.parts) == 1 and isinstance(condition.parts[0], WindowCriterion)
    return not isinstance(condition, AllOf | Everyone)


def _row(condition: Condition, group: str) -> Row:
    match condition:
        case Not(criterion):
            return replace(_row(criterion, group), is_not=True)
        case AnyOf((criterion,)):
            return replace(_row(criterion, group), is_deciding=True)
        case NumberCriterion(fact, low, high, basis):
            shown = "" if low == LEAST_NUMBER else str(low), "" if high == MOST_NUMBER else str(high)
            return Row(fact, group, low=shown[0], high=shown[1], basis=basis)
        case ChoiceCriterion(fact, values, basis):
            return Row(fact, group, values=tuple(sorted(values)), basis=basis)
        case WindowCriterion(text, basis):
            return Row("", group, text=text, basis=basis)
    raise ValueError(condition)


def node_of(rows: ConditionRows) -> FieldValue:
    """Return a condition as the content writes it."""
    if rows.mode == EVERYONE or not rows.rows:
        return EVERYONE
    return _node_of_group(tree_of(rows), rows)


def _node_of_group(group: Group, rows: ConditionRows) -> FieldValue:
    members = tuple(
        _node_of_group(member, rows) if isinstance(member, Group) else _criterion_node(rows.rows[member])
        for member in group.members
    )
    return members[0] if len(members) == 1 else {group.kind: members}


def tree_of(rows: ConditionRows) -> Group:
    """Return the whole of all groups, in the order of their numbers, with their rows and smaller groups as they come.

    >>> tree_of(ConditionRows(EACH_GROUP, (Row("age", "2"), Row("income", "1"), Row("area", "2.1")))).members[1]
    Group(number='2', kind='any', members=(0, Group(number='2.1', kind='all', members=(2,))))
    """
    paths = [(place, tuple(row.group.split("."))) for place, row in enumerate(rows.rows)]
    whole = _group_of("", ANY if rows.mode == ONE_GROUP else ALL, paths)
    return replace(whole, members=tuple(sorted(whole.members, key=_number_of)))


def _group_of(number: str, kind: str, paths: Iterable[tuple[int, tuple[str, ...]]]) -> Group:
    members: dict[int | str, list[tuple[int, tuple[str, ...]]]] = {}
    for place, path in paths:
        members.setdefault(path[0] if path else place, []).append((place, path[1:]))
    return Group(
        number,
        kind,
        tuple(
            key if isinstance(key, int) else _group_of(f"{number}.{key}".lstrip("."), OTHER[kind], below)
            for key, below in members.items()
        ),
    )


def _number_of(member: int | Group) -> tuple[int, str]:
    return (len(member.number), member.number) if isinstance(member, Group) else (0, "")


def _numbered(rows: ConditionRows) -> ConditionRows:
    """Return rows with those of a group together and the groups numbered from 1 without gaps."""
    if not all(GROUP.fullmatch(row.group) for row in rows.rows):
        return rows
    return replace(rows, rows=tuple(_renumber(tree_of(rows), "", rows)))


def _renumber(group: Group, number: str, rows: ConditionRows) -> Iterator[Row]:
    smaller = 0
    for member in group.members:
        if isinstance(member, Group):
            smaller += 1
            yield from _renumber(member, f"{number}.{smaller}".lstrip("."), rows)
        else:
            yield replace(rows.rows[member], group=number)


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
        if not GROUP.fullmatch(row.group):
            faults.append(f"第 {number} 条的“第几组”写得不对。写 2，或者 2.1 这样的数。")
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
    button, _, group = form.text("task").partition(":")
    if button in (ADDED, ADDED_INSIDE) and len(rows) < MOST_ROWS:
        mode = EACH_GROUP if mode == EVERYONE else mode  # who adds a criterion means it to count
        fact = form.text(f"add_fact:{group}" if group else "add_fact")
        place = group if group and button == ADDED else _next_group(rows, group)
        rows.append(Row("" if fact == WINDOW else fact, place))
    return _numbered(ConditionRows(mode, tuple(rows)))


def _next_group(rows: Iterable[Row], above: str) -> str:
    """Return the number of one more group inside another one, or at the top where that is empty."""
    start = f"{above}." if above else ""
    taken = (row.group.removeprefix(start).partition(".")[0] for row in rows if row.group.startswith(start))
    return f"{start}{max((int(number) for number in taken if GROUP.fullmatch(number)), default=0) + 1}"


def _typed_row(form: Form, number: int) -> Row:
    names = ("fact", "group", "low", "high", "text", "basis")
    texts = {name: form.text(f"c{number}_{name}") for name in names}
    values = form.texts(f"c{number}_is")
    is_not, is_deciding = (bool(form.text(f"c{number}_{name}")) for name in FLAGS)
    return Row(**texts, values=values, is_not=is_not, is_deciding=is_deciding)
