from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.elsewhere import answer_elsewhere
from handlers.turn import Kind, ReviewReason
from knowledge.matching.intents import IntentKind
from knowledge.models import Content
from tests.handlers.turns import Heard, given, likely, make_turn, outside, said, small_content

CARD = outside(IntentKind.ELSEWHERE, "id-card")


def with_hotline(number: str) -> Content:
    content = small_content()
    return replace(content, elsewhere={"id-card": replace(content.elsewhere["id-card"], hotline=number)})


def test_a_matter_elsewhere_names_who_usually_does_it() -> None:
    reply = given(answer_elsewhere(make_turn("身份证丢了", CARD)))
    assert (reply.kind, reply.review) == (Kind.HANDOFF, ReviewReason.ELSEWHERE)
    assert (reply.services, reply.departments) == ((), ("hotline",))
    assert "〔handoff.elsewhere_office〕派出所户籍窗口" in reply.text


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("", {"handoff.hotline"}),
        ("12367", {"handoff.elsewhere_or", "handoff.elsewhere_hotline"}),
        ("12345", {"handoff.hotline"}),
    ],
)
def test_its_own_hotline_and_the_national_one(number: str, keys: set[str]) -> None:
    found = said(answer_elsewhere(make_turn("身份证丢了", CARD, content=with_hotline(number))))
    assert found - {"handoff.elsewhere", "handoff.elsewhere_office"} == keys


@pytest.mark.parametrize(
    "heard",
    [Heard(), Heard(likely(edu_loan=0.9)), outside(IntentKind.SMALLTALK, "greeting")],
    ids=["none", "service", "talk"],
)
def test_everything_else_is_left_to_others(heard: Heard) -> None:
    assert answer_elsewhere(make_turn("问", heard)) is None


def test_every_matter_of_the_shipped_content_is_answered(shipped: Content) -> None:
    for key in shipped.elsewhere:
        turn = make_turn("问", outside(IntentKind.ELSEWHERE, key), content=shipped)
        assert shipped.elsewhere[key].office in given(answer_elsewhere(turn)).text
