"""Applies edits to the texts of the content files: each edit changes the lines of its entry and no others.

Pure: takes texts, gives texts. Called by `publishing`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.staff.condition_shape import keep_shape
from bot.staff.edits import (
    AddPhrasings,
    AddToTopic,
    ChangeCases,
    ChangeDepartment,
    ChangeService,
    ChangeWindow,
    Edit,
    FieldValue,
    NewService,
    NewTopic,
    NewWindow,
    RemovePhrasings,
    RemoveService,
    RemoveWindow,
    TakeBack,
)
from bot.staff.errors import EditConflictError, StaffError, TakenBackError
from bot.staff.hunks import Hunk, take_back, unified_diff
from bot.staff.retiring import retire_mentions
from bot.staff.yaml_text import (
    Step,
    YamlTextError,
    append_entry,
    drop_entry,
    drop_key,
    entry_text,
    get_value,
    set_record,
    set_value,
)
from knowledge.checking.phrasing_rules import compared_form
from knowledge.content import REQUIRED_FIELDS, SERVICE_FIELDS
from knowledge.offices_source import WINDOW_FIELDS
from knowledge.routing.intake import intake_of

Texts = dict[str, str]
"""The text of each content file, by its path below the content folder."""
SERVICE, TOPIC, DEPARTMENT = "service", "topic", "department"
"""Parts that an entry can belong to."""
TOPICS, DEPARTMENTS, REGISTER = "elsewhere.yaml", "departments.yaml", "ids.yaml"
TOPIC_FIELDS = ("id", "title", "office", "hotline", "ask")
MOST_NAMED = 5
"""So many services are named in one sentence."""
_LISTS = frozenset({"open", "facts", "cites", "with", "bring", "ask", "related", "confused_with"})


def read_texts(root: Path) -> Texts:
    """Return the text of every content file; raises `StaffError` where one cannot be read."""
    texts = {}
    for path in sorted(root.rglob("*.yaml")):
        try:
            with path.open(encoding="utf-8", newline="") as file:
                texts[path.relative_to(root).as_posix()] = file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise StaffError(f"读不了 {path.name}（{error}） -> 先用 check 看看这个文件") from error
    return texts


def apply_edits(
    texts: Mapping[str, str], edits: Iterable[Edit], hunks: Mapping[int, Mapping[str, Sequence[Hunk]]]
) -> Texts:
    """Return the texts after the edits; `hunks` holds, by file, what each change to be taken back did.

    Raises `StaffError` naming the entry where it is not there or cannot take the value, `TakenBackError`.
    """
    result = dict(texts)
    for edit in edits:
        try:
            if isinstance(edit, TakeBack):
                _take_back(result, hunks[edit.change])
            else:
                _APPLY[type(edit)](result, edit)
        except YamlTextError as error:
            raise StaffError(f"改不了：{error} -> 回到这一条，重新打开再改") from error
    return result


def find_entry(texts: Mapping[str, str], part: str, key: str) -> tuple[str, Step]:
    """Return the file that holds an entry and its place there; raises `StaffError` where there is none."""
    if part == SERVICE:
        start = re.compile(rf"^- id: *['\"]?{re.escape(key)}['\"]? *(?:#.*)?$", re.MULTILINE)
        file = next((name for name in sorted(texts) if name.startswith("services/") and start.search(texts[name])), "")
        step: Step = ("id", key)
    else:
        file, step = (TOPICS, ("id", key)) if part == TOPIC else (DEPARTMENTS, ("key", key))
    try:
        entry_text(texts.get(file, "[]"), [step])
    except YamlTextError as error:
        raise StaffError(f"没有“{key}”这一条 -> 它可能刚被删掉，回到列表再选") from error
    return file, step


def text_of_entry(texts: Mapping[str, str], part: str, key: str) -> str:
    """Return the lines of an entry; raises `StaffError` where there is none."""
    file, step = find_entry(texts, part, key)
    return entry_text(texts[file], [step])


def values_of_entry(texts: Mapping[str, str], part: str, key: str) -> dict[str, FieldValue]:
    """Return the fields of an entry as a form shows them; conditions, which no form changes, are left out."""
    file, step = find_entry(texts, part, key)
    values = get_value(texts[file], [step])
    return {name: _frozen(value) for name, value in values.items() if name not in ("eligible", "windows")}


def cases_of(texts: Mapping[str, str], key: str) -> list[Mapping[str, Any]]:
    """Return the people on whom the condition of a service is tried; may be empty."""
    file, _ = find_entry(texts, SERVICE, key)
    try:
        return list(get_value(texts.get(file.replace("services/", "cases/", 1), ""), [key]))
    except YamlTextError:
        return []


def refuse_other_base(texts: Mapping[str, str], base: Mapping[str, str], edits: Sequence[Edit]) -> None:
    """Raise `EditConflictError` where an entry is another one than its author saw; `base` holds its lines then."""
    for edit in edits:
        entry = entry_of(edit)
        if entry is None:
            continue
        seen, now = base[":".join(entry)], text_of_entry(texts, *entry)
        if seen != now:
            raise EditConflictError(entry[1], unified_diff(entry[1], seen, now))


def seal_of(text: str) -> str:
    """Return the hash of an entry's lines, 64 hex digits: what a form carries to notice that somebody was faster."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def entry_of(edit: Edit) -> tuple[str, str] | None:
    """Return part and key of the entry whose values an edit replaces; None where it only adds or takes back."""
    if isinstance(edit, ChangeService | RemoveService):
        return SERVICE, edit.service
    if isinstance(edit, ChangeDepartment | ChangeWindow | NewWindow | RemoveWindow):
        return DEPARTMENT, edit.department
    return None


