from __future__ import annotations

import re
from datetime import date

import pytest

from handlers.service import answer_choice, answer_needs, answer_service, show_services
from handlers.turn import Conversation, Kind, ReviewReason, Style
from handlers.words import numeral
from knowledge.matching.decision import MOST_CLARIFICATIONS
from knowledge.matching.intents import IntentKind
from knowledge.models import Content, Service
from knowledge.yaml_source import read_yaml
from tests.handlers.turns import (
    AFTER_PERIOD,
    IN_PERIOD,
    Heard,
    given,
    likely,
    make_turn,
    outside,
    said,
    small_content,
)
from tests.knowledge.mini_world import match
from tests.real import CONTENT as ROOT

IDS = read_yaml(ROOT / "ids.yaml", "ids.yaml")["in_use"]
TWO = Heard(matches=likely(edu_waiver=0.4, edu_loan=0.35))
PHONE = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{7,8}(?!\d)")


def answer_of(content: Content, key: str, today: date = AFTER_PERIOD) -> str:
    turn = make_turn("问", Heard(matches=(match(key, 0.97),)), content=content, today=today)
    reply = given(answer_service(turn))
    assert (reply.kind, reply.services) == (Kind.ANSWER, (key,))
    return reply.text


@pytest.fixture(params=IDS)
def service(request: pytest.FixtureRequest, shipped: Content) -> Service:
    """Each service of the shipped content."""
    return shipped.services[request.param]


def test_a_clear_service_is_shown() -> None:
    reply = given(answer_service(make_turn("高中学费", Heard(matches=likely(edu_waiver=0.9)))))
    assert (reply.kind, reply.services, reply.confidence) == (Kind.ANSWER, ("edu-waiver",), 0.9)
    assert (reply.departments, reply.review) == (("education", "civil"), None)


def test_a_service_shown_is_remembered_with_its_question() -> None:
    before = Conversation(options=("edu-loan",), clarifications=1)
    reply = given(answer_service(make_turn("高中学费", Heard(likely(edu_waiver=0.9)), conversation=before)))
    assert reply.conversation == Conversation(services=("edu-waiver",), question="高中学费", found=("edu-waiver",))


@pytest.mark.parametrize(
    ("aspect", "town", "is_asked"),
    [("where", "", True), ("where", "后柳镇", False), ("bring", "", False), (None, "", False)],
)
def test_the_town_is_asked_where_the_place_of_a_town_matter_is(aspect: str | None, town: str, is_asked: bool) -> None:
    heard = Heard(likely(hlt_clinic=0.9), aspect=aspect)
    reply = given(answer_service(make_turn("村卫生室在哪", heard, conversation=Conversation(town=town))))
    assert (reply.kind, reply.services) == (Kind.ANSWER, ("hlt-clinic",))
    assert ("town.ask" in said(reply), reply.conversation.waits_for_town == "where") == (is_asked, is_asked)


@pytest.mark.parametrize(("probability", "is_doubtful"), [(0.74, True), (0.75, False)])
def test_a_doubtful_answer_says_so_and_is_put_up_for_review(probability: float, is_doubtful: bool) -> None:
    reply = given(answer_service(make_turn("高中", Heard(likely(edu_waiver=probability)))))
    assert ("answer.doubt" in said(reply), reply.review is ReviewReason.DOUBTFUL) == (is_doubtful, is_doubtful)


@pytest.mark.parametrize(
    "heard", [Heard(), TWO, outside(IntentKind.ELSEWHERE, "id-card")], ids=["none", "two", "other"]
)
def test_what_is_no_clear_service_is_left_to_others(heard: Heard) -> None:
    assert answer_service(make_turn("问", heard)) is None


def test_likely_services_are_offered_with_none_of_these() -> None:
    reply = given(answer_choice(make_turn("学费", TWO)))
    assert (reply.kind, reply.review) == (Kind.CHOOSE, ReviewReason.ASKED_BACK)
    assert reply.options == ("edu-waiver", "edu-loan")
    assert [button.action for button in reply.buttons] == ["show:edu-waiver", "show:edu-loan", "neither"]


def test_options_are_numbered_as_they_can_be_typed() -> None:
    [block] = given(answer_choice(make_turn("学费", TWO))).blocks
    titles = [small_content().services[key].title for key in ("edu-waiver", "edu-loan")]
    assert (block.style, block.items) == (Style.CHOICE, (*titles, "〔choice.neither〕"))


def test_a_choice_waits_for_its_pick() -> None:
    conversation = given(answer_choice(make_turn("学费", TWO))).conversation
    assert (conversation.options, conversation.question, conversation.clarifications) == (
        ("edu-waiver", "edu-loan"),
        "学费",
        1,
    )


@pytest.mark.parametrize(("asked", "key"), [(0, "choice.ask"), (1, "choice.ask_again")])
def test_the_second_choice_is_asked_in_other_words(asked: int, key: str) -> None:
    turn = make_turn("学费", TWO, conversation=Conversation(clarifications=asked))
    assert key in said(answer_choice(turn))


