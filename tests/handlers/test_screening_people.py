"""A resident tells of several people at once: each keeps facts and answers of their own."""

from __future__ import annotations

import pytest

from handlers import action
from handlers.screening_people import MOST_OTHERS
from handlers.screening_state import ScreeningState, read_state
from handlers.screening_words import WHOM
from handlers.turn import Style
from knowledge.matching.intents import IntentKind
from tests.handlers.test_screening import SHIPPED, Talk, actions
from tests.handlers.turns import outside

STORY = "我婆86，一个人在屋里，没得低保，我娃上初三，看看能享受啥"
WISH = outside(IntentKind.SMALLTALK, "screening")


def begun(text: str = STORY) -> Talk:
    talk = Talk(SHIPPED)
    talk.say(text, WISH)
    return talk


def facts_of(state: ScreeningState) -> list[tuple[object, object, object]]:
    return [
        (one.facts.get(WHOM), one.facts.get("age"), one.facts.get("school_stage")) for one in (state, *state.others)
    ]


def test_both_of_a_story_are_kept_apart() -> None:
    assert facts_of(begun().state) == [("elder", 86, None), ("child", None, "junior")]


def test_what_was_understood_of_the_other_is_said() -> None:
    assert "还说到孩子：初中" in Talk(SHIPPED).say(STORY, WISH).text


def test_results_show_what_is_likely_for_the_other_too() -> None:
    reply = begun().say("看结果")
    assert {"hlt-elder-health", "edu-compulsory"} <= set(reply.services)
    assert "screen:person:child" in actions(reply)


def test_a_button_turns_to_the_other_and_back() -> None:
    talk = begun()
    talk.say("看结果")
    talk.press(action.SCREEN, "person", "child")
    assert facts_of(talk.state) == [("child", None, "junior"), ("elder", 86, None)]
    reply = talk.press(action.SCREEN, "person", "elder")
    assert (facts_of(talk.state)[0], talk.state.waiting) == (("elder", 86, None), "")
    assert reply.blocks[0].style is Style.TITLE


def test_its_label_can_be_typed() -> None:
    talk = begun()
    talk.say("看结果")
    talk.say("再看孩子的")
    assert talk.state.facts[WHOM] == "child"


def test_what_holds_for_the_household_is_not_asked_again() -> None:
    talk = begun()
    talk.press(action.FACT, "area", "rural")
    talk.press(action.SCREEN, "person", "child")
    assert talk.state.facts["area"] == "rural"
    assert "living" not in talk.state.facts


def test_the_other_can_be_told_of_in_an_answer() -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    talk.press(action.FACT, WHOM, "me")
    waiting = talk.state.waiting
    reply = talk.say("我妈74了")
    assert facts_of(talk.state) == [("me", None, None), ("elder", 74, None)]
    assert talk.state.waiting == waiting
    assert "还说到老人：74岁" in reply.text


def test_more_told_of_the_other_goes_to_the_other() -> None:
    talk = begun()
    talk.say("看结果")
    talk.say("我娃15岁")
    assert facts_of(talk.state) == [("elder", 86, None), ("child", 15, "junior")]


@pytest.mark.parametrize("text", ["给我妈问的", "我婆"])
def test_to_name_whom_it_is_about_is_an_answer_and_nobody_else(text: str) -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    talk.say(text)
    assert (talk.state.facts[WHOM], talk.state.others) == ("elder", ())


@pytest.mark.parametrize("text", ["她有糖尿病", "我给她说过，她有糖尿病"])
def test_a_pronoun_is_the_one_asked_about(text: str) -> None:
    talk = begun("我妈71，看看能享受啥")
    talk.say(text)
    assert (talk.state.facts["illness"], talk.state.facts[WHOM], talk.state.others) == ("chronic", "elder", ())


def test_a_pronoun_of_one_who_asks_for_himself_is_another() -> None:
    talk = begun("我45，看看能享受啥")
    talk.say("他有糖尿病")
    assert "illness" not in talk.state.facts


def test_no_more_people_than_a_family_has_are_kept() -> None:
    told = "我婆86，我爷88，我妈60，我爸62，我娃3岁，我媳妇30，我弟20，看看能享受啥"
    assert len(begun(told).state.others) <= MOST_OTHERS


def test_a_person_that_nobody_told_of_cannot_be_turned_to() -> None:
    talk = begun()
    talk.press(action.SCREEN, "person", "spouse")
    assert talk.state.facts[WHOM] == "elder"


def test_a_state_stored_before_there_were_others_is_read() -> None:
    assert read_state({"facts": {"age": 70}, "asked": ["age"]}) == ScreeningState({"age": 70}, ("age",))


@pytest.mark.parametrize("text", ["没得工作", "我没得工作"])
def test_what_cannot_be_of_a_child_is_of_the_one_who_asks(text: str) -> None:
    talk = begun("我娃3岁，看看能享受啥")
    talk.say(text)
    assert "work" not in talk.state.facts
    assert [(one.facts[WHOM], one.facts["work"]) for one in talk.state.others] == [("me", "jobless")]


def test_what_can_be_of_a_child_is_of_the_child() -> None:
    talk = begun("我娃16岁，看看能享受啥")
    talk.say("不念书了")
    assert (talk.state.facts["school_stage"], talk.state.others) == ("finished", ())


def test_what_is_for_the_whole_household_stands_once() -> None:
    reply = begun("我42，住县城老旧小区，我妈72，看看能享受啥").say("看结果")
    lines = [item for block in reply.blocks for item in block.items]
    assert len([line for line in lines if line.startswith("城镇老旧小区改造")]) == 1


@pytest.mark.parametrize("text", ["看我能享受啥", "我能享受些啥子嘛"])
def test_who_only_asks_what_there_is_tells_not_for_whom(text: str) -> None:
    talk = Talk(SHIPPED)
    talk.say(text, WISH)
    assert talk.state.waiting == WHOM
