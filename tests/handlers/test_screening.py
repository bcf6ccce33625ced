from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_text import write_parts
from handlers import action
from handlers.dispatch import dispatch
from handlers.screening_findings import RECEIVED
from handlers.screening_question import USUAL_QUESTIONS
from handlers.screening_state import ScreeningState
from handlers.turn import Conversation, Kind, Reply, Turn, read_conversation
from knowledge.content import load_content
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.screening.facts import Facts, NumberRange, one_of
from knowledge.screening.found import Contradiction, Found, Person
from knowledge.screening.next_question import MOST_QUESTIONS
from knowledge.screening.screener import Screener
from knowledge.situation import Whom
from tests.handlers.turns import NOTHING, Heard, fire, likely, make_turn, outside, said, screener_of
from tests.handlers.turns import given as sound
from tests.real import CONTENT

SHIPPED = load_content(CONTENT)


class Told(Screener):
    """A screener whose texts tell what a test lays down."""

    def __init__(self, content: Content, facts: Facts, contradictions: tuple[Contradiction, ...] = ()) -> None:
        super().__init__(content)
        self.found = Found(Person(Whom.ELDER, "婆", facts), (), contradictions)

    def find(self, text: str, today: Any) -> Found:
        return self.found if "婆" in text else super().find(text, today)


class Talk:
    """A conversation, stored and read back between any two messages."""

    def __init__(self, content: Content | None = None, screener: Screener | None = None) -> None:
        self.content, self.screener = content, screener
        self.conversation = Conversation()

    def say(self, text: str, heard: Heard = NOTHING) -> Reply:
        return self._answer(make_turn(text, heard, conversation=self._stored(), content=self.content))

    def press(self, *parts: str) -> Reply:
        turn = make_turn(action=action.write_action(*parts), conversation=self._stored(), content=self.content)
        return self._answer(turn)

    @property
    def state(self) -> ScreeningState:
        assert self.conversation.screening is not None
        return self.conversation.screening

    def _stored(self) -> Conversation:
        return read_conversation(json.loads(json.dumps(asdict(self.conversation))))

    def _answer(self, turn: Turn) -> Reply:
        turn = replace(turn, screener=self.screener) if self.screener else turn
        reply = sound(dispatch(turn))
        self.conversation = reply.conversation
        return reply


def actions(reply: Reply) -> list[str]:
    return [button.action for button in reply.buttons]


def begun() -> Talk:
    talk = Talk()
    talk.press(action.SCREEN)
    return talk


def test_a_button_begins_with_a_question() -> None:
    reply = Talk().press(action.SCREEN)
    assert reply.kind is Kind.SCREEN
    assert {"screening.open", "screening.question", "screening.why", "screening.progress"} <= said(reply)


@pytest.mark.parametrize("text", ["我能享受啥", "看看我符合哪些政策", "有没有我能领的？"])
def test_words_begin_it(text: str) -> None:
    assert Talk().say(text).kind is Kind.SCREEN


def test_small_talk_that_asks_what_one_can_get_begins_it() -> None:
    assert Talk().say("有啥是我可以拿的", outside(IntentKind.SMALLTALK, "screening")).kind is Kind.SCREEN


def test_the_age_is_asked_first() -> None:
    assert begun().state.waiting == "age"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("74", 74),
        ("七十四岁", 74),
        ("不满18岁", "0-17"),
        ("不晓得", "unsure"),
        ("不知道啊", "unsure"),
        ("不想说", "untold"),
        ("不想说嘛", "untold"),
    ],
)
def test_a_typed_answer_to_a_number(text: str, known: Any) -> None:
    talk = begun()
    talk.say(text)
    assert talk.state.facts["age"] == known


@pytest.mark.parametrize(("text", "known"), [("2", "senior"), ("高中", "senior"), ("不念书了", "finished")])
def test_a_typed_answer_to_a_choice(text: str, known: str) -> None:
    talk = begun()
    talk.say("16")
    talk.say(text)
    assert talk.state.facts["school_stage"] == known


