"""`screen`: what a person can get, from free text or facts; printed for people, or JSON lines in and out.

Nothing is stored. A service of which too little is known stands in none of the three lists; `unknown` names the facts
that would decide. One that is open to everyone is `likely` where `screening.yaml` says that it suits the life told, and
is not brought up elsewhere, for that everyone can have it tells nothing of this person.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TextIO

from bot.ask import open_json_streams
from bot.channels.terminal import open_console, print_reply
from bot.config import Config
from bot.masking import mask
from bot.times import utc_now
from handlers.screening_people import sort_out
from handlers.screening_results import show_results
from handlers.screening_state import ScreeningState
from handlers.turn import Conversation, Reply, Turn
from knowledge.content import load_content
from knowledge.matching.understanding import EMPTY
from knowledge.screening.facts import FactError, Facts, facts_from_json, facts_to_json
from knowledge.screening.next_question import deciding_facts
from knowledge.screening.screener import Outcome, Screener

EX_USAGE = 2
_BEST_FIRST = (Outcome.LIKELY, Outcome.POSSIBLE, Outcome.OPEN, Outcome.UNLIKELY)


class BadScreenLineError(ValueError):
    """A line that cannot be screened; the message says what would be right."""


def screen_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `screen`."""
    parser.add_argument("about", nargs="?", help="说说这个人的情况")
    parser.add_argument("--json", action="store_true", help="从标准输入一行读一个 JSON 对象，一行写一个")


async def run_screen(config: Config, options: argparse.Namespace) -> int:
    """Run `screen`; return the exit status. Raises `ContentError` where the content is bad."""
    if options.json == bool(options.about):
        print("说说情况，或者用 --json；例：python -m bot screen 我婆86，一个人住在农村", file=sys.stderr)
        return EX_USAGE
    screener = Screener(load_content(config.content))
    now = utc_now().astimezone(config.timezone)
    if options.json:
        screen_lines(screener, *open_json_streams(), now.date())
    else:
        print_reply(open_console(), screen_text(screener, options.about, config, now))
    return 0


def screen_lines(screener: Screener, lines: Iterable[str], out: TextIO, today: date) -> None:
    """Write one JSON object for each line that is not blank, in order; for a bad one `{"error": what to do}`."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                answer = screen_json(screener, *read_people(screener, line, today))
            except (BadScreenLineError, FactError) as error:
                answer = {"error": f"第 {number} 行：{error}"}
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()


def read_people(screener: Screener, line: str, today: date) -> tuple[Facts, ...]:
    """Return what a line tells, by its text `q`, its `facts` or both, of the person asked about and then of others.

    `facts` are the person's and count more than the text. Raises `BadScreenLineError` or `FactError` where there is
    neither, or where one is not what it should be.
    """
    try:
        line.encode()
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # bytes that are no UTF-8 among them
        raise BadScreenLineError(f"不是 UTF-8 的 JSON（{type(error).__name__}）") from error
    if not isinstance(row, dict) or not row.keys() & {"q", "facts"}:
        raise BadScreenLineError('要写成 {"q": "情况"} 或者 {"facts": {"age": 70}} 的样子')
    if not isinstance(row.get("q", ""), str):
        raise BadScreenLineError("q 要是一段文字")
    found = screener.find(row.get("q", ""), today)
    given = facts_from_json(row.get("facts", {}), screener.content.situation)
    return ({**found.facts, **given}, *(person.facts for person in found.others))


def screen_json(screener: Screener, facts: Facts, *others: Facts) -> dict[str, Any]:
    """Return the JSON answer of the contract; a service is listed by its best outcome among the people told of."""
    best: dict[str, Outcome] = {}
    for person in (facts, *others):
        for one in screener.screen(person):
            before = best.setdefault(one.service.id, one.outcome)
            best[one.service.id] = min(before, one.outcome, key=_BEST_FIRST.index)
    lists = {outcome: [key for key, found in best.items() if found is outcome] for outcome in Outcome}
    return {
        "likely": lists[Outcome.LIKELY],
        "possible": lists[Outcome.POSSIBLE],
        "unlikely": lists[Outcome.UNLIKELY],
        "unknown": list(deciding_facts(screener, screener.content.services.values(), facts)),
        "facts": facts_to_json(facts, screener.content.situation),
    }


def screen_text(screener: Screener, text: str, config: Config, now: datetime) -> Reply:
    """Return the results for a text as residents see them in the chat, with those of everybody it tells of."""
    turn = Turn(
        text=mask(text),
        action="",
        understanding=EMPTY,
        conversation=Conversation(),
        content=screener.content,
        screener=screener,
        thresholds=config.thresholds,
        now=now,
    )
    facts, state = sort_out(turn, ScreeningState(), screener.find(turn.text, turn.today))
    return show_results(turn, state.told(facts, screener.content.situation))
