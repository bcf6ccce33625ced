"""Holds the content and the model learnt from it; swaps both when the files change, keeps the old when they are bad."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

from knowledge.compiled import load_or_learn
from knowledge.content import load_content
from knowledge.content_files import content_version
from knowledge.decision import Thresholds
from knowledge.errors import ContentError
from knowledge.features import Analyser
from knowledge.matcher import Matcher
from knowledge.models import Content
from knowledge.understanding import Understander

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the content with all that is built from it."""

    content: Content
    """What the bot knows."""
    understander: Understander
    """Reads messages with it."""


def load_edition(root: Path, cache: Path, thresholds: Thresholds) -> Edition:
    """Return the edition of a content folder; raises `ContentError` with every problem where there is any."""
    content = load_content(root)
    analyser = Analyser(content.lexicon)
    model = load_or_learn(content, analyser, cache)
    return Edition(content, Understander(content, Matcher(model), analyser, thresholds))


class Library:
    """The edition in use."""

    def __init__(self, edition: Edition, root: Path, cache: Path, thresholds: Thresholds) -> None:
        """Start with an edition of `root`; models are kept in `cache`."""
        self.edition = edition
        self._root, self._cache, self._thresholds = root, cache, thresholds
        self._refused = ""

    @classmethod
    def open(cls, root: Path, cache: Path, thresholds: Thresholds) -> Library:
        """Return a library of a content folder; raises `ContentError` where it is bad."""
        return cls(load_edition(root, cache, thresholds), root, cache, thresholds)

    async def refresh(self) -> bool:
        """Take up changed files; return whether a new edition is in use. A bad one is logged once and left out."""
        version = await asyncio.to_thread(content_version, self._root)
        if version in (self.edition.content.version, self._refused):
            return False
        try:
            self.edition = await asyncio.to_thread(load_edition, self._root, self._cache, self._thresholds)
        except ContentError as error:
            self._refused = version
            problems = len(error.problems)
            log.error("内容有 %d 处问题，继续用原来的：\n%s", problems, error)  # noqa: TRY400  the problems say it all
            return False
        log.info("换上了新的内容 %s", self.edition.content.version[:12])
        return True
