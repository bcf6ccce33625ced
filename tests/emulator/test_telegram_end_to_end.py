"""People write in Telegram, the program answers: through the Bot API, the store, kills and faults."""

from __future__ import annotations

import itertools
import random
import re
import time
from functools import partial
from pathlib import Path

import pytest

from bot.channels.telegram_courier import MOST_AT_ONCE
from tests.emulator.emulator import TOKEN, Emulator, buttons, wait_for
from tests.emulator.program import ROOT, Program

pytestmark = [pytest.mark.emulator, pytest.mark.timeout(300)]  # the first test may have to learn the model

RESIDENT_ID = "610922199001011007"
_people = itertools.count(101)


@pytest.fixture
def person() -> int:
    """The chat of somebody who has not written before."""
    return next(_people)


def title(service_id: str) -> str:
    """Return the title of a service as the content has it now."""
    for file in sorted((ROOT / "knowledge" / "content" / "services").glob("*.yaml")):
        if found := re.search(rf"(?m)^- id: {service_id}\n  title: (.+)$", file.read_text(encoding="utf-8")):
            return found[1].strip("'\"")
    raise AssertionError(f"no service {service_id}")


def test_start_is_answered(service: Program, county: Emulator, person: int) -> None:
    county.say(person, "/start")
    assert "一窗" in county.wait_for_replies(person)[0]["text"]


def test_privacy_tells_of_telegram(service: Program, county: Emulator, person: int) -> None:
    county.say(person, "/privacy")
    assert "Telegram" in county.wait_for_replies(person)[0]["text"]


def test_the_menu_of_commands_is_set(service: Program, county: Emulator) -> None:
    assert wait_for(lambda: county.calls("setMyCommands"), "the menu")[0]["status"] in (0, 200)


@pytest.mark.parametrize(
    ("question", "services"),
    [
        ("高中学费免800元怎么办", ["edu-highschool-waiver"]),
        ("免费婚检在哪做", ["pop-premarital-check"]),
        ("发大水房子淹了以后去哪里", ["svc-disaster-relief", "svc-shelter", "svc-relief-supplies"]),
    ],
)
def test_a_question_is_answered_with_its_service(
    service: Program, county: Emulator, person: int, question: str, services: list[str]
) -> None:
    county.say(person, question)
    reply = county.wait_for_replies(person)[0]
    shown = reply["text"] + "".join(button["text"] for button in buttons(reply))
    assert any(title(service_id) in shown for service_id in services)


def test_an_answer_is_marked_up_and_has_buttons(service: Program, county: Emulator, person: int) -> None:
    county.say(person, "高中学费免多少")
    reply = county.wait_for_replies(person)[0]
    assert reply["parse_mode"] == "HTML"
    assert f"<b>{title('edu-highschool-waiver')}</b>" in reply["text"]
    assert "detail:edu-highschool-waiver:where" in [button["callback_data"] for button in buttons(reply)]


def test_a_pressed_button_is_answered_and_stops_waiting(service: Program, county: Emulator, person: int) -> None:
    county.say(person, "高中学费免多少")
    first = county.wait_for_replies(person)[0]
    before = len(county.calls("answerCallbackQuery"))
    county.press(person, next(b["callback_data"] for b in buttons(first) if b["callback_data"].endswith(":bring")))
    second = county.wait_for_replies(person, 2)[1]
    assert second["text"] != first["text"]
    assert wait_for(lambda: county.calls("answerCallbackQuery")[before:], "the end of the waiting sign")


def test_a_choice_can_be_typed(service: Program, county: Emulator) -> None:
    person, options = bring_choice(county)
    county.say(person, "1")
    assert f"<b>{title(options[0])}</b>" in county.wait_for_replies(person, 2)[1]["text"]


def test_none_of_a_choice_can_be_pressed(service: Program, county: Emulator) -> None:
    person, _ = bring_choice(county)
    county.press(person, "neither")
    assert "换个说法" in county.wait_for_replies(person, 2)[1]["text"]


def bring_choice(county: Emulator) -> tuple[int, list[str]]:
    """Return somebody who was asked to choose, and the ids offered; which words bring a choice is up to the matcher."""
    for vague in ("免费检查", "看病报销", "政策", "娃上学要钱不", "补贴咋领", "办证"):
        person = next(_people)
        county.say(person, vague)
        offered = [button["callback_data"] for button in buttons(county.wait_for_replies(person)[0])]
        if "neither" in offered:
            return person, [data.removeprefix("show:") for data in offered if data != "neither"]
    pytest.fail("no vague question brought a choice: think of others")