@pytest.mark.parametrize(
    ("text", "known"),
    [("家里收入低", "low"), ("吃低保的", "dibao"), ("五保", "tekun"), ("没吃低保", ["tekun", "low", "ordinary"])],
)
def test_part_of_an_answer_s_label_is_enough_and_a_denial_is_not(text: str, known: Any) -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SHOW, "soc-dibao")
    talk.press(action.CHECK, "soc-dibao")
    talk.say(text)
    assert talk.state.facts["income"] == known


def test_what_is_not_understood_is_asked_again_kindly() -> None:
    talk = begun()
    reply = talk.say("蓝天白云")
    assert "screening.not_understood" in said(reply)
    assert (talk.state.waiting, talk.state.asked) == ("age", ("age",))


@pytest.mark.parametrize("text", ["-5", "300岁", "9" * 40, "岁" * 2000, "\ud800"])
def test_nonsense_is_asked_again(text: str) -> None:
    talk = begun()
    assert talk.say(text).kind in (Kind.SCREEN, Kind.SMALLTALK)
    assert "age" not in talk.state.facts


def test_answers_lead_to_results() -> None:
    talk = begun()
    talk.say("16")
    reply = talk.press(action.FACT, "school_stage", "senior")
    assert talk.state.waiting == ""
    assert reply.services[0] == "edu-waiver"
    assert "show:edu-waiver" in actions(reply)


def test_what_is_received_is_not_offered_again() -> None:
    talk = begun()
    talk.say("16")
    asked = talk.press(action.FACT, "school_stage", "senior")
    assert "screening.received_offer" in said(asked)
    talk.press(action.SCREEN, RECEIVED)
    reply = talk.say("1")
    assert "edu-waiver" not in reply.services
    assert "screening.received_note" in said(reply)
    assert "screening.received_offer" not in said(reply)


def test_what_is_received_is_asked_by_typed_words_too() -> None:
    talk = begun()
    talk.say("16")
    talk.press(action.FACT, "school_stage", "senior")
    assert talk.say("有的已经有了").buttons[0].action == "have:edu-waiver"
    assert "screening.received_offer" not in said(talk.say("都没有"))


def test_results_can_be_seen_any_time() -> None:
    talk = begun()
    assert "screening.nothing_known" in said(talk.say("就这样"))
    assert talk.state.waiting == ""


def test_an_answer_can_be_changed_without_starting_again() -> None:
    talk = begun()
    talk.say("16")
    talk.press(action.AGAIN, "age")
    talk.say("15")
    assert talk.state.facts["age"] == 15
    assert talk.state.waiting == "school_stage"


def test_a_button_of_an_earlier_question_changes_its_answer() -> None:
    talk = begun()
    talk.say("16")
    reply = talk.press(action.FACT, "age", "60-120")
    assert talk.state.facts["age"] == "60-120"
    assert "screening.changed" in said(reply)


def test_a_wish_to_change_lists_the_answers() -> None:
    talk = begun()
    talk.say("16")
    assert actions(talk.say("改答案")) == ["again:age"]
    talk.say("1")
    assert talk.state.waiting == "age"


def test_another_question_is_answered_and_the_dialogue_goes_on() -> None:
    talk = begun()
    reply = talk.say("村医在哪里", Heard(matches=likely(hlt_clinic=0.95)))
    assert (reply.kind, reply.services) == (Kind.ANSWER, ("hlt-clinic",))
    assert actions(reply)[-1] == action.SCREEN
    assert talk.press(action.SCREEN).kind is Kind.SCREEN
    assert talk.state.waiting == "age"


def test_after_another_answer_a_bare_word_is_no_answer_to_the_old_question() -> None:
    talk = begun()
    talk.say("村医在哪里", Heard(matches=likely(hlt_clinic=0.95)))
    talk.say("16")
    assert "age" not in talk.state.facts


def test_danger_goes_first_and_the_question_waits() -> None:
    talk = begun()
    assert talk.say("屋里着火了", fire()).kind is Kind.URGENT
    talk.say("16")
    assert talk.state.facts["age"] == 16


def test_it_can_be_left_and_taken_up() -> None:
    talk = begun()
    talk.say("16")
    assert "screening.left" in said(talk.say("算了"))
    assert talk.say("接着看").kind is Kind.SCREEN
    assert (talk.state.facts["age"], talk.state.waiting) == (16, "school_stage")


