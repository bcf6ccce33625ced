"""Finds what is meant in a message that corrects the one before: 不是，我问的是… Called by `understanding`."""

from __future__ import annotations

import re
from collections.abc import Sequence

SHORTEST_REST = 3
_DENIAL = re.compile(r"^[^,。]{0,3}不是[^,。]*[,。]")
_AFTERTHOUGHT = re.compile(r"[,。]\s*(?:而?不是|不问|没问)[^,。]*[。!]?$")
"""What is not meant, said last: 我问的是养老,不是看病那个."""
_INTERJECTION = re.compile(r"^(?:[哎唉诶哦噢呃嗯啊]|[,。!\s])+")
_CLAUSE_END = re.compile(r"[,。!\s]+")


class CorrectionReader:
    """Knows the words that open a correction."""

    def __init__(self, openings: Sequence[str]) -> None:
        """Use the openings of the content, such as 不对."""
        self._openings = tuple(openings)

    def meant(self, text: str) -> str | None:
        """Return the part of a normalised text that says what is meant; None where it corrects nothing.

        >>> CorrectionReader(["不是", "不对"]).meant("不对,我家不是危房,就是瓦旧了想换")
        '就是瓦旧了想换'
        """
        text = _INTERJECTION.sub("", text)
        if not text.startswith(self._openings):
            return None
        _, _, rest = _CLAUSE_END.sub(",", text, count=1).partition(",")
        rest = _AFTERTHOUGHT.sub("", _DENIAL.sub("", rest))
        return rest if len(rest) >= SHORTEST_REST else None