def test_a_card_of_two_matters_is_one_message_with_its_code(service: Program, county: Emulator, person: int) -> None:
    for number, question in enumerate(("低保怎么申请", "高中学费免多少", "给我列个单子"), 1):
        county.say(person, question)
        replies = county.wait_for_replies(person, number)
    assert len(replies) == 3
    assert all(title(key) in replies[2]["text"] for key in ("soc-dibao", "edu-highschool-waiver"))
    assert re.search(r"单号：\d{4}-\d{4}", replies[2]["text"])
    county.press(person, "drop:soc-dibao")
    assert title("soc-dibao") not in county.wait_for_replies(person, 4)[3]["text"]


def test_a_card_without_a_page_is_seen_again_by_its_code(service: Program, county: Emulator, person: int) -> None:
    for number, question in enumerate(("低保怎么申请", "给我列个单子"), 1):
        county.say(person, question)
        card = county.wait_for_replies(person, number)[-1]["text"]
    assert "把单号发给我" in card
    assert "http" not in card
    code = re.search(r"单号：(\d{4}-\d{4})", card)
    assert code is not None
    another = next(_people)
    county.say(another, code[1])
    assert county.wait_for_replies(another)[0]["text"] == card


def test_a_sticker_gets_a_polite_word(service: Program, county: Emulator, person: int) -> None:
    sticker = {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1}
    county.send(person, sticker={**sticker, "is_animated": False, "is_video": False})
    assert "文字" in county.wait_for_replies(person)[0]["text"]


@pytest.mark.parametrize("text", ["<b>&", "</b><script>alert(1)</script>", "&lt;低保&amp;", "* " * 2000, "字" * 4096])
def test_odd_text_is_answered(service: Program, county: Emulator, person: int, text: str) -> None:
    county.say(person, text)
    assert county.wait_for_replies(person)[0]["text"]


def test_the_same_update_twice_is_answered_once(service: Program, county: Emulator, person: int) -> None:
    update = county.say(person, "/help")
    county.wait_for_replies(person)
    again = {"id": person, "type": "private"}
    county.push({"update_id": update, "message": {"message_id": 1, "date": 1, "chat": again, "text": "/help"}})
    county.say(person, "/start")
    texts = [reply["text"] for reply in county.wait_for_replies(person, 2)]
    assert len(texts) == 2
    assert texts[0] != texts[1]


def test_an_id_card_is_masked_on_disk_in_the_log_and_in_the_reply(
    service: Program, county: Emulator, person: int
) -> None:
    county.say(person, f"我叫欧阳铁柱，身份证{RESIDENT_ID}，高中学费免多少")
    reply = county.wait_for_replies(person)[0]["text"]
    kept = service.kept_bytes()
    assert b"6109**********1007" in kept
    assert RESIDENT_ID not in reply
    assert RESIDENT_ID.encode() not in kept
    assert "欧阳铁柱".encode() not in kept


def test_neither_the_token_nor_the_chats_are_kept(service: Program, county: Emulator, person: int) -> None:
    county.say(7_000_000 + person, "/start")
    county.wait_for_replies(7_000_000 + person)
    wait_for(lambda: not service.rows("select 1 from outbox where state = 'new'"), "an empty outbox")
    assert TOKEN.encode() not in service.kept_bytes()
    assert service.rows("select distinct address from inbox union select distinct address from outbox") == [("",)]


def test_too_many_requests_delay_only_that_chat(service: Program, county: Emulator, person: int) -> None:
    other = next(_people)
    county.fail_next("sendMessage", code=429, retry_after=2)
    county.say(person, "/help")
    wait_for(lambda: [c for c in county.calls("sendMessage") if c["status"] == 429], "the refusal")
    county.say(other, "/help")
    county.wait_for_replies(other)
    assert county.replies(person) == []
    assert len(county.wait_for_replies(person)) == 1


def test_a_server_error_before_acceptance_is_got_over(service: Program, county: Emulator, person: int) -> None:
    county.fail_next("sendMessage", code=500, times=2)
    county.say(person, "/help")
    county.say(person, "/start")
    assert [("一窗" in reply["text"]) for reply in county.wait_for_replies(person, 2)] == [False, True]


def test_a_connection_reset_is_got_over(service: Program, county: Emulator, person: int) -> None:
    county.fail_next("sendMessage", drop=True)
    county.say(person, "/help")
    assert county.wait_for_replies(person)


