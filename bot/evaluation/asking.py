"""Asks the bot questions of known answers, as residents ask them, and keeps of each reply what can be measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.answering import answer_turn, typed_turn
from bot.library import Edition
from bot.question_files import Group, Question, Verdict, judge
from handlers.turn import Conversation, Reply, Turn
from knowledge.matching.decision import Decision, decide
from knowledge.matching.matcher import Match

ANSWER_THRESHOLDS = tuple(step / 20 for step in range(1, 20))
"""Values of the answer threshold under which each question is judged, 0.05 to 0.95, ascending."""
MOST_MATCHES = 4
_SINGLE = (Group.IN_SCOPE, Group.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its reply."""

    question: Question
    """What was asked and expected."""
    reply: Reply
    """What was answered, without its words and buttons."""
    verdict: Verdict
    """How that is judged."""
    matches: tuple[Match, ...]
    """What the question may be about, most probable first, at most `MOST_MATCHES`; may be empty."""
    curve: tuple[Verdict, ...] = ()
    """The verdict under each of `ANSWER_THRESHOLDS`; empty for all but single questions in and out of scope."""


def ask_all(edition: Edition, questions: Iterable[Question], now: datetime) -> list[Result]:
    """Ask questions in order, each after what went before in its conversation; return the results in that order."""
    conversations: dict[str, Conversation] = {}
    results = []
    for question in questions:
        before = conversations.get(question.conversation, Conversation())
        turn = typed_turn(edition, question.text, now, before)
        reply = answer_turn(turn)
        conversations[question.conversation] = reply.conversation
        results.append(
            Result(
                question=question,
                reply=replace(reply, blocks=(), buttons=(), conversation=Conversation()),
                verdict=judge(question, reply),
                matches=turn.understanding.matches[:MOST_MATCHES],
                curve=_curve(turn, question) if question.group in _SINGLE else (),
            )
        )
    return results


def _curve(turn: Turn, question: Question) -> tuple[Verdict, ...]:
    """Judge a turn under every answer threshold; it is answered anew only where the decision differs."""
    seen: list[tuple[Decision, Verdict]] = []
    verdicts = []
    for threshold in ANSWER_THRESHOLDS:
        thresholds = replace(turn.thresholds, answer=threshold)
        decision = decide(turn.understanding.matches, thresholds)
        verdict = next((verdict for before, verdict in seen if before == decision), None)
        if verdict is None:
            verdict = judge(question, answer_turn(replace(turn, thresholds=thresholds)))
            seen.append((decision, verdict))
        verdicts.append(verdict)
    return tuple(verdicts)
