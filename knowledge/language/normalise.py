"""One spelling for content and questions alike: what `normalise` returns is what every other module compares."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from opencc import OpenCC

_DROPPED_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_REPEATED = re.compile(r"([^\w\s])\1+")
_SPACE = re.compile(r"\s+")
_WRITTEN_ZHE = re.compile("(?<![显顯名原编土专巨合])著(?![名作称书录])")
"""著 for 着, as in 著火: no table of traditional characters takes it for one, since 著 is simplified as well (著名)."""
_NOT_WORD = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """Return the text in NFKC, simplified characters and lower case, without invisible marks or repeated punctuation.

    Line breaks and tabs become one space. The result may be empty.

    >>> normalise("請問\u200b低保８００元？？？")
    '请问低保800元?'
    """
    visible = "".join(map(_visible, unicodedata.normalize("NFKC", text)))
    composed = unicodedata.normalize("NFKC", visible.lower())  # marks that a dropped character had kept apart
    return simplify(_SPACE.sub(" ", _REPEATED.sub(r"\1", composed)).strip())


def simplify(text: str) -> str:
    """Return the text in simplified characters; text without a traditional character comes back as it is."""
    text = _WRITTEN_ZHE.sub("着", text)
    if _traditional_characters().isdisjoint(text):
        return text
    once = _converter().convert(text)
    return str(_converter().convert(once))  # the table leads some characters on to another: 薴, 苧, 苎


def bare(text: str) -> str:
    """Return normalised text without spaces and punctuation: the form in which phrasings are compared.

    >>> bare("高中学费， 免多少?")
    '高中学费免多少'
    """
    return _NOT_WORD.sub("", text)


@lru_cache(maxsize=4096)
def plain_form(word: str) -> str:
    """Return a word of the content as messages are compared with it; kept, so never for what residents write.

    >>> plain_form("都不是！")
    '都不是'
    """
    return bare(normalise(word))


def _visible(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    return "" if unicodedata.category(character) in _DROPPED_CATEGORIES else character


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _traditional_characters() -> frozenset[str]:
    """Read OpenCC's own table: characters whose first simplified form is another character."""
    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return frozenset(row[0] for row in rows if row[0] not in row[1].split(" "))
