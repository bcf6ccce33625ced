"""Builds the turns that the tests of the handlers answer, on the small content with sentences that show their key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from string import Formatter
from zoneinfo import ZoneInfo

from handlers.turn import Conversation, Reply, Turn
from knowledge.matching.decision import Thresholds
from knowledge.matching.intents import IntentKind
from knowledge.matching.matcher import Match
from knowledge.matching.understanding import EMPTY, Understanding
from knowledge.matching.urgency import Alarm
from knowledge.models import Content
from knowledge.screening.screener import Screener
from knowledge.yaml_source import read_yaml
from tests.knowledge.mini_world import analyse, match, mini_content, mini_understander
from tests.real import CONTENT

IN_PERIOD = date(2025, 12, 31)
AFTER_PERIOD = date(2026, 1, 1)
COUNTY_TIME = ZoneInfo("Asia/Shanghai")
MORNING = time(9, 30)
THRESHOLDS = Thresholds(danger=0.5, answer=0.6, gap=0.1, offer=0.3, option=0.05, sure=0.75, need=0.6)
LONGEST_ACTION_BYTES = 64
_KEPT = ("answer.strength_info", "choice.neither_words")
_SCREENERS: dict[str, Screener] = {}
_WORDS = "screening.words_"
_KEY = re.compile("〔(.+?)〕")


@dataclass(frozen=True)
class Heard:
    """What a made-up message means."""

    matches: tuple[Match, ...] = ()
    needs: tuple[Match, ...] = ()
    alarm: Alarm | None = None
    aspect: str | None = None
    residue: str = ""
    names_something: bool = False
    is_elliptic: bool = False


NOTHING = Heard()


@cache
def small_content() -> Content:
    """Return the small content with every sentence of the shipped one, each as its key and its placeholders."""
    return replace(mini_content(), messages=dict(_sentences()))


def make_turn(
    text: str = "",
    heard: Heard = NOTHING,
    *,
    action: str = "",
    conversation: Conversation | None = None,
    content: Content | None = None,
    today: date = IN_PERIOD,
    at: time = MORNING,
) -> Turn:
    """Return the turn of a message that means what `heard` says."""
    said = {name: getattr(heard, name) for name in Heard.__dataclass_fields__}
    understanding = replace(EMPTY, analysis=analyse(text), alone=heard.matches, **said)
    return _turn(text, understanding, action, conversation, content, datetime.combine(today, at, COUNTY_TIME))


def read_turn(text: str, *, conversation: Conversation | None = None, action: str = "") -> Turn:
    """Return the turn of a message as the small content understands it."""
    before, shown = (conversation.question, conversation.services) if conversation else ("", ())
    understanding = mini_understander().understand(text, before, shown) if text else EMPTY
    return _turn(text, understanding, action, conversation, None, datetime.combine(IN_PERIOD, MORNING, COUNTY_TIME))


def likely(**probabilities: float) -> tuple[Match, ...]:
    """Return matches of services named with underscores, in the order given."""
    return tuple(match(key.replace("_", "-"), probability) for key, probability in probabilities.items())


def outside(kind: IntentKind, key: str, probability: float = 0.9) -> Heard:
    """Return a message about a matter elsewhere or small talk."""
    return Heard(matches=(match(key, probability, kind),))


def fire() -> Heard:
    """Return a message about a fire."""
    return Heard(alarm=Alarm(small_content().urgent[0], 0.9, "着火"))


def given(reply: Reply | None) -> Reply:
    """Return a reply that must be there and keep the laws of every reply."""
    assert reply is not None
    assert any(block.text or block.items for block in reply.blocks), "nothing is said"
    assert all(block.text or block.items for block in reply.blocks), "an empty block"
    assert all(button.label for button in reply.buttons), "a button without a word"
    assert all(len(button.action.encode()) <= LONGEST_ACTION_BYTES for button in reply.buttons), "an action too long"
    assert 0 <= reply.confidence <= 1
    return reply


def said(reply: Reply | None) -> set[str]:
    """Return the keys of the sentences in a reply."""
    return set(_KEY.findall(given(reply).text))


def _turn(
    text: str,
    understanding: Understanding,
    action: str,
    conversation: Conversation | None,
    content: Content | None,
    now: datetime,
) -> Turn:
    return Turn(
        text=text,
        action=action,
        understanding=understanding,
        conversation=conversation or Conversation(),
        content=content or small_content(),
        screener=screener_of(content or small_content()),
        thresholds=THRESHOLDS,
        now=now,
    )


def screener_of(content: Content) -> Screener:
    """Return what judges with a content; kept, since content never changes."""
    if content.version not in _SCREENERS:
        _SCREENERS[content.version] = Screener(content)
    return _SCREENERS[content.version]


def _sentences() -> Iterator[tuple[str, str]]:
    for path in sorted((CONTENT / "messages").glob("*.yaml")):
        for name, text in read_yaml(path, path.name).items():
            key = f"{path.stem}.{name}"
            holes = "".join(f"{{{hole}}}" for _, hole, _, _ in Formatter().parse(text) if hole)
            yield key, text if key in _KEPT or key.startswith(_WORDS) else f"〔{key}〕{holes}"
