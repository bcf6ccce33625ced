"""Learns the matching model from the content: features, their weights for each intent, and an index. Deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from knowledge.matching.features import SOUND, Analyser, Analysis
from knowledge.matching.intents import Intent, phrasings_of
from knowledge.matching.linear import Examples, train
from knowledge.matching.matcher import Matcher, Model, Phrasings
from knowledge.matching.meaning import Choice, Meanings, fit_weight
from knowledge.matching.neighbours import Neighbours
from knowledge.matching.vectors import Vector, Vocabulary
from knowledge.models import Content

HELD_OUT = 5
"""One phrasing in so many is held out to weigh meanings."""
Rows = list[tuple[Intent, str, Analysis]]
Dangers = list[tuple[int, Analysis]]


def learn(content: Content, analyser: Analyser) -> Model:
    """Return the model of the content; the same content gives the same model."""
    with threadpool_limits(limits=1):  # the steps are too small to share between cores
        return _learn(content, analyser)


def _learn(content: Content, analyser: Analyser) -> Model:
    rows: Rows = [(intent, text, analyser.analyse(text)) for intent, texts in phrasings_of(content) for text in texts]
    model = fit(rows, _dangers(content, analyser))
    return replace(model, meanings=replace(model.meanings, weight=_weigh_meaning(rows))) if model.meanings else model


def _weigh_meaning(rows: Rows) -> float:
    """Return the weight of meanings beside the other signals, fitted on phrasings that a trial model has not seen."""
    trial = Matcher(fit([row for number, row in enumerate(rows) if number % HELD_OUT], []))
    choices = []
    for intent, _, analysis in rows[::HELD_OUT]:
        matches = trial.rank(analysis)
        right = [number for number, match in enumerate(matches) if match.intent == intent]
        if right:
            scores = np.array([trial.calibration.score(*match.signals) for match in matches], np.float32)
            choices.append(Choice(scores, np.array([match.signals[-1] for match in matches], np.float32), right[0]))
    return fit_weight(choices)


def _dangers(content: Content, analyser: Analyser) -> Dangers:
    calm = len(content.urgent)
    texts = [(number, text) for number, situation in enumerate(content.urgent) for text in situation.ask]
    texts += [(calm, text) for situation in content.urgent for text in situation.near]
    return [(number, analyser.analyse(text)) for number, text in texts]


def fit(rows: Rows, dangers: Dangers) -> Model:
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
        linear=train(_examples(vocabulary, analyses, owners.tolist()), len(vocabulary.numbers), len(intents)),
        neighbours=Neighbours.learn(vectors, len(vocabulary.numbers)),
        phrasings=Phrasings(intents, tuple(t for _, t, _ in rows), tuple(a.plain for a in analyses), owners),
        danger=train(danger_examples, len(vocabulary.numbers), calm + 1, is_balanced=False),
        meanings=Meanings.of([analysis.meaning for analysis in analyses]),
    )


def _examples(vocabulary: Vocabulary, analyses: Sequence[Analysis], labels: Sequence[int]) -> Examples:
    def heard(analysis: Analysis) -> Vector:
        return vocabulary.vector([name for name in analysis.features if name.startswith(SOUND)])

    seen = [vocabulary.vector(analysis.features) for analysis in analyses]
    return Examples(seen, [heard(analysis) for analysis in analyses], labels)