def test_a_resident_who_blocked_the_bot_holds_up_nobody(service: Program, county: Emulator, person: int) -> None:
    county.fail_next("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    county.say(person, "/help")
    wait_for(lambda: service.rows("select 1 from outbox where state = 'dead'"), "the reply given up")
    county.say(person, "/start")
    assert "一窗" in county.wait_for_replies(person)[0]["text"]


def test_a_markup_that_telegram_cannot_read_is_sent_plain(service: Program, county: Emulator, person: int) -> None:
    county.fail_next("sendMessage", code=400, description="Bad Request: can't parse entities: Unmatched end tag")
    county.say(person, "高中学费免多少")
    reply = county.wait_for_replies(person)[0]
    assert "parse_mode" not in reply
    assert reply["text"].startswith(title("edu-highschool-waiver"))


@pytest.mark.parametrize("fault", [{"code": 404}, {"code": 401}, {"code": 502}, {"drop": True}])
def test_polling_survives(service: Program, county: Emulator, person: int, fault: dict[str, object]) -> None:
    county.fail_next("getUpdates", **fault)
    county.say(person, "/start")
    assert county.wait_for_replies(person)
    county.say(person, "/help")
    assert county.wait_for_replies(person, 2)


def test_a_flood_is_told_once_to_slow_down_and_others_are_answered(
    service: Program, county: Emulator, person: int
) -> None:
    second = time.time() % 60
    if second > 45:  # the limit counts by the clock's minute: do not begin at its end
        time.sleep(60 - second)
    other = next(_people)
    for number in range(40):
        county.say(person, f"/help {number}")
    county.say(other, "/start")
    county.wait_for_replies(other)
    wait_for(lambda: not service.rows("select 1 from inbox where state = 'new'"), "an empty inbox")
    wait_for(lambda: not service.rows("select 1 from outbox where state = 'new'"), "an empty outbox")
    replies = county.replies(person)
    assert len(replies) == 31
    assert "有点快" in replies[-1]["text"]


def test_telegram_may_come_up_after_the_program(node: str, models: Path, tmp_path: Path) -> None:
    late = Emulator(node)
    program = Program(tmp_path / "program", late.api, models)
    program.start()
    try:
        wait_for(lambda: "Telegram" in program.log.read_text(encoding="utf-8"), "the complaint in the log")
        late.start()
        late.say(1, "/start")
        assert late.wait_for_replies(1)
    finally:
        program.kill()
        late.stop()


def test_a_stop_answers_what_was_kept_and_leaves_the_rest(program: Program, telegram: Emulator) -> None:
    program.start()
    telegram.say(1, "/start")
    telegram.wait_for_replies(1)
    for chat in range(1, 21):
        telegram.say(chat, "/help")
    assert program.stop() == 0
    kept = program.rows("select count(*) from inbox where text = '/help'")[0][0]
    assert program.rows("select count(*) from outbox where state = 'sent'") == [(kept + 1,)]
    program.start()
    for chat in range(2, 21):
        assert len(telegram.wait_for_replies(chat)) == 1


QUESTIONS = ("/start", "高中学费免多少", "免费婚检在哪做", "/help", "低保怎么申请")
KILLS = 5


def test_nothing_is_lost_or_done_twice_when_it_is_killed_again_and_again(program: Program, telegram: Emulator) -> None:
    chance = random.Random(20261123)  # noqa: S311  the same kills in every run
    people = range(1, 9)
    rounds = [[(chat, text) for chat in people] for text in QUESTIONS]
    for messages in rounds:
        program.start()
        calls = telegram.count_calls()
        for chat, text in messages:
            telegram.say(chat, text)
        wait_for(partial(_is_alive, telegram, calls), "a sign of life")
        time.sleep(chance.uniform(0, 0.4))
        program.kill()
    program.start()
    for chat in people:
        telegram.wait_for_replies(chat, len(QUESTIONS))
    wait_for(lambda: not program.rows("select 1 from outbox where state = 'new'"), "an empty outbox")
    assert program.stop() == 0
    asked = program.rows("select text, count(*) from question group by text")
    assert sorted(asked) == sorted((text, len(people)) for text in QUESTIONS)
    assert program.rows("select state, count(*) from outbox group by state") == [("sent", 40)]
    assert program.rows("select state, count(*) from inbox group by state") == [("done", 40)]
    got = {chat: [reply["text"] for reply in telegram.replies(chat)] for chat in people}
    assert [once(texts) for texts in got.values()] == [once(got[1])] * len(people)
    assert all(len(once(texts)) == len(QUESTIONS) for texts in got.values())
    assert sum(map(len, got.values())) - 40 <= KILLS * MOST_AT_ONCE


def _is_alive(telegram: Emulator, calls_before: int) -> bool:
    return telegram.count_calls() > calls_before


def once(texts: list[str]) -> list[str]:
    """Return texts without repeats in a row."""
    return [text for text, _ in itertools.groupby(texts)]
