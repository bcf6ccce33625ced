"""The whole way of a message in process: danger, intents, several needs, handler, words. No peer does as much.

Uses what `onewindow` has learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.answering import answer_of
from bot.library import build_edition
from knowledge.matching.decision import Thresholds
from knowledge.matching.intents import IntentKind
from tests.benchmarks.corpora import content_of
from tests.benchmarks.stored import Stored

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def load(folder: Path) -> Callable[[str], str]:
    """Return what answers; distractors, where there are any, are made anew, so only the real content's load counts."""
    stored = Stored.read(folder)
    content = content_of(Path(stored.content), stored.size)
    edition = build_edition(content, folder, Thresholds())

    def best(question: str) -> str:
        services = answer_of(edition, question, NOW).services
        return f"{IntentKind.SERVICE}:{services[0]}" if services else ""

    return best
