"""Fits the numbers of `calibration` on questions that the model has not learnt from. Called by `calibrate`.

The content's own checks are such questions; `outside` are questions that no service answers; `several` are messages
with two needs and such as only sound like it, to which pairs of checks are added, joined; `dialogues` are
conversations. Deterministic.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.dialogues import Dialogue, DialogueTurn
from knowledge.matching.calibration import Calibration
from knowledge.matching.continuation import question_in_force
from knowledge.matching.features import Analyser
from knowledge.matching.intents import IntentKind
from knowledge.matching.linear import softmax
from knowledge.matching.matcher import Match, Matcher
from knowledge.matching.needs import NeedFinder
from knowledge.matching.understanding import Understander
from knowledge.several import SeveralCheck

JOINTS = (
    "{},{}",
    "{},另外{}",
    "{},还想问{}",
    "{}。{}",
    "{},{}",
    "{},顺便问下{}",
    "{},{},这两样咋办",
    "{},还有{}",
    "{}?{}",
)
"""How two questions are joined to learn what two needs in one message look like."""
OUTSIDE = 0.25
"""Share of residents' questions taken to be about matters outside the plan; the checks hold fewer of them."""
WRITTEN = 3.0
"""How much more a message that was written as one counts than two questions joined by `JOINTS`."""
NEWTON_STEPS = 25
RIDGE = 0.1
LONGEST_STEP = 1.5
"""By which a weight may change in one of the steps, so that they do not overshoot."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with what it is about."""

    text: str
    """As it is asked."""
    service: str
    """Id of the service that answers it; empty = none does."""

    def is_right(self, match: Match) -> bool:
        """Return whether a match is what the question is about; for one from outside, anything but a service."""
        is_service = match.intent.kind is IntentKind.SERVICE
        return match.intent.id == self.service if self.service and is_service else not (self.service or is_service)


def fit_calibration(samples: Sequence[Sample], understander: Understander) -> Calibration:
    """Return the calibration for questions it has not learnt from; alarms keep the weights set by hand."""
    matcher, analyser, content = understander.matcher, understander.analyser, understander.content
    ranked = [(sample, matcher.rank(analyser.analyse(sample.text))) for sample in samples]
    ranked = [(sample, matches) for sample, matches in ranked if matches]
    features, nearest, letters = _fit_signals(ranked)
    weighed = replace(matcher.calibration, features=features, nearest=nearest, letters=letters)
    trusted = replace(weighed, trust=_fit_trust(ranked, weighed, matcher, analyser))
    weighed_anew = Understander(content, Matcher(matcher.model, trusted), analyser, understander.thresholds)
    single = [sample for sample in samples if sample.service]
    checks = [SeveralCheck(sample.text, (sample.service,)) for sample in single]
    messages = [*content.several, *checks, *_pairs(single, understander.finder)]
    weights = np.where(np.arange(len(messages)) < len(content.several), WRITTEN, 1.0)
    several = _fit_several(messages, weights, weighed_anew)
    return replace(trusted, several=several, goes_on=_fit_goes_on(content.dialogues, weighed_anew))


def _fit_signals(ranked: Sequence[tuple[Sample, Sequence[Match]]]) -> tuple[float, ...]:
    """Fit the weights of the signals; one that would speak against a match counts nothing."""
    sets = [
        (np.array([match.signals[:3] for match in matches]), np.array([sample.is_right(match) for match in matches]))
        for sample, matches in ranked
    ]
    is_used = np.ones(3, bool)
    while True:
        weights = np.zeros(3)
        weights[is_used] = fit_choices([(signals[:, is_used], right) for signals, right in sets])
        if (weights >= 0).all():
            return tuple(float(weight) for weight in weights)
        is_used &= weights >= 0


def _fit_goes_on(dialogues: Sequence[Dialogue], understander: Understander) -> tuple[float, ...]:
    """Fit what a later message is about, each read after what was truly asked before it."""
    sets = []
    for dialogue in dialogues:
        question, last = dialogue.start, dialogue.services[0]
        for turn in dialogue.then:
            _, later = understander.later(turn.question, question, (last,))
            about = turn.services or (None,)
            right = [
                (match.intent.id if match.intent.kind is IntentKind.SERVICE else None) in about
                for match in later.candidates
            ]
            sets.append((later.evidence(), np.array(right)))
            if turn.services and not turn.is_aspect:
                stands = bool(later.alone) and later.alone[0].intent.id in turn.services
                question = question_in_force(question, turn.question, stands=stands)
            last = turn.services[0] if turn.services else last
    return fit_choices(sets)