def test_at_most_two_choices_in_a_row() -> None:
    turn = make_turn("学费", TWO, conversation=Conversation(clarifications=MOST_CLARIFICATIONS))
    assert answer_choice(turn) is None


@pytest.mark.parametrize("heard", [Heard(), Heard(likely(edu_loan=0.01))], ids=["none", "unlikely"])
def test_nothing_likely_is_no_choice(heard: Heard) -> None:
    assert answer_choice(make_turn("问", heard)) is None


def test_each_of_two_needs_is_answered_in_the_order_asked() -> None:
    reply = given(answer_needs(make_turn("两件事", Heard(needs=likely(hlt_clinic=0.9, edu_waiver=0.7)))))
    assert (reply.services, reply.confidence) == (("hlt-clinic", "edu-waiver"), 0.7)
    assert [block.text for block in reply.blocks if block.style is Style.TITLE] == [
        small_content().services[key].title for key in reply.services
    ]


@pytest.mark.parametrize(("today", "times"), [(IN_PERIOD, 0), (AFTER_PERIOD, 1)])
def test_two_needs_are_told_once_that_the_period_is_over(today: date, times: int) -> None:
    turn = make_turn("两件事", Heard(needs=likely(edu_waiver=0.9, edu_loan=0.8)), today=today)
    assert given(answer_needs(turn)).text.count("〔answer.period_over〕") == times


def test_departments_of_two_needs_are_named_once() -> None:
    reply = given(answer_needs(make_turn("两件事", Heard(needs=likely(edu_waiver=0.9, edu_loan=0.8)))))
    assert reply.departments == ("education", "civil")


def test_one_need_is_left_to_others() -> None:
    assert answer_needs(make_turn("高中学费", Heard(likely(edu_waiver=0.9)))) is None


def test_a_pressed_service_keeps_the_question_before() -> None:
    reply = show_services(make_turn(conversation=Conversation(question="学费")), ("edu-loan",))
    assert given(reply).conversation.question == "学费"


def test_shipped_answer_says_what_it_is_and_how_firm(shipped: Content, service: Service) -> None:
    text = answer_of(shipped, service.id)
    assert service.title in text
    assert service.answer in text
    assert shipped.messages[f"answer.strength_{service.strength}"] in text


def test_shipped_answer_says_where_to_go_and_who_takes_part(shipped: Content, service: Service) -> None:
    text = answer_of(shipped, service.id)
    window = {"town": "town", "county": "approval"}.get(service.window, service.window)
    assert [key for key in (window, *service.departments) if shipped.departments[key].name not in text] == []


def test_shipped_answer_marks_what_is_general_knowledge(shipped: Content, service: Service) -> None:
    text, mark = answer_of(shipped, service.id), shipped.messages["answer.general_knowledge"]
    for department in (shipped.departments[key] for key in service.departments):
        is_unsure = not (department.is_named_in_plan or department.confirmed_on)
        assert (department.name + mark in text) is is_unsure


def test_shipped_answer_names_papers_and_that_the_window_decides(shipped: Content, service: Service) -> None:
    text = answer_of(shipped, service.id)
    assert [paper.paper for paper in service.bring if paper.paper not in text] == []
    assert shipped.messages["answer.bring_heading" if service.bring else "answer.bring_nothing"] in text


def test_shipped_answer_names_what_is_open(shipped: Content, service: Service) -> None:
    text = answer_of(shipped, service.id)
    assert [question for question in service.open if question not in text] == []


def test_shipped_answer_names_chapter_section_and_item(shipped: Content, service: Service) -> None:
    text, document = answer_of(shipped, service.id), shipped.document
    assert document.title in text
    for chapter, section, item in (cite.split(".") for cite in service.cites):
        assert document.chapters[chapter] in text
        if chapter != "0":
            assert document.sections[f"{chapter}.{section}"] in text
            assert f"第{numeral(int(item))}项" in text


def test_shipped_answer_invents_no_contact(shipped: Content, service: Service) -> None:
    text = answer_of(shipped, service.id)
    confirmed = any(window.confirmed_on for key in shipped.departments for window in shipped.departments[key].windows)
    assert confirmed or shipped.messages["common.hotline_national"] in text
    assert confirmed or not PHONE.search(text)


def test_shipped_answer_leaves_no_hole(shipped: Content, service: Service) -> None:
    assert not {"{", "}"} & set(answer_of(shipped, service.id))


@pytest.mark.parametrize(("today", "is_said"), [(IN_PERIOD, False), (AFTER_PERIOD, True)])
def test_shipped_answer_says_when_the_period_is_over(
    shipped: Content, service: Service, today: date, is_said: bool
) -> None:
    sentence = shipped.messages["answer.period_over"].format(ends="2025年底")
    is_confirmed = service.valid_until is not None and service.source is not None
    assert (sentence in answer_of(shipped, service.id, today)) is (is_said and not is_confirmed)
