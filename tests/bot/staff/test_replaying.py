from __future__ import annotations

from dataclasses import replace

import pytest

from bot import answering
from bot.answering import typed_turn
from bot.library import Edition, Library
from bot.staff import replaying
from bot.staff.replaying import Replayer, Tried, find_conflicts
from handlers.turn import Turn
from knowledge.fresh import FreshMatcher
from knowledge.matching.understanding import Understander
from tests.bot.world import CLINIC, LOAN, NOON, WAIVER

CROWD = 5000


def changed(before: Edition, service: str, **fields: object) -> Edition:
    """Return an edition in which fields of a service are others, not learnt anew."""
    content = before.content
    services = {**content.services, service: replace(content.services[service], **fields)}  # type: ignore[arg-type]
    new = replace(content, services=services, version="other")
    old = before.understander
    matcher = FreshMatcher(old.matcher.model, new, old.analyser)
    return replace(before, content=new, understander=Understander(new, matcher, old.analyser, old.thresholds))


@pytest.fixture
def before(library: Library) -> Edition:
    return library.edition


def asked(*texts: str) -> list[Tried]:
    return [Tried(text, 1) for text in texts]


def test_changed_answer_concerns_only_questions_that_reach_it(before: Edition) -> None:
    after = changed(before, "edu-loan", answer="新的说法。")
    replay = Replayer().replay(before, after, NOON, asked(WAIVER, LOAN, CLINIC))
    assert (replay.questions, [found.question for found in replay.differences]) == (3, [LOAN])


def test_changed_lead_is_counted_as_rerouted(before: Edition) -> None:
    after = changed(before, "edu-loan", lead="civil")
    replay = Replayer().replay(before, after, NOON, asked(WAIVER, LOAN))
    assert (len(replay.differences), replay.rerouted) == (1, 1)
    assert (replay.differences[0].before.department, replay.differences[0].after.department) == ("education", "civil")


def test_phrasing_taken_away_leaves_its_questions_without_it(before: Edition) -> None:
    ask = tuple(text for text in before.content.services["edu-loan"].ask if text != LOAN)
    replay = Replayer().replay(before, changed(before, "edu-loan", ask=ask), NOON, asked(LOAN))
    assert "edu-loan" not in [match.intent.id for match in changed(before, "edu-loan", ask=ask).understander.rank(LOAN)]
    assert [found.question for found in replay.differences] == [LOAN]


def test_most_asked_come_first_and_rerouted_before_them(before: Edition) -> None:
    after = changed(changed(before, "edu-loan", lead="civil"), "edu-waiver", answer="新的说法。")
    tried = [Tried(WAIVER, 9), Tried(LOAN, 1), Tried("念高中还要交学费吗", 20)]
    questions = [found.question for found in Replayer().replay(before, after, NOON, tried).differences]
    assert questions == [LOAN, "念高中还要交学费吗", WAIVER]


def test_check_question_that_leaves_its_service_is_a_conflict(before: Edition) -> None:
    waiver = before.content.services["edu-waiver"].ask
    after = changed(before, "edu-loan", ask=(*before.content.services["edu-loan"].ask, WAIVER))
    after = changed(after, "edu-waiver", ask=tuple(text for text in waiver if text != WAIVER))
    tried = [Tried(WAIVER, 0, "edu-waiver", is_check=True), Tried(CLINIC, 3, "hlt-clinic")]
    replay = Replayer().replay(before, after, NOON, tried)
    [conflict] = find_conflicts(after, replay, tried, [])
    assert (conflict.phrasing, conflict.belongs_to, conflict.goes_to) == (WAIVER, "edu-waiver", "edu-loan")


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that a replay understands, as often as it does: that is what takes the time."""
    seen: list[str] = []

    def count(edition: Edition, text: str, *rest: object) -> Turn:
        seen.append(text)
        return typed_turn(edition, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(answering, "typed_turn", count)
    monkeypatch.setattr(replaying, "typed_turn", count)
    return seen


def test_of_five_thousand_questions_only_the_like_of_an_added_phrasing_are_answered(
    before: Edition, answered: list[str]
) -> None:
    after = changed(before, "edu-loan", ask=(*before.content.services["edu-loan"].ask, "屋头揭不开锅哪门办"))
    crowd = asked(*(f"第{number}个人问{CLINIC}" for number in range(CROWD - 1)), "屋头揭不开锅哪门办")
    replay = Replayer().replay(before, after, NOON, crowd)
    assert replay.questions == CROWD
    assert [found.question for found in replay.differences] == ["屋头揭不开锅哪门办"]
    assert answered == ["屋头揭不开锅哪门办"] * 2


def test_changed_answer_has_its_questions_understood_once_for_both(before: Edition, answered: list[str]) -> None:
    replay = Replayer().replay(before, changed(before, "edu-loan", answer="新的说法。"), NOON, asked(LOAN))
    assert len(replay.differences) == 1
    assert answered == [LOAN]


def test_replay_of_a_department_understands_again_only_what_shows_it(before: Edition, answered: list[str]) -> None:
    departments = {**before.content.departments}
    departments["health"] = replace(departments["health"], hotline="12399")
    after = replace(before, content=replace(before.content, departments=departments, version="other"))
    replayer, tried = Replayer(), asked(WAIVER, CLINIC)
    assert replayer.warm(before, NOON, tried)
    assert [found.question for found in replayer.replay(before, after, NOON, tried).differences] == [CLINIC]
    assert answered == [WAIVER, CLINIC, CLINIC]