def service_template(service_id: str, title: str, lead: str) -> dict[str, FieldValue]:
    """Return the fields of a new service in the order of the files: three filled in, the others empty."""
    empty: dict[str, FieldValue] = {name: () if name in _LISTS else "" for name in REQUIRED_FIELDS}
    return empty | {"id": service_id, "title": title, "lead": lead, "eligible": "everyone", "window": "town"}


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _take_back(texts: Texts, files: Mapping[str, Sequence[Hunk]]) -> None:
    for file, hunks in files.items():
        text = take_back(texts.get(file, ""), hunks)
        if text is None:
            raise TakenBackError(file)
        texts[file] = text


def _add_phrasings(texts: Texts, edit: AddPhrasings) -> None:
    file, step = find_entry(texts, SERVICE, edit.service)
    texts[file] = _extend(texts[file], [step, "ask"], edit.ask)
    if edit.checks:
        checks = file.replace("services/", "checks/", 1)
        texts[checks] = _extend(texts.get(checks, ""), [edit.service], edit.checks)


def _remove_phrasings(texts: Texts, edit: RemovePhrasings) -> None:
    file, step = find_entry(texts, SERVICE, edit.service)
    places = ((file, [step, "ask"], edit.ask), (file.replace("services/", "checks/", 1), [edit.service], edit.checks))
    for name, path, gone in places:
        if gone:
            old = get_value(texts.get(name, ""), path)
            texts[name] = set_value(texts[name], path, [text for text in old if text not in gone])


def _change_service(texts: Texts, edit: ChangeService) -> None:
    file, step = find_entry(texts, SERVICE, edit.service)
    _refuse_unknown(edit.fields, [name for name in SERVICE_FIELDS if name != "id"])
    for name, value in edit.fields.items():
        if name == "source" and not value:
            texts[file] = drop_key(texts[file], [step, name])
        else:
            old = get_value(texts[file], [step]).get(name)
            new = keep_shape(old, value) if name == "eligible" else value
            texts[file] = set_value(texts[file], [step, name], new)


def _change_cases(texts: Texts, edit: ChangeCases) -> None:
    file, _ = find_entry(texts, SERVICE, edit.service)
    cases = file.replace("services/", "cases/", 1)
    if not any(name.startswith("cases/") for name in texts):
        return  # content that keeps no cases is not asked for any
    texts[cases] = set_value(texts.get(cases, ""), [edit.service], edit.cases)


def _new_service(texts: Texts, edit: NewService) -> None:
    file, key = f"services/{edit.domain}.yaml", str(edit.fields.get("id", ""))
    if file not in texts:
        raise StaffError(f"没有“{edit.domain}”这一类 -> 从已有的类里选")
    _refuse_unknown(edit.fields, SERVICE_FIELDS)
    _refuse_taken(texts, key)
    fields = {name: edit.fields[name] for name in SERVICE_FIELDS if name in edit.fields}
    texts[file] = append_entry(texts[file], fields)
    texts[REGISTER] = _extend(texts[REGISTER], ["in_use"], (key,))
    checks = f"checks/{edit.domain}.yaml"
    texts[checks] = _extend(texts.get(checks, ""), [key], edit.checks)


def _remove_service(texts: Texts, edit: RemoveService) -> None:
    file, step = find_entry(texts, SERVICE, edit.service)
    texts[file] = drop_entry(texts[file], [step])
    checks = file.replace("services/", "checks/", 1)
    texts[checks] = drop_key(texts.get(checks, ""), [edit.service])
    retire_mentions(texts, file.removeprefix("services/").removesuffix(".yaml"), edit.service)
    in_use = get_value(texts[REGISTER], ["in_use"])
    texts[REGISTER] = set_value(texts[REGISTER], ["in_use"], [key for key in in_use if key != edit.service])
    texts[REGISTER] = _extend(texts[REGISTER], ["retired"], (edit.service,))


