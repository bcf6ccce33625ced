"""What a page shows of an exchange: who said what, buttons in groups, telephone numbers to tap. Used by `web_pages`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import Exchange
from handlers import action
from handlers.screening_buttons import pressed_label as screening_label
from handlers.turn import MOST_FOUND, Block, Button, Kind, Reply
from knowledge.models import Content

COUNTY_HOTLINE = "12345"

_UNITS = (
    "元|万|亿|个|人(?!工)|户|张|床|套|亩|册|种|年|岁|天|日|月|号|平|米|公|里|吨|条|次|所|支|项|栋|名|位|分|斤|点|%|％"
)
_ANSWERS = (action.FACT, action.HAVE, action.AGAIN)
_STEPS = (action.TELL, action.SCREEN)
_FOLLOW_UPS = (action.DETAIL, action.CHECK, action.TRIP)
_LABEL = "（(?P<label>[^（）]*)）"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence."""

    text: str
    """What is shown."""
    number: str = ""
    """Telephone number behind it; empty for plain text."""
    label: str = ""
    """Whose number it is, where the sentence says so in brackets."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The buttons of a reply by what they are for, each group in the order of the reply."""

    choices: tuple[Button, ...] = ()
    """Answers to a question of the bot."""
    drops: tuple[Button, ...] = ()
    """Matters to take off a one-trip card."""
    aspects: tuple[Button, ...] = ()
    """Follow-ups about the service shown."""
    services: tuple[Button, ...] = ()
    """Services to open."""
    steps: tuple[Button, ...] = ()
    """What leads into the eligibility dialogue, through it or out of it, or promises an answer for later."""
    feedback: tuple[Button, ...] = ()
    """Verdicts on the answer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange as a page shows it."""

    asked: str
    """What the resident typed, or the label of the button pressed; may be empty."""
    reply: Reply
    """What was answered."""
    groups: Groups
    """The reply's buttons."""
    is_last: bool
    """Whether its buttons can be pressed."""


def show_exchanges(content: Content, exchanges: Sequence[Exchange]) -> list[Shown]:
    """Return exchanges as a page shows them, in the same order; only the last keeps its buttons."""
    last = len(exchanges) - 1
    return [
        Shown(
            asked=exchange.text or pressed_label(content, exchange.action),
            reply=exchange.reply,
            groups=group_buttons(exchange.reply),
            is_last=number == last,
        )
        for number, exchange in enumerate(exchanges)
    ]


def pressed_label(content: Content, pressed: str) -> str:
    """Return what the button of an action says; empty for an unknown action or a service that is gone."""
    known = action.read_action(pressed)
    if known is None:
        return ""
    title = content.services[known.service].title if known.service in content.services else ""
    if known.verb in action.SCREEN_VERBS:
        return screening_label(content, known)
    if known.verb == action.TOWN:
        return known.service
    if known.verb == action.SHOW:
        return title
    if known.verb == action.DROP:
        return content.messages["trip.drop"].format(title=title) if title else ""
    keys = {
        action.DETAIL: f"common.button_{known.aspect}",
        action.TRIP: "common.button_trip",
        action.USEFUL: "common.button_useful",
        action.USELESS: "common.button_wrong",
        action.NEITHER: "choice.neither",
        action.TELL: "handoff.button_tell",
    }
    return content.messages.get(keys.get(known.verb, ""), "")


def group_buttons(reply: Reply) -> Groups:
    """Return the buttons of a reply by what they are for; what the page shows already is not offered again."""
    if reply.kind is Kind.CHOOSE:
        steps = tuple(button for button in reply.buttons if button.action.startswith(action.SCREEN))
        return Groups(choices=tuple(button for button in reply.buttons if button not in steps), steps=steps)
    towns = tuple(button for button in reply.buttons if button.action.startswith(f"{action.TOWN}:"))
    if towns:
        return Groups(choices=towns)
    if reply.options:
        return Groups(choices=reply.buttons)
    inside = {button for block in reply.blocks for button in block.buttons}
    verbs: dict[str, list[Button]] = {}
    for button in reply.buttons:
        pressed = action.read_action(button.action)
        if pressed is None or (pressed.verb == action.DETAIL and pressed.aspect == reply.aspect):
            continue
        if inside and (pressed.verb, pressed.service) == (action.SCREEN, action.REST):  # every line is a button here
            continue
        verbs.setdefault("feedback" if pressed.verb in action.VERDICTS else pressed.verb, []).append(button)
    return Groups(
        choices=tuple(button for verb in _ANSWERS for button in verbs.get(verb, ())),
        drops=tuple(verbs.get(action.DROP, ())),
        aspects=tuple(button for verb in _FOLLOW_UPS for button in verbs.get(verb, ())),
        services=tuple(button for button in verbs.get(action.SHOW, ()) if button not in inside),
        steps=tuple(button for verb in _STEPS for button in verbs.get(verb, ())),
        feedback=tuple(verbs.get("feedback", ())),
    )


def list_role(content: Content, block: Block) -> str:
    """Return what a list is about, for its looks: `go`, `bring` or `open`; empty for any other."""
    words = content.messages
    headings = {words[f"answer.{role}_heading"]: role for role in ("go", "bring", "open")}
    headings |= {words["trip.sometimes_heading"]: "bring", words["trip.ask_heading"]: "open"}
    headings |= {words["trip.stop_heading"].format(number=n): "go" for n in range(1, MOST_FOUND + 1)}
    return headings.get(block.text, "")


def opened_items(block: Block) -> list[tuple[Button, str]]:
    """Return for each item of a list with buttons its button, and what the item says beside the button's label."""
    pairs = zip(block.buttons, block.items, strict=True)
    return [(button, item.removeprefix(button.label).lstrip("—：。")) for button, item in pairs]


class PhoneBook:
    """The telephone numbers that the content knows."""

    def __init__(self, content: Content) -> None:
        """Collect the numbers of offices, windows, dangers and matters settled elsewhere."""
        numbers = {COUNTY_HOTLINE}
        numbers.update(number for situation in content.urgent for number in situation.numbers)
        numbers.update(department.hotline for department in content.departments.values())
        numbers.update(matter.hotline for matter in content.elsewhere.values())
        windows = (window for department in content.departments.values() for window in department.windows)
        numbers.update(phone for window in windows for phone in window.phones)
        known = "|".join(re.escape(number) for number in sorted(numbers - {""}, key=lambda n: (-len(n), n)))
        # A number followed by a unit is a figure: 120元 is no ambulance.
        self._call = re.compile(rf"(?<![\d.第])(?P<number>{known})(?!\.?\d|\s*(?:{_UNITS}))(?:{_LABEL})?")

    def parts(self, text: str, *, with_label: bool = False) -> list[Part]:
        """Return a sentence cut at its telephone numbers, nothing lost.

        `with_label` puts the brackets behind a number into the part of the number, without the brackets.
        """
        parts, end = [], 0
        for found in self._call.finditer(text):
            parts.append(Part(text[end : found.start()]))
            label = found["label"] if with_label else None
            end = found.end() if label else found.end("number")
            parts.append(Part(found["number"], re.sub(r"\D", "", found["number"]), label or ""))
        return [part for part in (*parts, Part(text[end:])) if part.text]
