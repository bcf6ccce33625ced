"""Rules of the bot's own sentences: none empty, and placeholders written as the code can fill them."""

from __future__ import annotations

import re
from string import Formatter

from knowledge.checking.draft import Draft
from knowledge.content_files import whole
from knowledge.errors import Problem
from knowledge.models import Strength

FOLDER = "messages/"
SAYS_NOTHING = f"strength_{Strength.INFO}"
"""The one sentence that may be empty: an entry that only informs commits to nothing."""
_PLACEHOLDER = re.compile(r"[a-z][a-z_]*")


def check_messages(draft: Draft) -> None:
    """Note sentences that are empty or whose placeholders have a form that cannot be filled."""
    names = [name for name in sorted(draft.files) if name.startswith(FOLDER)]
    if not names:
        draft.problems.append(Problem(FOLDER, 1, "", "", "没有机器人自己说的话", "补上 messages/ 里的文件"))
    for name in names:
        fields = whole(draft.files, name, draft.problems)
        for key, text in fields.record.items():
            if not isinstance(text, str):
                continue
            if not text.strip() and key != SAYS_NOTHING:
                fields.report(key, "是空的", "填上要说的话")
            if (what := placeholder_mistake(text)) is not None:
                fields.report(key, what, "只写 {名字} 这样的空，名字照原来的不改；要说花括号就写两个")


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a sentence whose braces pair up.

    >>> placeholders("先去：{window}")
    {'window'}
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def placeholder_mistake(text: str) -> str | None:
    """Return what is wrong with the placeholders of a sentence, in Chinese; None where all is well.

    >>> placeholder_mistake("先去：{window}") is None
    True
    >>> placeholder_mistake("先去：{window")
    '花括号没有成对'
    """
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        return "花括号没有成对"
    for _, name, specification, conversion in pieces:
        if name is not None and (not _PLACEHOLDER.fullmatch(name) or specification or conversion):
            return f"“{{{name}}}”这样的空填不上"
    return None
