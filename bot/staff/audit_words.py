"""What the audit trail says, in the words of staff. Used by the console and the `audit` command."""

from __future__ import annotations

from collections.abc import Mapping

VERB_WORDS: Mapping[str, str] = {
    "decide": "处理了",
    "publish": "发布了",
    "undo": "撤回，用",
    "replay": "试答过",
    "relearn": "重新学过",
    "drop": "扔掉了",
    "add account": "建了账号",
    "remove account": "删了账号",
    "change role": "改了角色：",
    "change password": "换了密码：",
    "make code": "给了 Telegram 连接码：",
    "link chat": "连上了 Telegram：",
    "unlink chat": "断开了 Telegram：",
}
"""What was done; what it was done to follows."""
_SUBJECT_WORDS = {"change": "第 {} 号改动", "group": "第 {} 组问题"}


def deed_in_words(verb: str, subject: str) -> str:
    """Return what was done to what, as an entry of the trail names them.

    >>> deed_in_words("undo", "change:3"), deed_in_words("add account", "account:王芳")
    ('撤回，用第 3 号改动', '建了账号王芳')
    """
    kind, _, key = subject.partition(":")
    return VERB_WORDS.get(verb, verb) + _SUBJECT_WORDS.get(kind, "{}").format(key or kind)
