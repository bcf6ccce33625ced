"""Learns a content in a process beside the one that answers. Called by `library`."""

from __future__ import annotations

import logging
import os
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.model_cache import ModelCache
from knowledge.matching.encoder import Encoder, EncoderError
from knowledge.matching.features import Analyser
from knowledge.models import Content

log = logging.getLogger(__name__)


class Learner:
    """A process that learns a content."""

    def __init__(self, content: Content, cache: Path, encoder: Encoder | None) -> None:
        """Keep the model in the folder `cache`; the process is not started yet."""
        self.version = content.version
        self.process: BaseProcess = get_context("spawn").Process(
            target=learn_beside, args=(content, cache, encoder and encoder.path), daemon=True
        )


def learn_beside(content: Content, cache: Path, encoder: Path | None) -> None:
    """Learn a content and keep the model, in a process of its own that lets those who answer go first."""
    os.nice(10)
    try:
        loaded = Encoder(encoder) if encoder else None
    except EncoderError as error:
        log.warning("%s", error)  # what was learnt before stays in use
        return
    ModelCache(cache, loaded).find_or_learn(content, Analyser(content.lexicon, loaded))
