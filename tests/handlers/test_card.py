from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.action import DETAIL, SHOW, USEFUL, USELESS, read_action
from handlers.card import (
    ASPECT_BUTTONS,
    MOST_RELATED,
    bring_block,
    feedback_buttons,
    firmness_block,
    open_block,
    paper_line,
    period_block,
    service_blocks,
    service_buttons,
    short_blocks,
    show_button,
    source_block,
    where_block,
)
from handlers.turn import block_text
from knowledge.models import Paper, Service, Strength
from knowledge.offices import Window
from knowledge.routing.opening_hours import read_hours
from tests.handlers.turns import AFTER_PERIOD, IN_PERIOD, make_turn, small_content

CONTENT = small_content()
WAIVER, LOAN, CLINIC = CONTENT.services.values()
MARK = "〔answer.general_knowledge〕"


def change(service: Service, **changes: object) -> Service:
    return replace(service, **changes)  # type: ignore[arg-type]


def whole(service: Service, today: date = IN_PERIOD) -> str:
    return "\n".join(map(block_text, service_blocks(make_turn(today=today), service)))


@pytest.mark.parametrize("service", CONTENT.services.values(), ids=lambda service: service.id)
def test_an_answer_shows_all_that_is_promised(service: Service) -> None:
    text = whole(service)
    assert service.title in text
    assert service.answer in text
    assert f"〔answer.strength_{service.strength}〕" in text
    assert "〔answer.go_first〕" in text
    assert all(paper.paper in text for paper in service.bring)
    assert all(question in text for question in service.open)
    assert "〔answer.source〕" in text


def test_what_it_is_comes_before_where_to_go_and_the_source_after() -> None:
    text = whole(WAIVER)
    places = [text.index(part) for part in (WAIVER.title, WAIVER.answer, "answer.go_first", "answer.source")]
    assert places == sorted(places)


@pytest.mark.parametrize("strength", [one for one in Strength if one is not Strength.INFO])
def test_firmness_is_told_in_words(strength: Strength) -> None:
    assert firmness_block(CONTENT, change(WAIVER, strength=strength)).text == f"〔answer.strength_{strength}〕"


def test_there_is_no_firmness_where_nothing_is_promised() -> None:
    assert not firmness_block(CONTENT, change(WAIVER, strength=Strength.INFO)).text


def test_blocks_without_text_are_left_out() -> None:
    bare = change(WAIVER, strength=Strength.INFO, open=())
    assert all(block.text for block in service_blocks(make_turn(), bare))


def test_partners_are_named_and_marked() -> None:
    assert f"〔answer.go_together〕县民政局{MARK}" in where_block(make_turn(), WAIVER).items


def test_the_lead_is_named_where_the_counter_is_another() -> None:
    assert where_block(make_turn(), CLINIC).items[:2] == (
        "〔answer.go_first〕镇便民服务中心",
        f"〔answer.go_lead〕县卫健局{MARK}",
    )


def test_nobody_is_named_twice() -> None:
    items = where_block(make_turn(), change(WAIVER, partners=("education", "civil"))).items
    assert sum("县教育局" in item for item in items) == 1


def test_a_confirmed_counter_is_told() -> None:
    assert where_block(make_turn(), LOAN).items[1:] == (
        "〔answer.go_place〕政务中心二楼",
        "〔answer.go_phones〕0915-6321234",
        "〔answer.go_hours〕周一至周五 9:00-12:00、13:30-17:00",
        "〔opening.open_until〕〔opening.here〕〔opening.at〕〔opening.today〕12:00",
        "〔opening.confirmed〕2026-01-05",
    )


def test_a_counter_nobody_confirmed_gives_the_hotline_instead() -> None:
    [*_, last] = where_block(make_turn(), CLINIC).items
    assert last.startswith("〔answer.go_unconfirmed〕")
    assert "12320" in last
    assert "〔common.hotline_national〕" in last


def test_details_nobody_confirmed_are_not_told() -> None:
    guess = Window("某某路1号", ("0915-1111111",), read_hours({"每天": "全天"}), confirmed_on=None)
    education = replace(CONTENT.departments["education"], windows=(guess,))
    content = replace(CONTENT, departments={**CONTENT.departments, "education": education})
    text = block_text(where_block(make_turn(content=content), WAIVER))
    assert "〔answer.go_unconfirmed〕" in text
    assert not any(detail in text for detail in (guess.place, *guess.phones, "0:00"))


def test_papers_come_in_order_and_the_window_decides() -> None:
    block = bring_block(CONTENT, WAIVER)
    assert (block.text, block.items) == (
        "〔answer.bring_heading〕",
        ("身份证", "〔answer.bring_when〕户口本给孩子代办时"),
    )


