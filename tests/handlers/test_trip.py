from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.press import answer_press, typed_action
from handlers.town import answer_town
from handlers.trip import answer_trip
from handlers.trip_words import Wish, read_wish
from handlers.turn import MOST_FOUND, Conversation, Kind, Reply, Turn
from knowledge.matching.features import Analyser
from knowledge.matching.intents import IntentKind
from knowledge.matching.understanding import EMPTY
from knowledge.models import Content, TripSigns
from knowledge.offices import Window
from knowledge.routing.opening_hours import read_hours
from knowledge.trip.referral import Matter
from tests.handlers.turns import IN_PERIOD, NOTHING, Heard, given, likely, make_turn, outside, said, small_content

WISHES = {"LIST": "列个单子", "ONCE": "一次办完", "SEVERAL": "都带什么", "FORWARD": "打印"}
ONE = Conversation(services=("edu-loan",), question="贷款", found=("edu-loan",))
BOTH = Conversation(services=("edu-loan",), question="贷款", found=("hlt-clinic", "edu-loan"))


def content() -> Content:
    signs = TripSigns(("列 > 单子",), ("一次 > 办完",), ("都 > 带什么",), ("打印",))
    return replace(small_content(), trip=signs)


def ask(wish: str, talk: Conversation, heard: Heard = NOTHING) -> Reply | None:
    return answer_trip(turn(WISHES[wish], talk, heard))


def turn(text: str, talk: Conversation, heard: Heard = NOTHING, action: str = "") -> Turn:
    return make_turn(text, heard, conversation=talk, content=content(), action=action)


@pytest.mark.parametrize("wish", WISHES)
def test_a_wish_brings_the_card_of_all_that_was_found(wish: str) -> None:
    reply = given(ask(wish, BOTH))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("hlt-clinic", "edu-loan"), "bring")
    assert "〔trip.title_me〕2" in reply.text


def test_what_several_take_is_asked_of_one_as_a_follow_up() -> None:
    assert ask("SEVERAL", ONE) is None


@pytest.mark.parametrize("wish", ["LIST", "ONCE", "FORWARD"])
def test_one_matter_is_enough_for_a_card(wish: str) -> None:
    assert given(ask(wish, ONE)).services == ("edu-loan",)


def test_a_card_is_to_be_kept_with_the_counter_of_each_matter() -> None:
    card = given(ask("LIST", replace(BOTH, town="后柳镇"))).referral
    assert card is not None
    assert card.matters == (Matter("hlt-clinic", "town"), Matter("edu-loan", "education"))
    assert (card.town, card.code) == ("后柳镇", "")


def test_departments_are_those_of_all_matters_lead_first() -> None:
    assert given(ask("LIST", BOTH)).departments[:2] == ("health", "education")


@pytest.mark.parametrize("wish", ["LIST", "ONCE", "SEVERAL"])
def test_several_needs_in_the_wish_are_put_on_the_card(wish: str) -> None:
    needs = Heard(needs=likely(edu_waiver=0.9, hlt_clinic=0.9))
    assert given(ask(wish, Conversation(), needs)).services == ("edu-waiver", "hlt-clinic")


def test_a_matter_named_in_the_wish_is_added_to_what_was_found() -> None:
    named = Heard(matches=likely(hlt_clinic=0.95))
    assert given(ask("LIST", ONE, named)).services == ("edu-loan", "hlt-clinic")


def test_one_matter_named_for_the_first_time_is_answered_as_any_question() -> None:
    assert ask("LIST", Conversation(), Heard(matches=likely(hlt_clinic=0.95))) is None


@pytest.mark.parametrize("wish", ["ONCE", "SEVERAL", "FORWARD"])
def test_a_vaguer_wish_with_a_new_matter_is_a_question_about_that(wish: str) -> None:
    assert ask(wish, BOTH, Heard(matches=likely(edu_waiver=0.95))) is None


@pytest.mark.parametrize("wish", ["ONCE", "SEVERAL", "FORWARD"])
def test_a_vaguer_wish_about_something_settled_elsewhere_is_left_to_the_others(wish: str) -> None:
    assert ask(wish, BOTH, outside(IntentKind.ELSEWHERE, "id-card")) is None


def test_a_list_of_nothing_tells_what_to_do() -> None:
    assert said(ask("LIST", Conversation())) == {"trip.nothing"}


@pytest.mark.parametrize("wish", ["ONCE", "SEVERAL", "FORWARD"])
def test_a_vaguer_wish_for_nothing_is_left_to_the_others(wish: str) -> None:
    assert ask(wish, Conversation()) is None


