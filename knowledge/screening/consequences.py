"""What follows from one fact for another, by the rules of `facts.yaml`: who is in primary school is about 6 to 13."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.screening.facts import Each, Facts, Known, NumberRange, OneOf, Unanswered, narrow, parse_known
from knowledge.situation import Fact
from knowledge.tellings import Inference

_Rule = tuple[Inference, NumberRange | OneOf, NumberRange | OneOf]


class Consequences:
    """Knows the rules of one version of the content."""

    def __init__(self, situation: Mapping[str, Fact], inferences: Sequence[Inference]) -> None:
        """Use the rules of the content; those that name no fact or value of `situation` are passed over."""
        self._rules = [
            (rule, when, then)
            for rule in inferences
            if (when := _read(rule.fact, rule.says, situation)) and (then := _read(rule.then, rule.be, situation))
        ]

    def clashes(self, facts: Facts) -> Iterator[tuple[str, str]]:
        """Yield the keys of facts that cannot both be true by a firm rule, each fact at most once."""
        left = dict(facts)
        for rule, when, then in self._rules:
            cause, effect = left.get(rule.fact), left.get(rule.then)
            if rule.is_firm and cause and effect and _lies_within(cause, when) and narrow(effect, then) is None:
                yield rule.fact, rule.then
                del left[rule.fact], left[rule.then]

    def complete(self, facts: Facts, *, is_certain: bool = False) -> dict[str, Known]:
        """Return the facts with all that follows from them, rule after rule until nothing more does.

        What is given stays; only firm rules narrow it. `is_certain` leaves out what is only typical.
        """
        rules = [rule for rule in self._rules if rule[0].is_firm or not is_certain]
        known, before = _follow(rules, facts, facts), facts
        while known != before:
            known, before = _follow(rules, known, facts), known
        return known


def _follow(rules: Sequence[_Rule], facts: Facts, given: Facts) -> dict[str, Known]:
    """Apply every rule once; `given` was told, all else was inferred."""
    known = dict(facts)
    for rule, when, then in rules:
        cause, effect = known.get(rule.fact), known.get(rule.then)
        if cause is None or not _lies_within(cause, when):
            continue
        both = then if effect is None or isinstance(effect, Unanswered) else narrow(effect, then)
        if both is not None and (rule.is_firm or rule.then not in given or isinstance(effect, Unanswered)):
            known[rule.then] = both
    return known


def _read(key: str, says: str, situation: Mapping[str, Fact]) -> NumberRange | OneOf | None:
    return parse_known(says, situation[key]) if key in situation else None


def _lies_within(known: Known, bounds: NumberRange | OneOf) -> bool:
    """Return whether all that is still possible lies within the bounds of a rule."""
    if isinstance(known, NumberRange) and isinstance(bounds, NumberRange):
        return bounds.low <= known.low and known.high <= bounds.high
    if isinstance(known, Each) and isinstance(bounds, OneOf):
        return bool(known.values & bounds.values)
    return isinstance(known, OneOf) and isinstance(bounds, OneOf) and known.values <= bounds.values