@pytest.mark.parametrize("pressed", ["fact:age:很老", "fact:nothing:1", "again:nothing", "have:nothing", "screen:x"])
def test_a_forged_button_does_no_harm(pressed: str) -> None:
    talk = begun()
    assert talk.press(*pressed.split(":")).kind is Kind.SCREEN
    assert talk.state.facts == {}


def test_a_story_is_read_and_not_asked_again() -> None:
    screener = Told(screener_of(make_turn().content).content, {"age": NumberRange(16, 16)})
    talk = Talk(screener=screener)
    reply = talk.say("我婆十六", outside(IntentKind.SMALLTALK, "screening"))
    assert talk.state.facts == {"age": 16}
    assert talk.state.waiting == "school_stage"
    assert "screening.noted" in said(reply)


def test_what_contradicts_itself_is_shown_back_and_asked_once() -> None:
    clash = Contradiction("age", "7岁", "school_stage", "退休了")
    talk = Talk(screener=Told(make_turn().content, {}, (clash,)))
    reply = talk.say("我婆7岁退休了", outside(IntentKind.SMALLTALK, "screening"))
    assert "screening.contradiction" in said(reply)
    assert talk.state.waiting == "age"
    assert "screening.contradiction" not in said(talk.say("70"))


def test_who_contradicts_himself_and_asks_what_there_is_is_shown_it() -> None:
    reply = Talk(SHIPPED).say("我7岁，退休了，能领啥")
    assert "“退休了”和“7岁”对不上" in reply.text or "“7岁”和“退休了”对不上" in reply.text


def test_what_is_told_of_several_people_is_a_story() -> None:
    assert Talk(SHIPPED).say("我残疾，娃3岁，有哪些政策").kind is Kind.SCREEN


def test_more_told_in_an_answer_is_taken_too() -> None:
    told: Facts = {"age": NumberRange(16, 16), "school_stage": one_of("senior")}
    talk = Talk(screener=Told(make_turn().content, told))
    talk.press(action.SCREEN)
    talk.say("我婆十六念高中")
    assert talk.state.facts == {"age": 16, "school_stage": "senior"}


def test_answers_that_do_not_fit_together_are_shown_back_once() -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    talk.press(action.FACT, "age", "6-14")
    reply = talk.press(action.FACT, "work", "retired")
    assert "对不上" in reply.text
    assert talk.state.waiting in ("age", "work")
    reply = talk.press(action.FACT, talk.state.waiting, "6-14" if talk.state.waiting == "age" else "retired")
    assert "对不上" not in reply.text


@pytest.mark.parametrize("text", ["-5", "300岁", "三百岁", "3.5"])
def test_a_number_that_is_no_age_is_asked_again(text: str) -> None:
    assert "screening.too_far" in said(begun().say(text, outside(IntentKind.SMALLTALK, "number")))


def test_a_number_where_none_is_asked_is_not_understood() -> None:
    talk = begun()
    talk.say("16")
    assert "screening.not_understood" in said(talk.say("-5", outside(IntentKind.SMALLTALK, "number")))


def test_one_who_asks_back_why_is_told_and_asked_again() -> None:
    talk = begun()
    assert "screening.why_again" in said(talk.say("问这么多干啥子"))
    assert (talk.state.waiting, talk.state.asked) == ("age", ("age",))


def test_one_who_is_asked_too_much_sees_the_results() -> None:
    talk = begun()
    talk.say("16")
    assert "screening.title" in said(talk.say("问得太多了"))


def test_an_answer_given_again_is_no_further_question() -> None:
    talk = begun()
    talk.say("16")
    asked = talk.state.asked
    reply = talk.press(action.AGAIN, "age")
    assert "screening.progress_change" in said(reply)
    talk.say("15")
    assert talk.state.asked == asked


def test_a_fact_that_sounds_like_small_talk_is_taken_after_the_results() -> None:
    talk = Talk(SHIPPED)
    talk.say("我72，能享受啥", outside(IntentKind.SMALLTALK, "screening"))
    talk.say("看结果")
    talk.say("高血压", outside(IntentKind.SMALLTALK, "medical"))
    assert talk.state.facts["illness"] == "chronic"


