from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace

import pytest

from bot.config import Config
from bot.evaluation.folds import (
    Outcome,
    Phrasing,
    Place,
    Trial,
    assign_folds,
    fold_questions,
    run_trials,
    without_fold,
)
from bot.library import Library
from bot.question_files import Group
from knowledge.matching.features import Analyser
from knowledge.matching.intents import phrasings_of
from knowledge.models import Content
from tests.bot.world import NOON

FOLDS = 3


@pytest.fixture
def content(library: Library) -> Content:
    return library.edition.content


@pytest.fixture
def folds(content: Content) -> dict[Phrasing, int]:
    return assign_folds(content, Analyser(content.lexicon), FOLDS)


def learnt(content: Content) -> list[str]:
    texts = [text for _, phrasings in phrasings_of(content) for text in phrasings]
    return texts + [text for situation in content.urgent for text in (*situation.ask, *situation.near)]


def test_every_phrasing_is_in_one_fold(content: Content, folds: dict[Phrasing, int]) -> None:
    assert sorted(phrasing.text for phrasing in folds) == sorted(learnt(content))
    assert set(folds.values()) == set(range(FOLDS))


def test_phrasings_of_an_entry_are_spread_evenly(folds: dict[Phrasing, int]) -> None:
    sizes = Counter(fold for phrasing, fold in folds.items() if phrasing.entry == "edu-loan")
    assert max(sizes.values()) - min(sizes.values()) <= 1


def test_near_identical_phrasings_share_a_fold(content: Content) -> None:
    assert_one_fold(content, ("高中学费能免多少", "高中的学费能免多少", "高中学费能免多少呢"))


def test_phrasings_of_one_sound_share_a_fold(content: Content) -> None:
    assert_one_fold(content, ("学费", "血废", "xuefei"))


def assert_one_fold(content: Content, twins: tuple[str, ...]) -> None:
    service = content.services["edu-waiver"]
    changed = replace(content, services={"edu-waiver": replace(service, ask=(*service.ask[1:], *twins))})
    folds = assign_folds(changed, Analyser(content.lexicon), FOLDS)
    assert len({folds[Phrasing(Place.SERVICE, "edu-waiver", twin)] for twin in twins}) == 1


def test_fold_is_asked_and_nothing_of_it_learnt(content: Content, folds: dict[Phrasing, int]) -> None:
    for fold in range(FOLDS):
        asked = [question.text for question in fold_questions(content, folds, fold)]
        kept = learnt(without_fold(content, folds, fold))
        assert sorted(asked + kept) == sorted(learnt(content))
        assert asked


def test_phrasings_are_asked_for_what_they_lead_to(content: Content, folds: dict[Phrasing, int]) -> None:
    questions = {question.text: question for fold in range(FOLDS) for question in fold_questions(content, folds, fold)}
    situation, service = content.urgent[0], content.services["edu-loan"]
    assert questions[service.ask[0]].accept == ("edu-loan",)
    assert questions[situation.ask[0]].numbers == situation.numbers
    assert questions[situation.near[0]].group is Group.NEAR_MISS
    assert {questions[e.ask[0]].group for e in content.elsewhere.values()} == {Group.OUT_OF_SCOPE}
    assert {questions[s.ask[0]].group for s in content.smalltalk.values()} == {Group.OUT_OF_SCOPE}


def without_times(outcomes: list[Outcome]) -> list[Outcome]:
    return [replace(outcome, learning_s=0.0) for outcome in outcomes]


@pytest.fixture
def trials(config: Config) -> list[Trial]:
    return [Trial(config.content, config.thresholds, NOON, fold, 2) for fold in range(2)]


def test_trials_give_the_same_here_and_in_processes_of_their_own(trials: list[Trial]) -> None:
    here, elsewhere = list(run_trials(trials, 1)), list(run_trials(trials, 2))
    assert without_times(here) == without_times(elsewhere)
    assert all(outcome.results and outcome.learning_s > 0 for outcome in here)


def test_outcome_goes_from_process_to_process(trials: list[Trial]) -> None:
    [outcome] = run_trials(trials[:1], 1)
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301  our own bytes
