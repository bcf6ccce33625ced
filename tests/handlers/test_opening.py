from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from handlers.opening import answer_opening
from handlers.turn import Conversation, Kind, ReviewReason, Turn
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from knowledge.routing.opening_hours import read_day, read_hours
from tests.handlers.turns import Heard, given, likely, make_turn, outside, said, small_content

AFTER_WAIVER = Conversation(services=("edu-waiver",), question="高中学费")
AFTER_CLINIC = Conversation(services=("hlt-clinic",), question="村卫生室")
MONDAY = date(2026, 11, 23)


def ask(text: str, **options: object) -> Turn:
    settings = {"today": MONDAY, "conversation": AFTER_WAIVER} | options
    return make_turn(text, **settings)  # type: ignore[arg-type]  # the settings of make_turn by name


def houliu_open() -> Content:
    """The small content with hours confirmed for the counter of one town."""
    content = small_content()
    office = content.departments["town"]
    hours = read_hours({"周一至周五": "8:30-12:00"})
    windows = tuple(replace(w, hours=hours, confirmed_on=MONDAY) if w.town == "后柳镇" else w for w in office.windows)
    return replace(content, departments={**content.departments, "town": replace(office, windows=windows)})


def test_the_counter_of_the_last_service_is_open_now() -> None:
    reply = given(answer_opening(ask("现在开门没", at=time(9, 30))))
    assert (reply.kind, reply.services, reply.aspect) == (Kind.DETAIL, ("edu-waiver",), "when")
    assert "〔opening.open_until〕县教育局〔opening.at〕〔opening.today〕12:00" in reply.text


def test_lunch_is_told_with_the_time_it_ends() -> None:
    reply = given(answer_opening(ask("现在开门没", at=time(12, 30))))
    assert "〔opening.closed_next〕县教育局〔opening.why_break〕〔opening.at〕〔opening.today〕13:30" in reply.text


def test_the_weekend_is_one_sentence_and_says_when_it_opens() -> None:
    reply = given(answer_opening(ask("周末上班不")))
    assert reply.text.count("〔opening.day_closed〕") == 1
    assert "〔opening.next〕〔opening.at〕〔opening.date〕1130一9:00" in reply.text


def test_a_makeup_sunday_is_a_workday() -> None:
    reply = given(answer_opening(ask("明天上不上班", today=date(2026, 1, 3))))
    assert "〔opening.day_makeup〕县教育局〔opening.tomorrow〕9:00-12:00、13:30-17:00" in reply.text


def test_a_makeup_day_with_hours_of_its_own_is_told_by_these() -> None:
    content = small_content()
    office = content.departments["education"]
    hours = read_hours({"周一至周五": "9:00-12:00"}, {date(2026, 1, 4): read_day("10:00-11:00")})
    windows = tuple(replace(window, hours=hours) for window in office.windows)
    changed = replace(content, departments={**content.departments, "education": replace(office, windows=windows)})
    reply = given(answer_opening(ask("明天上不上班", today=date(2026, 1, 3), content=changed)))
    assert "〔opening.day_open〕县教育局〔opening.tomorrow〕10:00-11:00" in reply.text


def test_the_new_year_holiday_is_told_with_its_days() -> None:
    reply = given(answer_opening(ask("元旦放假吗", today=date(2025, 12, 29))))
    assert "〔opening.holiday_closed〕元旦〔opening.date〕11四〔opening.date〕13六" in reply.text
    assert "〔opening.next〕〔opening.at〕〔opening.makeup_date〕14日9:00" in reply.text


def test_a_holiday_not_announced_yet_is_not_guessed() -> None:
    keys = said(answer_opening(ask("过年放假吗", today=date(2198, 12, 1))))
    assert {"opening.holiday_dates_unknown", "opening.holiday_ask", "common.hotline_national"} <= keys
    assert "opening.holiday_by_law" not in keys


def test_of_a_holiday_not_announced_the_days_fixed_by_law_are_told() -> None:
    reply = given(answer_opening(ask("国庆放假吗", today=date(2198, 12, 1))))
    assert "〔opening.holiday_by_law〕国庆节〔opening.from_to〕〔opening.date〕101二〔opening.date〕103四" in reply.text
    new_year = given(answer_opening(ask("元旦放假吗", today=date(2198, 12, 1)))).text
    assert "〔opening.holiday_by_law〕元旦〔opening.date〕11二〔opening.holiday_ask〕" in new_year


