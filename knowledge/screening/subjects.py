"""Cuts a clause spoken without punctuation where somebody else becomes its subject: 我婆八十二糖尿病|娃念初二."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.screening.people import Mention
from knowledge.situation import Whom

_FINISHED = "了啦咯"
"""Particles that end what is told of somebody."""
_ONE_OF = ("个", "位", "名")
"""Words before something told that describes who comes next: 带个六岁女娃."""
_LONGEST_ADJECTIVE = 4
"""Characters that may describe somebody without 的: 我残疾娃, but not 我在厂里上班娃."""
_LEAST = 2
"""Fewer characters tell nothing of anybody."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a clause that tells or asks something."""

    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""
    is_request: bool = False
    """It asks: what follows need not be told of another to be a new sentence."""


def cut_at_subjects(clause: str, people: Sequence[Mention], spans: Sequence[Span]) -> list[str]:
    """Return the parts of a clause in order, at least one; each but the first opens with a person who is its subject.

    `people` are those named in it, in order; a stretch of `spans` is never cut apart.
    """
    parts, begun = [], 0
    for number, one in enumerate(people):
        earlier = [other for other in people[:number] if other.start >= begun]
        if _opens_a_sentence(clause, begun, one, earlier, spans):
            parts.append(clause[begun : one.start])
            begun = one.start
    return [*parts, clause[begun:]]


def _opens_a_sentence(clause: str, begun: int, one: Mention, earlier: Sequence[Mention], spans: Sequence[Span]) -> bool:
    if one.is_aside or one.is_beneficiary or min(one.start - begun, len(clause) - one.end) < _LEAST:
        return False
    if any(span.start < one.start < span.end for span in spans):
        return False
    told = [span for span in spans if span.start >= begun and not clause.endswith(_ONE_OF, 0, span.start)]
    if clause[one.start - 1] in _FINISHED:
        return any(one.start - 1 <= span.end <= one.start for span in told)
    return any(span.end == one.start and (span.is_request or _is_of_another(span, earlier)) for span in told)


def _is_of_another(span: Span, earlier: Sequence[Mention]) -> bool:
    """Return whether a stretch tells of somebody named before it, and does not describe who comes next (我残疾娃)."""
    subjects = [other for other in earlier if not other.is_aside and other.start <= span.start and other.end < span.end]
    may_describe = span.end - span.start <= _LONGEST_ADJECTIVE
    is_of_me = bool(subjects) and subjects[-1].kin.whom is Whom.ME and span.start - subjects[-1].end < _LEAST
    return bool(subjects) and not (may_describe and is_of_me)
