from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from handlers.turn import MOST_FOUND, Block, Conversation, Kind, Reply, Style, block_text


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Block(Style.TEXT, "先去镇上"), "先去镇上"),
        (Block(Style.LIST, "要带", ("身份证", "户口本")), "要带\n· 身份证\n· 户口本"),
        (Block(Style.LIST, "", ("身份证",)), "· 身份证"),
        (Block(Style.CHOICE, "哪一个？", ("低保", "都不是")), "哪一个？\n1. 低保\n2. 都不是"),
        (Block(Style.LIST, ""), ""),
    ],
)
def test_block_as_plain_text(block: Block, text: str) -> None:
    assert block_text(block) == text


def test_reply_as_plain_text_parts_its_blocks_by_a_blank_line() -> None:
    reply = Reply(Kind.ANSWER, (Block(Style.TITLE, "低保"), Block(Style.TEXT, "去镇上问")))
    assert reply.text == "低保\n\n去镇上问"


@pytest.mark.parametrize("kind", ["answer", "detail", "choose", "screen", "urgent", "smalltalk", "handoff", "command"])
def test_kinds_are_those_of_the_json_reply(kind: str) -> None:
    assert Kind(kind) == kind


def test_a_reply_is_sure_and_needs_no_review_unless_it_says_so() -> None:
    reply = Reply(Kind.COMMAND, (Block(Style.TEXT, "好"),))
    assert (reply.confidence, reply.review, reply.conversation) == (1.0, None, Conversation())


def test_a_conversation_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Conversation().question = "低保"  # type: ignore[misc]


def test_a_conversation_remembers_all_services_shown_in_it_once() -> None:
    talk = Conversation().showing(("a",), "一").showing(("b", "a"), "二").showing(("c",), "三")
    assert (talk.services, talk.found) == (("c",), ("a", "b", "c"))


def test_a_conversation_remembers_the_latest_services_when_there_are_too_many() -> None:
    talk = Conversation()
    for number in range(MOST_FOUND + 2):
        talk = talk.showing((str(number),), "")
    assert talk.found == tuple(str(number) for number in range(2, MOST_FOUND + 2))


def test_a_rejected_service_is_no_longer_found() -> None:
    assert Conversation(found=("a", "b", "c")).without(("b",)).found == ("a", "c")
