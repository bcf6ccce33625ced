"""Puts questions that are alike into one group: a new one joins the nearest group or opens another. Called by `queue`.

A group is compared by its oldest question alone, so that groups neither drift nor merge when new questions arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from knowledge.matching.matcher import Match
from knowledge.matching.understanding import Understander

ALIKE = 0.42
"""From this likeness a question joins a group; set by hand on pairs of questions, 2026-11-23."""
SAME_MATTER = 0.25
"""What it adds to the likeness when both questions seem to be about the same matter."""
SEEMS = 0.3
"""From this probability a question seems to be about a matter."""


class GroupIndex:
    """The leading questions of the groups, for finding the one most like a question."""

    def __init__(self, understander: Understander) -> None:
        """Start without groups; questions are read as `understander` does."""
        self._understander = understander
        self._leaders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._matters: dict[int, Match] = {}

    def add(self, group_id: int, question: str) -> None:
        """Make a question the leader of a group."""
        for feature, weight in self._vector(question).items():
            self._leaders[feature].append((group_id, weight))
        if match := self._matter(question):
            self._matters[group_id] = match

    def nearest(self, question: str) -> int | None:
        """Return the number of the group most like a question, ties to the oldest; None where none is alike enough."""
        likeness: dict[int, float] = defaultdict(float)
        for feature, weight in self._vector(question).items():
            for group_id, other in self._leaders.get(feature, ()):
                likeness[group_id] += weight * other
        if not likeness:
            return None
        if match := self._matter(question):
            for group_id in likeness:
                other_match = self._matters.get(group_id)
                if other_match and other_match.intent == match.intent:
                    likeness[group_id] += SAME_MATTER
        best = min(likeness, key=lambda group_id: (-likeness[group_id], group_id))
        return best if likeness[best] >= ALIKE else None

    def _matter(self, question: str) -> Match | None:
        match = next(iter(self._understander.rank(question)), None)
        return match if match and match.probability >= SEEMS else None

    def _vector(self, question: str) -> Mapping[str, float]:
        """Return the features of a question by weight, at length 1; new features count as the rarest."""
        vocabulary = self._understander.matcher.model.vocabulary
        rarest = float(vocabulary.weights.max(initial=1))
        weights = {
            name: float(vocabulary.weights[number]) if (number := vocabulary.numbers.get(name)) is not None else rarest
            for name in self._understander.analyser.analyse(question).features
        }
        length = sum(weight * weight for weight in weights.values()) ** 0.5 or 1.0
        return {name: weight / length for name, weight in weights.items()}
