"""Finds the people a clause speaks of: 我婆, 娃他爸, 老公的妈, and of whom something in it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.screening.clauses import alternation
from knowledge.situation import Whom
from knowledge.tellings import Kin, Tellings

_DESCRIBING = ("", "的", "了的", "个", "的个")
"""What may stand between something told and the person it describes; nothing, unless it is told of one before."""

_NO_NUMBER = "(?!(?<=[十初高大第])[二三四五])"
"""Not within a number: 八十二老伴 and 高二老大 name no 二老."""
LONGEST_DESCRIPTION = 8
"""Characters by which a person may be described between the words that bring one up and the person."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a clause."""

    start: int
    """Index of its first character, with 我 or 我家 before the word."""
    end: int
    """Index after its last character."""
    kin: Kin
    """Who it is."""
    called: str
    """The word itself, such as 婆; empty for the one who asks."""
    is_companion: bool
    """Named as somebody there besides (跟我婆): what follows is rather told of another."""
    is_introduced: bool
    """Brought up (有个娃): what follows at once is told of this one, what comes later rather of another."""
    is_beneficiary: bool
    """Asked for (给我婆问): what the whole text asks is asked for this one."""
    is_theirs: bool = False
    """Of somebody spoken of before (他爸)."""
    is_home: bool = False
    """Only where the person lives is named: 借住在我哥家."""

    @property
    def is_aside(self) -> bool:
        """Return whether somebody else is the subject of what goes on."""
        return self.is_companion or self.is_introduced or self.is_home


class PeopleReader:
    """Knows the words for people."""

    def __init__(self, tellings: Tellings, spell: Callable[[str], str]) -> None:
        """Use the words of the content; `spell` writes a word as clauses are written."""
        self._kin = {spell(word): kin for kin in tellings.people for word in kin.words}
        others = alternation(word for word, kin in self._kin.items() if kin.whom is not Whom.ME)
        me = [word for word, kin in self._kin.items() if kin.whom is Whom.ME]
        neutral = alternation(map(spell, tellings.neutral))
        owner = alternation(map(spell, tellings.scope.owner))
        self._people = re.compile(
            rf"{neutral}|(?P<self>{alternation(word for word in me if len(word) > 1)})"
            rf"|{_NO_NUMBER}{owner}?(?:(?P<of>{others})[的他她])*?(?P<other>{others})(?![的他她]{others})|(?P<me>{alternation(me)})"
        )
        before = (*tellings.scope.with_whom, *tellings.scope.introducing, *tellings.scope.on_behalf)
        self._furthest_before = max((len(spell(word)) for word in before), default=0) + LONGEST_DESCRIPTION + 1
        self._with_whom = _before_person(map(spell, tellings.scope.with_whom))
        self._introducing = _before_person(map(spell, tellings.scope.introducing))
        self._on_behalf = _before_person(map(spell, tellings.scope.on_behalf))
        self._applying = re.compile(f".{{0,3}}{alternation(map(spell, tellings.scope.applying))}")
        self._asking = re.compile(alternation(map(spell, tellings.scope.asking)))

    def find(self, clause: str) -> list[Mention]:
        """Return the people named in a clause, in order.

        Left out are 我 that only asks (我想问), and a word for somebody just named (我是个老人).
        """
        found: list[Mention] = []
        for match in self._people.finditer(clause):
            word = match["self"] or match["other"] or match["me"]
            if word and not (self._kin[word].whom is Whom.ME and self._asking.match(clause, match.end())):
                mention = self._mention(clause, match, word)
                if not found or not _is_the_same(clause[found[-1].end : mention.start], mention):
                    found += [*self._child_of(match), mention]
        return found

    def _mention(self, clause: str, match: re.Match[str], word: str) -> Mention:
        kin, before = self._kin[word], clause[max(0, match.start() - self._furthest_before) : match.start()]
        is_self = kin.whom is Whom.ME and len(word) == 1
        is_beneficiary = not is_self and self._is_asked_for(before, clause[match.end() :])
        return Mention(
            start=match.start(),
            end=match.end(),
            kin=kin,
            called="" if kin.whom is Whom.ME else word,
            is_companion=not is_beneficiary and self._with_whom.search(before) is not None,
            is_introduced=not is_beneficiary and self._introducing.search(before) is not None,
            is_beneficiary=is_beneficiary,
            is_theirs=match[0].startswith(("他", "她")) and match[0] != word,
            is_home=not is_beneficiary and _is_home(clause, match),
        )

    def _child_of(self, match: re.Match[str]) -> list[Mention]:
        """Return the child whose parent a match names (孙女她爸): what is told of the parent may be about the child."""
        kin = self._kin.get(match["of"] or "")
        if kin is None or kin.whom is not Whom.CHILD:
            return []
        return [Mention(match.start("of"), match.end("of"), kin, match["of"], True, False, False)]

    def _is_asked_for(self, before: str, after: str) -> bool:
        return self._on_behalf.search(before) is not None and self._applying.match(after) is not None


