"""The figures that the bot has to reach (issue 3 and the design, section 10), measured on a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.asking import Result
from bot.evaluation.names import GROUPS, percent
from bot.evaluation.reliability import reliability
from bot.evaluation.tallies import department_right, group_of, in_scope, tally_by
from bot.question_files import Group, Verdict
from knowledge.models import Service


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach on one group of questions."""

    group: Group
    """Which questions."""
    name: str
    """What is measured, in words."""
    verdicts: tuple[Verdict, ...]
    """The verdicts that count."""
    share: float
    """The part of the questions to reach, 0 to 1."""
    is_ceiling: bool = False
    """Whether less is better."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with what it should be."""

    name: str
    """What is measured, in words."""
    count: int
    """On how many questions."""
    share: float
    """What was reached, 0 to 1."""
    goal: float
    """What is to be reached, 0 to 1."""
    is_ceiling: bool
    """Whether less is better."""

    @property
    def shown(self) -> str:
        """The share in percent, to one decimal, to two where it would look like the goal and is not."""
        shown = percent(self.share)
        return shown if self.share == self.goal or shown != percent(self.goal) else f"{100 * self.share:.2f}%"

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.share <= self.goal if self.is_ceiling else self.share >= self.goal


_RIGHT, _ASKED, _WRONG = Verdict.RIGHT, Verdict.ASKED, Verdict.WRONG
GOALS = (
    Goal(Group.IN_SCOPE, "答对", (_RIGHT,), 0.92),
    Goal(Group.IN_SCOPE, "答对或者反问到点子上", (_RIGHT, _ASKED), 0.98),
    Goal(Group.IN_SCOPE, "答错", (_WRONG,), 0.02, is_ceiling=True),
    Goal(Group.OUT_OF_SCOPE, "没有硬套一项服务", (_RIGHT,), 0.97),
    Goal(Group.URGENT, "给了该打的号码", (_RIGHT,), 1.0),
    Goal(Group.NEAR_MISS, "没有当成危险", (_RIGHT,), 0.95),
    Goal(Group.SEVERAL, "两件都答了", (_RIGHT,), 0.9),
    Goal(Group.TURN, "答对或者反问到点子上", (_RIGHT, _ASKED), 0.95),
)
DEPARTMENT_GOAL = 0.98
CALIBRATION_GOAL = 0.05


def measure(results: Sequence[Result], services: Mapping[str, Service]) -> list[Measure]:
    """Return every figure that the results tell of, in the order of `GOALS`, then departments and calibration."""
    tallies = tally_by(results, group_of)
    found = [
        Measure(
            name=f"{GROUPS[goal.group]}：{goal.name}",
            count=tallies[goal.group].total,
            share=tallies[goal.group].share(*goal.verdicts),
            goal=goal.share,
            is_ceiling=goal.is_ceiling,
        )
        for goal in GOALS
        if goal.group in tallies
    ]
    return [*found, *_measure_departments(results, services), *_measure_calibration(results)]


def _measure_departments(results: Sequence[Result], services: Mapping[str, Service]) -> Iterator[Measure]:
    answered, right = department_right(in_scope(results), services)
    if answered:
        yield Measure("答了的：牵头部门说对", answered, right / answered, DEPARTMENT_GOAL, is_ceiling=False)


def _measure_calibration(results: Sequence[Result]) -> Iterator[Measure]:
    found = reliability(results)
    if found.count:
        yield Measure("把握和对错差多远（校准误差）", found.count, found.error, CALIBRATION_GOAL, is_ceiling=True)
