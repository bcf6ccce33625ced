"""Results for the tests of `bot.evaluation`, made without asking anybody."""

from __future__ import annotations

from bot.evaluation.asking import ANSWER_THRESHOLDS, Result
from bot.evaluation.gaps import View
from bot.question_files import Group, Question, Verdict
from handlers.turn import Kind, Reply
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.matcher import Match


def match(key: str, probability: float, kind: IntentKind = IntentKind.SERVICE) -> Match:
    return Match(Intent(kind, key), probability, "", (0.0, 0.0, 0.0, 0.0))


def result(
    verdict: Verdict,
    text: str = "问",
    *,
    expected: str = "edu-waiver",
    given: str = "edu-loan",
    lead: str = "education",
    sort: str = "",
    probability: float = 0.8,
) -> Result:
    """Return a question in scope that was answered with `given`; nothing was shown where the verdict is `missed`."""
    services = () if verdict is Verdict.MISSED else (expected,) if verdict is Verdict.RIGHT else (given,)
    kind = Kind.CHOOSE if verdict is Verdict.ASKED else Kind.ANSWER if services else Kind.HANDOFF
    reply = Reply(
        kind,
        (),
        services=services if kind is Kind.ANSWER else (),
        options=services if kind is Kind.CHOOSE else (),
        departments=(lead,),
    )
    question = Question(text, "1", Group.IN_SCOPE, accept=(expected,), kind=sort)
    guess = expected if verdict is Verdict.RIGHT else given
    return Result(question, reply, verdict, (match(guess, probability),), (verdict,) * len(ANSWER_THRESHOLDS))


def outside(
    verdict: Verdict, group: Group = Group.OUT_OF_SCOPE, guess: Match | None = None, text: str = "身份证丢了"
) -> Result:
    """Return a question that no service answers."""
    reply = Reply(Kind.ANSWER if verdict is Verdict.WRONG else Kind.HANDOFF, ())
    curve = (verdict,) * len(ANSWER_THRESHOLDS) if group is Group.OUT_OF_SCOPE else ()
    return Result(Question(text, "1", group), reply, verdict, (guess,) if guess else (), curve)


def view(name: str, *results: Result) -> View:
    return View(name, f"{name}的来历", results)
