"""Holds the content and the model learnt from it; swaps both when the files change, keeps the old when they are bad."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.checking.draft import read_draft
from knowledge.checking.message_rules import placeholders
from knowledge.checking.reference_rules import check_references
from knowledge.checking.register_rules import check_register
from knowledge.checking.validator import check_content
from knowledge.content_files import content_version
from knowledge.errors import ContentError, Problem
from knowledge.matching.compiled import load_or_learn
from knowledge.matching.decision import Thresholds
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Matcher
from knowledge.matching.understanding import Understander
from knowledge.models import Content

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the content with all that is built from it."""

    content: Content
    """What the bot knows."""
    understander: Understander
    """Reads messages with it."""


class ContentMovedError(ContentError):
    """The files changed while they were read; the next look finds them as they are then."""

    def __init__(self) -> None:
        super().__init__([Problem("content", 1, "", "", "正读着，文件又改了", "等改完再来")])


def load_edition(root: Path, cache: Path, thresholds: Thresholds) -> Edition:
    """Return the edition of a content folder.

    Raises `ContentError` with every problem where it cannot be read or names something that is not there,
    `ContentMovedError` where it changed meanwhile.
    """
    version = content_version(root)
    content = _read_whole(root)
    if content.version != version:
        raise ContentMovedError
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
            self.edition = await asyncio.to_thread(self._load_checked)
        except ContentMovedError:
            return False
        except ContentError as error:
            self._refused = version
            problems = len(error.problems)
            log.error("内容有 %d 处问题，继续用原来的：\n%s", problems, error)  # noqa: TRY400  the problems say it all
            return False
        log.info("换上了新的内容 %s", self.edition.content.version[:12])
        return True

    def _load_checked(self) -> Edition:
        """Return the edition on disk; raises `ContentError` where the old one is better: a half-written file, say."""
        problems = check_content(self._root)
        if problems:
            raise ContentError(problems)
        edition = load_edition(self._root, self._cache, self._thresholds)
        lost = self.edition.content.messages.keys() - edition.content.messages.keys()
        if lost:
            raise ContentError(_lost_message(key) for key in lost)
        strange = list(_strange_placeholders(self.edition.content.messages, edition.content.messages))
        if strange:
            raise ContentError(strange)
        return edition


def _read_whole(root: Path) -> Content:
    """Return the content; raises `ContentError` with every problem where an answer could not be composed from it."""
    draft = read_draft(root)
    for check in (check_register, check_references):
        check(draft)
    if draft.problems:
        raise ContentError(check_content(root))
    return draft.content


def _strange_placeholders(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each placeholder that a sentence did not have before: nothing would fill it."""
    for key in old.keys() & new.keys():
        file, _, name = key.partition(".")
        for placeholder in sorted(placeholders(new[key]) - placeholders(old[key])):
            what = f"“{{{placeholder}}}”这样的空填不上"
            yield Problem(f"messages/{file}.yaml", 1, "", name, what, "空的名字照原来的写，不能改也不能加")


def _lost_message(key: str) -> Problem:
    file, _, name = key.partition(".")
    return Problem(f"messages/{file}.yaml", 1, "", name, "原来有的这句话不见了", "放回这一行")
