"""Keeps learnt models in files named by what they were learnt from, so that a start takes no learning."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.encoder import Encoder
from knowledge.matching.features import Analyser
from knowledge.matching.intents import Intent, IntentKind, phrasings_of
from knowledge.matching.learning import learn
from knowledge.matching.linear import LinearModel
from knowledge.matching.matcher import Model, Phrasings
from knowledge.matching.meaning import Meanings
from knowledge.matching.neighbours import Neighbours
from knowledge.matching.quantized import QuantizedRows
from knowledge.matching.vectors import Vocabulary
from knowledge.models import Content

log = logging.getLogger(__name__)

KEPT_MODELS = 3
LEARNING_ROOMS = (Path(__file__).parent, Path(__file__).parents[1] / "language")
"""Folders with all the code that a model depends on."""
UNREADABLE = (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile)
"""What reading a missing, cut or foreign file raises."""


def load_or_learn(content: Content, analyser: Analyser, cache: Path) -> Model:
    """Return the model of the content, from `cache` where it is there and whole, else learnt and put there."""
    path = cache / f"{model_key(content, analyser.encoder)}.npz"
    try:
        return load_model(path)
    except UNREADABLE:
        log.info("内容是新的，要学一遍，大约半分钟……")
        model = learn(content, analyser)
    try:
        save_model(model, path)
        _drop_old(cache)
    except OSError:
        pass  # a full or read-only disk costs the next start its time, nothing else
    return model


def model_key(content: Content, encoder: Encoder | None = None) -> str:
    """Return the name of a model: a hash of what it is learnt from and of the code and encoder that learn.

    Answers, messages and departments are not learnt from: after an edit of these the model is still good.
    """
    lexicon = content.lexicon
    learnt_from = (
        [(intent.kind, intent.id, texts) for intent, texts in phrasings_of(content)],
        [(situation.id, situation.ask, situation.near) for situation in content.urgent],
        [sorted(lexicon.say_as.items()), sorted(lexicon.concepts.items()), lexicon.fillers],
    )
    digest = hashlib.sha256(json.dumps(learnt_from, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if encoder:
        digest.update(encoder.key.encode())
    for room in LEARNING_ROOMS:
        for path in sorted(room.glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def save_model(model: Model, path: Path) -> None:
    """Write a model to a file, whole or not at all."""
    vocabulary, neighbours, phrasings = model.vocabulary, model.neighbours, model.phrasings
    words = {
        "features": list(vocabulary.numbers),
        "intents": [[intent.kind, intent.id] for intent in phrasings.intents],
        "texts": phrasings.texts,
        "plain": phrasings.plain,
        "meaning_weight": model.meanings.weight if model.meanings else 0.0,
    }
    meanings: dict[str, Any] = {"meanings": model.meanings.vectors} if model.meanings else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz.part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode(), np.uint8),
                feature_weights=vocabulary.weights,
                **_arrays("linear", model.linear.weights),
                **_arrays("danger", model.danger.weights),
                starts=neighbours.starts.astype(np.int32),
                phrasing_features=neighbours.ids.astype(np.int32),
                phrasing_weights=neighbours.weights,
                owners=phrasings.owners,
                **meanings,
            )
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)  # a full disk leaves half of it


def load_model(path: Path) -> Model:
    """Return the model in a file; raises one of `UNREADABLE` where it is missing or not whole."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        words = json.loads(arrays["words"].tobytes())
        numbers = {name: number for number, name in enumerate(words["features"])}
        phrasings = Phrasings(
            tuple(Intent(IntentKind(kind), key) for kind, key in words["intents"]),
            tuple(words["texts"]),
            tuple(words["plain"]),
            arrays["owners"],
        )
        return Model(
            Vocabulary(numbers, arrays["feature_weights"]),
            LinearModel(_quantized("linear", arrays)),
            Neighbours(arrays["starts"], arrays["phrasing_features"], arrays["phrasing_weights"], len(numbers)),
            phrasings,
            LinearModel(_quantized("danger", arrays)),
            Meanings(arrays["meanings"], words["meaning_weight"]) if "meanings" in arrays else None,
        )


def _arrays(name: str, rows: QuantizedRows) -> dict[str, Any]:
    return {f"{name}_steps": rows.steps, f"{name}_scales": rows.scales}


def _quantized(name: str, arrays: Mapping[str, NDArray[Any]]) -> QuantizedRows:
    return QuantizedRows(arrays[f"{name}_steps"], arrays[f"{name}_scales"])


def _drop_old(cache: Path) -> None:
    models = sorted(cache.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in models[KEPT_MODELS:]:
        path.unlink(missing_ok=True)
