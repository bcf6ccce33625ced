"""Cross-validation over the content's own phrasings: a fold is held out, a model learnt from the rest is asked it.

Near-identical phrasings of an entry share a fold, so that a question is never a twin of what was learnt. Deterministic.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path

from rapidfuzz import fuzz

from bot.evaluation.asking import Result, ask_all
from bot.library import Edition
from bot.question_files import Group, Question
from knowledge.content import read_content
from knowledge.matching.decision import Thresholds
from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.learning import learn
from knowledge.matching.matcher import Matcher
from knowledge.matching.understanding import Understander
from knowledge.models import Content
from knowledge.screening.screener import Screener

ALIKE = 80
"""Letter-by-letter likeness, 0 to 100, from which two phrasings of an entry share a fold."""


class Place(StrEnum):
    """A list of phrasings that an entry of the content has."""

    SERVICE = "service"
    ELSEWHERE = "elsewhere"
    SMALLTALK = "smalltalk"
    URGENT = "urgent"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A phrasing that matching learns from."""

    place: Place
    """In which list it stands."""
    entry: str
    """Id of its entry."""
    text: str
    """As the content has it."""


_Analysed = list[tuple[Phrasing, Analysis]]


@dataclass(frozen=True, slots=True)
class Trial:
    """One fold of a cross-validation, told in what another process needs to run it."""

    content: Path
    """Folder of the content, without problems."""
    thresholds: Thresholds
    """From which probability something is done."""
    now: datetime
    """When the questions are asked: aware, in the county's time zone."""
    fold: int
    """Number of the fold that is held out, from 0."""
    folds: int
    """How many there are, 2 or more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial gave."""

    results: tuple[Result, ...]
    """The held-out phrasings asked, entry by entry."""
    learning_s: float
    """Seconds it took to learn the model."""


def run_trials(trials: Sequence[Trial], workers: int) -> Iterator[Outcome]:
    """Yield the outcome of each trial in order; run by processes of their own where `workers` is over 1."""
    if workers <= 1:
        yield from map(run_trial, trials)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(run_trial, trials)


def run_trial(trial: Trial) -> Outcome:
    """Learn from all but one fold of the phrasings and ask that one."""
    content, _ = read_content(trial.content)
    analyser = Analyser(content.lexicon)
    folds = assign_folds(content, analyser, trial.folds)
    kept = without_fold(content, folds, trial.fold)
    start = time.perf_counter()
    matcher = Matcher(learn(kept, analyser))
    learning_s = time.perf_counter() - start
    understander = Understander(kept, matcher, analyser, trial.thresholds)
    edition = Edition(kept, understander, Screener(kept))
    questions = fold_questions(content, folds, trial.fold)
    return Outcome(tuple(ask_all(edition, questions, trial.now)), learning_s)


def assign_folds(content: Content, analyser: Analyser, count: int) -> dict[Phrasing, int]:
    """Return the fold of every phrasing, 0 to `count` - 1; each entry's phrasings are spread over all folds."""
    folds: dict[Phrasing, int] = {}
    for number, phrasings in enumerate(_phrasings_of(content)):
        sizes: Counter[int] = Counter()
        for group in _alike_groups(analyser, phrasings):
            fold = min(range(count), key=lambda fold: (sizes[fold], (fold - number) % count))
            sizes[fold] += len(group)
            folds |= dict.fromkeys(group, fold)
    return folds


def without_fold(content: Content, folds: Mapping[Phrasing, int], fold: int) -> Content:
    """Return the content without the phrasings of a fold."""

    def kept(place: Place, entry: str, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if folds[Phrasing(place, entry, text)] != fold)

    return replace(
        content,
        services={s.id: replace(s, ask=kept(Place.SERVICE, s.id, s.ask)) for s in content.services.values()},
        elsewhere={e.id: replace(e, ask=kept(Place.ELSEWHERE, e.id, e.ask)) for e in content.elsewhere.values()},
        smalltalk={s.id: replace(s, ask=kept(Place.SMALLTALK, s.id, s.ask)) for s in content.smalltalk.values()},
        urgent=tuple(
            replace(u, ask=kept(Place.URGENT, u.id, u.ask), near=kept(Place.NEAR, u.id, u.near)) for u in content.urgent
        ),
    )


def fold_questions(content: Content, folds: Mapping[Phrasing, int], fold: int) -> list[Question]:
    """Return the phrasings of a fold as questions with what they must lead to, entry by entry."""
    numbers = {situation.id: situation.numbers for situation in content.urgent}
    return [
        _question(phrasing, f"fold-{index}", numbers) for index, phrasing in enumerate(folds) if folds[phrasing] == fold
    ]


def _question(phrasing: Phrasing, conversation: str, numbers: Mapping[str, tuple[str, ...]]) -> Question:
    text = phrasing.text
    if phrasing.place is Place.SERVICE:
        return Question(text, conversation, Group.IN_SCOPE, accept=(phrasing.entry,))
    if phrasing.place is Place.URGENT:
        return Question(text, conversation, Group.URGENT, numbers=numbers[phrasing.entry])
    return Question(text, conversation, Group.NEAR_MISS if phrasing.place is Place.NEAR else Group.OUT_OF_SCOPE)


def _phrasings_of(content: Content) -> Iterator[list[Phrasing]]:
    """Yield every list of phrasings that matching learns from."""
    lists = [(Place.SERVICE, s.id, s.ask) for s in content.services.values()]
    lists += [(Place.ELSEWHERE, e.id, e.ask) for e in content.elsewhere.values()]
    lists += [(Place.SMALLTALK, s.id, s.ask) for s in content.smalltalk.values()]
    lists += [(Place.URGENT, u.id, u.ask) for u in content.urgent]
    lists += [(Place.NEAR, u.id, u.near) for u in content.urgent]
    for place, entry, texts in lists:
        yield [Phrasing(place, entry, text) for text in texts]


def _alike_groups(analyser: Analyser, phrasings: Sequence[Phrasing]) -> list[list[Phrasing]]:
    """Part phrasings into groups; a group holds all that are alike to one of its members."""
    groups: list[_Analysed] = []
    for phrasing in phrasings:
        analysis = analyser.analyse(phrasing.text)
        near: list[_Analysed] = []
        far: list[_Analysed] = []
        for group in groups:
            (near if any(_is_alike(analysis, other) for _, other in group) else far).append(group)
        groups = [*far, [*(member for group in near for member in group), (phrasing, analysis)]]
    return [[phrasing for phrasing, _ in group] for group in groups]


def _is_alike(first: Analysis, second: Analysis) -> bool:
    is_same_sound = bool(first.sounds) and first.sounds == second.sounds
    return is_same_sound or fuzz.ratio(first.plain, second.plain, score_cutoff=ALIKE) > 0
