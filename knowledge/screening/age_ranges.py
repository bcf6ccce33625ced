"""Finds the ages told in a clause, as ranges of whole years: 86了, 六十好几, 快八十, 1938年生, 八个月."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from knowledge.language.ages import read_numeral
from knowledge.screening.facts import HIGHEST, NumberRange

_ONE_TO_NINE = "一二两三四五六七八九"
_NUMERAL = (
    rf"(?:(?<![\d.\-])\d{{1,3}}(?![\d])|一百零?[{_ONE_TO_NINE}]?|百|"
    rf"[{_ONE_TO_NINE}]十有[{_ONE_TO_NINE}]|[{_ONE_TO_NINE}]?十[{_ONE_TO_NINE}]?|[{_ONE_TO_NINE}])"
)
_SMALL = rf"[\d{_ONE_TO_NINE}]"
_TENS = rf"(?:(?<!\d)[1-9]0|[{_ONE_TO_NINE}]?十)"
_TWO_DIGITS = rf"(?:(?<!\d)[1-9]\d(?!\d)|[{_ONE_TO_NINE}]?十[{_ONE_TO_NINE}]?)"
_YEARS = "(?:周岁|岁)"
_NOT_A_CASE = r"(?!的时候|那年|那时|时候|时得|就得|起就|开始|才能|才可以|才有|才领|才给|以后能|以后才|就能|能领|领多少)"
_UNTIL = r"(?<!(?<!老)大)(?<!小)(?<!到)(?<!等)(?<!长)(?<!差)(?<!从)(?<!大我)(?<!小我)(?<!大他)(?<!小他)"
_UNIT = r"元块斤个年天月%号人口亩平万千百户级分次栋楼度公里米点胎名只头把台辆桌间层套瓶份折周期"
_NO_UNIT = rf"(?=[^\d旬{_UNIT}])"
YOUNGEST_UNMARKED = 10
"""Lowest number that is taken for an age without 岁: smaller ones count other things."""
_NUMBER = frozenset(f"0123456789零〇{_ONE_TO_NINE}十百半")
"""Characters of which every age holds one; `normalise` leaves no other digits."""
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")


@dataclass(frozen=True, slots=True)
class AgeTold:
    """An age found in a clause."""

    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""
    years: NumberRange
    """The ages it may mean."""


Reading = Callable[[re.Match[str], int], tuple[int, int] | None]


def find_ages(clause: str, year: int, people: Iterable[int] = ()) -> list[AgeTold]:
    """Return the ages told in a clause in plain words, in order, no two overlapping.

    `year` is the present one; `people` are the places where words for people end, since a number that follows one is
    an age without 岁. Ages of the past (8岁的时候) and of a rule (到60岁才能领) are none, nor are impossible ones.

    >>> [str(told.years) for told in find_ages("我婆快八十我爸六十好几", 2026)]
    ['77-79', '61-69']
    """
    found: list[AgeTold] = []
    there = frozenset(clause)
    for marks, pattern, read in _READINGS if not there.isdisjoint(_NUMBER) else ():
        for match in pattern.finditer(clause) if not marks or not there.isdisjoint(marks) else ():
            _add(found, match, read(match, year))
    for place in people:
        match_after = _AFTER_PERSON.match(clause, place)
        if match_after and _number(match_after[1]) >= YOUNGEST_UNMARKED:
            _add(found, match_after, _exact(match_after, year))
        elif months := _MONTHS_OF_CHILD.match(clause, place):
            _add(found, months, _months(months, year))
    return sorted(found, key=lambda told: told.start)


def _add(found: list[AgeTold], match: re.Match[str], years: tuple[int, int] | None) -> None:
    """Add a reading of a match, unless it is impossible or an earlier, surer reading has taken the place."""
    if years is None or not 0 <= years[0] <= years[1] <= HIGHEST:
        return
    if not any(told.start < match.end() and match.start() < told.end for told in found):
        found.append(AgeTold(match.start(), match.end(), NumberRange(*years)))


def _number(numeral: str) -> int:
    numeral = numeral.replace("十有", "十")
    if not numeral.startswith(("一百", "百")):
        return read_numeral(numeral)
    rest = numeral.removeprefix("一").removeprefix("百").removeprefix("零")
    return 100 + (read_numeral(rest) if rest else 0)


def _exact(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]), _number(match[1])


def _tens(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]) + 1, _number(match[1]) + 9


def _decade(match: re.Match[str], _year: int) -> tuple[int, int]:
    start = 10 * read_numeral(match[1])
    return start, start + 9


def _nearly_decade(match: re.Match[str], _year: int) -> tuple[int, int]:
    start = 10 * read_numeral(match[1])
    return start - 3, start - 1


def _nearly(match: re.Match[str], _year: int) -> tuple[int, int]:
    return max(0, _number(match[1]) - 3), _number(match[1]) - 1


def _about(match: re.Match[str], _year: int) -> tuple[int, int]:
    age = _number(match[1])
    return (max(0, age - 3), age + 3) if age >= 20 else (max(0, age - 1), age + 1)  # noqa: PLR2004  a child's is surer


def _just_over(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]), _number(match[1]) + 4


def _at_least(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]), HIGHEST


def _has_passed(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]), _number(match[1]) + 9


def _below(match: re.Match[str], _year: int) -> tuple[int, int] | None:
    return (0, _number(match[1]) - 1) if _number(match[1]) else None


def _not_yet(match: re.Match[str], _year: int) -> tuple[int, int] | None:
    limit = _number(match[1])
    return (max(0, limit - 10), limit - 1) if limit else None


def _between(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]), _number(match[2])


def _neighbours(match: re.Match[str], _year: int) -> tuple[int, int] | None:
    """Read 七八岁, 六七十 and 十七八."""
    tens, first, second, ten = match[1], match[2], match[3], match[4]
    low, high = read_numeral(first), read_numeral(second)
    if high != low + 1:
        return None
    if ten:
        return 10 * low, 10 * high + 9
    base = 10 * (read_numeral(tens[:-1]) if tens[:-1] else 1) if tens else 0
    return base + low, base + high


def _by_custom(match: re.Match[str], _year: int) -> tuple[int, int]:
    """Read 虚岁, which is one or two more than the years lived."""
    return max(0, _number(match[1]) - 2), max(0, _number(match[1]) - 1)


def _next_year(match: re.Match[str], _year: int) -> tuple[int, int] | None:
    """Read 翻年就六十九."""
    return (_number(match[1]) - 1, _number(match[1]) - 1) if _number(match[1]) else None


def _months(match: re.Match[str], _year: int) -> tuple[int, int]:
    return _number(match[1]) // 12, _number(match[1]) // 12


def _newborn(_match: re.Match[str], _year: int) -> tuple[int, int]:
    return 0, 0


def _born_in(match: re.Match[str], year: int) -> tuple[int, int] | None:
    digits = match[1].translate(_DIGITS)
    born = int(digits)
    if len(digits) == 2:  # noqa: PLR2004  38年 is a year of this century only where that has passed
        born += 2000 if 2000 + born <= year else 1900
    return (max(0, year - born - 1), year - born) if born <= year else None


def _born_decade(match: re.Match[str], year: int) -> tuple[int, int] | None:
    first = int(match[1].translate(_DIGITS)) * 10
    first += 2000 if 2000 + first <= year else 1900
    return max(0, year - first - 10), max(0, year - first)


def _teens(_match: re.Match[str], _year: int) -> tuple[int, int]:
    return 11, 19


_Y4 = r"(?<!\d)((?:19|20)\d\d|[一二][九零〇][零〇一二三四五六七八九]{2})"
_Y2 = r"(?<!\d)(\d\d|[零〇一二三四五六七八九]{2})"
_DAY = r"(?:\d{1,2}月(?:份)?(?:\d{1,2}[日号])?)?"
_AFTER_PERSON = re.compile(
    rf"(?:今年|现在|刚好|正好|都|快|才|刚|已经|已|也|满|有|是|大概|差不多)*({_NUMERAL})(?=了|啦|咯|的人|$|[^\d{_UNIT}.\-几多好来旬岁])"
)
_MONTHS_OF_CHILD = re.compile(rf"(?<=[娃孙儿女宝崽])(?:才|刚|都|有)*({_NUMERAL})个(?:多)?月(?:了|大|多)(?!身孕|的?孕)")
_AGE: list[tuple[str, str, Reading]] = [
    ("生的", rf"(?:{_Y4}){_DAY}(?:年)?{_DAY}(?:出生|生人|生的|生|的人|的)", _born_in),
    ("生", rf"(?:生于|出生于|生在|出生在){_Y4}", _born_in),
    ("年", rf"{_Y4}年(?:的)?(?:老人|娃)?$", _born_in),
    ("年", rf"{_Y2}年{_DAY}(?:出生|生人|生的|生|的人|的$|的老|的娃)", _born_in),
    ("后", r"(?<!\d)([0-9零〇一二三四五六七八九])[0零〇]后", _born_decade),
    ("虚", rf"(?:虚岁){_YEARS}?({_NUMERAL})(?:岁)?", _by_custom),
    ("岁", rf"({_NUMERAL})(?:到|至|-|~)({_NUMERAL}){_YEARS}", _between),
    ("岁", rf"([{_ONE_TO_NINE}]?十)?([{_ONE_TO_NINE}])([{_ONE_TO_NINE}])(十)?(?:来|多|几)?{_YEARS}", _neighbours),
    ("", r"()([五六七八])([六七八九])(十)(?:岁|了|多|的人|$)", _neighbours),
    ("不没未还", rf"(?:不到|没到|未满|不满|没满|还没到|还差\w{{1,2}})({_NUMERAL})(?:周?岁|了|$)", _not_yet),
    ("岁", rf"({_NUMERAL}){_YEARS}(?:及)?(?:以下|以内|之内)", _below),
    ("上", rf"({_NUMERAL})(?:周?岁)?(?:及)?(?:以上|往上|朝上)", _at_least),
    (
        "快近马奔往眼",
        rf"(?:快|近|年近|将近|马上|奔|往|眼看)(?:满|要|到|上|就)*({_NUMERAL})(?:周?岁|了|的人|$|{_NO_UNIT})",
        _nearly,
    ),
    ("上左来", rf"({_NUMERAL})(?:岁)?(?:上下|左右|来岁)", _about),
    ("出挂零", rf"({_NUMERAL})(?:岁)?(?:出头|挂零|零点)", _just_over),
    ("多几来开", rf"({_TENS})(?:好几|大几|多|几|来|开外)(?:岁|了|的人|$|{_NO_UNIT})", _tens),
    ("旬", rf"(?:快|近|年近|将近|奔)([{_ONE_TO_NINE}])旬", _nearly_decade),
    ("旬", rf"([{_ONE_TO_NINE}])旬", _decade),
    ("十", rf"十几{_YEARS}", _teens),
    ("刚才", rf"(?:刚|才|刚刚)满?({_NUMERAL})(?:周?岁|$|了)", _exact),
    ("过上满", rf"(?:过了|过|上了|上|满了|满|年满)({_NUMERAL})(?:周?岁)?(?:了|$)", _has_passed),
    ("满", rf"(?:年满|满)({_NUMERAL}){_YEARS}", _has_passed),
    ("半", r"半岁(?:多)?", _newborn),
    ("月", rf"(?<!孕)(?<!孕了)(?<!怀了)(?<!怀)({_NUMERAL})个(?:多)?月(?:大|的?(?:娃|婴|宝|奶娃))", _months),
    ("月", rf"(?:^|(?<=[娃孙儿女子宝崽才刚满快有都大小]))({_NUMERAL})个(?:多)?月(?:了$|$)", _months),
    (".", rf"{_UNTIL}(?:(\d{{1,3}})\.\d){_YEARS}", _exact),
    ("岁", rf"{_UNTIL}({_NUMERAL}){_YEARS}(?:半|多|了|高龄)*{_NOT_A_CASE}", _exact),
    ("今已都现", rf"(?:今年|已经|都|现在)(?:该|就|快|是|有|也)*({_NUMERAL})(?:了|的人|$)", _exact),
    ("今已都", rf"(?:今年|已经|都)(?:该|就|是|有|也)*({_TWO_DIGITS})(?=[^\d旬几多来好挨左上出开大{_UNIT}])", _exact),
    ("整交足", rf"(?:整|交|足足)({_TENS})(?:岁|了|$)", _exact),
    ("整寿", rf"({_TENS})(?:整|大寿)", _exact),
    ("边", rf"({_TENS})(?:挨边|边上|朝边)", _about),
    ("了", rf"^({_TWO_DIGITS})了", _exact),
    ("了", rf"(?<![\d{_ONE_TO_NINE}十了到花过干做有个共第近快奔没不满])({_TWO_DIGITS})了(?=[^\d{_UNIT}])", _exact),
    ("人", rf"({_TWO_DIGITS})的人(?=了|还|都|没)", _exact),
    (
        "翻过开转明",
        rf"(?:翻年|翻过年|过了年|过完年|开年|转年|明年)(?:就|都|该|满|要)*({_NUMERAL})(?:周?岁|了|$)",
        _next_year,
    ),
    ("一", rf"一个({_TWO_DIGITS})(?=一个|$)", _exact),
    ("", rf"^(?!{_SMALL}(?:了|$))({_NUMERAL})(?:了|啦|咯|的人|的人了)?$", _exact),
]
"""Characters of which at least one is in every such text (none = any text), the pattern, and how it is read; the
surest first."""
_READINGS = [(frozenset(marks), re.compile(pattern), read) for marks, pattern, read in _AGE]
