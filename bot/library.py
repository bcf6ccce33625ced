"""Holds the content and the model learnt from it; swaps both when the files change, keeps the old when they are bad."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bot.learner import Learner
from bot.model_cache import Claim, ModelCache
from knowledge import checking
from knowledge.checking.draft import read_draft
from knowledge.checking.message_rules import placeholders
from knowledge.checking.reference_rules import check_references
from knowledge.checking.register_rules import check_register
from knowledge.checking.validator import check_content, check_draft
from knowledge.content_files import content_version
from knowledge.errors import ContentError, Problem
from knowledge.fresh import FreshMatcher
from knowledge.matching.decision import Thresholds
from knowledge.matching.encoder import Encoder
from knowledge.matching.features import Analyser
from knowledge.matching.matcher import Matcher
from knowledge.matching.understanding import Understander
from knowledge.models import Content
from knowledge.screening.screener import Screener

log = logging.getLogger(__name__)

MOST_PROVEN = 50
"""So many versions are remembered as proven."""
MOST_LEARNT_LATER = 1000
"""Of more new phrasings comparing letter by letter would make every answer slow."""


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


def load_edition(
    root: Path, cache: Path, thresholds: Thresholds, encoder: Encoder | None = None, *, is_learnt_later: bool = False
) -> Edition:
    """Return the edition of a content folder.

    With `is_learnt_later` a content that changed while nothing served rests on the model learnt before, as an edit
    does; else it is learnt now. Raises `ContentError` with every problem where it cannot be read or names something
    that is not there, `ContentMovedError` where it changed meanwhile.
    """
    version = content_version(root)
    content = _read_whole(root)
    if content.version != version:
        raise ContentMovedError
    models = ModelCache(cache, encoder)
    kept = _build_kept(content, models, thresholds, encoder, is_learnt_later=is_learnt_later)
    if kept is not None:
        return kept
    edition = build_edition(content, cache, thresholds, encoder=encoder)
    if is_learnt_later:
        models.note_passed(edition.model_key)  # there is nothing to examine it against
    return edition


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
    analyser, models = Analyser(content.lexicon, encoder), ModelCache(cache, encoder)
    key, is_learnt = models.key_of(content), True
    matcher: Matcher
    if before and before.model_key == key:
        matcher = Matcher(before.understander.matcher.model)
    elif before and _same_words(content, before.content):
        matcher, is_learnt = FreshMatcher(before.understander.matcher.model, content, analyser), False
        key = before.model_key
    else:
        matcher = Matcher(models.find_or_learn(content, analyser))
    understander = Understander(content, matcher, analyser, thresholds)
    return Edition(content, understander, Screener(content), key, is_learnt)


def build_learnt(quick: Edition, cache: Path) -> Edition | None:
    """Return the same content with the model learnt from it; None where no file has it."""
    analyser = quick.understander.analyser
    models = ModelCache(cache, analyser.encoder)
    key = models.key_of(quick.content)
    model = models.find(key)
    if model is None:
        return None
    understander = Understander(quick.content, Matcher(model), analyser, quick.understander.thresholds)
    return replace(quick, understander=understander, model_key=key, is_learnt=True)


def _build_kept(
    content: Content, models: ModelCache, thresholds: Thresholds, encoder: Encoder | None, *, is_learnt_later: bool
) -> Edition | None:
    """Return the edition with an earlier model where its own was refused or is to be examined first; else None."""
    key = models.key_of(content)
    if refused := models.base_of_refused(key):
        base, model = refused, models.find(refused)
    elif is_learnt_later and not (models.has_passed(key) and models.has(key)):
        base, model = models.find_base(content)
    else:
        return None
    if model is None:
        return None
    analyser = Analyser(content.lexicon, encoder)
    matcher = FreshMatcher(model, content, analyser)
    more, fewer = len(matcher.fresh), len(matcher.gone)
    if max(more, fewer) > MOST_LEARNT_LATER and not refused:
        log.warning("停着的时候问法改了很多（多了 %d 个，少了 %d 个），先学完再开，这一次没有和原来的比过", more, fewer)
        return None
    if not refused:
        log.warning("停着的时候问法改过（多了 %d 个，少了 %d 个），先按字面认，学好、试答过再换上", more, fewer)
    return Edition(content, Understander(content, matcher, analyser, thresholds), Screener(content), base, False)


class Library:
    """The edition in use."""

    def __init__(self, edition: Edition, root: Path, cache: Path, thresholds: Thresholds) -> None:
        """Start with an edition of `root`, whose sentence encoder later ones use too; models are kept in `cache`."""
        self.edition = edition
        self._encoder = edition.understander.analyser.encoder
        self._root, self._cache, self._thresholds = root, cache, thresholds
        self._models = ModelCache(cache, self._encoder)
        self._refused = ""
        self._refreshing = asyncio.Lock()
        self._unlearnable = ""
        self._tried = edition.content if self._is_proven(edition.content.version) else None
        self._learner: Learner | None = None
        self.examine: Callable[[Edition, Edition], Awaitable[bool]] | None = None
        """Says whether a learnt edition may follow the quick one, which comes first; None = it always may."""
        self._examination: tuple[Edition, asyncio.Future[bool], Claim] | None = None

    @classmethod
    def open(
        cls,
        root: Path,
        cache: Path,
        thresholds: Thresholds,
        encoder: Encoder | None = None,
        *,
        is_learnt_later: bool = False,
    ) -> Library:
        """Return a library of a content folder, see `load_edition`; raises `ContentError` where it is bad."""
        edition = load_edition(root, cache, thresholds, encoder, is_learnt_later=is_learnt_later)
        return cls(edition, root, cache, thresholds)

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

    async def adopt(self, edition: Edition, write: Callable[[], None]) -> None:
        """Write the files of an edition that `prove` gave, and answer with it at once: it is not proven again.

        Raises what `write` raises. Where the files turn out otherwise, what they hold is proven as ever.
        """
        async with self._refreshing:
            await asyncio.to_thread(write)
            if await asyncio.to_thread(content_version, self._root) != edition.content.version:
                await self._refresh()
                return
            self.edition = edition
            log.info("换上了新的内容 %s", edition.content.version[:12])

    async def _take_up_learnt(self) -> bool:
        """Have the edition's own phrasings learnt beside and examined; return whether that is done and in use now."""
        edition = self.edition
        if edition.is_learnt or edition.content.version == self._unlearnable:
            return False
        if self._examination is not None:
            return self._end_examination()
        key = self._models.key_of(edition.content)
        if self._models.base_of_refused(key):
            self._unlearnable = edition.content.version
            return False
        if not (self._models.has(key) or await self._learn(edition)):
            return False
        may_examine = self.examine is not None and not self._models.has_passed(key)
        claim = self._models.claim_examination() if may_examine else Claim(None)
        if claim is None:
            return False  # another process examines, and will note what comes of it
        learnt = await asyncio.to_thread(build_learnt, edition, self._cache)
        if learnt is not None and may_examine and self.examine is not None:
            self._examination = learnt, asyncio.ensure_future(self.examine(edition, learnt)), claim
            return False
        claim.end()
        if learnt is None:
            self._give_up(edition)
        else:
            self._use_learnt(learnt)
        return learnt is not None

    async def _learn(self, edition: Edition) -> bool:
        """Return whether the learnt model is there; where none learns it yet, a process beside begins to."""
        if self._learner is None:
            self._learner = Learner(edition.content, self._cache, self._encoder)
            await asyncio.to_thread(self._learner.process.start)
        if self._learner.process.is_alive():
            return False
        version, self._learner = self._learner.version, None
        is_learnt = self._models.has(self._models.key_of(edition.content))
        if not is_learnt and version == edition.content.version:
            self._give_up(edition)
        return is_learnt

    def _give_up(self, edition: Edition) -> None:
        self._unlearnable = edition.content.version
        log.error("新的问法学不了，先按字面认；看看 %s 能不能写，再重新启动", self._cache)

    def _end_examination(self) -> bool:
        """Take the learnt edition up if it passed; return whether it is in use now."""
        if self._examination is None or not self._examination[1].done():
            return False
        (learnt, passed, claim), self._examination = self._examination, None
        try:
            return self._judge(learnt, passed)
        finally:
            claim.end()

    def _judge(self, learnt: Edition, passed: asyncio.Future[bool]) -> bool:
        if learnt.content is not self.edition.content:  # the content went on meanwhile; it has its own examination
            return False
        if (failure := passed.exception()) is not None:
            log.error("学好的没能试答，先按字面认，下次改了再学", exc_info=failure)
            self._unlearnable = learnt.content.version
            return False
        if passed.result():
            self._models.note_passed(learnt.model_key)
            self._use_learnt(learnt)
            return True
        self._unlearnable = learnt.content.version
        self._models.note_refused(learnt.model_key, self.edition.model_key)
        log.warning("重新学过以后答得更差，不用它，新的问法继续按字面认 %s", learnt.content.version[:12])
        return False

    def _use_learnt(self, learnt: Edition) -> None:
        self.edition = learnt
        log.info("新的问法学好了 %s", learnt.content.version[:12])

    @property
    def has_refused(self) -> bool:
        """Whether the model learnt from the content in use is not used: it could not be learnt, or answers worse."""
        return self._unlearnable == self.edition.content.version

    def prove(self, root: Path) -> tuple[list[Problem], Edition | None]:
        """Return the problems of a content folder, and its edition where there is none; it does not come into use.

        Raises `ContentMovedError` where the folder changed meanwhile.
        """
        version = content_version(root)
        draft = replace(read_draft(root), tried=self._tried)
        if draft.content.version != version:
            raise ContentMovedError
        problems = draft.problems if self._is_proven(version) else check_draft(draft)
        if problems:
            return problems, None
        self._tried = draft.content
        self._note_proven(version)
        return [], self._build(draft.content)

    def _is_proven(self, version: str) -> bool:
        """Return whether this or another process with the same cache has proven a version already."""
        return _proven(self._cache, version).exists()

    def _note_proven(self, version: str) -> None:
        with contextlib.suppress(OSError):
            self._cache.mkdir(parents=True, exist_ok=True)
            _proven(self._cache, version).touch()
            notes = sorted(self._cache.glob("*.proven"), key=lambda path: path.stat().st_mtime, reverse=True)
            for note in notes[MOST_PROVEN:]:
                note.unlink(missing_ok=True)

    def find_problems(self, root: Path) -> list[Problem]:
        """Return the problems of a content folder; what stands as when it was last proven is not tried anew."""
        return check_draft(replace(read_draft(root), tried=self._tried))

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


def _proven(cache: Path, version: str) -> Path:
    """Return the note that a version of the content passed all checks of this program."""
    return cache / f"{version[:32]}-{_rules_version()}.proven"


@cache
def _rules_version() -> str:
    """Return a hash of the code that checks: what an older program proved is proven again."""
    rules = sorted(Path(checking.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in rules)).hexdigest()[:8]


def _same_words(content: Content, other: Content) -> bool:
    return (content.lexicon, content.urgent) == (other.lexicon, other.urgent)


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
