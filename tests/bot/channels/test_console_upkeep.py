"""What needs a hand, on the console's page.

In the small content edu-loan runs out on 2026-12-31 and is kept by 资助中心; nobody confirmed the others.
"""

from __future__ import annotations

from datetime import timedelta

from bot.referral.misroutes import LEAST_CASES
from bot.staff.roles import Role
from bot.staff.upkeep import FEWEST_VERDICTS, NEED_NAMES, Need
from tests.bot.channels.console_site import PASSWORD, Site
from tests.bot.world import LOAN, Clock, drain, pressed, typed

PAGE = "/staff/upkeep"
OWNER = "资助中心"


async def test_entry_that_runs_out_leads_to_its_dates(site: Site) -> None:
    await site.enter(Role.VIEWER)
    page = await site.text(PAGE)
    assert NEED_NAMES[Need.RUNS_OUT] in page
    assert 'href="/staff/services/edu-loan#confirmed"' in page
    assert 'id="confirmed"' in await site.text("/staff/services/edu-loan")


async def test_entry_that_ran_out_is_told_apart(site: Site, clock: Clock) -> None:
    clock.now += timedelta(days=60)
    await site.enter(Role.VIEWER)
    page = await site.text(PAGE)
    assert NEED_NAMES[Need.OUT_OF_DATE] in page
    assert NEED_NAMES[Need.RUNS_OUT] not in page


async def test_answer_that_is_often_called_wrong_is_listed_with_its_verdicts(site: Site) -> None:
    await site.enter(Role.VIEWER)
    assert NEED_NAMES[Need.BADLY_RATED] not in await site.text(PAGE)
    for person in map(str, range(FEWEST_VERDICTS)):
        await site.desk.receive([typed(LOAN, 1, person), pressed("useless:edu-loan", 2, person)])
    await drain(site.desk)
    assert f"{FEWEST_VERDICTS} 次评价，{FEWEST_VERDICTS} 次说不对" in await site.text(PAGE)


async def test_counters_that_agree_ask_for_another_rule(site: Site) -> None:
    await site.enter(Role.EDITOR)
    assert "窗口说转错了" not in await site.text(PAGE)
    for clerk in range(LEAST_CASES):
        await site.desk.respond(typed(LOAN, 1, str(clerk)))
        card = (await site.desk.respond(typed("列单子", 2, str(clerk)))).referral
        assert card is not None
        form = {"code": card.code, "service": "edu-loan", "task": "theirs", "theirs": "health"}
        await site.post("/staff/referrals", **form)
    page = await site.text(PAGE)
    assert "window: education -&gt; health" in page
    assert f"{LEAST_CASES} 次里有 {LEAST_CASES} 次说归县卫健局" in page
    assert 'href="/staff/services/edu-loan"' in page


async def test_one_owner_sees_only_the_own_entries(site: Site) -> None:
    await site.enter(Role.VIEWER)
    mine, nobodys = await site.text(f"{PAGE}?owner={OWNER}"), await site.text(f"{PAGE}?owner=-")
    assert ("edu-loan" in mine, "edu-waiver" in mine) == (True, False)
    assert ("edu-loan" in nobodys, "edu-waiver" in nobodys) == (False, True)


async def test_owner_who_signs_in_is_reminded(site: Site) -> None:
    await site.enter(Role.VIEWER)
    assert "您负责的" not in await site.text(PAGE)
    await site.rooms.accounts.add(OWNER, PASSWORD, Role.VIEWER)
    site.client.cookies.set("staff", (await site.rooms.accounts.sign_in(OWNER, PASSWORD)).token)
    assert "您负责的有 1 处要看" in await site.text(PAGE)


async def test_unknown_owner_has_nothing_to_look_at(site: Site) -> None:
    await site.enter(Role.VIEWER)
    assert "没有要看的" in await site.text(f"{PAGE}?owner=没有这个人")