def test_who_asks_for_a_parent_is_offered_no_childs_age() -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    reply = talk.press(action.FACT, "whom", "elder")
    assert next(one for one in actions(reply) if one.startswith("fact:age:")) == "fact:age:45-59"
    talk.say("12")
    assert talk.state.facts["age"] == 12


def test_of_what_holds_at_once_only_what_counts_is_a_reason() -> None:
    talk = Talk(SHIPPED)
    talk.say("我42，在家种地，农闲打零工，能享受啥", outside(IntentKind.SMALLTALK, "screening"))
    reply = talk.say("看结果")
    [line] = [item for block in reply.blocks for item in block.items if item.startswith("工伤保险")]
    assert "打零工" in line
    assert "在家种地" not in line


def test_what_is_ruled_out_is_said_as_such() -> None:
    talk = Talk(SHIPPED)
    reply = talk.say("我婆86，没得低保，能享受啥", outside(IntentKind.SMALLTALK, "screening"))
    assert "不是“吃低保”" in reply.text


def test_a_story_that_asks_for_any_benefit_begins_it_where_no_service_is_meant() -> None:
    story = "我妈一个人住，七十三了，有什么补贴能申请"
    assert Talk(SHIPPED).say(story, Heard(matches=likely(svc_elder_subsidy=0.4))).kind is Kind.SCREEN
    assert Talk(SHIPPED).say(story, Heard(matches=likely(svc_elder_subsidy=0.9))).kind is Kind.ANSWER
    assert Talk(SHIPPED).say("有什么补贴能申请", Heard(matches=likely(svc_elder_subsidy=0.4))).kind is not Kind.SCREEN


def test_a_story_with_a_danger_in_it_waits_behind_the_numbers() -> None:
    talk = Talk(SHIPPED)
    reply = talk.say("我丈夫走了，娃9岁，能享受啥", fire())
    assert reply.kind is Kind.URGENT
    assert actions(reply)[-1] == action.SCREEN
    assert talk.say("没得工作").kind is Kind.SCREEN
    assert talk.state.waiting
    assert 9 in [one.facts.get("age") for one in (talk.state, *talk.state.others)]


def test_what_is_told_with_a_danger_in_the_dialogue_is_kept() -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    talk.press(action.FACT, "whom", "spouse")
    assert talk.say("怀起了，五个月", fire()).kind is Kind.URGENT
    assert talk.state.facts["family_stage"] == "pregnant"
    talk.say("26")
    assert talk.state.facts["age"] == 26


def results_for(**facts: str) -> Reply:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    for fact, value in facts.items():
        talk.press(action.FACT, fact, value)
    return talk.press(action.SCREEN, "results")


def test_what_is_probably_not_for_one_says_what_to_look_at_instead() -> None:
    lines = [item for block in results_for(whom="me", age="62", work="retired").blocks for item in block.items]
    [line] = [line for line in lines if line.startswith("65岁以上老年人健康管理")]
    assert "要满65岁，说的是62岁。可以看看：家庭医生" in line


def test_an_age_far_off_is_not_brought_up() -> None:
    assert "要15到34岁" not in results_for(whom="me", age="68", work="farmer").text
    assert "要15到34岁" in results_for(whom="me", age="37", work="farmer").text


def test_no_more_after_the_results_is_no_rejection() -> None:
    talk = begun()
    talk.say("16")
    talk.say("看结果")
    assert said(talk.say("没有")) == {"screening.done"}


def check_begun(talk: Talk) -> Reply:
    talk.press(action.SHOW, "edu-waiver")
    return talk.press(action.CHECK, "edu-waiver")


def test_one_service_is_checked_with_what_it_needs() -> None:
    talk = Talk()
    assert check_begun(talk).kind is Kind.SCREEN
    assert talk.state.waiting == "school_stage"
    talk.press(action.FACT, "school_stage", "senior")
    reply = talk.say("16")
    assert {"screening.check_title", "screening.check_likely", "screening.check_met"} <= said(reply)


