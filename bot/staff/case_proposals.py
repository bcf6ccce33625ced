"""The people on whom a changed condition is tried: those there are, judged anew, and those still missing.

A form shows them to the editor, who says whether the condition means that. Called by the console's form of a service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.staff.edits import FieldValue
from knowledge.checking.case_rules import EXPECT, FEWEST_CASES, edges_of
from knowledge.conditions import ChoiceCriterion, Condition, NumberCriterion, leaves
from knowledge.screening.eligibility import Truth, truth_of
from knowledge.screening.facts import EACH, HIGHEST, FactError, facts_from_json
from knowledge.situation import Fact

NAMES = {truth: name for name, truth in EXPECT.items()}
NOTHING_TOLD = "什么都还没说"


@dataclass(frozen=True, slots=True)
class ProposedCase:
    """A person, with what a condition says of them."""

    note: str
    """Who it is, in a few words."""
    facts: Mapping[str, str]
    """What is known of them, as `cases/` writes it."""
    expect: str
    """What the condition says: `likely`, `possible` or `unlikely`."""
    before: str = ""
    """What was expected of them before; empty for a new one."""

    @property
    def is_changed(self) -> bool:
        """Whether this person comes out otherwise than before, or is new."""
        return self.expect != self.before

    def written(self) -> Mapping[str, FieldValue]:
        """Return the case as the content writes it."""
        return {"note": self.note, "facts": dict(self.facts), "expect": self.expect}


def propose_cases(
    condition: Condition, cases: Sequence[Mapping[str, Any]], situation: Mapping[str, Fact]
) -> list[ProposedCase]:
    """Return the cases of a condition, those there are first; with each side of each criterion tried, and enough."""
    told = [ProposedCase(str(case["note"]), dict(case["facts"]), "", str(case["expect"])) for case in cases]
    for fact, values in _sides(condition, situation):
        if values and not any(case.facts.get(fact) in values for case in told):
            facts = {fact: values[0]}
            told.append(ProposedCase(note_of(facts, situation), facts, ""))
    if len(told) < FEWEST_CASES:
        told.append(ProposedCase(NOTHING_TOLD, {}, ""))
    return [ProposedCase(case.note, case.facts, _judge(condition, case.facts, situation), case.before) for case in told]


def note_of(facts: Mapping[str, Any], situation: Mapping[str, Fact]) -> str:
    """Return in words what is known of a person; empty where nothing is."""
    return "，".join(_told(situation[key], value) for key, value in facts.items() if key in situation)


def _told(fact: Fact, value: Any) -> str:
    """Return a value as `cases/` writes it in words: a number, a range, one value, several, or one of several."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"{fact.name}：{'或者'.join(fact.values.get(str(one), str(one)) for one in value)}"
    if fact.values:
        return f"{fact.name}：{'，又'.join(fact.values.get(one, one) for one in str(value).split(EACH))}"
    return f"{fact.name}：{value}{fact.unit}"


def _judge(condition: Condition, facts: Mapping[str, Any], situation: Mapping[str, Fact]) -> str:
    try:
        return NAMES[truth_of(condition, facts_from_json(dict(facts), situation))]
    except FactError:
        return NAMES[Truth.UNKNOWN]


def _sides(condition: Condition, situation: Mapping[str, Fact]) -> Iterator[tuple[str, list[str]]]:
    """Yield for each side of each criterion its fact, and the values of which one must be tried."""
    for criterion in leaves(condition):
        if isinstance(criterion, NumberCriterion):
            yield from ((criterion.fact, [str(number)]) for number in edges_of(criterion) if 0 <= number <= HIGHEST)
        elif isinstance(criterion, ChoiceCriterion) and criterion.fact in situation:
            values = situation[criterion.fact].values
            yield criterion.fact, [value for value in values if value in criterion.values]
            yield criterion.fact, [value for value in values if value not in criterion.values]
