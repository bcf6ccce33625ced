from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.danger import answer_danger
from handlers.turn import Conversation, Kind, Style
from knowledge.matching.urgency import Alarm
from tests.handlers.turns import Heard, fire, given, make_turn, said, small_content
from tests.knowledge.mini_world import match


def test_no_alarm_is_no_danger() -> None:
    assert answer_danger(make_turn("灭火器哪里买")) is None


def test_the_numbers_come_before_anything_else() -> None:
    reply = given(answer_danger(make_turn("屋里着火了", fire())))
    assert (reply.kind, reply.numbers) == (Kind.URGENT, ("119", "120"))
    assert reply.blocks[0].style is Style.ALARM
    assert "〔urgent.number_119〕、〔urgent.number_120〕" in reply.blocks[0].text


def test_what_to_do_is_said() -> None:
    reply = given(answer_danger(make_turn("屋里着火了", fire())))
    assert small_content().urgent[0].say in reply.text


def test_it_is_said_that_nobody_was_called() -> None:
    assert "urgent.here" in said(answer_danger(make_turn("屋里着火了", fire())))


def test_services_of_the_situation_follow_as_buttons() -> None:
    reply = given(answer_danger(make_turn("屋里着火了", fire())))
    assert (reply.services, [button.action for button in reply.buttons]) == (("hlt-clinic",), ["show:hlt-clinic"])


def test_a_number_and_a_service_the_content_does_not_know() -> None:
    situation = replace(small_content().urgent[0], numbers=("95119",), services=("edu-gone",))
    reply = given(answer_danger(make_turn("着火了", Heard(alarm=Alarm(situation, 0.9, "")))))
    assert "95119" in reply.blocks[0].text
    assert (reply.services, reply.buttons) == ((), ())


def test_a_first_message_that_is_an_alarm_is_what_later_questions_go_on_from() -> None:
    talk = given(answer_danger(make_turn("屋里着火了", fire()))).conversation
    assert (talk.services, talk.question) == (("hlt-clinic",), "屋里着火了")


def test_the_conversation_goes_on_after_an_alarm() -> None:
    shown = Conversation(services=("edu-loan",), question="贷款")
    assert given(answer_danger(make_turn("着火了", fire(), conversation=shown))).conversation == shown


def test_a_service_clearly_asked_for_waits_behind_the_numbers_and_comes_first_of_the_services() -> None:
    reply = given(answer_danger(make_turn("屋里着火了，贷款咋办", replace(fire(), matches=(match("edu-loan", 0.9),)))))
    assert (reply.numbers, reply.services) == (("119", "120"), ("edu-loan", "hlt-clinic"))
    assert reply.blocks[0].style is Style.ALARM
    assert reply.blocks[-1].text.startswith("〔urgent.later〕")
    assert [button.action for button in reply.buttons] == ["show:edu-loan", "show:hlt-clinic"]


def test_a_service_that_is_only_likely_is_not_added_to_an_alarm() -> None:
    reply = given(answer_danger(make_turn("屋里着火了咋办", replace(fire(), matches=(match("edu-loan", 0.5),)))))
    assert reply.services == ("hlt-clinic",)


def test_two_services_asked_for_beside_danger_both_wait() -> None:
    heard = replace(fire(), needs=(match("edu-loan", 0.9), match("edu-waiver", 0.8)))
    assert given(answer_danger(make_turn("屋里着火了，贷款和学费咋办", heard))).services[:2] == (
        "edu-loan",
        "edu-waiver",
    )


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("屋里着火了", False),
        ("救命", False),
        ("火没灭", False),
        ("着火了算不算天灾", True),
        ("着火了有补助没", True),
        ("着火了找谁", True),
    ],
)
def test_who_only_cries_for_help_is_shown_no_service_of_another_matter(text: str, asks: bool) -> None:
    reply = given(answer_danger(make_turn(text, replace(fire(), matches=(match("edu-loan", 0.9),)))))
    assert ("edu-loan" in reply.services) is asks
