from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.messages import pack_reply, reply_json, unpack_reply
from handlers.turn import Block, Button, Conversation, Kind, Reply, ReviewReason, Style
from knowledge.trip.referral import Matter, Referral

REPLY = Reply(
    kind=Kind.DETAIL,
    blocks=(Block(Style.TITLE, "高中免学费"), Block(Style.LIST, "要带的", ("户口本", "身份证"))),
    services=("edu-waiver",),
    options=("edu-loan",),
    aspect="bring",
    numbers=("119",),
    departments=("education", "civil"),
    confidence=0.123456,
    buttons=(Button("在哪办", "detail:edu-waiver:where"),),
    review=ReviewReason.DOUBTFUL,
)


def test_json_reply_has_exactly_the_keys_of_the_contract_in_order() -> None:
    keys = ["q", "kind", "services", "options", "aspect", "numbers", "departments", "confidence", "text"]
    assert list(reply_json("问", REPLY)) == keys


def test_json_reply_holds_plain_values() -> None:
    row = reply_json("问", REPLY)
    assert json.loads(json.dumps(row)) == row
    assert (row["kind"], row["aspect"], row["confidence"]) == ("detail", "bring", 0.1235)


def test_json_reply_has_the_whole_text() -> None:
    assert reply_json("问", REPLY)["text"] == "高中免学费\n\n要带的\n· 户口本\n· 身份证"


def test_half_a_surrogate_pair_in_the_question_can_be_sent_back() -> None:
    assert reply_json("低\ud800保", REPLY)["q"] == "低?保"


def test_reply_comes_out_of_the_outbox_as_it_went_in() -> None:
    assert unpack_reply(json.loads(json.dumps(pack_reply(REPLY)))) == REPLY


def test_conversation_does_not_go_into_the_outbox() -> None:
    reply = Reply(Kind.ANSWER, REPLY.blocks, conversation=Conversation(question="悄悄话"))
    assert "悄悄话" not in json.dumps(pack_reply(reply), ensure_ascii=False)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_comes_back(kind: Kind) -> None:
    assert unpack_reply(pack_reply(Reply(kind, ()))).kind is kind


def test_reply_of_another_version_of_the_program_can_be_sent() -> None:
    packed = pack_reply(REPLY) | {"of_a_newer_program": 1}
    del packed["numbers"]
    assert unpack_reply(packed).blocks == REPLY.blocks


def test_a_card_comes_out_of_the_outbox_as_it_went_in() -> None:
    card = Referral((Matter("edu-waiver", "education"), Matter("hlt-clinic", "town")), "后柳镇", "elder", "12345671")
    reply = replace(REPLY, referral=card)
    assert unpack_reply(json.loads(json.dumps(pack_reply(reply)))) == reply
