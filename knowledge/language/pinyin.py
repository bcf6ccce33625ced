"""Toneless pinyin, so that 底保, "dibao" and 低保 sound alike. Called by `features`.

Reads the character table of pypinyin (https://pypinyin.readthedocs.io), first reading only; as a file, because the
package itself would load 50 MB of phrases that nobody asks for.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

_ROW = re.compile(r"[a-z]+|[\u4e00-\u9fff]")
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_LONGEST_SYLLABLE = 6
FIRST, LAST_COMMON, LAST = 0x4E00, 0x9FA5, 0x9FFF
"""Unicode's block of Chinese characters, and the last of those it began with."""


def syllables(text: str) -> list[str]:
    """Return the folded syllables of normalised text, in order; digits and signs are passed over.

    Latin letters count where a whole run of them can be read as pinyin. Folding makes zh = z, ch = c, sh = s
    and a final ng = n, as speakers of south-western Mandarin write.

    >>> syllables("dibao怎么shenqing")
    ['di', 'bao', 'zen', 'me', 'sen', 'qin']
    """
    found: list[str] = []
    for run in _ROW.findall(text):
        if run[0] < "\u4e00":
            found += split_letters(run)
        elif sound := sound_of(run):
            found.append(sound)
    return found


def split_letters(letters: str) -> list[str]:
    """Return the folded syllables of a run of letters, empty where it is not pinyin; the fewest syllables win.

    >>> split_letters("gaoling"), split_letters("wifi")
    (['gao', 'lin'], [])
    """
    return [fold(syllable) for syllable in written_syllables(letters)]


def written_syllables(letters: str) -> list[str]:
    """Return the syllables of a run of letters as they are written, empty where it is not pinyin."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    known = known_syllables()
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            head = best[start]
            if head is None or letters[start:end] not in known:
                continue
            current = best[end]
            if current is None or len(head) + 1 < len(current):
                best[end] = [*head, letters[start:end]]
    return best[-1] or []


def fold(syllable: str) -> str:
    """Return the syllable with the sounds merged that residents do not keep apart.

    >>> fold("zheng")
    'zen'
    """
    for long, short in _FOLDS:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


@lru_cache(maxsize=1)
def known_syllables() -> frozenset[str]:
    """Return every toneless syllable of the common characters, unfolded."""
    return frozenset(_toneless(reading) for code, reading in _readings().items() if code <= LAST_COMMON)


@lru_cache(maxsize=8192)
def sound_of(character: str) -> str:
    """Return the folded syllable of a character; empty where it has none, as digits and signs."""
    return fold(_toneless(_readings().get(ord(character), "")))


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """Return the first reading, with its tone mark, of each character of the block that `syllables` reads."""
    table = Path(str(distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
    rows = ((int(code), readings) for code, readings in json.loads(table.read_text(encoding="utf-8")).items())
    return {code: readings.split(",")[0] for code, readings in rows if FIRST <= code <= LAST}


def _toneless(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii())
