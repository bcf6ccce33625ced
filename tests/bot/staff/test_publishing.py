from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot import library
from bot.config import Config
from bot.database import Database
from bot.library import Library
from bot.respond import Responder
from bot.staff import publishing, replaying
from bot.staff.audit import find_breaks, list_entries
from bot.staff.editing import SERVICE
from bot.staff.edits import (
    AddPhrasings,
    AddToTopic,
    ChangeDepartment,
    ChangeService,
    ChangeWindow,
    Edit,
    FieldValue,
    NewService,
    NewTopic,
    NewWindow,
    RemovePhrasings,
    RemoveService,
    RemoveWindow,
)
from bot.staff.errors import EditConflictError, NotPublishableError, StaffError, TakenBackError
from bot.staff.journal import write_texts
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from bot.staff.review_store import ANSWERED, OPEN, Filters
from knowledge.routing.opening_hours import write_hours
from tests.bot.world import WAIVER, drain, pressed, typed
from tests.knowledge.mini_content import CHECKS, SERVICES

LOAN = "edu-loan"
PHRASE = "屋头揭不开锅哪门办"
NEW_ANSWER = "上学缺钱的学生，可以问生源地助学贷款。规划说这件事接着办，能贷多少、几月申请、要谁担保，都没有写。先问。"


def read(config: Config, file: str = SERVICES) -> str:
    return (config.content / file).read_text(encoding="utf-8")


def first_match(opened: Library, text: str) -> str:
    matches = opened.edition.understander.understand(text).matches
    return matches[0].intent.id if matches else ""


async def published(publisher: Publisher, *edits: Edit, **options: object) -> int:
    change = await publisher.draft(edits, "王姐", **options)  # type: ignore[arg-type]  # options of `draft`
    return (await publisher.publish(change.id, "王姐")).id


async def test_draft_changes_nothing(publisher: Publisher, config: Config) -> None:
    before = read(config)
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐", reason="常问")
    assert read(config) == before
    assert [(draft.id, draft.author, draft.reason) for draft in await publisher.drafts()] == [
        (change.id, "王姐", "常问")
    ]


async def test_published_phrasing_is_understood_at_once(publisher: Publisher, opened: Library) -> None:
    await published(publisher, AddPhrasings(LOAN, (PHRASE,), ("噶噶屋里供不起娃念大学，哪里能借",)))
    assert first_match(opened, PHRASE) == LOAN
    assert first_match(opened, f"{PHRASE}嘛") == LOAN


async def test_removed_phrasings_are_lines_that_went(publisher: Publisher, config: Config) -> None:
    before, checks = read(config), read(config, CHECKS)
    gone = RemovePhrasings("edu-waiver", ("高中 减免", "从来没有的"), ("免学费政策",))
    number = await published(publisher, gone, AddPhrasings("edu-waiver", ("念高中减好多",), ("高中不收钱嘛",)))
    last, last_check = "    - 高中三年都免吗\n", "  - 石中念书一学期少交多少\n"
    after = before.replace("    - 高中 减免\n", "").replace(last, f"{last}    - 念高中减好多\n")
    assert read(config) == after
    assert read(config, CHECKS) == checks.replace("  - 免学费政策\n", "").replace(
        last_check, f"{last_check}  - 高中不收钱嘛\n"
    )
    await publisher.undo(number, "王姐")
    assert (read(config), read(config, CHECKS)) == (before, checks)


async def test_other_processes_take_it_up_at_their_next_look(
    publisher: Publisher, config: Config, opened: Library
) -> None:
    other = Library(opened.edition, config.content, config.data / "models", config.thresholds)
    await published(publisher, AddPhrasings(LOAN, (PHRASE,)))
    assert await other.refresh() is True
    assert first_match(other, PHRASE) == LOAN


