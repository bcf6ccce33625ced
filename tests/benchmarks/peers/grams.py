"""Characters and pairs of them: how a full-text index reads Chinese without a word list."""

from __future__ import annotations

from itertools import pairwise


def grams(text: str) -> list[str]:
    """Return the characters of a text and each pair of neighbours, in order.

    >>> grams("低保费")
    ['低', '保', '费', '低保', '保费']
    """
    return [*text, *(first + second for first, second in pairwise(text))]