def test_a_holiday_not_announced_is_not_guessed_where_the_hours_are_unknown() -> None:
    keys = said(answer_opening(ask("元旦放假吗", today=date(2198, 12, 1), conversation=AFTER_CLINIC)))
    assert {"opening.unknown", "opening.holiday_by_law"} <= keys


def test_a_year_not_announced_is_said() -> None:
    for at in (time(18, 0), time(9, 30)):
        reply = given(answer_opening(ask("现在开门没", today=date(2199, 3, 5), at=at)))
        assert "〔opening.unannounced〕2199" in reply.text


def test_noon() -> None:
    assert "opening.noon_closed" in said(answer_opening(ask("中午上班不")))


def test_the_hours_themselves() -> None:
    reply = given(answer_opening(ask("几点下班")))
    assert "〔opening.hours〕县教育局周一至周五 9:00-12:00、13:30-17:00" in reply.text


def test_a_confirmation_long_ago_is_doubted() -> None:
    assert "opening.confirmed_long_ago" in said(answer_opening(ask("几点下班", today=date(2027, 3, 1))))


def test_unknown_hours_are_said_to_be_unknown_with_the_hotline() -> None:
    reply = given(answer_opening(ask("现在开门没", conversation=AFTER_CLINIC)))
    assert "opening.unknown" in said(reply)
    assert "〔common.hotline_national〕" in reply.text


def test_what_is_usual_on_a_weekend_is_said_as_such() -> None:
    assert "opening.usually_closed" in said(answer_opening(ask("周末上班不", conversation=AFTER_CLINIC)))


def test_a_named_office_needs_no_service() -> None:
    reply = given(answer_opening(ask("教育局几点下班", conversation=Conversation())))
    assert (reply.kind, reply.services, reply.departments) == (Kind.DETAIL, (), ("education",))


def test_a_named_office_with_its_service_is_a_detail_of_the_service() -> None:
    heard = Heard(matches=likely(edu_waiver=0.9))
    reply = given(answer_opening(ask("教育局免学费几点下班", heard=heard, conversation=Conversation())))
    assert (reply.services, reply.departments[0]) == (("edu-waiver",), "education")


def test_a_named_office_with_unknown_hours_is_handed_to_the_hotline() -> None:
    reply = given(answer_opening(ask("卫健局几点下班", conversation=Conversation())))
    assert (reply.kind, reply.departments, reply.review) == (Kind.HANDOFF, ("health",), ReviewReason.UNANSWERED)
    assert "12320" in reply.text
    assert said(reply) >= {"office.handles", "office.ask_near"}


def test_after_an_office_asked_for_by_name_its_hours_are_meant() -> None:
    talk = Conversation(services=("hlt-clinic",), office="education")
    assert given(answer_opening(ask("现在开门没", conversation=talk))).departments == ("education",)


def test_the_counter_of_a_service_named_in_the_message() -> None:
    heard = Heard(matches=likely(edu_waiver=0.9))
    reply = given(answer_opening(ask("办免学费的窗口周末上班不", heard=heard, conversation=Conversation())))
    assert reply.services == ("edu-waiver",)


def test_nothing_named_and_nothing_before_is_asked_back() -> None:
    assert said(answer_opening(ask("几点下班", conversation=Conversation()))) == {"opening.which"}


@pytest.mark.parametrize("text", ["派出所几点下班", "退休了还上班不", "高中学费", ""])
def test_something_else_is_left_to_others(text: str) -> None:
    assert answer_opening(ask(text, heard=outside(IntentKind.ELSEWHERE, "id-card"))) is None


def test_the_town_is_asked_where_its_hours_are_known() -> None:
    reply = given(answer_opening(ask("现在开门没", conversation=AFTER_CLINIC, content=houliu_open())))
    assert reply.conversation.waits_for_town == "when"
    assert [button.label for button in reply.buttons] == ["城关镇", "后柳镇"]


def test_the_town_is_not_asked_where_no_town_has_hours() -> None:
    assert given(answer_opening(ask("现在开门没", conversation=AFTER_CLINIC))).conversation.waits_for_town == ""


def test_the_counter_of_the_town_is_told() -> None:
    talk = replace(AFTER_CLINIC, town="后柳镇")
    reply = given(answer_opening(ask("现在开门没", conversation=talk, content=houliu_open(), at=time(9, 0))))
    assert "〔opening.open_until〕后柳镇便民服务中心" in reply.text


def test_a_message_with_two_needs_is_left_to_both_answers() -> None:
    heard = Heard(needs=(likely(edu_waiver=0.9)[0], likely(hlt_clinic=0.9)[0]))
    assert answer_opening(ask("学费能免不，村卫生室现在开门没", heard=heard)) is None
