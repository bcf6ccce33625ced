"""Finds the resident's town in what they write, and tells a place outside the county from one nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.language.normalise import bare
from knowledge.models import Content
from knowledge.offices import OutsidePlaces, Town

COUNTY = "石泉"
_PERSON = "(?:那|要是|如果|我们|我|俺们|俺|咱们|咱|人|家里|家|屋里|屋头|老家|户口|现在|就|是|都|也)"
_AT = "(?:住在|住到|住|在|是|属于|搬到)"
_NOT_HERE = rf"(?:{_PERSON}*(?:不在|没在){COUNTY}县?(?:了|的)?)"
_OPENING = re.compile(rf"^{_NOT_HERE}?{_PERSON}*{_AT}*(?:{COUNTY}县?)?(?:的)?")
_SIDE = "这边|那边|这里|那里|街道|街上|镇上|上面|上|下面|里"
_ENDING = re.compile(rf"(?:{_SIDE}|打工|上班|务工|住|的|人|呢|哈|嘛|啊|呀|哦|嘞)+$")
_SAYS_WHERE = re.compile(rf"^{_NOT_HERE}?(?:{_PERSON}+{_AT}+|{_AT}+)")
_LOOSE = rf"(?:{_PERSON}{_AT}+|住在?)(?:{COUNTY}县?)?"
_DENIALS = ("不在", "不是", "没在", "不住", "不住在")
_OUTSIDE_ENDINGS = ("县", "市", "省", "州", "区")
_TOWN_ENDINGS = ("镇", "乡", "街道", "办事处")
_ENDINGS = (*_OUTSIDE_ENDINGS, *_TOWN_ENDINGS)
_VILLAGE = re.compile("(?![农乡山本外这那我你他]).{1,6}(?:村|社区)")
_LONGEST_NAME = 8
_SHORT_REST = 2


class PlaceKind(StrEnum):
    """What a place is to the county."""

    TOWN = "town"
    OUTSIDE = "outside"
    ABROAD = "abroad"
    UNKNOWN = "unknown"
    VILLAGE = "village"
    """A village that no town of the content names: it may well be in the county."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody says to be."""

    kind: PlaceKind
    """What it is to the county."""
    name: str
    """Name of the town, or the place as it was written."""


def mentioned_town(content: Content, text: str) -> str:
    """Return the name of the one town that a message, normalised, mentions; empty where none or several.

    A town that is denied (不在后柳) does not count. Loose names count only in a phrase such as 我在街上.
    """
    plain = bare(text)
    if not _any_name(content.towns).search(plain):
        return ""
    places, towns = content.places, content.towns
    named = {town.name for town in towns if _mentions(places, plain, (town.name, *town.aliases))}
    if not named:
        named = {town.name for town in towns if _mentions(places, plain, town.loose_aliases, _LOOSE)}
    return named.pop() if len(named) == 1 else ""


@lru_cache(maxsize=8)
def _any_name(towns: tuple[Town, ...]) -> re.Pattern[str]:
    return _either(name for town in towns for name in (town.name, *town.aliases, *town.loose_aliases))


def _either(names: Iterable[str], before: str = "") -> re.Pattern[str]:
    """Return a pattern for any of some names, the longest first; one that matches nothing where there are none."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(f"{before}(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else r"(?!)")


def stated_place(content: Content, text: str, *, is_awaited: bool) -> Place | None:
    """Return the place where the whole message, normalised, is one: 我在后柳, 西安的; None for any other message.

    `is_awaited` = the town was asked, so that a bare name is an answer.
    """
    plain = bare(text)
    name = _ENDING.sub("", _OPENING.sub("", plain)) or _OPENING.sub("", plain)
    if not name or len(name) > _LONGEST_NAME:
        return None
    says_where = bool(_SAYS_WHERE.match(plain))
    for town in content.towns:
        if name in (town.name, town.name.removesuffix("镇"), *town.aliases):
            return Place(PlaceKind.TOWN, town.name)
        if (is_awaited or says_where) and name in town.loose_aliases:
            return Place(PlaceKind.TOWN, town.name)
    if is_awaited and _VILLAGE.fullmatch(name):
        return Place(PlaceKind.VILLAGE, name)
    return _elsewhere(content.places, name) if is_awaited or says_where else None


def _elsewhere(places: OutsidePlaces, name: str) -> Place | None:
    if _is_one_of(places.abroad, name):
        return Place(PlaceKind.ABROAD, name)
    if _is_one_of(places.outside, name) or (name.endswith(_OUTSIDE_ENDINGS) and not name.startswith(COUNTY)):
        return Place(PlaceKind.OUTSIDE, name)
    return Place(PlaceKind.UNKNOWN, name) if name.endswith(_TOWN_ENDINGS) else None


def _is_one_of(places: Iterable[str], name: str) -> bool:
    """Return whether a name is one of some places, or a part of one such as 西安高新区."""
    rests = [name.removeprefix(place) for place in places if name.startswith(place)]
    return any(
        len(rest) <= _SHORT_REST or rest.startswith(_OUTSIDE_ENDINGS) or rest.endswith(_ENDINGS) for rest in rests
    )


def _mentions(places: OutsidePlaces, plain: str, names: Iterable[str], before: str = "") -> bool:
    found = _either(names, before).finditer(plain)
    return any(not _is_another(places, plain[: one.start()]) for one in found)


def _is_another(places: OutsidePlaces, before: str) -> bool:
    """Return whether the words before a town's name deny it, or name another county that has a town so called."""
    if before.endswith(f"{COUNTY}县"):
        return False
    return before.endswith((*_DENIALS, "县", *places.outside))
