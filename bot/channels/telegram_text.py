"""Writes a reply as Telegram messages: HTML escaped here and nowhere else, parts within Telegram's limits, buttons.

Limits: https://core.telegram.org/bots/api#sendmessage (4,096 characters) and #inlinekeyboardbutton (64 bytes). The same
reply is always cut into the same parts, so that delivery can go on after a crash at the first part not yet sent.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.turn import Block, Button, Reply, Style, block_text

MOST_CHARACTERS = 3900
MOST_LINE = 3000
MOST_ESCAPED = 5  # "&" becomes "&amp;"
MOST_LABEL = 30
SHORT_LABEL = 10
MOST_ACTION_BYTES = 64

_TAGS = {Style.TITLE: "b", Style.ALARM: "b", Style.NOTE: "i"}
_HEADING_TAGS = _TAGS | {Style.LIST: "b", Style.CHOICE: "b"}
_OUR_TAGS = re.compile(r"</?[bi]>")


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message of a reply."""

    html: str
    """What it says, for parse mode HTML; 1 to 3,900 characters."""
    rows: tuple[tuple[Button, ...], ...] = ()
    """Rows of one or two buttons, labels cut to fit."""

    @property
    def plain(self) -> str:
        """The same without markup, for the case that Telegram cannot read the markup."""
        return html.unescape(_OUR_TAGS.sub("", self.html))


def write_parts(reply: Reply) -> tuple[Part, ...]:
    """Return a reply as messages in order, never empty: danger first, buttons under the last one.

    Raises `ValueError` where a button's action is longer than Telegram takes.
    """
    texts = _join_paragraphs(sorted(reply.blocks, key=lambda block: block.style is not Style.ALARM))
    return (*(Part(text) for text in texts[:-1]), Part(texts[-1], lay_out_buttons(reply.buttons)))


def lay_out_buttons(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons in rows, two short ones side by side; raises `ValueError` for an action over 64 bytes."""
    rows: list[list[Button]] = []
    for button in map(_fit_button, buttons):
        if rows and len(rows[-1]) == 1 and max(len(rows[-1][0].label), len(button.label)) <= SHORT_LABEL:
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(map(tuple, rows))


def _fit_button(button: Button) -> Button:
    if not 0 < len(button.action.encode()) <= MOST_ACTION_BYTES:
        raise ValueError(f"action of a button is not 1 to {MOST_ACTION_BYTES} bytes: {button.action}")
    if len(button.label) <= MOST_LABEL:
        return button
    return Button(button.label[: MOST_LABEL - 1] + "…", button.action)


def _join_paragraphs(blocks: Sequence[Block]) -> list[str]:
    texts: list[str] = []
    for block in blocks:
        for paragraph in _join_lines(_write_lines(block)):
            if texts and len(texts[-1]) + len(paragraph) + 2 <= MOST_CHARACTERS:
                texts[-1] += "\n\n" + paragraph
            else:
                texts.append(paragraph)
    return texts


def _join_lines(lines: Iterator[str]) -> list[str]:
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and len(paragraphs[-1]) + len(line) + 1 <= MOST_CHARACTERS:
            paragraphs[-1] += "\n" + line
        else:
            paragraphs.append(line)
    return paragraphs


def _write_lines(block: Block) -> Iterator[str]:
    """Yield the lines of a block, each with tags of its own, so that a cut between two leaves no tag open."""
    headings = len(block.text.split("\n")) if block.text else 0
    for number, line in enumerate(block_text(block).split("\n")):
        tag = (_HEADING_TAGS if number < headings else _TAGS).get(block.style)
        for piece in _cut_line(line):
            yield f"<{tag}>{_escape(piece)}</{tag}>" if tag and piece.strip() else _escape(piece)


def _cut_line(line: str) -> Iterator[str]:
    """Yield a line in pieces that fit when escaped, cut behind a sentence where there is one."""
    while len(_escape(line)) > MOST_LINE:
        head = line[: MOST_LINE // MOST_ESCAPED]
        end = max(head.rfind(mark) for mark in "。；！？") + 1 or len(head)
        yield line[:end]
        line = line[end:]
    yield line


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