def test_a_list_of_something_settled_elsewhere_is_left_to_the_others() -> None:
    assert ask("LIST", Conversation(), outside(IntentKind.ELSEWHERE, "id-card")) is None


def test_other_words_are_no_wish() -> None:
    assert answer_trip(turn("在哪里", BOTH)) is None


def test_the_card_is_the_answer_that_follow_ups_lean_on() -> None:
    talk = given(ask("LIST", replace(BOTH, options=("edu-waiver",), clarifications=1))).conversation
    assert (talk.services, talk.found, talk.options) == (BOTH.found, BOTH.found, ())


# Buttons


def press(action: str, talk: Conversation) -> Reply:
    return given(answer_press(turn("", talk, action=action)))


def test_the_button_brings_the_card_with_the_service_it_stood_under() -> None:
    assert press("trip:edu-waiver", ONE).services == ("edu-loan", "edu-waiver")


def test_the_button_works_after_the_conversation_was_forgotten() -> None:
    assert press("trip:edu-waiver", Conversation()).services == ("edu-waiver",)


def test_the_label_typed_is_the_button_pressed() -> None:
    label = content().messages["common.button_trip"]
    assert typed_action(label, ONE, content()) == "trip:edu-loan"


def test_a_matter_is_taken_off_the_card() -> None:
    reply = press("drop:hlt-clinic", BOTH)
    assert (reply.services, reply.conversation.found) == (("edu-loan",), ("edu-loan",))


def test_the_last_matter_taken_off_leaves_a_sentence() -> None:
    reply = press("drop:edu-loan", ONE)
    assert (said(reply), reply.conversation.services, reply.referral) == ({"trip.dropped_last"}, (), None)


def test_only_a_card_of_several_can_lose_one() -> None:
    actions = [[button.action for button in given(ask("LIST", talk)).buttons] for talk in (ONE, BOTH)]
    assert actions == [[], ["drop:hlt-clinic", "drop:edu-loan"]]


@pytest.mark.parametrize("verb", ["trip", "drop"])
def test_a_service_that_is_gone_is_said_to_be_gone(verb: str) -> None:
    assert said(press(f"{verb}:edu-gone", ONE)) == {"common.service_gone"}


def test_a_card_holds_no_more_than_one_trip() -> None:
    talk = Conversation(found=tuple(small_content().services) * MOST_FOUND)
    assert len(press("trip:edu-waiver", talk).services) <= MOST_FOUND


# The town


def confirmed() -> Content:
    """Return the content with a town's counter whose hours are known."""
    window = Window("街上", (), read_hours({"工作日": "9:00-12:00"}), IN_PERIOD, key="town-houliu", town="后柳镇")
    known = content()
    departments = {**known.departments, "town": replace(known.departments["town"], windows=(window,))}
    return replace(known, departments=departments)


def test_the_town_is_asked_first_where_it_decides_what_is_known() -> None:
    asked = given(answer_trip(make_turn("列单子", conversation=BOTH, content=confirmed())))
    assert (said(asked), asked.referral) == ({"trip.town_first", "town.ask"}, None)
    told = given(answer_town(make_turn("后柳镇", conversation=asked.conversation, content=confirmed())))
    assert told.referral is not None
    assert (told.services, told.referral.town) == (BOTH.found, "后柳镇")


def test_the_town_is_asked_once() -> None:
    talk = replace(BOTH, is_town_asked=True)
    assert given(answer_trip(make_turn("列单子", conversation=talk, content=confirmed()))).referral is not None


@pytest.mark.parametrize("talk", [replace(BOTH, town="后柳镇"), ONE], ids=["known", "does not matter"])
def test_the_town_is_not_asked_where_it_changes_nothing(talk: Conversation) -> None:
    assert given(answer_trip(make_turn("列单子", conversation=talk, content=confirmed()))).referral is not None


def test_a_service_whose_button_was_pressed_is_on_the_card_after_the_town() -> None:
    asked = given(answer_press(make_turn(action="trip:hlt-clinic", conversation=ONE, content=confirmed())))
    told = given(answer_town(make_turn("后柳镇", conversation=asked.conversation, content=confirmed())))
    assert told.services == ("edu-loan", "hlt-clinic")


# The shipped content


def test_no_question_of_the_content_is_taken_for_a_wish_alone(shipped: Content) -> None:
    """A card answers nobody who has not asked for anything yet, whatever the words."""
    analyser = Analyser(shipped.lexicon)
    questions = [question for asked in shipped.checks.values() for question in asked]
    wishes = [
        question
        for question in questions
        if read_wish(replace(EMPTY, analysis=analyser.analyse(question)), shipped.trip) is Wish.LIST
    ]
    assert wishes == []