def _refuse_taken(texts: Texts, key: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+", key):
        raise StaffError(f"编号“{key}”不对 -> 用小写英文和短横线，如 edu-school-bus")
    register = get_value(texts[REGISTER], [])
    if any(key in ids for ids in register.values()):
        raise StaffError(f"编号“{key}”已经有了，或者用过 -> 换一个没用过的")


def _add_to_topic(texts: Texts, edit: AddToTopic) -> None:
    file, step = find_entry(texts, TOPIC, edit.topic)
    texts[file] = _extend(texts[file], [step, "ask"], edit.ask)


def _new_topic(texts: Texts, edit: NewTopic) -> None:
    _refuse_unknown(edit.fields, TOPIC_FIELDS)
    key = str(edit.fields.get("id", ""))
    if any(entry.get("id") == key for entry in get_value(texts[TOPICS], [])):
        raise StaffError(f"编号“{key}”已经有了 -> 换一个，或者把问法加到那一条")
    empty: dict[str, FieldValue] = {"hotline": ""}
    fields = empty | dict(edit.fields)
    texts[TOPICS] = append_entry(texts[TOPICS], {name: fields[name] for name in TOPIC_FIELDS if name in fields})


def _change_department(texts: Texts, edit: ChangeDepartment) -> None:
    file, step = find_entry(texts, DEPARTMENT, edit.department)
    for name, value in edit.fields.items():
        texts[file] = set_value(texts[file], [step, name], value)


def _change_window(texts: Texts, edit: ChangeWindow) -> None:
    file, step = find_entry(texts, DEPARTMENT, edit.department)
    _refuse_unknown(edit.fields, [name for name in WINDOW_FIELDS if name != "key"])
    texts[file] = set_record(texts[file], [step, "windows", ("key", edit.window)], edit.fields)


def _new_window(texts: Texts, edit: NewWindow) -> None:
    file, step = find_entry(texts, DEPARTMENT, edit.department)
    _refuse_unknown(edit.fields, WINDOW_FIELDS)
    windows = [*(get_value(texts[file], [step]).get("windows") or []), dict(edit.fields)]
    texts[file] = set_value(texts[file], [step, "windows"], windows)


def _remove_window(texts: Texts, edit: RemoveWindow) -> None:
    file, step = find_entry(texts, DEPARTMENT, edit.department)
    office = get_value(texts[file], [step])
    windows = list(office.get("windows") or [])
    left = [window for window in windows if window.get("key") != edit.window]
    if len(left) == len(windows):
        raise StaffError(f"没有“{edit.window}”这个窗口 -> 它可能刚被删掉，回到列表再看")
    served = [] if left else _served_by(texts, edit.department)
    if served:
        named = "、".join(served[:MOST_NAMED]) + ("等" if len(served) > MOST_NAMED else "")
        raise StaffError(
            f"这是{office.get('name', '')}最后一个窗口，还有 {len(served)} 项服务叫人先去那里：{named}"
            " -> 先把这几项的“先去哪个窗口”改到别处，再来删"
        )
    texts[file] = set_value(texts[file], [step, "windows"], left)


def _served_by(texts: Texts, department: str) -> list[str]:
    """Return the titles of the services whose residents are sent to a department first."""
    files = [text for name, text in sorted(texts.items()) if name.startswith("services/")]
    entries = [entry for text in files for entry in get_value(text, [])]
    return [str(entry.get("title")) for entry in entries if intake_of(str(entry.get("window"))) == department]


def _refuse_unknown(fields: Mapping[str, FieldValue], known: Sequence[str]) -> None:
    for name in fields:
        if name not in known:
            raise StaffError(f"“{name}”这一项不能在这里改 -> 能改的有 {'、'.join(known)}")


def _extend(text: str, path: Sequence[Step], phrasings: Sequence[str]) -> str:
    """Return the text with phrasings added to a list, without those that are there in the same words."""
    try:
        old = list(get_value(text, path))
    except YamlTextError:
        old = []
    seen = set(map(compared_form, old))
    new = [phrasing.strip() for phrasing in phrasings if phrasing.strip()]
    added = [phrasing for phrasing in dict.fromkeys(new) if compared_form(phrasing) not in seen]
    return set_value(text, path, [*old, *added]) if added else text


_APPLY: Mapping[type[Edit], Callable[[Texts, Any], None]] = {
    AddPhrasings: _add_phrasings,
    RemovePhrasings: _remove_phrasings,
    ChangeService: _change_service,
    ChangeCases: _change_cases,
    NewService: _new_service,
    RemoveService: _remove_service,
    AddToTopic: _add_to_topic,
    NewTopic: _new_topic,
    ChangeDepartment: _change_department,
    ChangeWindow: _change_window,
    NewWindow: _new_window,
    RemoveWindow: _remove_window,
}