def _is_about(match: Match, turn: DialogueTurn) -> bool:
    is_service = match.intent.kind is IntentKind.SERVICE
    return match.intent.id in turn.services if is_service else not turn.services


def fit_choices(sets: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> tuple[float, ...]:
    """Fit a conditional logit (McFadden 1974) by Newton's method with a little ridge; return one weight a column.

    Each set is one choice: a row of evidence for each alternative, and which of them are right. Sets of which none or
    all are right say nothing.
    """
    telling = [(rows, right) for rows, right in sets if right.any() and not right.all()]
    width = telling[0][0].shape[1]
    weights = np.zeros(width)
    for _ in range(NEWTON_STEPS):
        gradient, curvature = RIDGE * weights, RIDGE * np.eye(width)
        for rows, right in telling:
            share, wanted = _shares(rows @ weights), _shares(np.where(right, rows @ weights, -np.inf))
            mean = share @ rows
            gradient = gradient + mean - wanted @ rows
            curvature = curvature + (rows.T * share) @ rows - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step * LONGEST_STEP / max(LONGEST_STEP, np.abs(step).max())
    return tuple(float(weight) for weight in weights)


def _shares(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _fit_trust(
    ranked: Sequence[tuple[Sample, Sequence[Match]]], weighed: Calibration, matcher: Matcher, analyser: Analyser
) -> tuple[float, ...]:
    inputs, right, is_inside = [], [], []
    for sample, matches in ranked:
        shares = softmax(np.array([weighed.score(*match.signals) for match in matches], np.float32))
        best = int(shares.argmax())
        inputs.append(matcher.evidence(analyser.analyse(sample.text), float(shares[best]), matches[best].intent))
        right.append(sample.is_right(matches[best]))
        is_inside.append(bool(sample.service))
    inside = max(1, sum(is_inside))
    outside = inside * OUTSIDE / (1 - OUTSIDE) / max(1, len(is_inside) - inside)
    return fit_logistic(np.array(inputs), np.array(right, float), np.where(is_inside, 1.0, outside))


def _fit_several(messages: Sequence[SeveralCheck], weights: Floats, understander: Understander) -> tuple[float, ...]:
    """Fit the decision on two needs: is the best cut of a message just what it asks for?"""
    matcher = understander.matcher
    inputs, right, counted = [], [], []
    for message, weight in zip(messages, weights, strict=True):
        analysis = understander.analyser.analyse(message.question)
        found = understander.finder.best_split(analysis.text, matcher.rank(analysis), matcher)
        if found is not None:
            wanted = {*message.needs, *message.also} if len(message.needs) > 1 else set()
            inputs.append(found.inputs())
            right.append(all(match.intent.id in wanted for match in found.matches))
            counted.append(weight)
    return fit_logistic(np.array(inputs), np.array(right, float), np.array(counted))


def _pairs(single: Sequence[Sample], finder: NeedFinder) -> Iterator[SeveralCheck]:
    """Join every other question with one of a far-off service, or of a related one where there is any, by turns."""
    joints = itertools.cycle(JOINTS)
    texts: Mapping[str, str] = {sample.service: sample.text for sample in single}
    far = [*single[len(single) // 2 :], *single[: len(single) // 2]]
    for number, (sample, other) in enumerate(zip(single, far, strict=True)):
        near = sorted(finder.services[sample.service].siblings & texts.keys())
        if number % 4 == 0 and sample.service != other.service:
            yield SeveralCheck(next(joints).format(sample.text, other.text), (sample.service, other.service))
        elif number % 4 == 1 and near:
            yield SeveralCheck(next(joints).format(sample.text, texts[near[0]]), (sample.service, near[0]))


def fit_logistic(inputs: Floats, right: Floats, weights: Floats | None = None) -> tuple[float, ...]:
    """Fit a logistic regression by Newton's method with a little ridge; return one number a column of `inputs`.

    `right` is 0 or 1 a row; `weights` says how much each row counts, else all count 1.
    """
    counts = np.ones(len(right)) if weights is None else weights
    found = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        guess = 1 / (1 + np.exp(-inputs @ found))
        gradient = inputs.T @ (counts * (guess - right)) + RIDGE * found
        curvature = (inputs.T * (counts * guess * (1 - guess))) @ inputs + RIDGE * np.eye(len(found))
        found = found - np.linalg.solve(curvature, gradient)
    return tuple(float(number) for number in found)
