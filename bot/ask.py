"""`ask`: one question printed for people, or JSON lines in and out."""

from __future__ import annotations

import argparse
import io
import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from bot.assembly import open_library, open_responder
from bot.channels.terminal import incoming, open_console, print_reply
from bot.config import Config
from bot.errors import ForeseenError
from bot.messages import Incoming, reply_json
from bot.respond import Responder
from knowledge.matching.matcher import SIGNAL_NAMES
from knowledge.matching.understanding import Understander

CHANNEL = "json"
EX_USAGE = 2


class BadLineError(ForeseenError):
    """A line of standard input is no JSON object with a text `q`; the message names the line."""


def ask_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `ask`."""
    parser.add_argument("question", nargs="?", help="要问的话")
    parser.add_argument("--json", action="store_true", help="从标准输入一行读一个 JSON 对象，一行写一个")
    parser.add_argument("--explain", action="store_true", help="还要说明为什么这样答")
    parser.add_argument("--record", action="store_true", help="和 --json 一起用：把问题记进数据库（平时只在内存里）")


async def run_ask(config: Config, options: argparse.Namespace) -> int:
    """Run `ask`; return the exit status."""
    if options.json == bool(options.question):
        print("给一个问题，或者用 --json；例：python -m bot ask 高中学费免多少", file=sys.stderr)
        return EX_USAGE
    library = open_library(config)
    if options.explain and options.question:
        open_console().print(explain(library.edition.understander, options.question), markup=False)
    is_kept = not options.json or options.record
    async with open_responder(config, library, is_kept=is_kept) as responder:
        if options.json:
            await ask_lines(responder, *open_json_streams())
        else:
            await ask_once(responder, options.question)
    return 0


async def ask_once(responder: Responder, question: str) -> None:
    """Answer one question of nobody in particular and print the reply."""
    print_reply(open_console(), await responder.respond(incoming(uuid.uuid4().hex, question)))


def open_json_streams() -> tuple[TextIO, TextIO]:
    """Return standard input and output as UTF-8 whatever the terminal's encoding; a bad byte in stays recognisable."""
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "strict")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    return sys.stdin, sys.stdout


async def ask_lines(responder: Responder, lines: Iterable[str], out: TextIO) -> None:
    """Answer one JSON object a line, in order; lines of the same `user` are one conversation."""
    for message in read_lines(lines):
        reply = await responder.respond(message)
        out.write(json.dumps(reply_json(message.text, reply), ensure_ascii=False) + "\n")
        out.flush()


def read_lines(lines: Iterable[str]) -> Iterator[Incoming]:
    """Yield a message for each line that is not blank; raises `BadLineError` at the first bad one."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _read_row(number, line)
            user = str(row.get("user") or uuid.uuid4().hex)
            yield Incoming(CHANNEL, uuid.uuid4().hex, user, row["q"], str(row.get("action", "")))


def _read_row(number: int, line: str) -> dict[str, Any]:
    try:
        line.encode()
        row = json.loads(line)
    except UnicodeEncodeError as error:
        raise BadLineError(f"第 {number} 行不是 UTF-8 编码") from error
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"第 {number} 行不是 JSON：{error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("q"), str):
        raise BadLineError(f'第 {number} 行要写成 {{"q": "问题"}} 的样子')
    return row


def explain(understander: Understander, question: str) -> str:
    """Return why a question is answered as it is: candidates with probability, nearest phrasing and signals."""
    understanding = understander.understand(question)
    lines = [f"读作：{understanding.analysis.plain}"]
    if understanding.alarm:
        lines.append(f"危险：{understanding.alarm.situation.title}（{understanding.alarm.sign}）")
    if understanding.aspect:
        lines.append(f"问的方面：{understanding.aspect}")
    for match in understanding.matches[:4]:
        signals = "，".join(f"{name} {value:.2f}" for name, value in zip(SIGNAL_NAMES, match.signals, strict=True))
        lines.append(
            f"{match.probability:6.1%}  {match.intent.kind}:{match.intent.id}  最像“{match.phrasing}”（{signals}）"
        )
    return "\n".join(lines)
