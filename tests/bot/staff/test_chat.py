from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.config import Config
from bot.staff.audit import list_entries
from bot.staff.chat_store import Task, claim_task, renew_claim
from bot.staff.chat_tasks import CLAIM_LASTS
from bot.staff.roles import Role
from bot.times import stored_time
from handlers.turn import Reply
from tests.bot.staff.chat_room import MISS, RESIDENT, STAFF, ChatRoom, button
from tests.bot.world import Clock, fail_later, rows
from tests.knowledge.mini_content import SERVICES, edit

LOAN = "edu-loan"


def said(room: ChatRoom, key: str) -> str:
    """Return the fixed beginning of a sentence."""
    return room.library.edition.content.messages[key].split("{")[0]


def first_service(room: ChatRoom, text: str) -> str:
    matches = room.library.edition.understander.understand(text).matches
    return matches[0].intent.id if matches else ""


async def unknown(room: ChatRoom) -> Reply:
    return await room.say("/nosuch", "99")


async def test_code_links_once(room: ChatRoom) -> None:
    await room.accounts.add("王芳", "一句长一点也好记的话", Role.EDITOR)
    code = await room.accounts.make_link_code("王芳")
    assert "王芳" in (await room.say(f"/staff {code.upper()}")).text
    assert (await room.say(f"/staff {code}", RESIDENT)).text == said(room, "desk.code_wrong")


async def test_code_goes_stale(room: ChatRoom, clock: Clock) -> None:
    await room.accounts.add("王芳", "一句长一点也好记的话", Role.EDITOR)
    code = await room.accounts.make_link_code("王芳")
    clock.now += timedelta(minutes=11)
    assert (await room.say(f"/staff {code}")).text == said(room, "desk.code_wrong")


async def test_newer_code_ends_the_older(room: ChatRoom) -> None:
    await room.accounts.add("王芳", "一句长一点也好记的话", Role.EDITOR)
    older, newer = await room.accounts.make_link_code("王芳"), await room.accounts.make_link_code("王芳")
    assert (await room.say(f"/staff {older}")).text == said(room, "desk.code_wrong")
    assert "王芳" in (await room.say(f"/staff {newer}")).text


async def test_wrong_codes_cost_growing_waits(room: ChatRoom) -> None:
    await room.accounts.add("王芳", "一句长一点也好记的话", Role.EDITOR)
    code = await room.accounts.make_link_code("王芳")
    for _ in range(4):
        await room.say("/staff abcd-abcd-abcd")
    assert (await room.say(f"/staff {code}")).text.startswith(said(room, "desk.code_wait"))


async def test_store_keeps_no_code(room: ChatRoom, config: Config) -> None:
    await room.accounts.add("王芳", "一句长一点也好记的话", Role.EDITOR)
    code = await room.accounts.make_link_code("王芳")
    [(kept,)] = rows(config.data.parent, "select code_hash from staff_code")
    assert len(kept) == 64
    assert code.replace("-", "") not in kept


async def test_link_and_queue_are_no_questions(room: ChatRoom, config: Config) -> None:
    await room.link()
    await room.say("/queue")
    assert rows(config.data.parent, "select text from question") == []


@pytest.mark.parametrize("text", ["/queue", "/staff", "/staff off"])
async def test_unlinked_gets_the_answer_to_an_unknown_command(room: ChatRoom, text: str) -> None:
    assert (await room.say(text)).text == (await unknown(room)).text


@pytest.mark.parametrize("action", ["desk:q", "desk:add:1:1:edu-loan", "desk:undo:1", "desk:", "desk:g:x"])
async def test_button_of_somebody_not_linked_does_nothing_and_says_so(room: ChatRoom, action: str) -> None:
    await room.say(MISS, RESIDENT)
    assert (await room.press(action, RESIDENT)).text == said(room, "desk.button_dead")
    assert not await room.tasks.do_next()


async def test_chat_of_many_is_never_linked(room: ChatRoom) -> None:
    assert (await room.link(person="-100")).text == (await unknown(room)).text


async def test_off_unlinks(room: ChatRoom) -> None:
    await room.link()
    assert (await room.say("/staff off")).text == said(room, "desk.unlinked")
    assert (await room.say("/queue")).text == (await unknown(room)).text


async def test_forgetting_unlinks(room: ChatRoom) -> None:
    await room.link()
    await room.say("/forget")
    assert (await room.say("/queue")).text == (await unknown(room)).text


async def test_new_password_and_removal_unlink(room: ChatRoom) -> None:
    await room.link()
    await room.accounts.set_password("王芳", "另一句长一点也好记的话")
    assert (await room.say("/queue")).text == (await unknown(room)).text
    await room.accounts.remove("王芳")
    assert (await room.say("/staff")).text == (await unknown(room)).text


