"""What a counter says of a card, on the console's page."""

from __future__ import annotations

import pytest

from bot.referral.counter import load_cases
from bot.referral.referral_code import new_code, show_code
from bot.staff.roles import Role
from tests.bot.channels.console_site import Site
from tests.bot.world import LOAN, WAIVER, typed


@pytest.fixture
async def code(site: Site) -> str:
    """Code of a card with two matters of the education office."""
    await site.ask(WAIVER, LOAN)
    reply = await site.desk.respond(typed("列单子", "card"))
    assert reply.referral is not None
    await site.enter(Role.COUNTER)
    return show_code(reply.referral.code)


async def test_card_is_found_by_its_code_however_typed(site: Site, code: str) -> None:
    for typed_code in (code, code.replace("-", ""), f" {code} "):
        assert "县教育局" in await site.text(f"/staff/referrals?code={typed_code}")


@pytest.mark.parametrize("code", ["1234", "<b>", new_code()])
async def test_code_that_opens_nothing_is_told(site: Site, code: str) -> None:
    await site.enter(Role.COUNTER)
    answer = await site.client.get("/staff/referrals", params={"code": code})
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert "<b>”" not in answer.text


async def test_not_ours_but_theirs_is_noted(site: Site, code: str) -> None:
    form = {"code": code, "service": "edu-loan", "task": "theirs", "theirs": "health"}
    done = await site.post("/staff/referrals", **form)
    assert "记下来了" in await site.text(done.headers["location"])
    [verdict], _ = await load_cases(site.rooms.database)
    assert (verdict.service, verdict.right, verdict.given_by) == ("edu-loan", "health", "某counter")


async def test_ours_is_noted(site: Site, code: str) -> None:
    await site.post("/staff/referrals", code=code, service="edu-loan", task="ours", theirs="health")
    [verdict], _ = await load_cases(site.rooms.database)
    assert verdict.right == verdict.shown


async def test_missing_department_is_told(site: Site, code: str) -> None:
    answer = await site.post("/staff/referrals", code=code, service="edu-loan", task="theirs", theirs="")
    assert answer.status_code == 422
    assert "还没有选归哪个部门" in answer.text


async def test_same_verdict_twice_is_told(site: Site, code: str) -> None:
    form = {"code": code, "service": "edu-loan", "task": "theirs", "theirs": "health"}
    await site.post("/staff/referrals", **form)
    answer = await site.post("/staff/referrals", **form)
    assert answer.status_code == 422
    assert "某counter" in answer.text
