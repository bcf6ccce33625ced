"""Says what is known of one counter: its name, place, phones, hours, and whether it is open. Called by the cards."""

from __future__ import annotations

from datetime import datetime

from handlers.opening_writer import OpeningWriter
from handlers.words import department_name, say
from knowledge.models import Content
from knowledge.offices import Department, Window
from knowledge.routing.intake import TOWN_WINDOW, find_window
from knowledge.routing.opening_hours import write_hours


def counter_name(content: Content, key: str, town: str = "") -> str:
    """Return the name of a department's counter; the town's one-window counter with the town, where that is known."""
    name = department_name(content, key)
    return f"{town}{name.removeprefix('镇')}" if key == TOWN_WINDOW and town else name


def plain_name(content: Content, key: str, town: str = "") -> str:
    """Return the same without the remark that the plan does not name the department, for the middle of a sentence."""
    return counter_name(content, key, town).removesuffix(content.messages["answer.general_knowledge"])


def confirmed_window(department: Department, town: str) -> Window | None:
    """Return the counter for a resident of `town` (empty = unknown) where staff confirmed something of it."""
    window = find_window(department, town)
    return window if is_confirmed(window) else None


def is_confirmed(window: Window | None) -> bool:
    """Return whether staff confirmed something of a counter that can be told."""
    return window is not None and window.confirmed_on is not None and any((window.place, window.phones, window.hours))


def depends_on_town(content: Content, key: str, town: str) -> bool:
    """Return whether a counter's details are confirmed, but those of which one it is only the town can tell."""
    return key == TOWN_WINDOW and not town and any(map(is_confirmed, content.departments[key].windows))


def counter_lines(content: Content, window: Window, now: datetime, hotlines: str) -> tuple[str, ...]:
    """Return what is known of a confirmed counter, a line each: place, phones, hours, and whether it is open at `now`.

    `hotlines` are the numbers to call where something is not certain.
    """
    writer = OpeningWriter(content, now, content.messages["opening.here"], hotlines)
    rows = {"place": window.place, "phones": "、".join(window.phones)}
    lines = [say(content, f"answer.go_{name}", **{name: value}) for name, value in rows.items() if value]
    if window.hours is None:
        return (*lines, *writer.unknown())
    lines.append(say(content, "answer.go_hours", hours="；".join(write_hours(window.hours))))
    age = (writer.confirmation(window.confirmed_on),) if window.confirmed_on else ()
    return (*lines, *writer.status(window.hours), *age)
