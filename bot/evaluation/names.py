"""What the figures are called, in the terminal and on the report."""

from __future__ import annotations

from collections.abc import Mapping

from bot.question_files import Group, Verdict

VERDICTS: Mapping[str, str] = {
    Verdict.RIGHT: "答对",
    Verdict.ASKED: "反问，对的在选项里",
    Verdict.WRONG: "答错",
    Verdict.MISSED: "没答上",
}
GROUPS: Mapping[str, str] = {
    Group.IN_SCOPE: "有服务对得上的",
    Group.OUT_OF_SCOPE: "不归这里管的",
    Group.URGENT: "危险的事",
    Group.NEAR_MISS: "听着像危险其实不是的",
    Group.SEVERAL: "一句话两件事",
    Group.TURN: "接着往下问的",
}
KINDS: Mapping[str, str] = {
    "plain": "窗口上直问的",
    "short": "短句、错字",
    "situation": "只讲处境，不提官名",
    "aspect": "问在哪、带啥、多少钱、够不够格",
}
LENGTHS: Mapping[str, str] = {"short": "8 字以内", "medium": "9 到 24 字", "long": "25 字以上"}


def named(names: Mapping[str, str], key: str) -> str:
    """Return what a key is called; a key without a name stands for itself."""
    return names.get(key, key)


def percent(share: float) -> str:
    """Return a part of the whole in percent.

    >>> percent(0.9254)
    '92.5%'
    """
    return f"{100 * share:.1f}%"
