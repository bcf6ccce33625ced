"""Forms kept half done: they survive the session, come back as typed, and go when they are finished."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from bot.staff.edits import NewService
from bot.staff.roles import Role
from tests.bot.channels.console_site import Site, field
from tests.bot.world import Clock

NEW = "/staff/services/new"
HALF = {"domain": "education", "id": "edu-bus", "title": "校车<b>", "answer": "写到一", "mode": "everyone"}


async def kept(site: Site) -> str:
    """Keep half a new service and return the address under which it waits."""
    answer = await site.post(NEW, **HALF, task="keep")
    assert answer.headers["location"] == "/staff/changes?done=kept"
    found = re.search(r'href="(/staff/unfinished/\d+)">新服务“校车&lt;b&gt;”', await site.text("/staff/changes"))
    assert found
    return found[1]


async def test_half_a_new_service_waits_for_the_next_session_and_comes_back_as_typed(site: Site, clock: Clock) -> None:
    await site.enter()
    address = await kept(site)
    assert site.publisher.changes == []
    await site.post("/staff/logout")
    clock.now += timedelta(days=3)
    await site.enter(Role.ADMIN)
    page = html.unescape(await site.text(address))
    assert field(page, "id") == "edu-bus"
    assert 'value="校车<b>"' in page
    assert ">写到一</textarea>" in page
    assert '<option value="education" selected>' in page
    assert f'action="{NEW}"' in page


async def test_kept_again_it_is_still_one_and_the_later(site: Site) -> None:
    await site.enter()
    address = await kept(site)
    number = field(await site.text(address), "unfinished")
    await site.post(NEW, **HALF | {"answer": "写到二"}, unfinished=number, task="keep")
    assert (await site.text("/staff/changes")).count("/drop") == 1
    assert "写到二" in await site.text(address)


async def test_finished_form_waits_no_longer(site: Site) -> None:
    await site.enter()
    address = await kept(site)
    number = field(await site.text(address), "unfinished")
    answer = await site.post(NEW, **HALF, unfinished=number)
    assert answer.headers["location"].startswith("/staff/changes/")
    assert isinstance(site.publisher.changes[0].edits[0], NewService)
    assert (await site.client.get(address)).status_code == 404


async def test_form_that_comes_back_with_something_to_put_right_still_waits(site: Site) -> None:
    await site.enter()
    address = await kept(site)
    site.publisher.is_changed_by_others = True
    page = await site.post(NEW, **HALF, unfinished=field(await site.text(address), "unfinished"))
    assert page.status_code == 422
    assert field(page.text, "unfinished")
    assert (await site.client.get(address)).status_code == 200


async def test_thrown_away_it_is_gone(site: Site) -> None:
    await site.enter()
    address = await kept(site)
    assert (await site.post(f"{address}/drop")).headers["location"] == "/staff/changes?done=unfinished_dropped"
    assert (await site.client.get(address)).status_code == 404


async def test_form_of_a_service_that_is_gone_shows_what_was_typed(site: Site) -> None:
    await site.enter()
    await site.post("/staff/services/edu-gone", title="留着的字", task="keep")
    found = re.search(r'href="(/staff/unfinished/\d+)"', await site.text("/staff/changes"))
    assert found
    page = await site.text(found[1])
    assert "这一页没有了" in page
    assert "留着的字" in page


async def test_viewer_is_not_shown_what_others_have_half_done(site: Site) -> None:
    await site.enter()
    address = await kept(site)
    await site.enter(Role.COUNTER)
    assert "校车" not in await site.text("/staff/changes")
    assert (await site.client.get(address)).status_code == 403
    assert (await site.post(NEW, **HALF, task="keep")).status_code == 403
