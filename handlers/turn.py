"""What every handler takes and gives: a `Turn` in, a `Reply` out, and the conversation that links them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handlers.screening_state import ScreeningState, read_state
from knowledge.matching.decision import Thresholds
from knowledge.matching.understanding import Understanding
from knowledge.models import Content
from knowledge.screening.screener import Screener
from knowledge.trip.referral import Referral

MOST_FOUND = 6
"""More than so many matters are not done in one trip."""


class Kind(StrEnum):
    """What a reply is; the values of `kind` in the JSON reply."""

    ANSWER = "answer"
    DETAIL = "detail"
    CHOOSE = "choose"
    SCREEN = "screen"
    URGENT = "urgent"
    SMALLTALK = "smalltalk"
    HANDOFF = "handoff"
    COMMAND = "command"


class ReviewReason(StrEnum):
    """Why staff should look at a question; `bot.review_words` says each in words."""

    UNANSWERED = "unanswered"
    """There was no answer, or nothing is confirmed of the office asked for."""
    DOUBTFUL = "doubtful"
    """It was answered, without much confidence."""
    ASKED_BACK = "asked back"
    """It was asked which of several matters is meant."""
    ELSEWHERE = "elsewhere"
    """It is handled elsewhere."""
    REJECTED = "rejected"
    """The person said that the answer was wrong."""
    MISROUTED = "misrouted"
    """A counter said that the matter belongs to another."""
    FAILED = "failed"
    """The program failed over it."""


class Style(StrEnum):
    """How a block is meant; each channel draws it in its own way."""

    TITLE = "title"
    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"
    ALARM = "alarm"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Button:
    """Something the resident can press instead of typing."""

    label: str
    """What it says."""
    action: str
    """What comes back when it is pressed, at most 64 bytes; see `action`."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a reply, in plain text."""

    style: Style
    """How it is meant."""
    text: str
    """The sentence, or the heading of a list; may be empty for a list."""
    items: tuple[str, ...] = ()
    """The items of a list, in order."""
    buttons: tuple[Button, ...] = ()
    """For each item the button that opens it, where a channel can put it there; empty where items open nothing."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is remembered from one message of a resident to the next."""

    services: tuple[str, ...] = ()
    """Ids last shown, the main one first."""
    question: str = ""
    """The last question with a need in it, masked."""
    options: tuple[str, ...] = ()
    """Ids offered in a choice that waits for a pick."""
    clarifications: int = 0
    """Clarifying questions asked in a row."""
    audience: str = ""
    """Whom the questions are for, see `audience`; empty = nobody was named."""
    found: tuple[str, ...] = ()
    """Ids of all services shown so far and not rejected, the first found first, at most `MOST_FOUND`."""
    town: str = ""
    """Name of the resident's town; empty = unknown."""
    is_town_asked: bool = False
    """Whether the town was asked; it is asked once."""
    waits_for_town: str = ""
    """The aspect told again when the town just asked for is known; empty = the last reply did not ask."""
    office: str = ""
    """Key of the office asked for by name in the last messages; empty where a service was shown since."""
    screening: ScreeningState | None = None
    """The eligibility dialogue; None where there is none."""

    def showing(self, services: tuple[str, ...], question: str) -> Conversation:
        """Return the conversation after services were shown: any choice is over, and they are among the found."""
        found = tuple(dict.fromkeys((*self.found, *services)))[-MOST_FOUND:]
        return replace(self, services=services, question=question, options=(), clarifications=0, found=found, office="")

    def without(self, services: Collection[str]) -> Conversation:
        """Return the conversation after services turned out not to be what was meant."""
        return replace(self, found=tuple(key for key in self.found if key not in services))


def read_conversation(stored: Mapping[str, Any]) -> Conversation:
    """Return the conversation that was stored as plain JSON, by this program or by an older or newer one."""
    known = {one.name for one in fields(Conversation)}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items() if k in known}
    values["screening"] = read_state(stored.get("screening"))
    return Conversation(**values)


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with all that is needed to answer it."""

    text: str
    """The message, masked; empty for a pressed button."""
    action: str
    """The action of a pressed button; empty for typed text."""
    understanding: Understanding
    """What the message means."""
    conversation: Conversation
    """What went before."""
    content: Content
    """Everything the bot knows."""
    screener: Screener
    """Judges what a person can get."""
    thresholds: Thresholds
    """From which probability something is done."""
    now: datetime
    """The time, aware, in the county's time zone: the one clock of a turn."""
    can_be_told: bool = False
    """Whether the channel can bring a message later, of its own accord."""

    @property
    def today(self) -> date:
        """The day in the county."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message."""

    kind: Kind
    """What it is."""
    blocks: tuple[Block, ...]
    """What is said, in order, never empty."""
    services: tuple[str, ...] = ()
    """Ids of the services shown, in order."""
    options: tuple[str, ...] = ()
    """Ids offered to choose from."""
    aspect: str | None = None
    """For a detail: where, when, bring, amount, who, how, source or more."""
    numbers: tuple[str, ...] = ()
    """Emergency numbers, most urgent first."""
    departments: tuple[str, ...] = ()
    """Department keys, lead first."""
    confidence: float = 1.0
    """Calibrated probability that this is what was asked, 0 to 1."""
    buttons: tuple[Button, ...] = ()
    """What can be pressed next."""
    conversation: Conversation = field(default_factory=Conversation)
    """What to remember for the next message."""
    referral: Referral | None = None
    """The one-trip card that this reply is, to be kept and given its code; None = it is none."""
    has_page: bool = False
    """Whether the web chat also shows it on a page of its own, to be printed."""
    review: ReviewReason | None = None
    """Why staff should look at the question; None = they need not."""

    @property
    def text(self) -> str:
        """The whole reply as plain text, blocks parted by blank lines."""
        return "\n\n".join(map(block_text, self.blocks))


def block_text(block: Block) -> str:
    """Return a block as plain text: list items with a dot, the items of a choice numbered from 1."""
    lines = [block.text] if block.text else []
    if block.style is Style.CHOICE:
        return "\n".join([*lines, *(f"{number}. {item}" for number, item in enumerate(block.items, 1))])
    return "\n".join([*lines, *(f"· {item}" for item in block.items)])
