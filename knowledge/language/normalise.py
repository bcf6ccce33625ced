"""One spelling for content and questions alike: what `normalise` returns is what every other module compares."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_DROPPED_CATEGORIES = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
_REPEATED = re.compile(r"([^\w\s])\1+")
_SPACE = re.compile(r"\s\s+|[^\S ]")
"""All but the space that stays as it is."""
_WRITTEN_ZHE = re.compile("(?<![显顯名原编土专巨合])著(?![名作称书录])")
"""著 for 着, as in 著火: no table of traditional characters takes it for one, since 著 is simplified as well (著名)."""
_NOT_WORD = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """Return the text in NFKC, simplified characters and lower case, without invisible marks or repeated punctuation.

    Line breaks and tabs become one space. The result may be empty.

    >>> normalise("請問\u200b低保８００元？？？")
    '请问低保800元?'
    """
    visible = unicodedata.normalize("NFKC", text)
    if not visible.isprintable():
        visible = visible.translate({ord(one): _visible(one) for one in set(visible) if not one.isprintable()})
    composed = unicodedata.normalize("NFKC", visible.lower())  # marks that a dropped character had kept apart
    return simplify(_SPACE.sub(" ", _REPEATED.sub(r"\1", composed)).strip())


def simplify(text: str) -> str:
    """Return the text in simplified characters; text without a traditional character comes back as it is.

    By OpenCC's tables: the longest phrase that begins at a place, else the character alone. In time that grows with the
    length of the text only, which the library's own search does not.

    >>> simplify("乾坤乾淨")
    '乾坤干净'
    """
    text = _WRITTEN_ZHE.sub("着", text)
    if _traditional_characters().isdisjoint(text):
        return text
    return _simplify_once(_simplify_once(text))  # the table leads some characters on to another: 薴, 苧, 苎


def _simplify_once(text: str) -> str:
    characters, phrases = _characters(), _phrases()
    return "".join(phrases.get(part) or part.translate(characters) for part in _phrase_pattern().split(text))


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
def _characters() -> dict[int, str]:
    """Return the simplified form of each character that has another one."""
    return {ord(one): other for one, other in _table("TSCharacters.txt").items() if one != other}


@lru_cache(maxsize=1)
def _traditional_characters() -> frozenset[str]:
    return frozenset(map(chr, _characters()))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """Return the simplified form of each phrase in which a character has not its usual one."""
    return _table("TSPhrases.txt")


@lru_cache(maxsize=1)
def _phrase_pattern() -> re.Pattern[str]:
    longest_first = sorted(_phrases(), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})")


def _table(name: str) -> dict[str, str]:
    """Read a table of OpenCC (https://github.com/BYVoid/OpenCC); of several forms the first is taken."""
    rows = files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8").splitlines()
    return {one: others.split(" ")[0] for one, others in (row.split("\t") for row in rows if "\t" in row)}
