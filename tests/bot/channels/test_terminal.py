"""The terminal: replies printed for people, and a chat line by line."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from bot.channels.terminal import CHANNEL, STYLES, WIDEST, chat, incoming, open_console, print_reply
from bot.messages import Incoming
from handlers.turn import Block, Kind, Reply, Style

REPLY = Reply(
    Kind.CHOOSE,
    (
        Block(Style.TITLE, "高中免学费"),
        Block(Style.LIST, "要带的", ("户口本",)),
        Block(Style.CHOICE, "哪一个？", ("低保", "都不是")),
    ),
)


class Typist(Console):
    """A console at which somebody types the given lines, then Ctrl-D."""

    def __init__(self, *lines: str, end: type[BaseException] = EOFError) -> None:
        super().__init__(file=io.StringIO(), width=80, emoji=False)
        self._lines: Iterator[str] = iter(lines)
        self._end = end

    def input(self, *_: object, **__: object) -> str:
        line = next(self._lines, None)
        if line is None:
            raise self._end
        return line

    @property
    def shown(self) -> str:
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()


class Desk:
    """Answers with what it was told."""

    def __init__(self) -> None:
        self.asked: list[Incoming] = []

    async def respond(self, message: Incoming) -> Reply:
        self.asked.append(message)
        return Reply(Kind.ANSWER, (Block(Style.TEXT, f"答：{message.text}"),))


def printed(reply: Reply) -> str:
    out = io.StringIO()
    print_reply(Console(file=out, width=80, emoji=False), reply)
    return out.getvalue()


def test_reply_is_printed_with_numbered_choices_and_blank_lines_between() -> None:
    assert printed(REPLY) == "高中免学费\n\n要带的\n· 户口本\n\n哪一个？\n1. 低保\n2. 都不是\n"


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/x]", "a:100:b", ":warning:"])
def test_text_is_printed_as_it_is(text: str) -> None:
    assert text in printed(Reply(Kind.ANSWER, (Block(Style.TEXT, text),)))


def test_every_style_has_a_look() -> None:
    assert set(STYLES) == set(Style)


def test_danger_stands_out_where_colours_can_be_seen() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=80)
    print_reply(console, Reply(Kind.URGENT, (Block(Style.ALARM, "119"),)))
    assert out.getvalue() != "119\n"


async def test_every_line_is_one_message_of_the_same_person() -> None:
    desk, console = Desk(), Typist("一", "二")
    await chat(desk.respond, console, "me", "你好")
    assert [(message.text, message.address, message.channel) for message in desk.asked] == [
        ("一", "me", CHANNEL),
        ("二", "me", CHANNEL),
    ]
    assert console.shown.index("你好") < console.shown.index("答：一") < console.shown.index("答：二")


@pytest.mark.parametrize("word", ["exit", "QUIT", " 退出 ", "再见"])
async def test_a_word_ends_the_chat(word: str) -> None:
    desk = Desk()
    await chat(desk.respond, Typist("一", word, "二"), "me", "你好")
    assert [message.text for message in desk.asked] == ["一"]


@pytest.mark.parametrize("end", [EOFError, KeyboardInterrupt])
async def test_the_end_of_input_ends_the_chat(end: type[BaseException]) -> None:
    desk = Desk()
    await chat(desk.respond, Typist("一", end=end), "me", "你好")
    assert len(desk.asked) == 1


async def test_empty_line_is_a_message_too() -> None:
    desk = Desk()
    await chat(desk.respond, Typist(""), "me", "你好")
    assert [message.text for message in desk.asked] == [""]


def test_same_words_twice_are_two_messages() -> None:
    assert incoming("me", "一").external_id != incoming("me", "一").external_id


def test_console_is_not_wider_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert open_console().width == WIDEST


def test_console_leaves_line_numbers_alone(capsys: pytest.CaptureFixture[str]) -> None:
    open_console().print("a.yaml:100: x", markup=False)
    assert capsys.readouterr().out == "a.yaml:100: x\n"
