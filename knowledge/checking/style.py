"""How answers are to be written: the word lists and limits of `style.yaml`. Called by the rules of answers."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.content_files import Files, whole
from knowledge.errors import Problem

STYLE = "style.yaml"
LONGEST_SENTENCE = 60


@dataclass(frozen=True, slots=True)
class Style:
    """What plain Chinese means here."""

    longest_sentence: int
    """Most characters between two marks at which a reader pauses for breath; a figure counts as one."""
    officialese: tuple[str, ...]
    """Words of official documents that residents do not use."""
    idioms: tuple[str, ...]
    """Words that hold a numeral and count nothing, such as 万一."""


def read_style(files: Files, problems: list[Problem]) -> Style:
    """Return the style of the content, noting what is wrong with its file; the default limit where none is given."""
    fields = whole(files, STYLE, problems)
    fields.allow("longest_sentence", "officialese", "idioms")
    limit = fields.text("longest_sentence")
    if limit and not (limit.isascii() and limit.isdigit() and int(limit) > 0):
        fields.report("longest_sentence", f"“{limit}”不是正整数", f"写一个数，如 {LONGEST_SENTENCE}")
        limit = ""
    return Style(
        longest_sentence=int(limit or LONGEST_SENTENCE),
        officialese=fields.texts("officialese", required=True),
        idioms=fields.texts("idioms"),
    )
