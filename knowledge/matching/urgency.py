"""Tells danger from talk about danger, by the signs that `urgent.yaml` names.

A sign is a small pattern over the bare text: ` + ` joins parts that must all occur, `|` parts alternatives, `A > B`
asks that A stands before B, and `=A` that A is the whole message. What signs, calm patterns and the learnt model say
is weighed by `calibration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from knowledge.language.normalise import bare
from knowledge.language.word_index import WordIndex
from knowledge.matching.features import Analysis
from knowledge.models import UrgentSituation

WHOLE = "="
ORDINARY = 0.9
"""However sure an ordinary meaning is, danger may stand beside it in the same message."""
SHORTEST_UNSIGNED = 4
"""Characters a message without a sign must have for the learnt model alone to raise an alarm."""

Alternatives = tuple[str, ...]
Row = tuple[Alternatives, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern, read."""

    source: str
    """The pattern as it stands in the content."""
    parts: tuple[Row, ...]
    """All must occur; each is a row of alternatives in order."""

    def occurs_in(self, bare_text: str) -> bool:
        """Return whether every part of the sign is in the text."""
        return all(_occurs(part, bare_text) for part in self.parts)

    def is_in_order(self, bare_text: str) -> bool:
        """Return whether the sign is in a text that is known to hold a term of each of its alternatives."""
        return all(_occurs(part, bare_text) for part in self.parts if len(part) > 1)


def read_sign(source: str) -> Sign:
    """Return the pattern that `source` writes.

    >>> read_sign("煤气|燃气 + 漏").occurs_in("我屋煤气好像漏了")
    True
    """
    parts = (part.split(">") for part in source.split("+"))
    return Sign(source, tuple(tuple(map(_alternatives, part)) for part in parts))


class SignIndex:
    """Many signs, found by the terms in them, so that a message is read once whatever their number."""

    def __init__(self, signs: Sequence[Sign]) -> None:
        """Index the signs by the terms of their most telling part."""
        self._signs = tuple(signs)
        self.sources = tuple(sign.source for sign in signs)
        self._terms = [[frozenset(terms) for part in sign.parts for terms in part] for sign in signs]
        self._naming: dict[str, list[int]] = {}
        for number, rows in enumerate(self._terms):
            for term in max(rows, key=_telling):
                self._naming.setdefault(term, []).append(number)
        self._words = WordIndex(term for terms in self._terms for term in chain.from_iterable(terms))

    def first_in(self, texts: Iterable[str]) -> int | None:
        """Return the number of the first sign that occurs in one of the texts; None where none does."""
        return min((first for text in set(texts) if (first := self._first_in(text)) is not None), default=None)

    def _first_in(self, text: str) -> int | None:
        """Return the number of the first sign whose terms are all there, if they stand in order as well."""
        found = {*self._words.found_in(text), WHOLE + text}
        for number in sorted({number for term in found for number in self._naming.get(term, ())}):
            is_possible = not any(terms.isdisjoint(found) for terms in self._terms[number])
            if is_possible and self._signs[number].is_in_order(text):
                return number
        return None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger found in a message."""

    situation: UrgentSituation
    """What it is."""
    probability: float
    """How sure it is, 0 to 1."""
    sign: str
    """The pattern that matched, as it stands in the content; empty where the learnt model alone raised the alarm."""


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """All that speaks for or against danger in a message."""

    situation: UrgentSituation
    """What it would be: by the first sign, else by the learnt model."""
    sign: str
    """The pattern that matched; empty where none did."""
    is_calm: bool
    """Whether a calm pattern matched."""
    learnt: float
    """Probability of danger by the learnt model alone, 0 to 1."""
    ordinary: float
    """Probability of the best ordinary meaning of the message, 0 to 1."""

    def inputs(self) -> NDArray[np.float64]:
        """Return the inputs of the logistic regression that weighs them."""
        return np.array([1.0, bool(self.sign), self.is_calm, _odds(self.learnt), _odds(min(self.ordinary, ORDINARY))])


class UrgencyDetector:
    """Reads messages for danger: by the signs of the content, and by a model learnt from its examples."""

    def __init__(self, calm: Sequence[str], situations: Sequence[UrgentSituation]) -> None:
        """Read the patterns of the content."""
        self._situations = tuple(situations)
        owners = [situation for situation in situations for _ in situation.signs]
        signs = [read_sign(sign) for situation in situations for sign in situation.signs]
        self._owner_of = dict(enumerate(owners))
        self._signs = SignIndex(signs)
        self._calm = SignIndex(list(map(read_sign, calm)))

    def has_sign(self, *texts: str) -> bool:
        """Return whether a sign of danger occurs in one of the texts, which are bare."""
        return self._signs.first_in(texts) is not None

    def weigh(self, analysis: Analysis, probabilities: NDArray[np.float32], ordinary: float) -> DangerSigns:
        """Return what speaks for danger in a message.

        `probabilities` are those of `Matcher.danger`: one a situation, the last one calm. `ordinary` is the
        probability of its best ordinary meaning.
        """
        texts = (analysis.plain, bare(analysis.text))
        found = self._signs.first_in(texts)
        likeliest = self._situations[int(probabilities[:-1].argmax())]
        return DangerSigns(
            situation=likeliest if found is None else self._owner_of[found],
            sign="" if found is None else self._signs.sources[found],
            is_calm=self._calm.first_in(texts) is not None,
            learnt=0.0 if found is None and len(analysis.plain) < SHORTEST_UNSIGNED else 1 - float(probabilities[-1]),
            ordinary=ordinary,
        )


def _telling(terms: frozenset[str]) -> tuple[int, int]:
    """Return how much it says that one of some terms occurs: long ones say more, few more than many."""
    return min(map(len, terms), default=0), -len(terms)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return float(np.log(bounded / (1 - bounded)))


def _alternatives(text: str) -> Alternatives:
    return tuple(term for piece in text.split("|") if (term := "".join(piece.split())))


def _occurs(row: Row, text: str) -> bool:
    start = 0
    for alternatives in row:
        ends = [found + len(term) for term in alternatives if (found := text.find(term, start)) >= 0]
        if not ends and WHOLE + text not in alternatives:
            return False
        start = min(ends, default=len(text))
    return True
