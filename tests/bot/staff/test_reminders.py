from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.config import Config
from bot.schema import staff_chat
from bot.staff.reminders import OwnerReminders
from handlers.turn import Reply
from tests.bot.staff.chat_room import STAFF, ChatRoom
from tests.bot.world import Clock, drain, rows

OWNER, ENTRY = "资助中心", "edu-loan"
"""An owner whose entry of the small content is good until 2026-12-31."""
MORNING = datetime(2026, 11, 23, 2, tzinfo=UTC)
TO_DECEMBER, TO_NEW_YEAR = 8, 39
"""Days from `MORNING`."""


@pytest.fixture
def reminders(room: ChatRoom, config: Config, clock: Clock) -> OwnerReminders:
    clock.now = MORNING
    return OwnerReminders(room.database, lambda: room.library.edition.content, config.timezone, clock)


async def heard(room: ChatRoom) -> list[Reply]:
    """Return the reminders that reach the linked chat."""
    return [reply for reply in await drain(room.desk) if f"{OWNER}，您好" in reply.text]


async def test_owner_is_told_in_the_linked_chat(room: ChatRoom, reminders: OwnerReminders) -> None:
    await room.link(name=OWNER)
    assert await reminders.remind() == 1
    [reminder] = await heard(room)
    assert room.library.edition.content.services[ENTRY].title in reminder.text
    assert "2026-12-31" in reminder.text


async def test_owner_is_told_once_a_month_and_when_it_has_run_out(
    room: ChatRoom, reminders: OwnerReminders, clock: Clock
) -> None:
    await room.link(name=OWNER)
    told = []
    for _ in range(50):
        told.append(await reminders.remind())
        clock.now += timedelta(days=1)
    assert [day for day, count in enumerate(told) if count] == [0, TO_DECEMBER, TO_NEW_YEAR]
    assert "已过有效期" in (await heard(room))[-1].text


async def test_of_two_processes_one_tells(room: ChatRoom, reminders: OwnerReminders, config: Config) -> None:
    await room.link(name=OWNER)
    other = OwnerReminders(room.database, lambda: room.library.edition.content, config.timezone, lambda: MORNING)
    assert await reminders.remind() + await other.remind() == 1


async def test_owner_who_links_later_is_told_then(room: ChatRoom, reminders: OwnerReminders) -> None:
    assert await reminders.remind() == 0
    await room.link(name=OWNER)
    assert await reminders.remind() == 1


async def test_nobody_is_told_after_unlinking(room: ChatRoom, reminders: OwnerReminders, home: Path) -> None:
    await room.link(name=OWNER)
    await room.say("/staff off")
    assert await reminders.remind() == 0
    assert rows(home, "SELECT address FROM staff_chat") == []


async def test_others_are_told_nothing(room: ChatRoom, reminders: OwnerReminders) -> None:
    await room.link()
    assert await reminders.remind() == 0


async def test_nobody_is_told_at_night(room: ChatRoom, reminders: OwnerReminders, clock: Clock) -> None:
    await room.link(name=OWNER)
    clock.now = MORNING - timedelta(hours=4)
    assert await reminders.remind() == 0


async def test_chat_that_was_linked_earlier_is_known_when_its_owner_writes(
    room: ChatRoom, reminders: OwnerReminders
) -> None:
    await room.link(name=OWNER)
    await room.database.transact(lambda c: c.execute(update(staff_chat).values(address="")))
    assert await reminders.remind() == 0
    await room.say("/queue", STAFF)
    assert await reminders.remind() == 1
