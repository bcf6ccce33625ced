"""Finds ages in a message, in digits or Chinese numerals. Called by `features`."""

from __future__ import annotations

import re

_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMERAL = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_AGE = re.compile(
    rf"({_NUMERAL})(?:多|几)?(?:岁|周岁)|(?:年满|满|今年|都|快|婆|爷|妈|爸|爹|娘|我)({_NUMERAL})(?:了|多了|岁)"
)
_TENS = re.compile(r"([六七八九])十(?:好几|多|几|来)")
OLDEST = 120
_BANDS = (3, 6, 15, 18, 35, 45, 60, 65, 80)


def read_numeral(numeral: str) -> int:
    """Return the value of a numeral below 1000 in digits, or below 100 in Chinese.

    >>> read_numeral("八十六"), read_numeral("十二"), read_numeral("86")
    (86, 12, 86)
    """
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS[numeral]
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def ages(text: str) -> list[int]:
    """Return the plausible ages named in normalised text, in years, in order; may be empty.

    >>> ages("我婆86了,我爸六十好几,娃三岁半")
    [86, 60, 3]
    """
    found = [(match.start(match.lastindex or 0), read_numeral(match[1] or match[2])) for match in _AGE.finditer(text)]
    found += [(match.start(1), 10 * _DIGITS[match[1]]) for match in _TENS.finditer(text)]
    return [age for _, age in sorted(dict(found).items()) if age <= OLDEST]


def age_bands(text: str) -> list[str]:
    """Return a feature for each age in the text: the highest limit it has reached.

    >>> age_bands("我婆86了")
    ['@80']
    """
    return [f"@{max((limit for limit in _BANDS if age >= limit), default=0)}" for age in ages(text)]
