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

from knowledge.matching.calibration import Calibration, trust_inputs
from knowledge.matching.features import SOUND, Analyser, Analysis
from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from knowledge.matching.linear import Examples, softmax, train
from knowledge.matching.matcher import Matcher, Model, Phrasings
from knowledge.matching.meaning import Choice, Meanings, fit_weight
from knowledge.matching.needs import NeedFinder
from knowledge.matching.neighbours import Neighbours
from knowledge.matching.vectors import Vector, Vocabulary, shared_part
from knowledge.models import Content

HELD_OUT = 5
"""One phrasing in so many is held out to fit the calibration."""
OUTSIDE = 3
"""One topic in so many of those that are no service is kept from the trial model as a whole."""
MOST_HELD_OUT = 1500
MOST_PAIRS = 200
JOINTS = (",", ",另外", ",还想问", "。", ",顺便问下", ",", ",")
"""How two phrasings are joined to learn what two needs in one message look like."""
NEWTON_STEPS = 25

Rows = list[tuple[Intent, str, Analysis]]
Dangers = list[tuple[int, Analysis]]


def learn(content: Content, analyser: Analyser) -> Model:
    """Return the model of the content; the same content gives the same model."""
    rows: Rows = [(intent, text, analyser.analyse(text)) for intent, texts in phrasings_of(content) for text in texts]
    dangers = _dangers(content, analyser)
    return fit(rows, dangers, _calibrate(rows, content, analyser))


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
    analyses = [analysis for _, _, analysis in rows]
    texts = [analysis.features for analysis in (*analyses, *(analysis for _, analysis in dangers))]
    vocabulary = Vocabulary.learn(list(dict.fromkeys(texts)))
    calm = max((number for number, _ in dangers), default=0)
    alarming = [*dangers, *((calm, analysis) for analysis in analyses)]
    danger_labels = [number for number, _ in alarming]
    danger_examples = _examples(vocabulary, [analysis for _, analysis in alarming], danger_labels)
    vectors = [vocabulary.vector(analysis.features) for analysis in analyses]
    return Model(
        vocabulary=vocabulary,
        linear=train(_examples(vocabulary, analyses, owners.tolist()), vocabulary.shared, len(intents)),
        neighbours=Neighbours.learn(vectors, len(vocabulary.numbers)),
        phrasings=Phrasings(intents, tuple(t for _, t, _ in rows), tuple(a.plain for a in analyses), owners),
        calibration=calibration,
        danger=train(danger_examples, vocabulary.shared, calm + 1, is_balanced=False),
        meanings=Meanings.of([analysis.meaning for analysis in analyses]),
    )


def _examples(vocabulary: Vocabulary, analyses: Sequence[Analysis], labels: Sequence[int]) -> Examples:
    def vector(features: Sequence[str]) -> Vector:
        return shared_part(vocabulary.vector(features), vocabulary.shared)

    seen = [vector(analysis.features) for analysis in analyses]
    heard = [vector([name for name in analysis.features if name.startswith(SOUND)]) for analysis in analyses]
    return Examples(seen, heard, labels)


def _calibrate(rows: Rows, content: Content, analyser: Analyser) -> Calibration:
    kept, held = split(rows)
    trial = fit(kept, [], Calibration())
    base = Calibration(meaning=_fit_meaning(Matcher(trial), held))
    trust = _fit_trust(Matcher(trial), held, base)
    calibrated = replace(base, trust=(trust[0], trust[1], trust[2], trust[3]))
    finder = NeedFinder(analyser, content.services, content.lexicon.connectors)
    matcher = Matcher(replace(trial, calibration=calibrated))
    return replace(calibrated, several=tuple(_fit_several(matcher, finder, analyser, held)))


def _fit_meaning(matcher: Matcher, held: Rows) -> float:
    """Fit the weight of meanings beside the other signals; 0 where there is no sentence encoder."""
    choices = []
    for intent, _, analysis in held if matcher.model.meanings else ():
        matches = matcher.rank(analysis)
        right = [number for number, match in enumerate(matches) if match.intent == intent]
        if right:
            signals = np.array([match.signals for match in matches], np.float32)
            scores = np.array([Calibration().score(*match.signals) for match in matches], np.float32)
            choices.append(Choice(scores, signals[:, -1], right[0]))
    return fit_weight(choices)


def _fit_trust(matcher: Matcher, held: Rows, base: Calibration) -> Sequence[float]:
    inputs, right = [], []
    for intent, _, analysis in held:
        matches = matcher.rank(analysis)
        if not matches:
            continue
        vector = matcher.model.vocabulary.vector(analysis.features)
        scores = np.array([base.score(*match.signals) for match in matches], np.float32)
        share = float(softmax(scores).max())
        inputs.append(trust_inputs(share, max(match.signals[1] for match in matches), vector.coverage))
        right.append(matches[0].intent == intent)
    return _logistic(np.array(inputs), np.array(right, float))


def _fit_several(matcher: Matcher, finder: NeedFinder, analyser: Analyser, held: Rows) -> Sequence[float]:
    """Fit the decision on two needs: pairs of held-out phrasings joined, against each one alone."""
    rows = [row for row in held if row[0].kind is IntentKind.SERVICE]
    rows = rows[:: max(1, len(rows) // MOST_PAIRS)]
    samples = [((intent, intent), text) for intent, text, _ in rows]
    samples += _pairs(rows, finder)
    inputs, right = [], []
    for intents, text in samples:
        analysis = analyser.analyse(text)
        found = finder.best_split(analysis.text, matcher.rank(analysis), matcher.rank)
        if found is not None:
            inputs.append(found.inputs())
            right.append(tuple(match.intent for match in found.matches) == intents)
    return _logistic(np.array(inputs), np.array(right, float)) if inputs else Calibration().several


def _pairs(rows: Rows, finder: NeedFinder) -> list[tuple[tuple[Intent, Intent], str]]:
    """Join each phrasing with one of a far-off service, and with one of a related service where there is any."""
    joints = itertools.cycle(JOINTS)
    far = rows[len(rows) // 2 :] + rows[: len(rows) // 2]
    texts = {intent.id: (intent, text) for intent, text, _ in rows}
    pairs = []
    for (intent, text, _), (other, other_text, _) in zip(rows, far, strict=True):
        pairs.append(((intent, other), text + next(joints) + other_text))
        for key in sorted(finder.siblings(intent.id) & texts.keys())[:1]:
            pairs.append(((intent, texts[key][0]), text + next(joints) + texts[key][1]))
    return pairs


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
