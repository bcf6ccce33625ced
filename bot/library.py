"""Holds the content and the model learnt from it; swaps both when the files change, keeps the old when they are bad."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from knowledge.checking.draft import read_draft
from knowledge.checking.message_rules import placeholders
from knowledge.checking.reference_rules import check_references
from knowledge.checking.register_rules import check_register
from knowledge.checking.validator import check_content, check_draft
from knowledge.content_files import content_version
from knowledge.errors import ContentError, Problem
from knowledge.fresh import FreshMatcher
from knowledge.matching.compiled import UNREADABLE, load_model, load_or_learn, model_key
from knowledge.matching.decision import Thresholds
from knowledge.matching.encoder import Encoder, EncoderError
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Matcher
from knowledge.matching.understanding import Understander
from knowledge.models import Content
from knowledge.screening.screener import Screener

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the content with all that is built from it."""

    content: Content
    """What the bot knows."""
    understander: Understander
    """Reads messages with it."""
    screener: Screener
    """Judges with it what a person can get."""
    model_key: str = ""
    """Name of the model in the cache: that of an earlier content as long as this one is not learnt; empty = in none."""
    is_learnt: bool = True
    """Whether the model was learnt from this very content."""


class ContentMovedError(ContentError):
    """The files changed while they were read; the next look finds them as they are then."""

    def __init__(self) -> None:
        super().__init__([Problem("content", 1, "", "", "正读着，文件又改了", "等改完再来")])


def load_edition(root: Path, cache: Path, thresholds: Thresholds, encoder: Encoder | None = None) -> Edition:
    """Return the edition of a content folder.

    Raises `ContentError` with every problem where it cannot be read or names something that is not there,
    `ContentMovedError` where it changed meanwhile.
    """
    version = content_version(root)
    content = _read_whole(root)
    if content.version != version:
        raise ContentMovedError
    return build_edition(content, cache, thresholds, encoder=encoder)


def build_edition(
    content: Content,
    cache: Path,
    thresholds: Thresholds,
    before: Edition | None = None,
    encoder: Encoder | None = None,
) -> Edition:
    """Return the edition of a content that was read, with its model, learnt now where no file has it.

    With an edition `before` that differs in phrasings only, nothing is learnt: its model serves until the new is there.
    """
    analyser = Analyser(content.lexicon, encoder)
    key = model_key(content, encoder)
    matcher, is_learnt = _find_matcher(key, cache, before), True
    if matcher is None and before and _same_words(content, before.content):
        matcher, is_learnt = FreshMatcher(before.understander.matcher.model, content, analyser), False
        key = before.model_key
    if matcher is None:
        matcher = Matcher(load_or_learn(content, analyser, cache))
    understander = Understander(content, matcher, analyser, thresholds)
    return Edition(content, understander, Screener(content), key, is_learnt)


class _Learner:
    """A process that learns a content."""

    def __init__(self, content: Content, cache: Path, encoder: Encoder | None) -> None:
        self.version = content.version
        self.process: BaseProcess = get_context("spawn").Process(
            target=_learn_beside, args=(content, cache, encoder and encoder.path), daemon=True
        )


class Library:
    """The edition in use."""

    def __init__(self, edition: Edition, root: Path, cache: Path, thresholds: Thresholds) -> None:
        """Start with an edition of `root`, whose sentence encoder later ones use too; models are kept in `cache`."""
        self.edition = edition
        self._encoder = edition.understander.analyser.encoder
        self._root, self._cache, self._thresholds = root, cache, thresholds
        self._refused = ""
        self._refreshing = asyncio.Lock()
        self._unlearnable = ""
        self._tried: Content | None = None
        self._learner: _Learner | None = None

    @classmethod
    def open(cls, root: Path, cache: Path, thresholds: Thresholds, encoder: Encoder | None = None) -> Library:
        """Return a library of a content folder; raises `ContentError` where it is bad."""
        return cls(load_edition(root, cache, thresholds, encoder), root, cache, thresholds)

    async def refresh(self) -> bool:
        """Take up changed files; return whether a new edition is in use. A bad one is logged once and left out.

        New phrasings are understood at once letter by letter, and better when another process has learnt them.
        """
        async with self._refreshing:
            return await self._refresh()

    async def _refresh(self) -> bool:
        version = await asyncio.to_thread(content_version, self._root)
        if version in (self.edition.content.version, self._refused):
            return await self._take_up_learnt()
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

    async def _take_up_learnt(self) -> bool:
        """Have the edition's own phrasings learnt beside; return whether that is done and in use now."""
        edition = self.edition
        if edition.is_learnt or edition.content.version == self._unlearnable:
            return False
        if self._learner is None:
            self._learner = _Learner(edition.content, self._cache, self._encoder)
            await asyncio.to_thread(self._learner.process.start)
        if self._learner.process.is_alive():
            return False
        version, self._learner = self._learner.version, None
        learnt = await asyncio.to_thread(self._build, edition.content)
        if learnt.is_learnt:
            self.edition = learnt
            log.info("新的问法学好了 %s", version[:12])
        elif version == edition.content.version:
            self._unlearnable = version
            log.error("新的问法学不了，先按字面认；看看 %s 能不能写，再重新启动", self._cache)
        return learnt.is_learnt

    def prove(self, root: Path) -> tuple[list[Problem], Edition | None]:
        """Return the problems of a content folder, and its edition where there is none; it does not come into use.

        Raises `ContentMovedError` where the folder changed meanwhile.
        """
        version = content_version(root)
        draft = replace(read_draft(root), tried=self._tried)
        problems = check_draft(draft)
        if draft.content.version != version:
            raise ContentMovedError
        if problems:
            return problems, None
        self._tried = draft.content
        return [], self._build(draft.content)

    def _build(self, content: Content) -> Edition:
        return build_edition(content, self._cache, self._thresholds, self.edition, self._encoder)

    def _load_checked(self) -> Edition:
        """Return the edition on disk; raises `ContentError` where the old one is better: a half-written file, say."""
        problems, edition = self.prove(self._root)
        if edition is None:
            raise ContentError(problems)
        lost = self.edition.content.messages.keys() - edition.content.messages.keys()
        if lost:
            raise ContentError(_lost_message(key) for key in lost)
        strange = list(_strange_placeholders(self.edition.content.messages, edition.content.messages))
        if strange:
            raise ContentError(strange)
        return edition


def _find_matcher(key: str, cache: Path, before: Edition | None) -> Matcher | None:
    """Return a matcher whose model need not be learnt; None where there is none."""
    if before and before.model_key == key:
        return Matcher(before.understander.matcher.model)
    try:
        return Matcher(load_model(cache / f"{key}.npz"))
    except UNREADABLE:
        return None


def _same_words(content: Content, other: Content) -> bool:
    return (content.lexicon, content.urgent) == (other.lexicon, other.urgent)


def _learn_beside(content: Content, cache: Path, encoder: Path | None) -> None:
    """Learn a content and keep the model, in a process of its own that lets those who answer go first."""
    os.nice(10)
    try:
        loaded = Encoder(encoder) if encoder else None
    except EncoderError as error:
        log.warning("%s", error)  # what was learnt before stays in use
        return
    load_or_learn(content, Analyser(content.lexicon, loaded), cache)


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
