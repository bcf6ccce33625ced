from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from handlers.turn import Block, Conversation, Kind, Reply, Style, block_text


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
    assert (reply.confidence, reply.review, reply.conversation) == (1.0, "", Conversation())


def test_a_conversation_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Conversation().question = "低保"  # type: ignore[misc]
