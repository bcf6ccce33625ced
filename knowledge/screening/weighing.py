"""Makes facts of what was stated about one person: what fits together, what contradicts, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knowledge.screening.consequences import Consequences
from knowledge.screening.facts import Each, Known, NumberRange, OneOf, narrow
from knowledge.screening.found import Contradiction
from knowledge.screening.statements import Statement
from knowledge.situation import Fact, FactKind


class Weigher:
    """Knows which values a fact has and what cannot both be true."""

    def __init__(self, situation: Mapping[str, Fact], consequences: Consequences) -> None:
        """Use the facts of the content and what follows from them."""
        self._situation, self._consequences = situation, consequences

    def weigh(self, statements: Sequence[Statement]) -> tuple[dict[str, Known], tuple[Contradiction, ...]]:
        """Return the facts that the statements about one person bear out, and the pairs that contradict each other.

        What is only typical gives way to what is said and to what follows from that. Neither side of a contradiction
        is among the facts.
        """
        facts: dict[str, Known] = {}
        clashes: list[Contradiction] = []
        words: dict[str, str] = {}
        for key in dict.fromkeys(statement.fact for statement in statements):
            told = [statement for statement in statements if statement.fact == key]
            clash = _first_clash(told)
            known = None if clash else self._combine(key, told)
            if clash:
                clashes.append(clash)
            elif known:
                facts[key] = known
                words.update((key, one.words) for one in reversed(told) if not one.is_typical)
        said = {key: known for key, known in facts.items() if key in words}
        for first, second in self._consequences.clashes(said):
            clashes.append(Contradiction(first, words[first], second, words[second]))
            facts.pop(first, None)
            facts.pop(second, None)
        implied = self._consequences.complete({key: known for key, known in said.items() if key in facts})
        fitting = {key: known for key, known in facts.items() if key in said or narrow(known, implied.get(key, known))}
        return fitting, tuple(clashes)

    def _combine(self, key: str, told: Sequence[Statement]) -> Known | None:
        said = [one for one in told if not one.is_denied and not one.is_typical]
        typical = [one for one in told if not one.is_denied and one.is_typical]
        if key not in self._situation or self._situation[key].kind is FactKind.NUMBER:
            return _intersection([one.known for one in said] or [one.known for one in typical])
        every, denied = frozenset(self._situation[key].values), _values(one.known for one in told if one.is_denied)
        certain = frozenset(value for one in said if len(values := _values([one.known])) == 1 for value in values)
        if len(certain - denied) > 1 and self._situation[key].can_be_several:
            return Each(certain - denied)
        if certain - denied and self._situation[key].can_be_several:
            return OneOf(certain - denied)
        left = (_values(one.known for one in said or typical) or every) - denied or every - denied
        return OneOf(left) if left and left < every else None


def _first_clash(told: Sequence[Statement]) -> Contradiction | None:
    """Return the first two statements of one fact that cannot both be true: two ages, or a value said and denied."""
    first_said: dict[tuple[Known, bool], Statement] = {}
    for one in told:
        if not one.is_typical:
            first_said.setdefault((one.known, one.is_denied), one)  # said again, it clashes no more
    said = list(first_said.values())
    for number, first in enumerate(said):
        for second in said[number + 1 :]:
            if _clash(first, second):
                return Contradiction(first.fact, first.words, second.fact, second.words)
    return None


def _clash(first: Statement, second: Statement) -> bool:
    if isinstance(first.known, OneOf) and isinstance(second.known, OneOf):
        said, denied = (second, first) if first.is_denied else (first, second)
        return first.is_denied != second.is_denied and _values([said.known]) <= _values([denied.known])
    return not first.is_denied and not second.is_denied and narrow(first.known, second.known) is None


def _intersection(known: Sequence[Known]) -> NumberRange | None:
    """Return numbers narrowed as far as they agree."""
    result: NumberRange | None = None
    for one in known:
        both = one if result is None else narrow(result, one)
        result = both if isinstance(both, NumberRange) else result
    return result


def _values(known: Iterable[Known]) -> frozenset[str]:
    return frozenset(value for one in known if isinstance(one, OneOf) for value in one.values)
