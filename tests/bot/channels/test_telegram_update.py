"""Tests of `bot.channels.telegram_update`: what Telegram brings becomes a message, or nothing to answer."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram_update import read_update
from bot.messages import Incoming
from tests.bot.channels.telegram_fakes import ME, raw_message, raw_press


def read(raw: dict[str, Any]) -> Incoming | None:
    return read_update(Update.de_json(raw, None), ME)


def test_a_typed_message_is_read_with_the_id_of_the_bot() -> None:
    assert read(raw_message(5, text="低保")) == Incoming("telegram", "666:5", "7", "低保")


def test_a_pressed_button_is_an_action() -> None:
    assert read(raw_press(5, "show:soc-dibao")) == Incoming("telegram", "666:5", "7", "", "show:soc-dibao")


@pytest.mark.parametrize(
    "fields",
    [
        {"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    ],
)  # fmt: skip
def test_what_has_no_words_is_told_apart(fields: dict[str, Any]) -> None:
    message = read(raw_message(5, **fields))
    assert message == Incoming("telegram", "666:5", "7", "", "not_text")


def test_the_words_under_a_photo_are_read() -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    message = read(raw_message(5, photo=photo, caption="这个在哪办"))
    assert message == Incoming("telegram", "666:5", "7", "这个在哪办")


def test_a_note_of_telegram_itself_is_not_answered() -> None:
    assert read(raw_message(5, new_chat_title="新名字")) is None


def test_what_people_say_to_each_other_in_a_group_is_not_read() -> None:
    assert read(raw_message(5, chat=-9, text="低保")) is None


@pytest.mark.parametrize("text", ["/help@TestNameBot", "/help@testnamebot 低保"])
def test_a_command_to_the_bot_in_a_group_is_read(text: str) -> None:
    assert read(raw_message(5, chat=-9, text=text)) == Incoming("telegram", "666:5", "-9", text)


def test_a_command_to_another_bot_in_a_group_is_not_read() -> None:
    assert read(raw_message(5, chat=-9, text="/help@OtherBot")) is None


def test_an_answer_to_the_bot_in_a_group_is_read() -> None:
    said = {**raw_message(4, chat=-9, text="哪一个？")["message"], "from": ME.to_dict()}
    message = read(raw_message(5, chat=-9, text="1", reply_to_message=said))
    assert message is not None
    assert message.text == "1"


def test_another_bot_is_not_answered() -> None:
    raw = raw_message(5, text="低保")
    raw["message"]["from"]["is_bot"] = True
    assert read(raw) is None


@pytest.mark.parametrize(("sent", "read_as"), [("低保\ud800", "低保?"), ("\0", "\0")])
def test_what_no_store_can_hold_is_handed_on_all_the_same(sent: str, read_as: str) -> None:
    """The responder takes it out, and answers a message of nothing else too."""
    message = read(raw_message(5, text=sent))
    assert message is not None
    assert message.text == read_as


def test_an_update_of_a_new_kind_is_not_answered() -> None:
    assert read({"update_id": 5, "chat_teleported": {"where": "moon"}}) is None


def test_a_position_is_cut_to_a_kilometre_before_it_is_kept() -> None:
    message = read(raw_message(5, location={"latitude": 33.041829, "longitude": 108.247163}))
    assert message == Incoming("telegram", "666:5", "7", "", "at:33.04,108.25")
