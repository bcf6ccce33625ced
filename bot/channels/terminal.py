"""The terminal: one question printed for people, or a chat with numbered choices; colours where they can be seen."""

from __future__ import annotations

import io
import sys
import uuid
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.text import Text

from bot.messages import Incoming
from handlers.turn import Block, Reply, Style, block_text

CHANNEL = "terminal"
WIDEST = 100
"""Columns; longer lines are hard to follow."""
QUIT = frozenset({"exit", "quit", "退出", "再见"})

Respond = Callable[[Incoming], Awaitable[Reply]]

STYLES = {
    Style.TITLE: "bold cyan",
    Style.TEXT: "",
    Style.LIST: "",
    Style.CHOICE: "",
    Style.ALARM: "bold white on red",
    Style.NOTE: "dim",
}


def print_reply(console: Console, reply: Reply) -> None:
    """Print a reply, its blocks parted by blank lines."""
    for number, block in enumerate(reply.blocks):
        if number:
            console.print()
        console.print(_styled(block))


async def chat(respond: Respond, console: Console, person: str, greeting: str) -> None:
    """Talk until the person leaves (Ctrl-D, or one of `QUIT`); every line is one message."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a key pressed in another encoding ends no conversation
    console.print(Text(greeting))
    while True:
        try:
            line = console.input("\n[bold green]你[/] > ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if line.strip().lower() in QUIT:
            return
        console.print()
        print_reply(console, await respond(incoming(person, line)))


def incoming(person: str, text: str) -> Incoming:
    """Return a typed line as a message with an id of its own."""
    return Incoming(channel=CHANNEL, external_id=uuid.uuid4().hex, address=person, text=text)


def open_console() -> Console:
    """Return a console on standard output that wraps at 100 columns at most."""
    console = Console(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())
    console.width = min(console.width, WIDEST)
    return console


def _styled(block: Block) -> Text:
    return Text(block_text(block), style=STYLES[block.style])
