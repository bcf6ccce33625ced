"""scikit-learn: TF-IDF over characters and pairs, and logistic regression.

Up to `MOST_EXACT` phrasings the regression is solved (L-BFGS); beyond, where that takes hours and tens of gigabytes, it
is approached by stochastic gradient descent, one class against the others.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import Pipeline

from tests.benchmarks.stored import Stored

MODEL = "regression.joblib"
MOST_EXACT = 30_000
LEAST_DOCUMENTS = 2
"""Pairs that stand in one phrasing only are left out where there are many."""


def build(stored: Stored, folder: Path) -> None:
    """Fit the regression."""
    is_small = len(stored.texts) <= MOST_EXACT
    solver = (
        LogisticRegression(C=10, max_iter=200) if is_small else SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=5)
    )
    rarest = LEAST_DOCUMENTS if len(stored.texts) > 1000 * LEAST_DOCUMENTS else 1
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=rarest, sublinear_tf=True)
    pipeline = Pipeline([("grams", grams), ("regression", solver)])
    pipeline.fit(stored.texts, stored.owners)
    joblib.dump(pipeline, folder / MODEL)


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers with the fitted regression."""
    pipeline = joblib.load(folder / MODEL)

    def best(question: str) -> str:
        return str(pipeline.predict([question])[0])

    return best
