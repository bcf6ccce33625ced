"""Learns the matching model from the content: features, weights, index and calibration. Deterministic.

The calibration is fitted on phrasings that a trial model has not seen; whole topics of the matters handled elsewhere
are kept from it too, so that it learns what a question from outside looks like.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import Calibration, trust_inputs
from knowledge.features import Analyser, Analysis
from knowledge.intents import Intent, IntentKind, phrasings_of
from knowledge.linear import LinearModel, softmax, train
from knowledge.matcher import Matcher, Model, Phrasings
from knowledge.models import Content
from knowledge.needs import NeedFinder
from knowledge.neighbours import Neighbours
from knowledge.urgency import UrgencyDetector
from knowledge.vectors import Vocabulary, shared_part

HELD_OUT = 5
"""One phrasing in so many is held out to fit the calibration."""
OUTSIDE = 3
"""One topic in so many of those that are no service is kept from the trial model as a whole."""
MOST_HELD_OUT = 1500
MOST_PAIRS = 400
JOINTS = (",", ",另外", ",还想问", "。", ",顺便问下", ",", ",")
"""How two phrasings are joined to learn what two needs in one message look like."""
NEWTON_STEPS = 25

Rows = list[tuple[Intent, str, Analysis]]
Dangers = list[tuple[int, Analysis]]


def learn(content: Content, analyser: Analyser) -> Model:
    """Return the model of the content; the same content gives the same model."""
    rows: Rows = [(intent, text, analyser.analyse(text)) for intent, texts in phrasings_of(content) for text in texts]
    dangers = _dangers(content, analyser)
    return fit(rows, dangers, _calibrate(rows, dangers, content, analyser))


def _dangers(content: Content, analyser: Analyser) -> Dangers:
    calm = len(content.urgent)
    texts = [(number, text) for number, situation in enumerate(content.urgent) for text in situation.ask]
    texts += [(calm, text) for situation in content.urgent for text in situation.near]
    return [(number, analyser.analyse(text)) for number, text in texts]


def fit(rows: Rows, dangers: Dangers, calibration: Calibration) -> Model:
    """Return a model learnt from rows of intent, phrasing and analysis, ordered by intent, and from dangers."""
    intents = tuple(dict.fromkeys(intent for intent, _, _ in rows))
    numbers = {intent: number for number, intent in enumerate(intents)}
    owners = np.array([numbers[intent] for intent, _, _ in rows], np.int32)
    texts = [analysis.features for _, _, analysis in rows] + [analysis.features for _, analysis in dangers]
    vocabulary = Vocabulary.learn(list(dict.fromkeys(texts)))
    vectors = [vocabulary.vector(analysis.features) for _, _, analysis in rows]
    shared = [shared_part(vector, vocabulary.shared) for vector in vectors]
    phrasings = Phrasings(intents, tuple(t for _, t, _ in rows), tuple(a.plain for _, _, a in rows), owners)
    calm = max((number for number, _ in dangers), default=0)
    danger = _fit_danger(vocabulary, [*dangers, *((calm, analysis) for _, _, analysis in rows)])
    linear = train(shared, owners.tolist(), vocabulary.shared, len(intents))
    neighbours = Neighbours.learn(vectors, len(vocabulary.numbers))
    return Model(vocabulary, linear, neighbours, phrasings, calibration, danger)


def _fit_danger(vocabulary: Vocabulary, dangers: Dangers) -> LinearModel:
    vectors = [shared_part(vocabulary.vector(analysis.features), vocabulary.shared) for _, analysis in dangers]
    labels = [number for number, _ in dangers]
    return train(vectors, labels, vocabulary.shared, max(labels, default=0) + 1, is_balanced=False)


def _calibrate(rows: Rows, dangers: Dangers, content: Content, analyser: Analyser) -> Calibration:
    kept, held = split(rows)
    base = Calibration()
    trial = fit(kept, [row for index, row in enumerate(dangers) if index % HELD_OUT], base)
    trust = _fit_trust(Matcher(trial), held, base)
    calibrated = replace(base, trust=(trust[0], trust[1], trust[2], trust[3]))
    finder = NeedFinder(analyser, content.services, content.lexicon.connectors)
    matcher = Matcher(replace(trial, calibration=calibrated))
    several = tuple(_fit_several(matcher, finder, analyser, held))
    alarm = tuple(_fit_alarm(matcher, content, dangers[::HELD_OUT], held)) if dangers else base.alarm
    return replace(calibrated, several=several, alarm=alarm)


def _fit_alarm(matcher: Matcher, content: Content, dangers: Dangers, held: Rows) -> Sequence[float]:
    """Fit how signs, calm patterns and the learnt model together mean danger."""
    detector = UrgencyDetector(content.calm, content.urgent)
    samples = [(number < len(content.urgent), analysis) for number, analysis in dangers]
    samples += [(False, analysis) for _, _, analysis in held]
    inputs = []
    for _, analysis in samples:
        matches = matcher.rank(analysis)
        ordinary = matches[0].probability if matches else 0.0
        inputs.append(detector.weigh(analysis, matcher.danger(analysis), ordinary).inputs())
    return _logistic(np.array(inputs), np.array([float(is_danger) for is_danger, _ in samples]))


def _fit_trust(matcher: Matcher, held: Rows, base: Calibration) -> Sequence[float]:
    inputs, right = [], []
    for intent, _, analysis in held:
        matches = matcher.rank(analysis)
        if not matches:
            continue
        vector = matcher.model.vocabulary.vector(analysis.features)
        scores = np.array([match.signals[0] + base.letters * match.signals[2] for match in matches], np.float32)
        share = float(softmax(scores).max())
        inputs.append(trust_inputs(share, max(match.signals[1] for match in matches), vector.coverage))
        right.append(matches[0].intent == intent)
    return _logistic(np.array(inputs), np.array(right, float))


def _fit_several(matcher: Matcher, finder: NeedFinder, analyser: Analyser, held: Rows) -> Sequence[float]:
    """Fit the decision on two needs: pairs of held-out phrasings joined, against each one alone."""
    rows = [row for row in held if row[0].kind is IntentKind.SERVICE]
    rows = rows[:: max(1, len(rows) // MOST_PAIRS)]
    joints = itertools.cycle(JOINTS)
    # half the list away stands a phrasing of another service
    pairs = zip(rows, rows[len(rows) // 2 :] + rows[: len(rows) // 2], strict=True)
    samples = [((first[0], second[0]), first[1] + next(joints) + second[1]) for first, second in pairs]
    samples += [((intent, intent), text) for intent, text, _ in rows]
    inputs, right = [], []
    for intents, text in samples:
        analysis = analyser.analyse(text)
        found = finder.best_split(analysis.text, matcher.rank(analysis), matcher.rank)
        if found is not None:
            inputs.append(found.inputs())
            right.append(tuple(match.intent for match in found.matches) == intents)
    return _logistic(np.array(inputs), np.array(right, float)) if inputs else Calibration().several


def split(rows: Rows) -> tuple[Rows, Rows]:
    """Return the rows a trial model learns from, and those it is tried on."""
    topics = sorted({intent for intent, _, _ in rows if intent.kind in (IntentKind.ELSEWHERE, IntentKind.SMALLTALK)})
    outside = set(topics[::OUTSIDE])
    kept = [row for index, row in enumerate(rows) if index % HELD_OUT and row[0] not in outside]
    held = [row for index, row in enumerate(rows) if not index % HELD_OUT]
    return kept, held[:: max(1, len(held) // MOST_HELD_OUT)]


def _logistic(inputs: NDArray[np.float64], right: NDArray[np.float64]) -> Sequence[float]:
    """Fit a logistic regression by Newton's method with a little ridge; return its weights."""
    weights = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        guess = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (guess - right) + 0.1 * weights
        curvature = (inputs.T * (guess * (1 - guess))) @ inputs + 0.1 * np.eye(len(weights))
        weights = weights - np.linalg.solve(curvature, gradient)
    return [float(weight) for weight in weights]