def test_only_the_failing_criterion_is_blamed_and_something_else_is_named() -> None:
    talk = Talk()
    check_begun(talk)
    reply = talk.press(action.FACT, "school_stage", "finished")
    assert "screening.check_unlikely" in said(reply)
    failed = [block for block in reply.blocks if block.text == "〔screening.check_failed〕"]
    assert len(failed) == 1


@pytest.mark.parametrize("text", ["我够不够条件", "那我符合条件不", "有没有资格嘛"])
def test_typed_words_check_the_service_shown_last(text: str) -> None:
    talk = Talk()
    talk.press(action.SHOW, "edu-waiver")
    assert talk.say(text).kind is Kind.SCREEN
    assert talk.state.service == "edu-waiver"


def test_a_conditional_service_offers_the_check_and_one_for_everyone_does_not() -> None:
    assert "check:edu-waiver" in actions(Talk().press(action.SHOW, "edu-waiver"))
    assert "check:hlt-clinic" not in actions(Talk().press(action.SHOW, "hlt-clinic"))


def test_a_check_of_a_service_that_is_gone_is_told_so() -> None:
    assert said(Talk().press(action.CHECK, "edu-gone")) == {"common.service_gone"}


def finish(talk: Talk, pick: Any) -> tuple[Reply, int]:
    """Press any answer that is offered until results are shown; return them and how many questions were put."""
    reply = talk.press(action.SCREEN)
    questions = 0
    while talk.state.waiting:
        questions += 1
        assert questions <= MOST_QUESTIONS + len(SHIPPED.services)
        answers = [one for one in actions(reply) if one.startswith((action.FACT + ":", action.HAVE + ":"))]
        reply = talk.press(*pick(answers).split(":"))
    return reply, len(talk.state.asked)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_it_ends_within_ten_questions_whatever_is_answered(random: Any) -> None:
    talk = Talk(SHIPPED)
    _, usual = finish(talk, random.choice)
    assert usual <= USUAL_QUESTIONS
    talk.press(action.SCREEN, "more")
    while talk.state.waiting:
        talk.press(*_next_answer(talk, random))
    assert len(talk.state.asked) <= MOST_QUESTIONS


def _next_answer(talk: Talk, random: Any) -> list[str]:
    if talk.state.waiting == RECEIVED:
        return [action.HAVE, action.NONE]
    fact = SHIPPED.situation[talk.state.waiting]
    values = [f"{band.low}-{band.high}" for band in fact.bands] or list(fact.values)
    return [action.FACT, fact.key, random.choice([*values, "unsure", "untold"])]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(random: Any) -> None:
    answers = []
    for fact in random.sample(sorted(SHIPPED.situation), 4):
        one = SHIPPED.situation[fact]
        answers.append((fact, random.choice([f"{b.low}-{b.high}" for b in one.bands] or list(one.values))))
    shown = []
    for order in (answers, answers[::-1]):
        talk = Talk(SHIPPED)
        talk.press(action.SCREEN)
        for fact, value in order:
            talk.press(action.FACT, fact, value)
        shown.append(talk.press(action.SCREEN, "results").services)
    assert shown[0] == shown[1]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_results_fit_one_telegram_message(random: Any) -> None:
    talk = Talk(SHIPPED)
    for fact, one in SHIPPED.situation.items():
        if random.random() < 0.7:
            talk.press(action.FACT, fact, random.choice([f"{b.low}-{b.high}" for b in one.bands] or list(one.values)))
    assert len(write_parts(talk.press(action.SCREEN, "results"))) == 1


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_service_can_be_checked_of_anybody(random: Any) -> None:
    talk = Talk(SHIPPED)
    for fact in random.sample(sorted(SHIPPED.situation), 6):
        one = SHIPPED.situation[fact]
        talk.press(action.FACT, fact, random.choice([f"{b.low}-{b.high}" for b in one.bands] or list(one.values)))
    service = random.choice(sorted(SHIPPED.services))
    talk.press(action.CHECK, service)
    while talk.state.waiting:
        talk.press(*_next_answer(talk, random))
    reply = talk.press(action.CHECK, service)
    while talk.state.waiting:  # an age given as a range may be asked once more, exactly
        reply = talk.press(*_next_answer(talk, random))
    assert reply.services == (service,)
    assert len(talk.state.asked) <= MOST_QUESTIONS