async def test_card_tells_questions_counts_and_likeliest_services(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    assert MISS in card.text
    assert "问过1次，1个人" in card.text
    assert "因为像" in card.text


async def test_viewer_looks_and_changes_nothing(room: ChatRoom) -> None:
    await room.link(Role.VIEWER)
    card = await room.open_miss()
    assert [b.action for b in card.buttons] == ["desk:q"]
    refusal = await room.press(f"desk:add:1:1:{LOAN}")
    assert refusal.text.startswith(said(room, "desk.look_only"))
    assert not await room.tasks.do_next()


async def test_phrasing_added_is_live_and_undone(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    seen = button(card, "no").removeprefix("desk:no:")
    assert (await room.press(f"desk:add:{seen}:{LOAN}")).text == said(room, "desk.working")
    done = await room.finish()
    assert done.text.startswith(said(room, "desk.done"))
    assert first_service(room, MISS) == LOAN
    await room.press(button(done, "undo"))
    assert (await room.finish()).text == said(room, "desk.undone")
    assert first_service(room, MISS) != LOAN


async def test_trail_names_account_and_telegram(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    await room.finish()
    entries = await room.database.transact(list_entries)
    assert ("王芳（telegram）", "publish") in {(entry.actor, entry.verb) for entry in entries}


async def test_last_change_can_be_undone_from_the_digest_and_once(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    await room.finish()
    undo = button(await room.say("/queue"), "undo")
    await room.press(undo)
    await room.finish()
    await room.press(undo)
    assert "已经撤回过了" in (await room.finish()).text
    assert "undo" not in {b.action.split(":")[1] for b in (await room.say("/queue")).buttons}


async def test_dismissed_group_leaves_the_queue_and_comes_back(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    gone = await room.press(button(card, "no"))
    assert (await room.say("/queue")).text == said(room, "desk.digest_empty")
    await room.press(button(gone, "back"))
    assert (await room.say("/queue")).text.startswith(said(room, "desk.digest"))


async def test_out_of_scope_goes_to_a_matter_elsewhere(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    topics = await room.press(button(card, "out"))
    topic = button(topics, "to")
    await room.press(topic)
    await room.finish()
    assert first_service(room, MISS) == topic.rsplit(":", 1)[1]


async def test_wording_that_came_after_the_card_is_not_published_unseen(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    await room.say(MISS, "9")
    await room.say("/queue")
    stale = await room.press(button(card, "no"))
    assert stale.text.startswith(said(room, "desk.stale"))
    assert not await room.tasks.do_next()


async def test_button_pressed_twice_publishes_once(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    add = f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}"
    await room.press(add)
    await room.press(add)
    assert "王芳（telegram）" in (await room.finish()).text
    entries = await room.database.transact(list_entries)
    assert [entry.verb for entry in entries].count("publish") == 1


async def test_editor_who_became_viewer_meanwhile_publishes_nothing(room: ChatRoom) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    await room.accounts.set_role("王芳", Role.VIEWER)
    assert (await room.finish()).text == said(room, "desk.button_dead")
    assert first_service(room, MISS) != LOAN


async def test_conflict_is_named_and_left_to_the_console(room: ChatRoom) -> None:
    await room.link()
    await room.say("高中学费能免好多", RESIDENT)
    await room.press("useless:edu-waiver", RESIDENT)
    digest = await room.say("/queue")
    card = await room.press(button(digest, "g"))
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    refusal = await room.finish()
    assert refusal.text.startswith(said(room, "desk.refused"))
    assert said(room, "desk.at_console") in refusal.text


async def test_killed_after_publishing_tells_and_publishes_no_second_time(
    room: ChatRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    with monkeypatch.context() as cut:
        cut.setattr("bot.staff.chat_store.end_task", fail_later)
        with pytest.raises(RuntimeError):
            await room.tasks.do_next()
    assert (await room.finish()).text.startswith(said(room, "desk.done"))
    entries = await room.database.transact(list_entries)
    assert [entry.verb for entry in entries].count("publish") == 1


async def test_digest_reminds_an_owner_of_what_is_theirs(room: ChatRoom, config: Config) -> None:
    await room.link()
    assert said(room, "desk.upkeep") not in (await room.say("/queue")).text
    edit(config.content, SERVICES, "owner: ''\n- id: edu-loan", "owner: 王芳\n- id: edu-loan")
    await room.library.refresh()
    service = room.library.edition.content.services["edu-waiver"]
    reminder = (await room.say("/queue")).text
    assert said(room, "desk.upkeep") in reminder
    assert service.title in reminder


async def claim_elsewhere(room: ChatRoom, now: datetime) -> Task | None:
    """Claim a task as another process does."""
    return await room.database.transact(lambda connection: claim_task(connection, "other", now, now - CLAIM_LASTS))


async def test_task_is_done_by_one_of_two_processes(room: ChatRoom, clock: Clock) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    assert await claim_elsewhere(room, stored_time(clock.now)) is not None
    assert not await room.tasks.do_next()
    assert first_service(room, MISS) != LOAN


async def test_task_of_a_killed_process_is_taken_over_once_its_claim_is_stale(room: ChatRoom, clock: Clock) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    await claim_elsewhere(room, stored_time(clock.now))
    clock.now += CLAIM_LASTS + timedelta(seconds=1)
    assert (await room.finish()).text.startswith(said(room, "desk.done"))


async def test_claim_that_is_renewed_stays(room: ChatRoom, clock: Clock) -> None:
    await room.link()
    card = await room.open_miss()
    await room.press(f"desk:add:{button(card, 'no').removeprefix('desk:no:')}:{LOAN}")
    task = await claim_elsewhere(room, stored_time(clock.now))
    assert task is not None
    clock.now += CLAIM_LASTS + timedelta(seconds=1)
    now = stored_time(clock.now)
    await room.database.transact(lambda connection: renew_claim(connection, task.id, "other", now))
    assert not await room.tasks.do_next()


async def test_trouble_while_answering_keeps_nothing_of_half_and_says_so(
    room: ChatRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.link()
    monkeypatch.setattr("bot.staff.chat_links.append_entry", fail_later)
    assert (await room.say("/staff off", STAFF)).text == said(room, "common.failed")
    assert (await room.say("/queue")).text == said(room, "desk.digest_empty")
