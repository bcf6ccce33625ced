"""The queue and a group of it, on the console's pages."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from bot.staff.edits import AddPhrasings, AddToTopic, NewTopic
from bot.staff.review_store import DISMISSED, HANDED, OPEN, Filters
from bot.staff.roles import Role
from tests.bot.channels.console_site import PASSWORD, Site, area, field
from tests.bot.world import ELSEWHERE, WAIVER, Clock, pressed

STRANGE = "<b>啥</b>时候放烟花"


def words_of(page: str, start: str = "<main", end: str = "</main>") -> str:
    """Return the words of an element of a page, with one space between them."""
    found = start + page.partition(start)[2].partition(end)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found)).split())


async def states(site: Site) -> dict[str, str]:
    found = await site.rooms.queue.list_groups(Filters(state=""))
    return {group.text: group.state for group in found.groups}


async def first_group(site: Site, *questions: str) -> int:
    await site.ask(*(questions or (ELSEWHERE,)))
    return (await site.rooms.queue.list_groups()).groups[0].id


async def test_front_door_leads_to_the_queue(site: Site) -> None:
    await site.enter(Role.VIEWER)
    assert (await site.client.get("/staff")).headers["location"] == "/staff/queue"


async def test_empty_queue_says_so(site: Site) -> None:
    await site.enter()
    assert "都处理完了" in await site.text("/staff/queue")


async def test_queue_shows_what_was_asked_as_text(site: Site) -> None:
    await site.ask(STRANGE)
    await site.enter(Role.VIEWER)
    page = await site.text("/staff/queue")
    assert html.escape(STRANGE) in page
    assert STRANGE not in page


async def test_viewer_sees_no_buttons_that_would_be_refused(site: Site) -> None:
    group = await first_group(site)
    await site.enter(Role.VIEWER)
    for address in ("/staff/queue", f"/staff/queue/{group}"):
        assert 'name="task"' not in await site.text(address)
    assert "<textarea" not in await site.text(f"/staff/queue/{group}")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("text=身份", True),
        ("text=没有的字", False),
        ("channel=telegram", True),
        ("channel=web", False),
        ("state=dismissed", False),
        ("state=all", True),
        ("state=nonsense", True),
        ("days=1", True),
        ("days=x", True),
        ("page=2", False),
        ("page=-1", True),
        ("page=99999999999999999999", True),
    ],
)
async def test_filters_narrow_the_queue(site: Site, query: str, *, is_found: bool) -> None:
    await first_group(site)
    await site.enter(Role.VIEWER)
    assert (ELSEWHERE in await site.text(f"/staff/queue?{query}")) == is_found


async def test_group_is_listed_with_counts_times_reason_and_channel(site: Site, clock: Clock) -> None:
    await site.ask(ELSEWHERE, person="7")
    clock.now += timedelta(hours=26)
    await site.ask(ELSEWHERE, person="8", channel="web")
    await site.enter(Role.VIEWER)
    row = words_of(await site.text("/staff/queue"), '<li class="group"', "</li>")
    assert re.search(rf"{ELSEWHERE} 2 次 2人 \S+ Telegram 网页 · 11-24 22:00", row), row
    page = words_of(await site.text(f"/staff/queue/{(await site.rooms.queue.list_groups()).groups[0].id}"))
    assert "2次，2人；2026-11-23 20:00 到 2026-11-24 22:00" in page


async def test_opened_group_tells_what_was_shown_and_what_it_is_likely_about_and_why(site: Site) -> None:
    await site.ask(WAIVER)
    await site.desk.respond(pressed("useless", "thumb"))
    group = (await site.rooms.queue.list_groups()).groups[0]
    await site.enter()
    page = words_of(await site.text(f"/staff/queue/{group.id}"))
    assert re.search(r"当时给的：普通高中免学费（每学期800元）（\d+% 的把握）", page), page
    assert re.search(rf"普通高中免学费（每学期800元） \d+% 像已有的问法“{WAIVER}”", page), page


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "1.5", "٣", "x"])
async def test_number_that_cannot_be_is_told_and_changes_nothing(site: Site, number: str) -> None:
    group = await first_group(site)
    await site.enter()
    for answer in (
        await site.post("/staff/queue", group=number, task="dismiss", reason="乱打的字"),
        await site.post("/staff/services/edu-loan", group=number, title="新名称"),
        await site.post("/staff/services/new", unfinished=number, task="keep"),
        await site.client.get(f"/staff/queue?days={number}&page={number}"),
        await site.client.get(f"/staff/queue/{number}"),
        await site.client.get(f"/staff/changes/{number}"),
        await site.client.get(f"/staff/unfinished/{number}"),
        await site.client.get(f"/staff/audit?before={number}"),
        await site.client.get(f"/staff/figures?days={number}"),
    ):
        assert answer.status_code < 500, answer.url
    assert (await site.rooms.queue.open_group(group)).group.state == OPEN


async def test_chosen_groups_are_dismissed_together_with_a_reason(site: Site) -> None:
    await site.ask(ELSEWHERE, STRANGE)
    groups = [str(group.id) for group in (await site.rooms.queue.list_groups()).groups]
    await site.enter()
    refused = await site.post("/staff/queue", group=groups, task="dismiss")
    assert refused.status_code == 422
    assert refused.text.count(" checked") == 2
    await site.post("/staff/queue", group=groups, task="dismiss", reason="乱打的字")
    assert set((await states(site)).values()) == {DISMISSED}
    await site.post("/staff/queue", group=groups, task="reopen", state="dismissed")
    assert set((await states(site)).values()) == {OPEN}


async def test_group_is_handed_to_a_department(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    done = await site.post("/staff/queue", group=str(group), task="hand", department="education", text="身份")
    assert done.headers["location"] == "/staff/queue?text=%E8%BA%AB%E4%BB%BD&done=decided"
    assert await states(site) == {ELSEWHERE: HANDED}
    assert "处理好了" in await site.text("/staff/queue?done=decided")


async def test_unknown_department_is_told(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    assert (await site.post("/staff/queue", group=str(group), task="hand", department="x")).status_code == 422
    assert (await site.post(f"/staff/queue/{group}/decide", task="hand", department="x")).status_code == 422


async def test_nothing_chosen_is_told(site: Site) -> None:
    await site.enter()
    refused = await site.post("/staff/queue", task="dismiss", reason="乱打的字")
    assert "还没有选" in refused.text


async def test_group_that_is_gone_is_told(site: Site) -> None:
    await site.enter()
    answer = await site.client.get("/staff/queue/77")
    assert answer.status_code == 404
    assert "77" in answer.text
    assert "->" not in answer.text


async def test_group_proposes_its_questions_as_phrasings(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    page = await site.text(f"/staff/queue/{group}")
    assert area(page, "ask").split() == [ELSEWHERE]


async def test_phrasings_become_a_draft_of_the_chosen_service(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    answer = await site.post(
        f"/staff/queue/{group}/phrasings", service="edu-waiver", ask="身份证丢了\n\n 证丢了 ", checks="证不见了"
    )
    assert answer.headers["location"] == "/staff/changes/1"
    [change] = site.publisher.changes
    assert change.edits == (AddPhrasings("edu-waiver", ("身份证丢了", "证丢了"), ("证不见了",)),)
    assert (change.author, change.group_ids) == ("某editor", (group,))


async def test_typed_service_counts_before_the_proposed_one(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    form = {"service": "edu-waiver", "other": "edu-loan 助学贷款", "ask": "问"}
    await site.post(f"/staff/queue/{group}/phrasings", **form)
    assert site.publisher.changes[0].edits == (AddPhrasings("edu-loan", ("问",)),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "还没有选是哪一项服务"), ("月亮", "没有一项服务的名称里有“月亮”"), ("免", ""), ("学", "生源地助学贷款")],
)
async def test_service_is_found_by_a_piece_of_its_title_or_the_likely_ones_are_named(
    site: Site, typed: str, said: str
) -> None:
    group = await first_group(site)
    await site.enter()
    answer = await site.post(f"/staff/queue/{group}/phrasings", other=typed, ask="问")
    if said:
        assert answer.status_code == 422
        assert said in words_of(answer.text, '<p class="problem"', "</p>")
        assert site.publisher.changes == []
    else:
        assert site.publisher.changes[0].edits == (AddPhrasings("edu-waiver", ("问",)),)


async def test_empty_phrasings_are_told_and_nothing_is_lost(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    answer = await site.post(f"/staff/queue/{group}/phrasings", other="edu-loan x", ask=" ", checks="")
    assert answer.status_code == 422
    assert 'value="edu-loan x"' in answer.text
    assert site.publisher.changes == []


async def test_matter_handled_elsewhere_is_added_to(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    [topic, *_] = site.rooms.content().elsewhere
    await site.post(f"/staff/queue/{group}/elsewhere", topic=topic, ask="证丢了")
    assert site.publisher.changes[0].edits == (AddToTopic(topic, ("证丢了",)),)


async def test_new_matter_is_written(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    fields = {"id": "fireworks", "title": "放烟花", "office": "公安局", "hotline": ""}
    await site.post(f"/staff/queue/{group}/elsewhere", topic="", ask="啥时候放烟花", **fields)
    assert site.publisher.changes[0].edits == (NewTopic({**fields, "ask": ("啥时候放烟花",)}),)


async def test_decided_group_says_who_and_why(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    await site.post(f"/staff/queue/{group}/decide", task="dismiss", reason="乱打的字")
    page = await site.text(f"/staff/queue/{group}")
    assert "乱打的字" in page
    assert "某editor" in page


async def test_long_edit_survives_the_end_of_the_session(site: Site) -> None:
    group = await first_group(site)
    await site.enter()
    site.client.cookies.set("staff", "ended")
    door = await site.client.post(f"/staff/queue/{group}/phrasings", data={"ask": "打了\n很久", "service": "edu-loan"})
    fields = {name: field(door.text, name) for name in ("mark", "path", "back", "kept")}
    again = await site.client.post("/staff/login", data=fields | {"name": "某editor", "password": PASSWORD})
    assert area(again.text, "ask") == "打了\n很久"
    assert site.publisher.changes == []
