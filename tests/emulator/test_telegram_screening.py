"""A resident walks through the eligibility dialogue in Telegram: typing, tapping, through a power cut."""

from __future__ import annotations

import html
import itertools
import re

import pytest

from tests.emulator.emulator import Emulator, buttons, wait_for
from tests.emulator.program import Program

pytestmark = [pytest.mark.emulator, pytest.mark.timeout(300)]

STORY = "我婆86，一个人在屋里，腿脚不好，能享受啥"
_people = itertools.count(901)


class Walker:
    """A person who writes, taps, and reads each reply before the next step."""

    def __init__(self, telegram: Emulator, chat: int) -> None:
        self._telegram, self._chat, self._count = telegram, chat, 0
        self.text = ""
        self.actions: dict[str, str] = {}

    def say(self, text: str) -> str:
        self._telegram.say(self._chat, text)
        return self._read()

    def tap(self, label: str) -> str:
        """Press the button that the last reply has with this label."""
        self._telegram.press(self._chat, self.actions[label])
        return self._read()

    def _read(self) -> str:
        self._count += 1
        replies = self._telegram.wait_for_replies(self._chat, self._count)
        assert len(replies) == self._count, "more than one message in answer to one"
        reply = replies[-1]
        self.text = html.unescape(re.sub(r"</?[bi]>", "", reply["text"]))
        self.actions = {button["text"]: button["callback_data"] for button in buttons(reply)}
        return self.text


@pytest.fixture
def walker(service: Program, county: Emulator) -> Walker:
    """Somebody who has not written before."""
    return Walker(county, next(_people))


def test_a_story_begins_it_and_is_not_asked_again(walker: Walker) -> None:
    text = walker.say(STORY)
    assert "86岁、一个人住、有些要人帮" in text
    assert "第1问" in text
    assert not any(action.startswith("fact:age") for action in walker.actions.values())


def test_taps_and_typed_words_are_mixed(walker: Walker) -> None:
    walker.say("我能享受啥")
    assert "多大年纪" in walker.tap("家里老人")
    walker.say("八十六")
    walker.tap("不清楚")
    text = walker.say("先看结果")
    assert "记下了：问的是家里老人、86岁" in text


def test_an_earlier_answer_is_changed_without_starting_again(walker: Walker) -> None:
    walker.say(STORY)
    walker.tap("没交社保")
    walker.tap("改答案")
    assert "多大年纪" in walker.tap("年纪")
    assert "第3问" in walker.say("68")
    assert "68岁、没交社保、一个人住" in walker.say("先看结果")


def test_it_is_left_and_taken_up(walker: Walker) -> None:
    walker.say(STORY)
    question = question_of(walker.text)
    walker.say("算了")
    walker.say("高中学费免多少")
    assert question_of(walker.tap("接着看我能享受啥")) == question


def test_it_is_taken_up_after_a_power_cut(telegram: Emulator, program: Program) -> None:
    walker = Walker(telegram, next(_people))
    program.start()
    walker.say(STORY)
    question = question_of(walker.text)
    cut_power(program)
    assert question_of(walker.say("接着看")) == question
    walker.say("没交社保")
    cut_power(program)
    assert "86岁、没交社保、一个人住、有些要人帮" in walker.say("先看结果")


def test_it_ends_at_any_time_with_what_is_known(walker: Walker) -> None:
    walker.say("我能享受啥")
    walker.tap("家里老人")
    assert "老人可能享受得到的" in walker.tap("先看结果")
    assert "记下了：问的是家里老人" in walker.text


def test_what_one_has_already_is_not_offered_again(walker: Walker) -> None:
    walker.say(STORY)
    walker.tap("没交社保")
    results = walker.tap("先看结果")
    assert "已经在享受的？" in results
    walker.tap("有的已经有了")
    has = next(label for label, action in walker.actions.items() if action.startswith("have:"))
    walker.tap(has)
    text = walker.say("没有了")
    assert f"已经在享受、没有再列的：{has}" in text
    assert f"· {has}——" in results
    assert f"· {has}——" not in text
    assert has not in walker.actions


def test_the_card_goes_by_counter_with_papers_reasons_and_buttons(walker: Walker) -> None:
    walker.say(f"{STORY}，农村的，没交社保")
    text = walker.say("先看结果")
    sections = text.split("\n\n")
    first = next(number for number, section in enumerate(sections) if section.startswith("先去"))
    titles = re.findall(r"(?m)^· (.+?)——.+。因为：.+$", sections[first])
    assert sections[first + 1].startswith("要带的")
    assert titles
    assert {title[:29] for title in titles} <= {label.removesuffix("…") for label in walker.actions}
    assert titles[0] in walker.tap(titles[0])


def test_five_questions_and_then_the_results(walker: Walker) -> None:
    walker.say("我能享受啥")
    asked = 0
    while "第" in (number := re.search(r"第\d+问", walker.text) or [""])[0]:
        asked += 1
        label = next(label for label, action in walker.actions.items() if action.startswith("fact:"))
        assert number[0] == f"第{asked}问"
        walker.tap(label)
    assert asked <= 5
    assert "可能享受得到的" in walker.text


def test_forget_clears_all_that_was_told(walker: Walker, service: Program) -> None:
    walker.say("我能享受啥")
    walker.say("我外婆九十七了，眼睛看不到")
    assert "九十七".encode() in service.kept_bytes()
    walker.say("/forget")
    assert "九十七".encode() not in service.kept_bytes()
    assert "97岁" not in walker.say("先看结果")


def cut_power(program: Program) -> None:
    """Kill the program and start it again, once Telegram's word for the last reply is noted: it is not sent twice."""
    wait_for(lambda: not program.rows("select 1 from outbox where state = 'new'"), "an empty outbox")
    program.kill()
    program.start()


def question_of(text: str) -> str:
    """Return the question that a reply puts."""
    return next(line for line in text.splitlines() if line.endswith("？"))
