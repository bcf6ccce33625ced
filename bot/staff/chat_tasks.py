"""Does what staff asked for in a chat and takes long: drafts, tries out, publishes, takes back, and tells the outcome.

Of several processes one claims a task. It is ended and its outcome put into the outbox in one transaction. Killed in
between, another goes on with the draft that was noted once the claim is stale, so that nothing is published twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from bot.database import Database, StoreError
from bot.staff import change_store, chat_cards, chat_store
from bot.staff.account_store import Account
from bot.staff.chat import actor_of
from bot.staff.chat_cards import plain
from bot.staff.chat_store import Task
from bot.staff.edits import TakeBack
from bot.staff.errors import EditConflictError, NotPublishableError, StaffError
from bot.staff.preview import PUBLISHED, Change
from bot.staff.publishing import Publisher
from bot.staff.review_store import OPEN, load_groups
from bot.staff.roles import Role
from bot.times import Clock, stored_time
from handlers.turn import Reply
from handlers.words import say
from knowledge.models import Content

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30
"""A task is told of at once; this often one is looked for that was left over."""
RENEW_EVERY_S = 10
CLAIM_LASTS = timedelta(seconds=60)
"""Who did not renew a claim for so long was killed."""


class StaffTasks:
    """The tasks of one store."""

    def __init__(self, database: Database, publisher: Publisher, content: Callable[[], Content], clock: Clock) -> None:
        """Work with the publisher of the store."""
        self._database, self._publisher, self._content, self._clock = database, publisher, content, clock
        self._waiting = asyncio.Event()
        self._worker = secrets.token_hex(8)

    def wake(self) -> None:
        """Say that there is a task, or will be when the open transaction ends."""
        self._waiting.set()

    async def run(self, tell: Callable[[], None]) -> None:
        """Do tasks until cancelled; `tell` says that an outcome is in the outbox."""
        while True:
            self._waiting.clear()
            try:
                while await self.do_next():
                    tell()
            except StoreError as error:
                log.warning("工作人员在聊天里要做的事还没做成，等一下再试：%s", error)
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._waiting.wait()
            except TimeoutError:
                pass

    async def do_next(self) -> bool:
        """Do the oldest task; return whether there was one. Raises `StoreError`."""
        now = stored_time(self._clock())
        task = await self._database.transact(
            lambda connection: chat_store.claim_task(connection, self._worker, now, now - CLAIM_LASTS)
        )
        if task is None:
            return False
        renewing = asyncio.create_task(self._renew(task.id))
        try:
            reply = await self._outcome(task)
        finally:
            renewing.cancel()
        now = stored_time(self._clock())
        await self._database.transact(lambda connection: chat_store.end_task(connection, task.id, reply, now))
        return True

    async def _renew(self, task_id: int) -> None:
        """Keep the claim fresh until cancelled."""
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            with contextlib.suppress(StoreError):
                await self._database.transact(
                    lambda connection: chat_store.renew_claim(
                        connection, task_id, self._worker, stored_time(self._clock())
                    )
                )

    async def _outcome(self, task: Task) -> Reply:
        account = await self._database.transact(lambda c: chat_store.linked_account(c, task.person))
        if account is None or not account.role.allows(Role.EDITOR):
            return plain(say(self._content(), "desk.button_dead"))
        try:
            return await self._do(task, account)
        except NotPublishableError as error:
            return chat_cards.refused(self._content(), error.preview)
        except EditConflictError as error:
            return plain(f"{error}\n{say(self._content(), 'desk.at_console')}")
        except StaffError as error:
            return plain(str(error), chat_cards.queue_button(self._content()))
        except StoreError:
            raise
        except Exception:
            log.exception("task %d of a chat failed", task.id)
            return plain(say(self._content(), "desk.failed"))

    async def _do(self, task: Task, account: Account) -> Reply:
        actor = actor_of(account)
        for edit in task.edits:
            if isinstance(edit, TakeBack):
                await self._publisher.undo(edit.change, actor)
                return plain(say(self._content(), "desk.undone"), chat_cards.queue_button(self._content()))
        change = await self._published(task)
        if change is None:
            await self._expect_open(task)
            draft_id = task.change_id or await self._draft(task, actor)
            await self._publisher.publish(draft_id, actor)
            return await self._tell(draft_id)
        return await self._tell(change.id)

    async def _draft(self, task: Task, actor: str) -> int:
        groups = [] if task.group_id is None else [task.group_id]
        change = await self._publisher.draft(task.edits, actor, group_ids=groups)
        await self._database.transact(lambda c: chat_store.note_draft(c, task.id, change.id))
        return change.id

    async def _published(self, task: Task) -> Change | None:
        """Return the change of a task that was published before the program was killed; None where it was not."""
        if task.change_id is None:
            return None
        number = task.change_id
        stored = await self._database.transact(lambda c: change_store.load_change(c, number))
        return stored.change if stored is not None and stored.change.state == PUBLISHED else None

    async def _expect_open(self, task: Task) -> None:
        if task.group_id is None:
            return
        wanted = [task.group_id]
        groups = await self._database.transact(lambda c: load_groups(c, wanted))
        if not groups or groups[0].state != OPEN:
            who = groups[0].decided_by if groups else "-"
            raise StaffError(say(self._content(), "desk.decided", who=who))

    async def _tell(self, change_id: int) -> Reply:
        stored = await self._database.transact(lambda c: change_store.load_change(c, change_id))
        if stored is None:
            return plain(say(self._content(), "desk.failed"))
        return chat_cards.done(self._content(), stored.change, stored.result.summary.get("replay", {}))
