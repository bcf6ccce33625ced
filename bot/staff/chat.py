"""Staff in a chat: linking, the digest of the queue, and the common actions by button.

`respond` asks here first. What takes long (trying a change out and publishing it) is kept as a task in the same
transaction and done by `chat_tasks`. Whoever is not linked gets no sign that any of this exists.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff import change_store, chat_cards, chat_links, chat_store
from bot.staff.account_store import Account
from bot.staff.attempts import SignInRefusedError
from bot.staff.chat_cards import plain
from bot.staff.edits import AddPhrasings, AddToTopic, Edit, TakeBack
from bot.staff.errors import StaffError
from bot.staff.preview import PUBLISHED, Change
from bot.staff.queue import GroupDetail, ReviewQueue, propose_phrasings, write_decision
from bot.staff.review_store import DISMISSED, OPEN, Decision, Filters
from bot.staff.roles import ROLE_NAMES, Role
from bot.staff.upkeep import by_owner, read_upkeep
from bot.store import Received
from bot.times import Clock, stored_time
from handlers.turn import Reply
from handlers.words import say
from knowledge.matching.intents import IntentKind
from knowledge.models import Content

GROUP_CHAT = "-"
"""How the address of a chat of many people begins: anybody there could press the buttons, so it is never linked."""
DOOR, QUEUE_COMMAND = "/staff", "/queue"
LEAVE = frozenset({"off", "退出"})
MOST_LOOKED_AT = 20
MASKED = "**"
MOST_DIGITS = 9


class StaffChat:
    """Answers linked members of staff."""

    def __init__(
        self,
        queue: ReviewQueue,
        content: Callable[[], Content],
        clock: Clock,
        wake: Callable[[], None],
        zone: ZoneInfo,
    ) -> None:
        """Work on a queue; `wake` says that there is a task, days are those of a zone."""
        self._queue, self._content, self._clock, self._wake = queue, content, clock, wake
        self._zone = zone

    async def answer(self, connection: AsyncConnection, message: Received) -> Reply | None:
        """Return the reply to a staff command or button; None where it is none, or not for the sender to know of."""
        is_button = message.action.startswith(chat_cards.PREFIX)
        word, *rest = message.text.split() or [""]
        command = word.split("@")[0].lower()
        if message.channel != chat_store.CHANNEL or not (is_button or command in (DOOR, QUEUE_COMMAND)):
            return None
        account = None
        if not message.address.startswith(GROUP_CHAT):
            account = await chat_store.linked_account(connection, message.person)
        if account is not None:
            await chat_store.note_address(connection, message.person, message.address)
        if is_button:
            return await self._press(connection, message, account)
        if command == DOOR and not message.address.startswith(GROUP_CHAT):
            return await self._door(connection, message, account, "".join(rest))
        return None if account is None else await self._digest(connection, account)

    async def _door(
        self, connection: AsyncConnection, message: Received, account: Account | None, typed: str
    ) -> Reply | None:
        """Link with a code, unlink, or tell who is linked; None for somebody without a code."""
        content, now = self._content(), stored_time(self._clock())
        if typed.lower() in LEAVE | {""} and account is None:
            return None
        if account is not None and typed.lower() in LEAVE:
            await chat_links.unlink(connection, message.person, account, now)
            return plain(say(content, "desk.unlinked"))
        try:
            who = account
            if typed:
                who = await chat_links.redeem_code(connection, message.person, typed, now, message.address)
        except SignInRefusedError as error:
            if error.wait_s:
                return plain(say(content, "desk.code_wait", seconds=error.wait_s))
            return plain(say(content, "desk.code_wrong"))
        if who is None:
            return None
        text = say(content, "desk.linked", name=who.name, role=ROLE_NAMES[who.role])
        return plain(text, chat_cards.queue_button(content))

    async def _press(self, connection: AsyncConnection, message: Received, account: Account | None) -> Reply:
        """Do what a button says, where its sender may; whatever else comes does nothing and says so."""
        content = self._content()
        verb, *values = message.action.removeprefix(chat_cards.PREFIX).split(":")
        numbers = [int(value) for value in values[:2] if _is_number(value)]
        if account is None or verb not in _NUMBERS or len(numbers) < _NUMBERS[verb]:
            return plain(say(content, "desk.button_dead"))
        if verb == chat_cards.QUEUE:
            return await self._digest(connection, account)
        if verb != chat_cards.OPEN_GROUP and not account.role.allows(Role.EDITOR):
            return plain(say(content, "desk.look_only", role=ROLE_NAMES[account.role]))
        if verb == chat_cards.UNDO:
            return await self._keep(connection, message, TakeBack(numbers[0]), None)
        try:
            detail = await self._queue.read_group(connection, numbers[0])
        except StaffError as error:
            return plain(str(error), chat_cards.queue_button(content))
        return await self._press_on(connection, message, account, detail, verb, values[1:])

    async def _press_on(
        self,
        connection: AsyncConnection,
        message: Received,
        account: Account,
        detail: GroupDetail,
        verb: str,
        seen: list[str],
    ) -> Reply:
        """Do what a button says with a group; `seen` is the latest question shown, and a service or matter."""
        if verb == chat_cards.OPEN_GROUP:
            return await self._card(connection, account, detail)
        if verb == chat_cards.REOPEN:
            return await self._decide(connection, account, detail, OPEN)
        if detail.group.state != OPEN or detail.questions[0].id != int(seen[0]):
            note = say(self._content(), "desk.stale")
            return chat_cards.with_note(await self._card(connection, account, detail), note)
        if verb == chat_cards.DISMISS:
            return await self._decide(connection, account, detail, DISMISSED)
        return await self._change(connection, message, detail, verb, "".join(seen[1:2]))

    async def _change(
        self, connection: AsyncConnection, message: Received, detail: GroupDetail, verb: str, to: str
    ) -> Reply:
        """Add the wordings shown of a group to the service or matter `to`, or let the matter be chosen."""
        content = self._content()
        if verb == chat_cards.TOPICS:
            likely = self._queue.suggest(detail.group.text, IntentKind.ELSEWHERE)
            return chat_cards.topics(content, detail, likely)
        shown = chat_cards.wordings(detail)
        questions = [asked for asked in detail.questions if asked.text in shown and MASKED not in asked.text]
        ask, checks = propose_phrasings(questions)
        if not ask:
            return plain(say(content, "desk.nothing_to_add"), chat_cards.queue_button(content))
        if verb == chat_cards.ADD and to in content.services:
            return await self._keep(connection, message, AddPhrasings(to, tuple(ask), tuple(checks)), detail)
        if verb == chat_cards.TOPIC and to in content.elsewhere:
            return await self._keep(connection, message, AddToTopic(to, (*ask, *checks)), detail)
        return plain(say(content, "desk.button_dead"))

    async def _keep(
        self, connection: AsyncConnection, message: Received, edit: Edit, detail: GroupDetail | None
    ) -> Reply:
        """Keep a change as a task; what became of it is told by a second message."""
        group_id = None if detail is None else detail.group.id
        await chat_store.keep_task(connection, message, [edit], group_id, stored_time(self._clock()))
        self._wake()
        return plain(say(self._content(), "desk.working"))

    async def _decide(self, connection: AsyncConnection, account: Account, detail: GroupDetail, state: str) -> Reply:
        """Put a group aside or back into the queue."""
        content, group_id = self._content(), detail.group.id
        reason = say(content, "desk.dismissed_reason") if state == DISMISSED else ""
        decision = Decision(state, "", reason, actor_of(account), stored_time(self._clock()))
        await write_decision(connection, [group_id], decision)
        if state == OPEN:
            return await self._card(connection, account, await self._queue.read_group(connection, group_id))
        back = chat_cards.reopen_button(content, group_id)
        return plain(say(content, "desk.dismissed"), back, chat_cards.queue_button(content))

    async def _digest(self, connection: AsyncConnection, account: Account) -> Reply:
        content = self._content()
        page = await self._queue.read_page(connection, Filters())
        upkeep = await read_upkeep(connection, content, self._clock(), self._zone)
        mine = by_owner(upkeep).get(account.name, [])
        return chat_cards.digest(content, page, await _last_change(connection, account), mine)

    async def _card(self, connection: AsyncConnection, account: Account, detail: GroupDetail) -> Reply:
        can_edit = account.role.allows(Role.EDITOR)
        return chat_cards.card(self._content(), detail, await _last_change(connection, account), can_edit=can_edit)


_NUMBERS = {
    chat_cards.QUEUE: 0,
    chat_cards.OPEN_GROUP: 1,
    chat_cards.REOPEN: 1,
    chat_cards.UNDO: 1,
    chat_cards.ADD: 2,
    chat_cards.TOPICS: 2,
    chat_cards.TOPIC: 2,
    chat_cards.DISMISS: 2,
}
"""How many numbers the action of each button begins with."""


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS


def actor_of(account: Account) -> str:
    """Return who is noted as the one who did something in a chat."""
    return f"{account.name}（{chat_store.CHANNEL}）"


async def _last_change(connection: AsyncConnection, account: Account) -> Change | None:
    """Return the latest change that an editor published in a chat and nobody took back; None where there is none."""
    if not account.role.allows(Role.EDITOR):
        return None
    latest = await change_store.list_changes(connection, PUBLISHED, MOST_LOOKED_AT)
    mine = (stored.change for stored in latest if stored.change.publisher == actor_of(account))
    return next((change for change in mine if change.undone_by is None and not _is_undo(change)), None)


def _is_undo(change: Change) -> bool:
    return any(isinstance(edit, TakeBack) for edit in change.edits)
