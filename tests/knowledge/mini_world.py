"""The content of `mini_content`, read, and the model learnt from it: each once a session."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.content import load_content
from knowledge.matching.decision import Thresholds
from knowledge.matching.features import Analyser, Analysis
from knowledge.matching.intents import Intent, IntentKind
from knowledge.matching.learning import learn
from knowledge.matching.matcher import Match, Matcher, Model
from knowledge.matching.understanding import Understander
from knowledge.models import Content
from tests.knowledge.mini_content import write_mini_content


@cache
def mini_content() -> Content:
    """Return the small content."""
    with TemporaryDirectory() as folder:
        write_mini_content(Path(folder))
        return load_content(Path(folder))


@cache
def mini_analyser() -> Analyser:
    """Return what reads messages with the small lexicon."""
    return Analyser(mini_content().lexicon)


@cache
def mini_model() -> Model:
    """Return what is learnt from the small content; takes a fraction of a second."""
    return learn(mini_content(), mini_analyser())


@cache
def mini_matcher() -> Matcher:
    """Return the matcher of the small content."""
    return Matcher(mini_model())


@cache
def mini_understander() -> Understander:
    """Return what understands messages with the small content."""
    return Understander(mini_content(), mini_matcher(), mini_analyser(), Thresholds())


def analyse(message: str) -> Analysis:
    """Return the analysis of a message with the small lexicon."""
    return mini_analyser().analyse(message)


def match(key: str, probability: float, kind: IntentKind = IntentKind.SERVICE) -> Match:
    """Return a match of a made-up ranking."""
    return Match(Intent(kind, key), probability, phrasing="", signals=(0.0, 0.0, 0.0, 0.0))
