"""How many questions random residents are asked, and what these bring: `python -m tests.benchmarks.screening_walks`.

The residents are drawn by the content's own rough shares (`situation.yaml`) and answer everything by pressing buttons.
What does not fit together is drawn again: it would be shown back and asked once more.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from handlers import action
from knowledge.screening.facts import NumberRange, facts_from_json
from knowledge.screening.likelihood import AGE, usual_values
from knowledge.screening.screener import WEIGHTS, Outcome
from tests.handlers.test_screening import SHIPPED, Talk
from tests.handlers.turns import screener_of

RESIDENTS = 200


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of one resident's dialogue."""

    questions: int
    """Questions put until the results came of themselves."""
    all_questions: int
    """Questions put where more were wanted, until nothing more was worth asking."""
    found: float
    """Share of what is likely once all facts are known, by firmness, that was shown with the first results, 0 to 1."""
    all_found: float
    """The same with the last results."""


def draw_resident(seed: int) -> dict[str, str]:
    """Return an answer to every question, all of which fit together; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  drawn residents, no secret
    while True:
        answers = _draw_answers(rng)
        if not list(screener_of(SHIPPED).clashes(facts_from_json(answers, SHIPPED.situation))):
            return answers


def _draw_answers(rng: random.Random) -> dict[str, str]:
    band = rng.choices(SHIPPED.situation[AGE].bands, [band.share for band in SHIPPED.situation[AGE].bands])[0]
    answers = {AGE: f"{band.low}-{band.high}"}
    for key, fact in SHIPPED.situation.items():
        if key != AGE:
            usual = sorted(usual_values(fact, {AGE: NumberRange(band.low, band.high)}))
            answers[key] = rng.choices(usual, [fact.shares.get(value, 1) for value in usual])[0]
    return answers


def walk(answers: dict[str, str]) -> Walk:
    """Answer until the results come, and then until nothing more is asked."""
    talk = Talk(SHIPPED)
    talk.press(action.SCREEN)
    questions = _answer_all(talk, answers)
    found = _share_found(talk, answers)
    talk.press(action.SCREEN, "more")
    more = _answer_all(talk, answers)
    return Walk(questions, questions + more, found, _share_found(talk, answers))


def _answer_all(talk: Talk, answers: dict[str, str]) -> int:
    count = 0
    while talk.state.waiting:
        count += 1
        talk.press(action.FACT, talk.state.waiting, answers[talk.state.waiting])
    return count


def _share_found(talk: Talk, answers: dict[str, str]) -> float:
    screener = screener_of(SHIPPED)
    whole = screener.screen(facts_from_json(answers, SHIPPED.situation))
    due = {one.service.id: WEIGHTS[one.service.strength] for one in whole if one.outcome is Outcome.LIKELY}
    results = screener.screen(talk.state.known(SHIPPED.situation))
    shown = {one.service.id for one in results if one.outcome in (Outcome.LIKELY, Outcome.POSSIBLE)}
    return sum(weight for key, weight in due.items() if key in shown) / (sum(due.values()) or 1.0)


def tell_distribution(counts: Iterable[int]) -> str:
    """Return how often each number comes, in words."""
    return ", ".join(f"{number}: {times}" for number, times in sorted(Counter(counts).items()))


def print_walks(residents: int = RESIDENTS) -> None:
    """Walk with random residents and print what came of it."""
    walks = [walk(draw_resident(seed)) for seed in range(residents)]
    print(f"{residents} residents; questions: residents")
    print(f"  until the results:     {tell_distribution(one.questions for one in walks)}")
    print(f"  with 再多问几样:       {tell_distribution(one.all_questions for one in walks)}")
    print(f"  found of what is due:  {sum(one.found for one in walks) / residents:.0%} with the first results,")
    print(f"                         {sum(one.all_found for one in walks) / residents:.0%} with the last")


if __name__ == "__main__":
    print_walks()