async def test_published_edition_is_the_one_that_was_proven(
    publisher: Publisher, opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the publisher nor the next look at the folder checks it a second time."""
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐")
    await publisher.preview(change.id)

    def refuse(*_: object) -> None:
        raise AssertionError("proven again")

    monkeypatch.setattr(opened, "prove", refuse)
    await publisher.publish(change.id, "王姐")
    assert first_match(opened, PHRASE) == LOAN


async def test_another_process_does_not_prove_again_what_one_has_proven(
    publisher: Publisher, config: Config, opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Library(opened.edition, config.content, config.data / "models", config.thresholds)
    await published(publisher, AddPhrasings(LOAN, (PHRASE,)))

    def refuse(*_: object) -> None:
        raise AssertionError("proven again")

    monkeypatch.setattr(library, "check_draft", refuse)
    assert await other.refresh() is True


async def test_undo_is_live_before_it_is_replayed(
    publisher: Publisher, opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)))
    go_on = threading.Event()

    def wait(*_: object) -> None:
        go_on.wait()
        raise AssertionError("replayed")

    monkeypatch.setattr(replaying.Replayer, "replay", wait)
    await publisher.undo(change, "王姐")
    assert first_match(opened, PHRASE) != LOAN
    go_on.set()
    await publisher.finish_late()


async def test_preview_shows_the_diff_and_the_replay(publisher: Publisher, desk: Responder) -> None:
    await desk.receive([typed(PHRASE, 1), typed(PHRASE, 2), typed(WAIVER, 3)])
    await drain(desk)
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐")
    preview = await publisher.preview(change.id)
    assert preview.is_publishable
    [diff] = preview.diffs
    assert diff.file == SERVICES
    assert [line for line in diff.diff.splitlines()[2:] if line[0] in "+-"] == [f"+    - {PHRASE}"]
    assert preview.replay is not None
    [difference] = preview.replay.differences
    assert (difference.question, difference.times) == (PHRASE, 2)
    assert difference.after.services == (LOAN,)
    assert (preview.replay.rerouted, difference.after.department) == (int(difference.is_rerouted), "education")


async def test_changed_answer_is_counted_for_every_question_it_answers(publisher: Publisher) -> None:
    change = await publisher.draft([ChangeService(LOAN, {"answer": NEW_ANSWER})], "王姐")
    replay = (await publisher.preview(change.id)).replay
    assert replay is not None
    assert replay.differences
    assert all(NEW_ANSWER in found.after.text and not found.is_rerouted for found in replay.differences)


async def test_problem_names_the_field_and_blocks(publisher: Publisher, config: Config) -> None:
    before = read(config)
    change = await publisher.draft([ChangeService(LOAN, {"answer": "短", "lead": "moon"})], "王姐")
    with pytest.raises(NotPublishableError) as caught:
        await publisher.publish(change.id, "王姐", override="就要")
    assert {(problem.entry, problem.field) for problem in caught.value.preview.problems} >= {
        (LOAN, "answer"),
        (LOAN, "lead"),
    }
    assert read(config) == before


async def test_phrasing_that_steals_blocks_until_overridden(publisher: Publisher, opened: Library) -> None:
    change = await publisher.draft([AddPhrasings(LOAN, ("高中学费能免好多",))], "王姐")
    with pytest.raises(NotPublishableError) as caught:
        await publisher.publish(change.id, "王姐")
    conflict = caught.value.preview.conflicts[0]
    assert (conflict.belongs_to, conflict.goes_to) == ("edu-waiver", LOAN)
    await publisher.publish(change.id, "刘主任", override="两边都要")
    assert first_match(opened, "高中学费能免好多") == LOAN


async def test_two_editors_of_one_entry_are_told_with_a_diff(publisher: Publisher, config: Config) -> None:
    seal = await publisher.entry_seal(SERVICE, LOAN)
    first = await publisher.draft([ChangeService(LOAN, {"owner": "甲"})], "甲")
    second = await publisher.draft([ChangeService(LOAN, {"owner": "乙"})], "乙")
    await publisher.publish(first.id, "甲")
    with pytest.raises(EditConflictError) as caught:
        await publisher.publish(second.id, "乙")
    assert "+  owner: 甲" in caught.value.diff
    with pytest.raises(EditConflictError) as late:
        await publisher.draft([ChangeService(LOAN, {"owner": "丙"})], "丙", seen={f"service:{LOAN}": seal})
    assert {"-  owner: 甲", "+  owner: 丙"} <= set(late.value.diff.splitlines())
    assert "owner: 甲" in read(config)


async def test_editors_of_different_entries_do_not_meet(publisher: Publisher, config: Config) -> None:
    first = await publisher.draft([ChangeService(LOAN, {"owner": "甲"})], "甲")
    second = await publisher.draft([ChangeService("edu-waiver", {"owner": "乙"})], "乙")
    await publisher.publish(first.id, "甲")
    await publisher.publish(second.id, "乙")
    assert "owner: 甲" in read(config)
    assert "owner: 乙" in read(config)


async def test_phrasings_of_two_editors_are_both_added(publisher: Publisher, config: Config) -> None:
    first = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "甲")
    second = await publisher.draft([AddPhrasings(LOAN, ("幺妹念大学，学费哪里借",))], "乙")
    await asyncio.gather(publisher.publish(first.id, "甲"), publisher.publish(second.id, "乙"))
    assert f"- {PHRASE}\n" in read(config)
    assert "- 幺妹念大学，学费哪里借\n" in read(config)


async def test_undo_brings_back_every_byte_and_opens_the_group(
    publisher: Publisher, config: Config, desk: Responder, queue: ReviewQueue
) -> None:
    await desk.receive([typed(PHRASE)])
    await drain(desk)
    [group] = (await queue.list_groups(Filters(state=""))).groups
    before = read(config)
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)), group_ids=[group.id])
    assert (await queue.open_group(group.id)).group.state == ANSWERED
    undone = await publisher.undo(change, "刘主任", "搞错了")
    assert read(config) == before
    assert (await queue.open_group(group.id)).group.state == OPEN
    assert [(entry.id, entry.undone_by) for entry in await publisher.history()] == [
        (undone.id, None),
        (change, undone.id),
    ]
    with pytest.raises(StaffError, match="已经撤回过"):
        await publisher.undo(change, "刘主任")


async def test_undone_phrasing_is_not_understood_any_more(publisher: Publisher, opened: Library) -> None:
    before = first_match(opened, PHRASE)
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)))
    await publisher.undo(change, "刘主任")
    assert first_match(opened, PHRASE) == before


async def test_undo_leaves_later_changes_elsewhere(publisher: Publisher, config: Config) -> None:
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)))
    await published(publisher, ChangeService("edu-waiver", {"owner": "乙"}))
    await publisher.undo(change, "王姐")
    assert PHRASE not in read(config)
    assert "owner: 乙" in read(config)


async def test_change_that_was_changed_again_is_not_undone(publisher: Publisher, config: Config) -> None:
    change = await published(publisher, ChangeService(LOAN, {"owner": "甲"}))
    await published(publisher, ChangeService(LOAN, {"owner": "乙"}))
    with pytest.raises(TakenBackError, match=SERVICES):
        await publisher.undo(change, "王姐")
    assert "owner: 乙" in read(config)


async def test_every_step_is_in_the_trail_with_its_result(publisher: Publisher, database: Database) -> None:
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)), reason="常问")
    await publisher.undo(change, "刘主任", "搞错了")
    await publisher.finish_late()
    replay, undo, publish = await database.transact(list_entries)
    assert (replay.verb, replay.subject) == ("replay", undo.subject)
    assert replay.detail["questions"] == publish.detail["replay"]["questions"]
    assert (publish.actor, publish.verb, publish.subject, publish.detail["why"]) == (
        "王姐",
        "publish",
        f"change:{change}",
        "常问",
    )
    assert publish.detail["replay"]["questions"] > 0
    assert (undo.actor, undo.verb, undo.detail["why"]) == ("刘主任", "undo", "搞错了")
    assert await database.transact(find_breaks) == []


async def new_bus(publisher: Publisher) -> NewService:
    """A new service that no other names."""
    values = await publisher.entry_values(SERVICE, LOAN)
    ask = tuple(
        f"{subject}的校车{rest}"
        for subject in ("村小", "中学", "幼儿园")
        for rest in ("几点", "在哪坐", "要钱吗", "谁管")
    )
    fields = {**values, "id": "edu-bus", "title": "校车", "ask": ask, "related": (), "eligible": "everyone"}
    return NewService("education", fields, tuple(f"校车第{n}问" for n in "一二三四五"))


async def test_new_service_is_written_registered_and_found(
    publisher: Publisher, config: Config, opened: Library
) -> None:
    new = await new_bus(publisher)
    await published(publisher, new)
    assert "校车" in opened.edition.content.services["edu-bus"].title
    assert first_match(opened, "村小的校车几点") == "edu-bus"
    assert "hlt-clinic, edu-bus]\n" in read(config, "ids.yaml")
    assert "edu-bus:\n  - 校车第一问\n" in read(config, CHECKS)
    with pytest.raises(StaffError, match="edu-bus"):
        await publisher.draft([new], "王姐")


async def test_removed_service_is_gone_and_its_id_is_never_used_again(
    publisher: Publisher, config: Config, opened: Library
) -> None:
    before, checks = read(config), read(config, CHECKS)
    new = await new_bus(publisher)
    await published(publisher, new)
    number = await published(publisher, RemoveService("edu-bus"))
    assert "edu-bus" not in opened.edition.content.services
    assert first_match(opened, "村小的校车几点") != "edu-bus"
    assert (read(config), read(config, CHECKS)) == (before, checks)
    assert "retired: [edu-old, edu-bus]\n" in read(config, "ids.yaml")
    with pytest.raises(StaffError, match="用过"):
        await publisher.draft([new], "王姐")
    await publisher.undo(number, "王姐")
    assert first_match(opened, "村小的校车几点") == "edu-bus"


async def test_service_that_others_name_is_not_removed_and_each_place_is_told(
    publisher: Publisher, config: Config
) -> None:
    before = read(config)
    change = await publisher.draft([RemoveService(LOAN)], "王姐")
    with pytest.raises(NotPublishableError) as caught:
        await publisher.publish(change.id, "刘主任", override="就要")
    places = {(problem.file, problem.entry, problem.field) for problem in caught.value.preview.problems}
    assert places >= {
        (SERVICES, "edu-waiver", "related"),
        (SERVICES, "edu-waiver", "confused_with"),
        ("vague.yaml", "补贴", "offer"),
    }
    named = [problem for problem in caught.value.preview.problems if problem.field in ("related", "offer")]
    assert all("停用" in problem.what and "删掉" in problem.remedy for problem in named)
    assert all(problem.line > 1 for problem in caught.value.preview.problems if problem.file == SERVICES)
    assert read(config) == before


async def test_two_admins_who_remove_the_same_service_remove_it_once(publisher: Publisher, config: Config) -> None:
    await published(publisher, await new_bus(publisher))
    first, second = [await publisher.draft([RemoveService("edu-bus")], who) for who in ("甲", "乙")]
    await publisher.publish(first.id, "甲")
    with pytest.raises(StaffError, match="刚被删掉"):
        await publisher.publish(second.id, "乙")
    assert read(config, "ids.yaml").count("edu-bus") == 1


async def test_matter_elsewhere_gets_phrasings_and_a_new_one(publisher: Publisher, opened: Library) -> None:
    topic = next(iter(opened.edition.content.elsewhere))
    fields: dict[str, FieldValue] = {
        "id": "drone",
        "title": "无人机执照",
        "office": "民航部门",
        "ask": ("无人机执照在哪考", "飞无人机要证吗"),
    }
    await published(publisher, AddToTopic(topic, ("补办证件找哪个所",)), NewTopic(fields))
    assert first_match(opened, "补办证件找哪个所") == topic
    assert first_match(opened, "无人机执照在哪考") == "drone"


async def test_department_is_changed(publisher: Publisher, opened: Library) -> None:
    await published(publisher, ChangeDepartment("education", {"handles": "上学和资助的事"}))
    assert opened.edition.content.departments["education"].handles == "上学和资助的事"


async def test_window_is_changed_and_another_is_added(publisher: Publisher, opened: Library) -> None:
    change = ChangeWindow("education", "education-county", {"place": "政务中心三楼", "hours": {"周六": "9:00-12:00"}})
    await published(publisher, change, NewWindow("education", {"key": "education-two", "place": "", "phones": ()}))
    first, second = opened.edition.content.departments["education"].windows
    assert (first.place, first.hours and write_hours(first.hours)) == ("政务中心三楼", ("周六 9:00-12:00",))
    assert (second.key, second.place) == ("education-two", "")


async def test_window_that_closed_is_gone_until_that_is_taken_back(
    publisher: Publisher, config: Config, opened: Library
) -> None:
    await published(publisher, NewWindow("education", {"key": "education-two", "place": "", "phones": ()}))
    before = read(config, "departments.yaml")
    number = await published(publisher, RemoveWindow("education", "education-county"))
    assert [window.key for window in opened.edition.content.departments["education"].windows] == ["education-two"]
    await publisher.undo(number, "王姐")
    assert read(config, "departments.yaml") == before


async def test_last_window_stays_while_services_send_people_there(publisher: Publisher, config: Config) -> None:
    with pytest.raises(StaffError, match=r"最后一个窗口.*生源地助学贷款.*先去哪个窗口"):
        await publisher.draft([RemoveWindow("education", "education-county")], "王姐")
    elsewhere = [ChangeService(service, {"window": "town"}) for service in (LOAN, "edu-waiver")]
    await published(publisher, *elsewhere)
    await published(publisher, RemoveWindow("education", "education-county"))
    assert "  windows: []\n" in read(config, "departments.yaml")


async def test_two_who_remove_the_same_window_remove_it_once(publisher: Publisher, config: Config) -> None:
    await published(publisher, NewWindow("education", {"key": "education-two", "place": "", "phones": ()}))
    first, second = [await publisher.draft([RemoveWindow("education", "education-two")], who) for who in ("甲", "乙")]
    await publisher.publish(first.id, "甲")
    after = read(config, "departments.yaml")
    with pytest.raises(EditConflictError):
        await publisher.publish(second.id, "乙")
    with pytest.raises(StaffError, match="刚被删掉"):
        await publisher.draft([RemoveWindow("education", "education-two")], "丙")
    assert read(config, "departments.yaml") == after


async def test_window_of_a_town_is_not_removed(publisher: Publisher) -> None:
    change = await publisher.draft([RemoveWindow("town", "town-houliu")], "王姐")
    problems = (await publisher.preview(change.id)).problems
    assert [problem.what for problem in problems] == ["后柳镇没有窗口"]


async def test_validator_speaks_of_edits_that_are_no_draft(publisher: Publisher) -> None:
    [problem] = await publisher.find_problems([ChangeWindow("education", "education-county", {"phones": ("1",)})])
    assert (problem.entry, problem.field) == ("education/education-county", "phones")
    assert await publisher.find_problems([ChangeDepartment("education", {"handles": "上学的大事"})]) == ()
    assert await publisher.drafts() == []


@pytest.mark.parametrize(
    "edit",
    [
        AddPhrasings("edu-nothing", ("一",)),
        ChangeWindow("education", "moon", {"place": "月亮上"}),
        ChangeWindow("education", "education-county", {"key": "moon"}),
        AddToTopic("nothing", ("一",)),
        ChangeDepartment("moon", {"handles": "月亮"}),
        ChangeService(LOAN, {"id": "edu-other"}),
        NewService("moon", {"id": "moon-walk"}, ()),
        NewService("education", {"id": "Edu Bus"}, ()),
    ],
)
async def test_edit_that_fits_nowhere_is_refused_at_once(publisher: Publisher, edit: Edit) -> None:
    with pytest.raises(StaffError):
        await publisher.draft([edit], "王姐")
    assert await publisher.drafts() == []


async def test_change_of_nothing_is_not_published(publisher: Publisher, opened: Library) -> None:
    known = opened.edition.content.services[LOAN].ask[0]
    change = await publisher.draft([AddPhrasings(LOAN, (known,))], "王姐")
    with pytest.raises(StaffError, match="什么也没改"):
        await publisher.publish(change.id, "王姐")


async def test_dropped_draft_is_gone(publisher: Publisher) -> None:
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐")
    await publisher.drop(change.id, "王姐")
    with pytest.raises(StaffError):
        await publisher.publish(change.id, "王姐")
    with pytest.raises(StaffError):
        await publisher.drop(change.id, "王姐")


@pytest.mark.parametrize("point", ["before", "after"])
async def test_publishing_that_was_killed_is_brought_to_an_end(
    publisher: Publisher, config: Config, opened: Library, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """The store knows what was begun; the files tell whether it happened."""
    change = await publisher.draft([AddPhrasings(LOAN, (PHRASE,))], "王姐")

    class KilledError(BaseException):
        """Stands for kill -9."""

    def die(root: Path, texts: dict[str, str]) -> None:
        if point == "after":
            write_texts(root, texts)
        raise KilledError

    monkeypatch.setattr(publishing, "write_texts", die)
    with pytest.raises(KilledError):
        await publisher.publish(change.id, "王姐")
    monkeypatch.undo()
    await publisher.recover()
    is_published = [found.id for found in await publisher.history()] == [change.id]
    assert is_published == (point == "after")
    assert (first_match(opened, PHRASE) == LOAN) == is_published
    assert len(await publisher.drafts()) == (not is_published)


async def test_warmed_publisher_answers_nothing_again(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "REST_S", 0)
    await publisher.warm()

    def refuse(*_: object) -> None:
        raise AssertionError("answered again")

    monkeypatch.setattr(replaying, "typed_turn", refuse)
    await publisher.warm()


async def test_asker_is_told_once_and_the_address_is_deleted(
    publisher: Publisher, desk: Responder, queue: ReviewQueue, home: Path
) -> None:
    await desk.receive([typed(PHRASE, 1), pressed("tell", 2)])
    assert "告诉你一次" in (await drain(desk))[-1].text
    [group] = (await queue.list_groups(Filters(state=""))).groups
    change = await published(publisher, AddPhrasings(LOAN, (PHRASE,)), group_ids=[group.id])
    [news] = await drain(desk)
    assert (news.services, PHRASE in news.text) == ((LOAN,), True)
    await publisher.undo(change, "王姐")
    await published(publisher, AddPhrasings(LOAN, (PHRASE,)), group_ids=[group.id])
    assert await drain(desk) == []


async def test_nobody_is_told_after_forget(publisher: Publisher, desk: Responder, queue: ReviewQueue) -> None:
    await desk.receive([typed(PHRASE, 1, "8"), typed(PHRASE, 2), pressed("tell", 3), typed("/forget", 4)])
    await drain(desk)
    [group] = (await queue.list_groups(Filters(state=""))).groups
    await published(publisher, AddPhrasings(LOAN, (PHRASE,)), group_ids=[group.id])
    assert await drain(desk) == []
