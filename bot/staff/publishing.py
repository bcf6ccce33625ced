"""Drafts, previews, publishes and takes back changes of the content. The console and the commands call it.

A draft is proof by the validator and replayed before anybody sees it as an answer. Publishing notes in the store what
it is about to do, replaces the files at one instant, and notes that it is done; killed in between, `recover` finds out
which of the two happened.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Config
from bot.database import Database
from bot.library import Edition, Library
from bot.staff import change_store, review_store
from bot.staff.audit import append_entry
from bot.staff.change_store import NewDraft, StoredChange
from bot.staff.editing import (
    apply_edits,
    cases_of,
    entry_of,
    read_texts,
    refuse_other_base,
    seal_of,
    text_of_entry,
    values_of_entry,
)
from bot.staff.edits import Edit, FieldValue, TakeBack
from bot.staff.errors import EditConflictError, NotPublishableError, StaffError
from bot.staff.git_commit import commit_files
from bot.staff.hunks import Hunk, show_hunks, unified_diff
from bot.staff.journal import finish_writing, locked, write_texts
from bot.staff.notices import tell_askers
from bot.staff.preview import DRAFT, PUBLISHED, PUBLISHING, Change, FileDiff, Preview
from bot.staff.proof import (
    Proof,
    added_phrasings,
    counts_of,
    find_problems,
    prove_texts,
    result_of,
    seal_of_file,
    verdict_of,
)
from bot.staff.replaying import Replayer, Tried, find_conflicts
from bot.staff.review_store import OPEN, Decision
from bot.times import Clock, utc_now
from knowledge.errors import Problem

log = logging.getLogger(__name__)

MOST_REPLAYED = 5000
"""So many of the latest questions are replayed, each wording once."""
MOST_UNFINISHED = 20
WARMED_AT_ONCE = 4
REST_S = 0.1
WARM_EVERY_S = 300
MOST_DRAFTS = 200


class Publisher:
    """The press of one content folder."""

    def __init__(self, database: Database, library: Library, config: Config, clock: Clock = utc_now) -> None:
        """Use an open store and the library that answers; `clock` gives aware UTC times."""
        self._database, self._library, self._config, self._clock = database, library, config, clock
        self._replayer = Replayer()
        self._alone = asyncio.Lock()
        self._late: set[asyncio.Task[None]] = set()
        self._proof: tuple[tuple[object, ...], Preview, Proof] | None = None

    async def entry_seal(self, part: str, key: str) -> str:
        """Return the hash of an entry as it is now, for a form to carry.

        `part` is `editing.SERVICE`, `TOPIC` or `DEPARTMENT`. Raises `StaffError` where there is no such entry.
        """
        texts = await asyncio.to_thread(read_texts, self._config.content)
        return seal_of(text_of_entry(texts, part, key))

    async def entry_values(self, part: str, key: str) -> dict[str, FieldValue]:
        """Return the values of an entry by field, for a form; raises `StaffError` where there is no such entry."""
        return values_of_entry(await asyncio.to_thread(read_texts, self._config.content), part, key)

    async def entry_cases(self, service: str) -> list[Mapping[str, Any]]:
        """Return the people on whom the condition of a service is tried; raises `StaffError` for an unknown one."""
        return cases_of(await asyncio.to_thread(read_texts, self._config.content), service)

    async def draft(
        self,
        edits: Sequence[Edit],
        author: str,
        *,
        reason: str = "",
        group_ids: Sequence[int] = (),
        seen: Mapping[str, str] | None = None,
    ) -> Change:
        """Keep edits as a draft; raises `StaffError` where one names an entry that is not there.

        `seen` maps `part:key` to the seal that the author's form carried; raises `EditConflictError` where the entry
        is another one now.
        """
        texts = await asyncio.to_thread(read_texts, self._config.content)
        stored = await self._changes_of(edits)
        after = await asyncio.to_thread(apply_edits, texts, edits, _pieces(stored))
        base = {}
        for edit in edits:
            if entry := entry_of(edit):
                name = ":".join(entry)
                base[name] = text_of_entry(texts, *entry)
                if (seen or {}).get(name) not in (None, seal_of(base[name])):
                    raise EditConflictError(entry[1], unified_diff(entry[1], base[name], text_of_entry(after, *entry)))
        new = NewDraft(author, reason.strip(), edits, base, group_ids)
        kept = await self._database.transact(lambda connection: change_store.create_draft(connection, new, self._now()))
        return kept.change

    async def find_problems(self, edits: Sequence[Edit]) -> tuple[Problem, ...]:
        """Return what the validator says of edits that are no draft yet, for a form to say it beside its fields.

        Raises `StaffError` where one names an entry that is not there.
        """
        texts = await asyncio.to_thread(read_texts, self._config.content)
        after = await asyncio.to_thread(apply_edits, texts, edits, {})
        return await asyncio.to_thread(find_problems, after, self._library)

    async def preview(self, change_id: int) -> Preview:
        """Return what a draft would do. Raises `StaffError` for an unknown one, `EditConflictError`."""
        stored = await self._load(change_id, DRAFT)
        return (await self._check(stored))[0]

    async def publish(self, change_id: int, actor: str, *, override: str = "") -> Change:
        """Publish a draft: live at once here, and within a second in other processes.

        `override` is an admin's reason to publish in spite of conflicts. Raises `NotPublishableError`,
        `EditConflictError`, `StaffError`.
        """
        return await self._publish(change_id, actor, override.strip(), is_replayed=True)

    async def _publish(self, change_id: int, actor: str, override: str, *, is_replayed: bool) -> Change:
        async with self._locked():
            stored = await self._load(change_id, DRAFT)
            preview, proof = await self._check(stored, is_replayed=is_replayed)
            if proof.edition is None or (preview.conflicts and not override):
                raise NotPublishableError(preview)
            if not proof.changed:
                raise StaffError("和现在的内容一样，什么也没改 -> 不用发布")
            before, edition = self._library.edition, proof.edition
            result = await asyncio.to_thread(result_of, proof, preview, override)
            await self._database.transact(
                lambda connection: change_store.begin_publishing(connection, change_id, actor, result)
            )
            await self._library.adopt(edition, lambda: write_texts(self._config.content, proof.changed))
            await self._finish(change_id)
        await self._commit(change_id, actor, list(proof.changed))
        if not is_replayed:
            self._replay_late(change_id, actor, before, edition)
        return await self._change(change_id)

    async def undo(self, change_id: int, actor: str, reason: str = "") -> Change:
        """Take a published change back and return the change that did so.

        That need not wait for a replay: what it brings back was good before. It is replayed afterwards, for the trail.
        Raises `TakenBackError` where later changes stand on the same lines, `StaffError` where it is not published or
        was taken back already.
        """
        stored = await self._load(change_id, PUBLISHED)
        if stored.change.undone_by is not None:
            raise StaffError(f"第 {change_id} 次修改已经撤回过了 -> 不用再撤")
        why = reason.strip() or f"撤回第 {change_id} 次修改"
        draft = await self.draft([TakeBack(change_id)], actor, reason=why, group_ids=stored.change.group_ids)
        try:
            return await self._publish(draft.id, actor, why, is_replayed=False)
        except NotPublishableError:
            await self.drop(draft.id, actor)
            raise

    def _replay_late(self, change_id: int, actor: str, before: Edition, after: Edition) -> None:
        task = asyncio.create_task(self._record_replay(change_id, actor, before, after))
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _record_replay(self, change_id: int, actor: str, before: Edition, after: Edition) -> None:
        """Replay a change that is live already, and put the result into the audit trail."""
        try:
            tried = await self.questions_to_try()
            replay = await asyncio.to_thread(self._replayer.replay, before, after, self._noon(), tried)
            detail, now = counts_of(replay), self._now()
            await self._database.transact(
                lambda connection: append_entry(connection, actor, "replay", f"change:{change_id}", detail, now)
            )
        except Exception:
            log.exception("第 %d 次修改已经生效，但没能补上试答的结果", change_id)

    async def finish_late(self) -> None:
        """Wait for what is recorded after a change is live; a program calls it before it ends."""
        await asyncio.gather(*self._late)

    async def drop(self, change_id: int, actor: str) -> None:
        """Throw a draft away; raises `StaffError` where there is no such draft."""

        async def write(connection: AsyncConnection) -> bool:
            is_dropped = await change_store.drop_draft(connection, change_id)
            if is_dropped:
                await append_entry(connection, actor, "drop", f"change:{change_id}", {}, self._now())
            return is_dropped

        if not await self._database.transact(write):
            raise StaffError(f"没有第 {change_id} 号草稿 -> 看看草稿列表")

    async def drafts(self) -> list[Change]:
        """Return the drafts, latest first."""
        return await self._list(DRAFT, MOST_DRAFTS)

    async def history(self, most: int = 50) -> list[Change]:
        """Return the published changes, latest first."""
        return await self._list(PUBLISHED, most)

    async def diffs(self, change_id: int) -> list[FileDiff]:
        """Return what a published change did to each file; raises `StaffError` for any other."""
        stored = await self._load(change_id, PUBLISHED)
        return [FileDiff(file, show_hunks(file, hunks)) for file, hunks in stored.result.hunks.items()]

    async def recover(self) -> None:
        """Bring to an end what a killed program was publishing; called at start. What stands against it is logged."""
        try:
            async with self._locked():
                pass
        except (OSError, StaffError) as error:
            log.warning("上次没发布完的修改，现在也收不了尾，先照常答：%s", error)

    async def warm(self) -> None:
        """Answer the questions of a replay ahead, a few at a time, so that the next preview is quick.

        Most of the time it rests: residents go first.
        """
        edition, now, tried = self._library.edition, self._noon(), await self.questions_to_try()
        for start in range(0, len(tried), WARMED_AT_ONCE):
            if self._library.edition is not edition:
                return
            few = tried[start : start + WARMED_AT_ONCE]
            if await asyncio.to_thread(self._replayer.warm, edition, now, few):
                await asyncio.sleep(REST_S)

    async def keep_warm(self) -> None:
        """Stay ready for a quick preview until cancelled."""
        while True:
            try:
                await self.warm()
            except Exception:
                log.exception("预先试答出了没料到的错，下次再试")
            await asyncio.sleep(WARM_EVERY_S)

    async def _check(self, stored: StoredChange, *, is_replayed: bool = True) -> tuple[Preview, Proof]:
        """Return what a draft would do, remembered as long as neither draft nor content nor bot changes."""
        await self._library.refresh()
        before = self._library.edition
        key = (stored.change.id, before, self._noon())
        if self._proof and self._proof[0] == key:
            return self._proof[1], self._proof[2]
        texts = await asyncio.to_thread(read_texts, self._config.content)
        refuse_other_base(texts, stored.base, stored.change.edits)
        pieces = _pieces(await self._changes_of(stored.change.edits))
        after = await asyncio.to_thread(apply_edits, texts, stored.change.edits, pieces)
        proof = await asyncio.to_thread(prove_texts, texts, after, self._library)
        replay, conflicts = None, []
        if proof.edition is not None and is_replayed:
            tried = await self.questions_to_try()
            replay = await asyncio.to_thread(self._replayer.replay, before, proof.edition, self._noon(), tried)
            conflicts = find_conflicts(proof.edition, replay, tried, added_phrasings(stored.change.edits))
        diffs = tuple(FileDiff(file, unified_diff(file, proof.old[file], text)) for file, text in proof.changed.items())
        preview = Preview(stored.change, diffs, proof.problems, tuple(conflicts), replay)
        if is_replayed:
            self._proof = (key, preview, proof)
        return preview, proof

    async def questions_to_try(self) -> list[Tried]:
        """Return the check questions and the latest real ones, each wording once."""
        asked, useful = await self._database.transact(_questions)
        checks = {text: key for key, texts in self._library.edition.content.checks.items() for text in texts}
        rows = [Tried(text, asked.get(text, 0), key, is_check=True) for text, key in checks.items()]
        rows += [Tried(text, times, useful.get(text, "")) for text, times in asked.items() if text not in checks]
        return rows

    async def _finish(self, change_id: int) -> None:
        """Note that a change is published, what that means for its groups, and tell those who asked to be told."""

        async def write(connection: AsyncConnection) -> None:
            stored = await change_store.load_change(connection, change_id)
            if stored is None or stored.change.state != PUBLISHING:
                return
            change, now = stored.change, self._now()
            await change_store.end_publishing(connection, change_id, now)
            verb = "publish"
            for edit in change.edits:
                if isinstance(edit, TakeBack):
                    verb = "undo"
                    await change_store.mark_undone(connection, edit.change, change_id)
            state, target = verdict_of(change.edits)
            decision = Decision(state, target, change.reason, change.publisher, now)
            await review_store.decide_groups(connection, change.group_ids, decision)
            if state != OPEN:
                local_now = self._clock().astimezone(self._config.timezone)
                await tell_askers(connection, self._library.edition, change.group_ids, target, local_now)
            seals = {"files": dict(stored.result.seals)}
            detail = {"why": change.reason, "by": change.author, **stored.result.summary, **seals}
            await append_entry(connection, change.publisher, verb, f"change:{change_id}", detail, now)

        await self._database.transact(write)

    @asynccontextmanager
    async def _locked(self) -> AsyncIterator[None]:
        """Hold the content folder for writing, with everything that was left undone done first."""
        async with self._alone:
            folder = locked(self._config.content)
            await asyncio.to_thread(folder.__enter__)
            try:
                await asyncio.to_thread(finish_writing, self._config.content)
                await self._settle()
                yield
            finally:
                folder.__exit__(None, None, None)

    async def _settle(self) -> None:
        left = await self._database.transact(
            lambda connection: change_store.list_changes(connection, PUBLISHING, MOST_UNFINISHED)
        )
        for stored in left:
            texts = await asyncio.to_thread(read_texts, self._config.content)
            change_id = stored.change.id
            if all(seal_of_file(texts.get(file, "")) == seal for file, seal in stored.result.seals.items()):
                await self._library.refresh()
                await self._finish(change_id)
                log.info("第 %d 次修改上次已经写好，补记成已发布", change_id)
            else:
                await self._back_to_draft(change_id)
                log.info("第 %d 次修改上次没发布成，还是草稿", change_id)

    async def _back_to_draft(self, change_id: int) -> None:
        await self._database.transact(lambda connection: change_store.back_to_draft(connection, change_id))

    async def _commit(self, change_id: int, actor: str, files: Sequence[str]) -> None:
        if self._config.staff.is_committing:
            change = await self._change(change_id)
            await commit_files(self._config.content, files, change.reason or f"第 {change_id} 次修改", actor)

    async def _changes_of(self, edits: Sequence[Edit]) -> list[StoredChange]:
        return [await self._load(edit.change, PUBLISHED) for edit in edits if isinstance(edit, TakeBack)]

    async def _load(self, change_id: int, state: str) -> StoredChange:
        stored = await self._database.transact(lambda connection: change_store.load_change(connection, change_id))
        if stored is None or stored.change.state != state:
            kind = "草稿" if state == DRAFT else "发布过的修改"
            raise StaffError(f"没有第 {change_id} 号{kind} -> 看看列表里的号")
        return stored

    async def _change(self, change_id: int) -> Change:
        return (await self._load(change_id, PUBLISHED)).change

    async def _list(self, state: str, most: int) -> list[Change]:
        rows = await self._database.transact(lambda connection: change_store.list_changes(connection, state, most))
        return [stored.change for stored in rows]

    def _noon(self) -> datetime:
        """Return today's noon in the county: what an answer says of open counters then is the same all day."""
        return self._clock().astimezone(self._config.timezone).replace(hour=12, minute=0, second=0, microsecond=0)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC).replace(tzinfo=None)


def _pieces(changes: Sequence[StoredChange]) -> dict[int, Mapping[str, tuple[Hunk, ...]]]:
    return {stored.change.id: stored.result.hunks for stored in changes}


async def _questions(connection: AsyncConnection) -> tuple[dict[str, int], dict[str, str]]:
    """Return how often each of the latest questions was asked, and which service was useful for which."""
    asked = await review_store.recent_wordings(connection, MOST_REPLAYED)
    return asked, await change_store.useful_answers(connection)
