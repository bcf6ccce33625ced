from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from bot.channels.telegram_text import write_parts
from handlers.audience import SEVERAL
from handlers.trip_card import AUDIENCES, card_blocks, code_blocks, make_referral
from handlers.turn import MOST_FOUND, Button, Kind, Reply, block_text
from knowledge.models import Content
from knowledge.offices import Window
from knowledge.routing.opening_hours import read_hours
from knowledge.situation import Whom
from knowledge.trip.referral import Referral
from tests.handlers.turns import small_content

CONTENT = small_content()
IN_PERIOD = datetime(2025, 12, 31, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def card(*services: str, town: str = "", audience: str = "me", content: Content = CONTENT) -> Referral:
    return make_referral(content, services, town, audience)


def write(*services: str, audience: str = "me", now: datetime = IN_PERIOD, content: Content = CONTENT) -> str:
    return "\n".join(map(block_text, card_blocks(content, card(*services, audience=audience, content=content), now)))


def test_a_card_holds_all_that_one_trip_needs() -> None:
    text = write("edu-waiver", "hlt-clinic")
    for key in ("trip.title_me", "trip.matters_heading", "answer.go_first", "answer.bring_heading"):
        assert f"〔{key}〕" in text
    for key in ("trip.ask_heading", "trip.proxy_me", "trip.proxy_bring_me", "trip.hotline_each"):
        assert f"〔{key}〕" in text


def test_each_matter_is_named_with_how_firm_the_plan_is() -> None:
    text = write("edu-waiver", "hlt-clinic")
    assert "普通高中免学费（每学期800元）〔answer.strength_continuing〕" in text
    assert "村卫生室〔answer.strength_target〕" in text


def test_counters_stand_in_the_order_to_visit() -> None:
    text = write("edu-waiver", "hlt-clinic")
    places = [
        text.index(part) for part in ("〔trip.stop_heading〕1", "镇便民服务中心", "〔trip.stop_heading〕2", "县教育局")
    ]
    assert places == sorted(places)


def test_one_counter_is_not_numbered() -> None:
    assert "trip.stop_heading" not in write("edu-waiver", "edu-loan")


def test_a_counter_tells_what_is_done_there_only_where_there_are_several() -> None:
    assert "trip.stop_matters" in write("edu-waiver", "hlt-clinic")
    assert "trip.stop_matters" not in write("edu-waiver")


def test_who_leads_and_takes_part_is_named() -> None:
    text = write("edu-waiver", "hlt-clinic")
    assert "〔trip.stop_leads〕县卫健局" in text
    assert "〔answer.go_together〕县民政局" in text


def test_an_unconfirmed_counter_is_said_to_be_so() -> None:
    assert "〔trip.unconfirmed〕" in write("hlt-clinic")


def test_a_confirmed_counter_is_told_in_full() -> None:
    window = Window("政务中心二楼", ("0915-6321234",), read_hours({"工作日": "9:00-12:00"}), date(2025, 6, 1))
    departments = {**CONTENT.departments, "education": replace(CONTENT.departments["education"], windows=(window,))}
    text = write("edu-waiver", content=replace(CONTENT, departments=departments))
    assert "政务中心二楼" in text
    assert "0915-6321234" in text
    assert "9:00-12:00" in text
    assert "trip.unconfirmed" not in text


def test_a_card_tells_when_its_counters_open_next_and_as_of_when() -> None:
    window = Window("", (), read_hours({"每天": "9:00-12:00"}), date(2025, 6, 1))
    departments = {**CONTENT.departments, "education": replace(CONTENT.departments["education"], windows=(window,))}
    text = write("edu-waiver", content=replace(CONTENT, departments=departments))
    assert "〔opening." in text
    assert "〔trip.as_of〕12319:00" in text
    assert "trip.as_of" not in write("hlt-clinic")


def test_what_is_open_is_asked_for_each_matter() -> None:
    assert "〔trip.ask〕村卫生室哪天开门" in write("edu-waiver", "hlt-clinic")
    assert "· 哪天开门" in write("hlt-clinic")


def test_a_card_of_what_leaves_nothing_open_asks_nothing() -> None:
    services = {key: replace(service, open=()) for key, service in CONTENT.services.items()}
    assert "trip.ask_heading" not in write("edu-waiver", content=replace(CONTENT, services=services))


def test_hotlines_are_named_once_the_county_last() -> None:
    text = write("hlt-clinic", "edu-waiver")
    assert text.count("12320") == 1
    assert text.rindex("12320") < text.rindex("〔common.hotline_national〕")


def test_of_several_hotlines_each_is_named_with_its_office(shipped: Content) -> None:
    blocks = card_blocks(shipped, make_referral(shipped, ("soc-transfer", "soc-critical-illness"), "", "me"), AFTER)
    [told] = [block.text for block in blocks if "12333" in block.text]
    assert "县人社局管的打12333，县医保局管的打12393" in told
    assert told.count("12345") == 1


def test_the_end_of_the_plan_is_told_once() -> None:
    assert write("edu-waiver", "hlt-clinic", now=AFTER).count("〔answer.period_over〕") == 1
    assert "answer.period_over" not in write("edu-waiver")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_wording_changes_with_whom_it_is_for(audience: str) -> None:
    text = write("edu-waiver", audience=audience)
    for key in (f"trip.title_{audience}", f"trip.proxy_{audience}", f"trip.proxy_bring_{audience}"):
        assert f"〔{key}〕" in text


def test_audiences_are_all_that_a_text_can_be_about() -> None:
    assert set(AUDIENCES) == {*map(str, Whom), SEVERAL}


@pytest.mark.parametrize("audience", ["", "neighbour"])
def test_an_unknown_audience_is_the_one_who_asks(audience: str) -> None:
    assert card("edu-waiver", audience=audience).audience == "me"


def test_services_that_are_gone_are_left_out() -> None:
    kept = card("edu-waiver", "hlt-clinic")
    left = replace(CONTENT, services={"edu-waiver": CONTENT.services["edu-waiver"]})
    assert "村卫生室" not in "".join(map(block_text, card_blocks(left, kept, IN_PERIOD)))
    assert card_blocks(replace(CONTENT, services={}), kept, IN_PERIOD) == ()


def test_the_code_is_told_with_the_page_to_see_it_again() -> None:
    code, page = code_blocks(CONTENT, "1234-5671", "https://x.cn/card/12345671")
    assert "1234-5671" in code.text
    assert "https://x.cn/card/12345671" in page.text


def test_without_a_page_the_code_brings_the_card_again() -> None:
    code, again = code_blocks(CONTENT, "1234-5671", "")
    assert ("1234-5671" in code.text, again.text) == (True, "〔trip.again〕")


# The shipped content


def test_every_bundle_of_two_services_gives_a_card_without_a_line_twice(shipped: Content) -> None:
    doubled = []
    for pair in combinations(shipped.services, 2):
        for block in card_blocks(shipped, make_referral(shipped, pair, "后柳镇", "elder"), AFTER):
            if len(set(block.items)) != len(block.items):
                doubled.append((*pair, block.text))
    assert doubled == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_longest_card_is_one_telegram_message(shipped: Content, audience: str) -> None:
    def length(key: str) -> int:
        return sum(map(len, map(block_text, card_blocks(shipped, make_referral(shipped, (key,), "", audience), AFTER))))

    longest = tuple(sorted(shipped.services, key=length)[-MOST_FOUND:])
    address = "https://yichuang.shiquan.example.gov.cn/card/12345671"
    blocks = card_blocks(shipped, make_referral(shipped, longest, "", audience), AFTER)
    buttons = tuple(Button(f"不办：{shipped.services[key].title}", f"drop:{key}") for key in longest)
    reply = Reply(Kind.DETAIL, (*blocks, *code_blocks(shipped, "1234-5671", address)), buttons=buttons)
    assert len(write_parts(reply)) == 1


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_card_speaks_of_the_reader_as_somebody_else(shipped: Content, audience: str) -> None:
    """A card is passed on: for another it must not say 你, which the one who reads it would take for himself."""
    text = "".join(map(block_text, card_blocks(shipped, make_referral(shipped, ("soc-dibao",), "", audience), AFTER)))
    assert audience == "me" or "你" not in text
