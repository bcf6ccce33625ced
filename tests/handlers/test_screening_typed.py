"""What people type while a question of the dialogue waits, and after the results."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import action
from handlers.turn import Kind, Reply
from knowledge.conditions import facts_of
from knowledge.matching.intents import IntentKind
from tests.handlers.test_screening import SHIPPED, Talk, actions, begun
from tests.handlers.turns import Heard, likely, outside, said


def at_question(key: str, **facts: str) -> Talk:
    """A talk of which everything is known but one fact, whose question waits."""
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    for fact, value in facts.items():
        talk.press(action.FACT, fact, value)
    talk.press(action.AGAIN, key)
    return talk


@pytest.mark.parametrize("key", ["whom", "income", "area"])
def test_a_bare_number_that_picks_no_answer_is_an_age(key: str) -> None:
    talk = at_question(key)
    reply = talk.say("72", outside(IntentKind.SMALLTALK, "number"))
    assert talk.state.facts["age"] == 72
    assert "记下了：72岁" in reply.text
    assert talk.state.waiting


@pytest.mark.parametrize(("text", "age"), [("2", None), ("9", None), ("130", None), ("十三", 13), ("46了", 46)])
def test_a_small_or_impossible_number_is_no_age(text: str, age: int | None) -> None:
    talk = at_question("income")
    talk.say(text)
    assert talk.state.facts.get("age") == age


@pytest.mark.parametrize(
    ("text", "count"), [("2", "2"), ("两个", "2"), ("4个娃", "3"), ("0", "0"), ("一个都没得", "0")]
)
def test_a_number_of_children_is_a_number_and_no_place_in_a_list(text: str, count: str) -> None:
    talk = at_question("children", whom="me")
    talk.say(text)
    assert talk.state.facts["children"] == count


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("income", "没有", "ordinary"),
        ("housing", "都没有", "fine"),
        ("veteran", "没得", "none"),
        ("work", "1和4", "employee+farmer"),
        ("work", "种地，农闲出去打零工", "gig+farmer"),
        ("work", "打零工", "gig"),
    ],
)
def test_short_answers_mean_what_people_mean(key: str, text: str, value: Any) -> None:
    talk = at_question(key, whom="me", age="45")
    talk.say(text)
    assert talk.state.facts[key] == value


@pytest.mark.parametrize("text", ["没有", "是的", "1和9", "9个"])
def test_a_bare_answer_that_does_not_fit_is_asked_again_and_no_small_talk(text: str) -> None:
    talk = at_question("area", whom="me")
    reply = talk.say(text, outside(IntentKind.SMALLTALK, "lonely", 0.99))
    assert (reply.kind, talk.state.waiting) == (Kind.SCREEN, "area")


def test_what_only_sounds_like_small_talk_is_no_small_talk_while_a_question_waits() -> None:
    assert begun().say("好着呢", outside(IntentKind.SMALLTALK, "tired", 0.95)).kind is Kind.SCREEN


@pytest.mark.parametrize("text", ["你们太啰嗦了", "莫问了嘛", "烦死了", "直接告诉我"])
def test_one_who_is_tired_of_questions_sees_the_results(text: str) -> None:
    talk = begun()
    talk.say("16")
    assert "screening.title" in said(talk.say(text))


@pytest.mark.parametrize("text", ["别的情况", "都不合适", "6"])
def test_unusual_answers_stand_behind_a_button_and_words(text: str) -> None:
    talk = at_question("work", age="70")
    asked = talk.press(action.AGAIN, "work")
    assert "fact:work:jobless" not in actions(asked)
    assert "again:work:whole" in actions(asked)
    assert asked.blocks[0].items[5] == "别的情况"
    whole = talk.say(text)
    assert {f"fact:work:{value}" for value in SHIPPED.situation["work"].values} <= set(actions(whole))
    assert "again:work:whole" not in actions(whole)
    talk.say("5")
    assert talk.state.facts["work"] == "jobless"


def test_a_question_asked_whole_is_no_further_question() -> None:
    talk = at_question("work", age="70")
    asked = talk.state.asked
    talk.press(action.AGAIN, "work", "whole")
    assert talk.state.asked == asked


def results_of(**facts: str) -> tuple[Talk, Reply]:
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    for fact, value in facts.items():
        talk.press(action.FACT, fact, value)
    return talk, talk.press(action.SCREEN, "results")


def test_each_service_of_the_results_has_a_button_at_once_or_behind_one_more() -> None:
    talk, reply = results_of(whom="me", age="45", area="rural", work="gig", income="dibao", insured="resident")
    shown = [one.removeprefix("show:") for one in actions(reply) if one.startswith("show:")]
    assert len(shown) < len(reply.services)
    rest = talk.say("还有几项")
    assert [*shown, *rest.options] == list(reply.services)
    assert talk.say("第2个").services == (rest.options[1],)


def test_a_place_in_the_results_opens_what_stands_there() -> None:
    talk, reply = results_of(whom="me", age="45", area="rural", work="gig")
    listed = [button.action.removeprefix("show:") for block in reply.blocks for button in block.buttons]
    shown = talk.say("第二个", outside(IntentKind.SMALLTALK, "number"))
    assert (shown.kind, shown.services) == (Kind.ANSWER, (listed[1],))


def test_while_a_question_waits_how_many_more_is_no_wish_for_the_rest() -> None:
    talk, _ = results_of(whom="me", age="45", area="rural", work="gig", income="dibao", insured="resident")
    talk.press(action.AGAIN, "area")
    assert talk.say("还有几项").options == ()


def test_a_fact_said_of_oneself_after_the_results_is_no_question_for_that_service() -> None:
    talk, _ = results_of(whom="me", age="50", area="rural")
    talk.say("其实我是低保户", Heard(matches=likely(soc_dibao=0.97)))
    assert talk.state.facts["income"] == "dibao"


def test_another_person_is_turned_to_by_a_word_and_the_household_is_known() -> None:
    talk, _ = results_of(whom="child", age="13", area="rural", income="low")
    talk.say("那我呢", outside(IntentKind.SMALLTALK, "bye", 0.9))
    assert talk.state.facts == {"whom": "me", "area": "rural", "income": "low"}
    assert talk.say("再看孩子的").text.startswith("孩子可能享受得到的")


def test_whom_it_is_about_is_said_back_where_it_changes() -> None:
    talk = at_question("income", whom="me")
    assert "问的是爱人" in talk.say("是给我老伴问的").text


def test_several_received_are_named_at_once() -> None:
    talk, _ = results_of(whom="elder", age="70", area="rural", insured="resident")
    offered = talk.press(action.SCREEN, "received")
    names = [one.removeprefix("have:") for one in actions(offered)]
    talk.say("第一个和第三个")
    assert set(talk.state.received) == {names[0], names[2]}
    assert "已经在享受、没有再列的" in talk.say("没得了").text


def test_what_is_received_may_be_named_without_being_listed() -> None:
    talk, _ = results_of(whom="elder", age="70", area="rural", insured="resident")
    talk.press(action.SCREEN, "received")
    talk.say("低保", Heard(matches=likely(soc_dibao=0.95)))
    assert "soc-dibao" in talk.state.received


def test_all_that_is_listed_is_received() -> None:
    talk, _ = results_of(whom="elder", age="70", area="rural", insured="resident")
    offered = [one.removeprefix("have:") for one in actions(talk.press(action.SCREEN, "received"))]
    talk.say("都有")
    assert set(talk.state.received) >= set(offered) - {"none"}


WHETHER = ["我够不够格", "我能办不", "我妈能不能享受", "我可以申请吗", "能轮到我不", "我合不合要求", "那我爸能领不"]


@pytest.mark.parametrize("text", WHETHER)
def test_whether_one_may_is_asked_of_the_service_shown(text: str) -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SHOW, "soc-dibao")
    reply = talk.say(text, Heard(matches=likely(cul_heritage=0.9)))
    assert (reply.kind, talk.state.service) == (Kind.SCREEN, "soc-dibao")


@pytest.mark.parametrize("text", ["网上能办不", "我明天能办不", "那我在哪办呢"])
def test_how_and_when_and_where_is_not_whether(text: str) -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SHOW, "soc-dibao")
    talk.say(text, Heard(aspect="where"))
    assert talk.conversation.screening is None


def test_a_service_is_checked_for_another_person_with_what_is_known_of_the_household() -> None:
    talk, _ = results_of(whom="me", age="40", area="rural")
    talk.press(action.SHOW, "svc-rural-elder-care")
    talk.say("我妈能不能享受")
    assert (talk.state.facts, talk.state.waiting) == ({"whom": "elder", "area": "rural"}, "age")
    assert talk.state.others[0].facts["age"] == 40


def test_the_words_of_the_button_turn_no_question_for_a_parent_to_oneself() -> None:
    talk, _ = results_of(whom="elder", age="70", area="rural")
    talk.press(action.SHOW, "soc-dibao")
    talk.say("我够不够条件")
    assert talk.state.facts["whom"] == "elder"


def test_after_a_check_another_person_is_checked_by_a_word() -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SHOW, "soc-long-term-care")
    talk.press(action.CHECK, "soc-long-term-care")
    talk.press(action.FACT, "whom", "me")
    talk.press(action.FACT, "self_care", "able")
    talk.say("那我妈呢")
    assert (talk.state.service, talk.state.waiting) == ("soc-long-term-care", "self_care")
    assert talk.state.facts == {"whom": "elder"}


@pytest.mark.parametrize(
    ("key", "text", "fact", "value"),
    [
        ("income", "不是，是收入低", "income", "low"),
        ("insured", "应该是居民的吧", "insured", "resident"),
        ("income", "农村的嘛", "area", "rural"),
        ("income", "他一个人住呢", "living", "alone"),
    ],
)
def test_a_sentence_answers_as_well_as_a_word(key: str, text: str, fact: str, value: str) -> None:
    talk = at_question(key, whom="elder", age="70")
    talk.say(text)
    assert talk.state.facts[fact] == value


@pytest.mark.parametrize("text", ["她说不想去养老院", "我不想说这么多", "他不晓得这些"])
def test_who_is_only_mentioned_is_not_whom_it_is_about(text: str) -> None:
    talk = at_question("income", whom="elder", age="70")
    talk.say(text)
    assert talk.state.facts["whom"] == "elder"


@pytest.mark.parametrize(
    ("fact", "value", "first"), [("work", "student", "6-14"), ("family_stage", "pregnant", "18-44")]
)
def test_ages_are_offered_that_are_usual_for_what_is_told(fact: str, value: str, first: str) -> None:
    talk = at_question(fact, whom="me")
    talk.press(action.FACT, fact, value)
    ages = [one for one in actions(talk.press(action.AGAIN, "age")) if one.startswith("fact:age:")]
    assert ages[0] == f"fact:age:{first}"


def test_one_step_back_asks_the_last_answer_again() -> None:
    talk = begun()
    talk.say("16")
    talk.say("退一步")
    assert talk.state.waiting == "age"
    talk.say("15")
    assert (talk.state.facts["age"], talk.state.waiting) == (15, "school_stage")


def test_who_wants_to_begin_anew_does() -> None:
    talk = at_question("income", whom="elder", age="70")
    talk.say("重新来")
    assert (talk.state.facts, talk.state.waiting) == ({}, "whom")


def test_one_who_corrects_that_it_is_about_oneself_is_believed() -> None:
    talk = at_question("age", whom="elder")
    assert "问的是我自己" in talk.say("不对，给我自己问").text
    assert talk.state.facts["whom"] == "me"


def test_results_are_shown_on_request_whatever_was_answered_in_between() -> None:
    talk = begun()
    talk.say("16")
    talk.say("村医在哪里", Heard(matches=likely(hlt_clinic=0.95)))
    assert "screening.title" in said(talk.say("行了给我看结果"))


def test_a_vague_outcry_is_no_question_of_its_own() -> None:
    talk = begun()
    assert talk.say("你到底有没得用", Heard(matches=likely(hlt_clinic=0.4))).kind is Kind.SCREEN
    assert talk.state.waiting == "age"


@pytest.mark.parametrize(("text", "known"), [("关你啥事", "untold"), ("哪个晓得", "unsure")])
def test_rude_answers_are_answers(text: str, known: str) -> None:
    talk = begun()
    talk.say(text)
    assert talk.state.facts["age"] == known


def test_what_contradicts_itself_in_an_answer_is_shown_back() -> None:
    talk = at_question("income", whom="me")
    reply = talk.say("我7岁，退休了")
    assert "对不上" in reply.text
    assert talk.state.waiting in ("age", "work")


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("低保没得", "income", ["tekun", "low", "ordinary"]),
        ("残疾证没得", "disability", "no"),
        ("工作没得", "work", "jobless"),
        ("高血压有", "illness", "chronic"),
    ],
)
def test_what_it_is_about_may_stand_in_front(text: str, fact: str, value: Any) -> None:
    talk = at_question("area", whom="me", age="45")
    talk.say(text)
    assert talk.state.facts[fact] == value


def test_what_is_told_and_not_understood_is_no_question_of_its_own() -> None:
    talk = begun()
    assert talk.say("离婚了", outside(IntentKind.ELSEWHERE, "marriage", 0.99)).kind is Kind.SCREEN
    assert talk.state.waiting == "age"


@pytest.mark.parametrize("text", ["改答案", "有的已经有了"])
def test_a_buttons_label_counts_after_another_answer_too(text: str) -> None:
    talk, _ = results_of(whom="elder", age="70", area="rural", insured="resident")
    talk.press(action.AGAIN, "income")
    talk.say("疫苗在哪打", Heard(matches=likely(hlt_vaccination=0.95)))
    assert talk.say(text, Heard(matches=likely(soc_dibao=0.95))).kind is Kind.SCREEN


def test_the_person_in_front_can_be_named_too() -> None:
    talk, reply = results_of(whom="child", age="13")
    assert talk.say("再看孩子的").blocks == reply.blocks


CHECKED = (
    "soc-dibao",
    "edu-highschool-waiver",
    "edu-student-loan",
    "svc-elder-subsidy",
    "svc-five-guarantees",
    "hou-rural-dilapidated",
    "soc-resident-pension",
    "pop-rural-family-award",
    "emp-training",
    "soc-veteran-training",
    "edu-special",
    "pop-further-birth",
)


@pytest.mark.parametrize("service", CHECKED)
@pytest.mark.parametrize("text", ["我够不够格", "我能办不", "我可以申请吗"])
def test_a_check_asks_only_what_the_service_needs_and_ends_with_reasons(service: str, text: str) -> None:
    talk = Talk(SHIPPED)
    talk.press(action.SHOW, service)
    reply = talk.say(text)
    needed = facts_of(SHIPPED.services[service].eligible)
    put = []
    while talk.state.waiting:
        put.append(talk.state.waiting)
        reply = talk.press(action.FACT, talk.state.waiting, "unsure")
    assert 0 < len(put) <= len(set(needed))
    assert set(put) <= set(needed)
    assert f"{SHIPPED.services[service].title}：够不够条件" in reply.text
    assert "还没弄清的" in reply.text
