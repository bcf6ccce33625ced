"""Drafts, publishing, history and undo on the console's pages."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels import console_change
from bot.channels.console_service_form import form_of_service
from bot.schema import audit
from bot.staff.edits import AddPhrasings, ChangeService, NewService
from bot.staff.preview import DROPPED, Conflict
from bot.staff.roles import Role
from knowledge.errors import Problem
from tests.bot.channels.console_site import Site

PROBLEM = Problem("services/education.yaml", 7, "edu-waiver", "answer", "答案太短", "写满40个字")
CONFLICT = Conflict("高中学费", "edu-waiver", "edu-loan", "这句会被抢走")


async def draft(site: Site) -> str:
    change = await site.publisher.draft([AddPhrasings("edu-waiver", ("高中学费",))], "某editor")
    return f"/staff/changes/{change.id}"


async def test_preview_shows_diff_and_replay_as_text(site: Site) -> None:
    address = await draft(site)
    await site.enter(Role.VIEWER)
    page = await site.text(address)
    assert '<span class="new">+    - 高中&lt;b&gt;学费' in page
    assert "<b>2043" not in page
    assert "2043" in page
    assert "高中&lt;i&gt;学费" in page
    assert "/publish" not in page


async def test_draft_is_published_and_taken_back(site: Site) -> None:
    address = await draft(site)
    await site.enter()
    done = await site.post(f"{address}/publish")
    assert done.headers["location"] == f"{address}?done=published"
    assert "已经生效" in await site.text(done.headers["location"])
    undone = await site.post(f"{address}/undo", reason="写错了")
    assert "撤回了" in await site.text(undone.headers["location"])
    assert "已撤回" in await site.text("/staff/changes")


async def test_only_an_admin_takes_a_service_away(site: Site) -> None:
    await site.enter()
    assert "不再办了" not in await site.text("/staff/services/edu-loan")
    assert (await site.post("/staff/services/edu-loan/remove", reason="停了")).status_code == 403
    await site.enter(Role.ADMIN)
    assert "不再办了" in await site.text("/staff/services/edu-loan")
    address = (await site.post("/staff/services/edu-loan/remove", reason="停了")).headers["location"]
    assert "停用“生源地助学贷款”" in await site.text(address)
    await site.enter()
    assert "/publish" not in await site.text(address)
    assert (await site.post(f"{address}/publish")).status_code == 403
    await site.enter(Role.ADMIN)
    done = await site.post(f"{address}/publish")
    assert done.headers["location"] == f"{address}?done=published"


async def test_problems_stand_against_publishing(site: Site) -> None:
    address = await draft(site)
    site.publisher.problems = (PROBLEM,)
    await site.enter(Role.ADMIN)
    assert "/publish" not in await site.text(address)
    refused = await site.post(f"{address}/publish", override="就要")
    assert refused.status_code == 409
    assert "答案太短" in refused.text


async def test_conflict_is_overridden_by_an_admin_only(site: Site) -> None:
    address = await draft(site)
    site.publisher.conflicts = (CONFLICT,)
    await site.enter(Role.EDITOR)
    assert (await site.post(f"{address}/publish", override="就要")).status_code == 409
    await site.enter(Role.ADMIN)
    assert (await site.post(f"{address}/publish", override="核过了")).status_code == 303
    assert site.publisher.overrides == ["核过了"]


async def test_draft_is_dropped(site: Site) -> None:
    address = await draft(site)
    await site.enter()
    await site.post(f"{address}/drop")
    assert site.publisher.changes[0].state == DROPPED


async def test_unknown_change_is_told(site: Site) -> None:
    await site.enter()
    assert (await site.client.get("/staff/changes/9")).status_code == 404
    assert (await site.post("/staff/changes/9/publish")).status_code == 404


async def test_changed_field_becomes_an_edit_of_that_field(site: Site) -> None:
    await site.enter()
    form = await site_form(site, "edu-waiver")
    await site.post("/staff/services/edu-waiver", **form | {"title": "高中免学费（新）", "group": "5"})
    [change] = site.publisher.changes
    assert change.edits == (ChangeService("edu-waiver", {"title": "高中免学费（新）"}),)
    assert change.group_ids == (5,)
    assert site.publisher.seen == {"service:edu-waiver": "seal of service edu-waiver"}


async def test_untouched_form_changes_nothing(site: Site) -> None:
    await site.enter()
    answer = await site.post("/staff/services/edu-waiver", **await site_form(site, "edu-waiver"))
    assert answer.status_code == 422
    assert "什么也没有改" in answer.text
    assert site.publisher.changes == []


async def test_entry_that_somebody_else_changed_comes_back_with_their_change_and_mine(site: Site) -> None:
    await site.enter()
    form = await site_form(site, "edu-waiver")
    site.publisher.is_changed_by_others = True
    answer = await site.post("/staff/services/edu-waiver", **form | {"title": "我的新名称"})
    assert answer.status_code == 422
    assert 'value="我的新名称"' in answer.text
    assert "别人刚才改的" in answer.text
    assert "老问法" in answer.text


async def test_new_service_is_drafted(site: Site) -> None:
    await site.enter()
    form = {"domain": "education", "id": "edu-new", "title": "新的", "answer": "回答", "checks": "一\n二"}
    await site.post("/staff/services/new", **form)
    [edit] = site.publisher.changes[0].edits
    assert isinstance(edit, NewService)
    assert (edit.domain, edit.checks, edit.fields["id"], edit.fields["title"]) == (
        "education",
        ("一", "二"),
        "edu-new",
        "新的",
    )


async def test_services_are_found_by_their_letters(site: Site) -> None:
    await site.enter(Role.VIEWER)
    titles = {service.title for service in site.rooms.content().services.values()}
    page = await site.text("/staff/services")
    assert all(title in page for title in titles)
    assert "没有找到" in await site.text("/staff/services?text=没有的字")


async def test_unknown_service_is_told(site: Site) -> None:
    await site.enter()
    assert (await site.client.get("/staff/services/nothing")).status_code == 404
    assert (await site.post("/staff/services/nothing", title="x")).status_code == 404


async def test_viewer_reads_a_service_in_a_form_that_cannot_be_sent(site: Site) -> None:
    await site.enter(Role.VIEWER)
    page = await site.text("/staff/services/edu-waiver")
    assert "先看会怎样" not in page
    assert '<fieldset class="card plain" disabled>' in page


async def site_form(site: Site, service: str) -> dict[str, str | list[str]]:
    """Return the form of a service as a browser would send it back."""
    fields: dict[str, list[str]] = {}
    for name, value in form_of_service(site.rooms.content().services[service], site.rooms.content().situation).pairs:
        fields.setdefault(name, []).append(value)
    return {**fields, "seal": f"seal of service {service}"}


async def test_long_preview_is_waited_for_on_a_page_that_asks_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_change, "PATIENCE_S", 0.001)
    address = await draft(site)
    site.publisher.gate.clear()
    await site.enter()
    waiting = await site.client.get(address)
    assert waiting.headers["refresh"] == "1"
    assert "/publish" not in waiting.text
    site.publisher.gate.set()
    while "refresh" in (page := await site.client.get(address)).headers:
        pass
    assert "/publish" in page.text
    assert site.publisher.previews == 1


async def test_audit_trail_tells_who_did_what(site: Site) -> None:
    await site.enter(Role.ADMIN)
    await site.post("/staff/accounts", name="李<b>明", role="counter")
    page = await site.text("/staff/audit")
    assert "李&lt;b&gt;明" in page
    assert "一条不少" in page


async def test_broken_audit_trail_is_told(site: Site) -> None:
    async def tamper(connection: AsyncConnection) -> None:
        await connection.execute(text("DROP TRIGGER audit_no_update"))
        await connection.execute(audit.update().values(actor="没做过"))

    await site.rooms.database.transact(tamper)
    await site.enter(Role.VIEWER)
    assert "对不上" in await site.text("/staff/audit")
