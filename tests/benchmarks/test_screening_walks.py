from __future__ import annotations

import pytest

from handlers.screening_question import USUAL_QUESTIONS
from knowledge.screening.next_question import MOST_QUESTIONS
from tests.benchmarks.screening_walks import draw_resident, tell_distribution, walk


@pytest.mark.parametrize("seed", range(20))
def test_any_resident_is_asked_five_questions_and_never_more_than_ten(seed: int) -> None:
    done = walk(draw_resident(seed))
    assert 1 <= done.questions <= USUAL_QUESTIONS
    assert done.questions <= done.all_questions <= MOST_QUESTIONS


def test_most_of_what_is_due_is_shown_in_the_end() -> None:
    walks = [walk(draw_resident(seed)) for seed in range(20)]
    assert sum(one.all_found for one in walks) / len(walks) > sum(one.found for one in walks) / len(walks) > 0.5


def test_numbers_are_told_with_how_often_they_come() -> None:
    assert tell_distribution([5, 4, 5]) == "4: 1, 5: 2"