def people_at(people: Sequence[Mention], start: int, end: int, clause: str, *, is_age: bool) -> list[Mention]:
    """Return of whom something between `start` and `end` of a clause is told; none = of whom the text spoke before.

    It is the person that the words themselves name (老人), the person described (瘫痪的老公, 86岁的婆), all of those
    named before 都 (爸妈都 are two already), or else the last one named before it who is the subject. An age is of who
    stands right before it.
    """
    if named := [one for one in people if one.start <= start and end <= one.end]:
        return named
    people = [one for one in people if not one.is_home]
    before = [one for one in people if one.end <= start]
    after = next((one for one in people if one.start >= end), None)
    is_of_before = bool(before) and before[-1].end == start
    if after and after.kin.whom is not Whom.ME and clause[end : after.start] in _DESCRIBING[is_of_before:]:
        return [after]
    together = _together(before, clause)
    if len(together) > 1 and not before[-1].kin.is_several and _OF_ALL.search(clause[before[-1].end : start]):
        return together
    is_at_once = bool(before) and _BETWEEN.fullmatch(clause[before[-1].end : start]) is not None
    if is_at_once and (is_age or before[-1].is_introduced):
        return before[-1:]
    return ([one for one in before if not one.is_aside] or before)[-1:]


def _together(people: Sequence[Mention], clause: str) -> list[Mention]:
    """Return the last of some people with those named together with that one: 我和她爸, 爷爷奶奶."""
    first = len(people) - 1
    while first > 0 and _AND.fullmatch(clause[people[first - 1].end : people[first].start]):
        first -= 1
    return list(people[max(first, 0) :])


_AND = re.compile("和|跟|与|同|还有|加上|带|")
_BETWEEN = re.compile("[都也才刚还已经今年现在是正又就]*")
_OF_ALL = re.compile("都|全|两个人|俩")


_IN = ("在", "到", "去", "回", "住")
_HOME = ("家", "屋", "那")


def _is_home(clause: str, match: re.Match[str]) -> bool:
    """Return whether not a person is named, but where that one lives."""
    return clause.endswith(_IN, 0, match.start()) and clause.startswith(_HOME, match.end())


_OF_THEM = re.compile("都|全|均|在外|打工|念|读|上")


def are_told_of(children: Mention, clause: str) -> bool:
    """Return whether what follows a word for children is told of them: 三个娃都在外头打工."""
    return children.kin.whom is Whom.CHILD and _OF_THEM.match(clause, children.end) is not None


def _before_person(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of words before a person, which may be described in between: 带着(8岁的)娃."""
    return re.compile(f"{alternation(words)}(?:[^我]{{1,{LONGEST_DESCRIPTION}}}的)?$")


_SAME = re.compile(r"(?:是|算是|就是)(?:一个|个|一名|名|这么个)?[^我]{0,5}|(?:一个|这个|个)[^我]{0,3}")


def _is_the_same(between: str, mention: Mention) -> bool:
    return not (mention.is_aside or mention.is_beneficiary) and _SAME.fullmatch(between) is not None
