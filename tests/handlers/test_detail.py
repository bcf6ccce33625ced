from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handlers.detail import ASPECTS, detail_blocks
from handlers.followup import show_detail
from handlers.turn import Style, block_text
from knowledge.models import Content, Service
from knowledge.yaml_source import read_yaml
from tests.handlers.turns import AFTER_PERIOD, given, make_turn, small_content
from tests.real import CONTENT as ROOT

CONTENT = small_content()
WAIVER, LOAN, CLINIC = CONTENT.services.values()
IDS = read_yaml(Path(ROOT / "ids.yaml"), "ids.yaml")["in_use"]


def detail(service: Service, aspect: str) -> str:
    return "\n".join(map(block_text, detail_blocks(make_turn(today=AFTER_PERIOD), service, aspect)))


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("service", CONTENT.services.values(), ids=lambda service: service.id)
def test_every_aspect_names_its_service_first(service: Service, aspect: str) -> None:
    first = detail_blocks(make_turn(), service, aspect)[0]
    assert first.style is Style.TITLE
    assert service.title in first.text


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("service", CONTENT.services.values(), ids=lambda service: service.id)
def test_every_aspect_says_something_of_it(service: Service, aspect: str) -> None:
    assert len(detail_blocks(make_turn(), service, aspect)) > 1


@pytest.mark.parametrize(
    ("service", "aspect", "parts"),
    [
        (WAIVER, "where", ["〔answer.go_first〕县教育局", "政务中心二楼"]),
        (CLINIC, "where", ["〔answer.go_unconfirmed〕"]),
        (CLINIC, "when", ["〔detail.when_facts〕2025年"]),
        (LOAN, "when", ["〔detail.when_unknown〕"]),
        (WAIVER, "bring", ["身份证", "〔answer.bring_heading〕", "〔answer.go_first〕"]),
        (LOAN, "bring", ["〔answer.bring_nothing〕"]),
        (WAIVER, "amount", ["〔detail.amount_facts〕800元、三年、每学期", "要不要自己申请"]),
        (LOAN, "amount", ["〔detail.amount_unknown〕〔common.hotline_national〕"]),
        (WAIVER, "who", ["在普通高中念书的学生", "〔detail.who_window〕"]),
        (WAIVER, "how", ["〔detail.how_steps〕县教育局", "〔detail.how_unknown〕", "身份证"]),
        (WAIVER, "source", ["公共教育", "小发〔2022〕1号", "小县2022年1月1日"]),
        (LOAN, "source", ["助学贷款办法"]),
        (WAIVER, "more", ["〔answer.strength_continuing〕", "〔answer.source〕", "〔answer.period_over〕"]),
    ],
)
def test_what_an_aspect_says(service: Service, aspect: str, parts: list[str]) -> None:
    text = detail(service, aspect)
    assert [part for part in parts if part not in text] == []


def test_a_time_nobody_knows_gives_the_hotline() -> None:
    assert "〔common.hotline_national〕" in detail(LOAN, "when")


def test_how_names_the_remark_on_a_department_the_plan_does_not_name() -> None:
    assert "〔answer.general_knowledge〕" in detail(replace(WAIVER, window="civil"), "how")


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("key", IDS)
def test_every_aspect_of_every_shipped_service_is_composed(shipped: Content, key: str, aspect: str) -> None:
    reply = given(show_detail(make_turn(content=shipped, today=AFTER_PERIOD), key, aspect))
    assert (reply.services, reply.aspect, reply.departments) == (
        (key,),
        aspect,
        shipped.services[key].departments,
    )
    assert shipped.services[key].title in reply.blocks[0].text
    assert not {"{", "}"} & set(reply.text)
