from __future__ import annotations

from datetime import timedelta

import pytest

from bot.database import Database
from bot.respond import Responder
from bot.staff.audit import list_entries
from bot.staff.errors import StaffError
from bot.staff.queue import ReviewQueue
from bot.staff.review_store import DISMISSED, HANDED, OPEN, Filters
from tests.bot.world import WAIVER, Clock, drain, typed

DRONE, DRONE_AGAIN = "无人机执照在哪考", "考无人机执照要多少钱"
GRAVE = "祖坟边上的树能砍吗"
SEEN = Filters()


async def ask(desk: Responder, *questions: str, person: str = "7", first: int = 1) -> None:
    for number, question in enumerate(questions, first):
        await desk.receive([typed(question, number, person)])
    await drain(desk)


async def texts(queue: ReviewQueue, filters: Filters = SEEN) -> list[tuple[str, int]]:
    return [(group.text, group.times) for group in (await queue.list_groups(filters)).groups]


async def test_questions_that_are_alike_are_one_group(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE, GRAVE, DRONE_AGAIN)
    assert await texts(queue) == [(DRONE, 2), (GRAVE, 1)]


async def test_answered_question_is_not_in_the_queue(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, WAIVER)
    assert await texts(queue) == []


async def test_groups_keep_their_numbers_when_questions_arrive(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE, GRAVE)
    before = {group.text: group.id for group in (await queue.list_groups()).groups}
    await ask(desk, DRONE_AGAIN, person="8")
    after = {group.text: group.id for group in (await queue.list_groups()).groups}
    assert after == before


async def test_group_counts_people_and_knows_first_and_last(desk: Responder, queue: ReviewQueue, clock: Clock) -> None:
    first = clock.now
    await ask(desk, DRONE, DRONE)
    clock.now += timedelta(hours=3)
    await ask(desk, DRONE_AGAIN, person="8")
    [group] = (await queue.list_groups()).groups
    assert (group.times, group.people) == (3, 2)
    assert (group.first_at, group.last_at - group.first_at) == (first.replace(tzinfo=None), timedelta(hours=3))


async def test_filters_by_text_reason_and_state(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE, GRAVE)
    assert await texts(queue, Filters(text="祖坟")) == [(GRAVE, 1)]
    assert await texts(queue, Filters(text="%")) == []
    [reason] = {reason for group in (await queue.list_groups()).groups for reason in group.reviews}
    assert len(await texts(queue, Filters(review=reason))) == 2
    assert await texts(queue, Filters(review="rejected")) == []
    assert await texts(queue, Filters(state=DISMISSED)) == []
    assert await texts(queue, Filters(channel="web")) == []


async def test_opened_group_tells_what_it_may_be_about_and_why(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, GRAVE)
    [group] = (await queue.list_groups()).groups
    detail = await queue.open_group(group.id)
    assert [asked.text for asked in detail.questions] == [GRAVE]
    assert queue.suggest(WAIVER)[0].id == "edu-waiver"
    assert queue.suggest(WAIVER)[0].phrasing == WAIVER


async def test_group_that_is_gone_is_told(queue: ReviewQueue) -> None:
    with pytest.raises(StaffError, match="没有第 99 组"):
        await queue.open_group(99)


async def test_dismissed_group_leaves_the_queue_and_is_in_the_trail(
    desk: Responder, queue: ReviewQueue, database: Database
) -> None:
    await ask(desk, DRONE, GRAVE)
    ids = [group.id for group in (await queue.list_groups()).groups]
    assert await queue.dismiss([*ids, 99], "王姐", "是玩笑") == sorted(ids)
    assert await texts(queue) == []
    entries = await database.transact(list_entries)
    assert {(entry.actor, entry.verb, entry.detail["reason"]) for entry in entries} == {("王姐", "decide", "是玩笑")}


async def test_dismissing_needs_a_reason(queue: ReviewQueue) -> None:
    with pytest.raises(StaffError, match="原因"):
        await queue.dismiss([1], "王姐", "  ")


async def test_question_like_a_dismissed_group_stays_dismissed(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE)
    [group] = (await queue.list_groups()).groups
    await queue.dismiss([group.id], "王姐", "不归我们")
    await ask(desk, DRONE_AGAIN, person="8")
    assert await texts(queue) == []
    assert await texts(queue, Filters(state=DISMISSED)) == [(DRONE, 2)]


async def test_group_is_handed_to_a_known_department(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE)
    [group] = (await queue.list_groups()).groups
    with pytest.raises(StaffError, match="moon"):
        await queue.hand_over([group.id], "王姐", "moon")
    await queue.hand_over([group.id], "王姐", "education")
    [handed] = (await queue.list_groups(Filters(state=HANDED))).groups
    assert handed.target == "education"
    await queue.reopen([group.id], "王姐")
    assert (await queue.open_group(group.id)).group.state == OPEN


async def test_forgotten_questions_take_their_group_along(desk: Responder, queue: ReviewQueue) -> None:
    await ask(desk, DRONE, person="8")
    await queue.list_groups()
    await ask(desk, "/forget", person="8", first=2)
    assert (await queue.list_groups(Filters(state=""))).total == 0