def test_a_service_without_papers_says_so() -> None:
    assert bring_block(CONTENT, LOAN).text == "〔answer.bring_nothing〕"


@pytest.mark.parametrize(
    ("paper", "line"),
    [
        (Paper("身份证", "", "usual"), "身份证"),
        (Paper("身份证", "", "plan"), "〔answer.bring_from〕身份证〔answer.by_plan〕"),
        (Paper("身份证", "代办时", "plan"), "〔answer.bring_from〕〔answer.bring_when〕身份证代办时〔answer.by_plan〕"),
        (Paper("合同", "", "助学贷款办法"), "〔answer.bring_from〕合同助学贷款办法"),
        (Paper("合同", "代办时", "办法"), "〔answer.bring_from〕〔answer.bring_when〕合同代办时办法"),
    ],
)
def test_paper(paper: Paper, line: str) -> None:
    assert paper_line(CONTENT, paper) == line


def test_what_is_open_is_listed() -> None:
    assert open_block(CONTENT, LOAN).items == LOAN.open


def test_nothing_open_has_no_text() -> None:
    assert not open_block(CONTENT, change(LOAN, open=())).text


def test_another_source_stands_beside_the_plan() -> None:
    text = source_block(CONTENT, LOAN).text
    assert "〔answer.source〕" in text
    assert all(part in text for part in ("助学贷款办法", "〔2025〕1号", "2025-06-01"))


def test_without_another_source_only_the_plan_is_named() -> None:
    assert "answer.source_other" not in source_block(CONTENT, WAIVER).text


@pytest.mark.parametrize(
    ("service", "today", "key"),
    [
        (WAIVER, IN_PERIOD, ""),
        (WAIVER, AFTER_PERIOD, "〔answer.period_over〕2025年底"),
        (LOAN, AFTER_PERIOD, "〔answer.period_confirmed〕2026-01-05"),
        (LOAN, date(2027, 1, 1), "〔answer.period_over〕2025年底"),
    ],
)
def test_period(service: Service, today: date, key: str) -> None:
    assert period_block(make_turn(today=today), service).text == key


@pytest.mark.parametrize(("today", "is_said"), [(IN_PERIOD, False), (AFTER_PERIOD, True)])
def test_an_answer_says_from_2026_on_that_the_period_is_over(today: date, is_said: bool) -> None:
    assert ("answer.period_over" in whole(CLINIC, today)) is is_said


def test_a_short_answer_has_everything_needed_to_go_there() -> None:
    text = "\n".join(map(block_text, short_blocks(make_turn(), WAIVER)))
    assert all(part in text for part in (WAIVER.title, WAIVER.answer, "answer.go_first", "answer.bring_heading"))
    assert "answer.source" not in text


def test_buttons_lead_to_aspects_related_services_and_feedback() -> None:
    actions = [read_action(button.action) for button in service_buttons(CONTENT, WAIVER)]
    assert [one.aspect for one in actions if one and one.verb == DETAIL] == list(ASPECT_BUTTONS)
    assert [one.service for one in actions if one and one.verb == SHOW] == ["edu-loan"]
    assert [one.verb for one in actions if one][-2:] == [USEFUL, USELESS]


def test_only_the_first_related_services_have_buttons() -> None:
    many = change(WAIVER, related=("edu-loan", "hlt-clinic", "edu-loan"))
    buttons = [read_action(button.action) for button in service_buttons(CONTENT, many)]
    assert sum(one is not None and one.verb == SHOW for one in buttons) == MOST_RELATED


def test_a_service_is_opened_by_its_title() -> None:
    button = show_button(CLINIC)
    assert (button.label, button.action) == ("村卫生室", "show:hlt-clinic")


def test_feedback_names_the_service() -> None:
    assert [button.action for button in feedback_buttons(CONTENT, "edu-loan")] == [
        "useful:edu-loan",
        "useless:edu-loan",
    ]


def test_answer_whose_confirmation_ran_out_shrinks_to_asking_the_window() -> None:
    assert LOAN.valid_until is not None
    day_after = LOAN.valid_until + timedelta(days=1)
    shown = whole(LOAN, day_after)
    assert LOAN.answer in whole(LOAN, LOAN.valid_until)
    assert "〔answer.out_of_date" in shown
    assert "〔answer.go_first" in shown
    assert LOAN.answer not in shown
    short = "\n".join(map(block_text, short_blocks(make_turn(today=day_after), LOAN)))
    assert LOAN.answer not in short
