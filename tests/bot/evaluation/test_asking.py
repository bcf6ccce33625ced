from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

from bot.evaluation.asking import ANSWER_THRESHOLDS, Result, ask_all
from bot.library import Library
from bot.question_files import Group, Question, Verdict
from knowledge.matching.understanding import Understander
from tests.bot.evaluation.results import match
from tests.bot.world import CLINIC, ELSEWHERE, FOLLOW_UP, LOAN, NOON, WAIVER


def ask(library: Library, *questions: Question) -> list[Result]:
    return ask_all(library.edition, questions, NOON)


def test_questions_are_asked_in_order_and_judged(library: Library) -> None:
    questions = [
        Question(WAIVER, "a", Group.TURN, accept=("edu-waiver",)),
        Question(CLINIC, "b", Group.IN_SCOPE, accept=("edu-loan",)),
        Question(FOLLOW_UP, "a", Group.TURN, accept=("edu-waiver",), is_about=True),
    ]
    results = ask(library, *questions)
    assert [(one.question, one.verdict) for one in results] == list(
        zip(questions, (Verdict.RIGHT, Verdict.WRONG, Verdict.RIGHT), strict=True)
    )


def test_each_conversation_is_one_of_its_own(library: Library) -> None:
    results = ask(library, Question(LOAN, "a", Group.IN_SCOPE), Question(FOLLOW_UP, "b", Group.IN_SCOPE))
    assert results[1].reply.services == ()


def test_result_keeps_the_guesses_but_no_words(library: Library) -> None:
    [only] = ask(library, Question(WAIVER, "a", Group.IN_SCOPE, accept=("edu-waiver",)))
    assert only.matches[0].intent.id == "edu-waiver"
    assert (only.reply.blocks, only.reply.buttons, only.reply.services) == ((), (), ("edu-waiver",))


def test_curve_goes_from_the_answer_to_no_answer(library: Library) -> None:
    edition = library.edition
    guesses = replace(
        edition.understander.understand("贷款"), matches=(match("edu-loan", 0.62), match("edu-waiver", 0.2))
    )
    reader = SimpleNamespace(understand=lambda *_: guesses, thresholds=edition.understander.thresholds)
    unsure = replace(edition, understander=cast(Understander, reader))
    [only] = ask_all(unsure, [Question("贷款", "a", Group.IN_SCOPE, accept=("edu-loan",))], NOON)
    right = [threshold for threshold, verdict in zip(ANSWER_THRESHOLDS, only.curve, strict=True) if verdict == "right"]
    assert right == [threshold for threshold in ANSWER_THRESHOLDS if threshold < 0.62]
    assert only.curve[-1] is Verdict.ASKED


def test_curve_is_the_verdict_where_the_threshold_is_the_one_in_use(library: Library) -> None:
    questions = [Question(text, "a", Group.IN_SCOPE, accept=("edu-waiver",)) for text in (WAIVER, CLINIC, "学费")]
    step = ANSWER_THRESHOLDS.index(library.edition.understander.thresholds.answer)
    for question in questions:
        [only] = ask(library, question)
        assert only.curve[step] is only.verdict


def test_only_single_questions_have_a_curve(library: Library) -> None:
    groups = (Group.IN_SCOPE, Group.OUT_OF_SCOPE, Group.URGENT, Group.NEAR_MISS, Group.SEVERAL, Group.TURN)
    results = ask(library, *(Question(ELSEWHERE, group, group) for group in groups))
    assert [bool(one.curve) for one in results] == [True, True, False, False, False, False]
