from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from bot.referral import records
from bot.referral.counter import Mark, ReferralError, find_department, find_referral, load_cases, mark_referral
from knowledge.trip.referral import Matter, Referral
from tests.bot.world import NOON
from tests.knowledge.mini_world import mini_content

NOW = NOON.replace(tzinfo=None)
ONE = Referral((Matter("hlt-clinic", "town"),), "后柳镇")
TWO = Referral((Matter("edu-waiver", "education"), Matter("hlt-clinic", "town")))
CONTENT = mini_content()


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    opened = await Database.open("sqlite+aiosqlite://")
    yield opened
    await opened.close()


async def hand_out(database: Database, card: Referral = ONE) -> str:
    kept = await database.transact(lambda connection: records.keep_referral(connection, card, "p", NOW))
    return kept.code


async def test_what_is_not_ours_is_noted_as_theirs(database: Database) -> None:
    code = await hand_out(database)
    marked = await mark_referral(database, CONTENT, Mark(code, "小王", theirs="民政局"), NOW)
    assert (marked.verdict.shown, marked.verdict.right, marked.verdict.town) == ("town", "civil", "后柳镇")
    assert await find_referral(database, code) == (marked_card(code), [marked.verdict])


def marked_card(code: str) -> Referral:
    return Referral(ONE.matters, ONE.town, ONE.audience, code)


async def test_what_is_ours_is_noted_as_right(database: Database) -> None:
    marked = await mark_referral(database, CONTENT, Mark(await hand_out(database), "小王"), NOW)
    assert marked.verdict.right == marked.verdict.shown == "town"


async def test_another_verdict_tells_what_it_replaces(database: Database) -> None:
    code = await hand_out(database)
    await mark_referral(database, CONTENT, Mark(code, "小王", theirs="civil"), NOW)
    marked = await mark_referral(database, CONTENT, Mark(code, "小李", theirs="health"), NOW)
    assert marked.before is not None
    assert (marked.before.right, marked.verdict.right) == ("civil", "health")


async def test_one_of_several_matters_is_named(database: Database) -> None:
    mark = Mark(await hand_out(database, TWO), "小王", theirs="civil", service="edu-waiver")
    assert (await mark_referral(database, CONTENT, mark, NOW)).verdict.service == "edu-waiver"


async def test_twice_the_same_is_refused(database: Database) -> None:
    mark = Mark(await hand_out(database), "小王", theirs="civil")
    await mark_referral(database, CONTENT, mark, NOW)
    with pytest.raises(ReferralError, match="小王"):
        await mark_referral(database, CONTENT, mark, NOW)
    assert len((await load_cases(database))[0]) == 1


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (Mark("{code}", " ", theirs="civil"), "谁标的"),
        (Mark("1234", "小王", theirs="civil"), "8位数字"),
        (Mark("12345671", "小王", theirs="civil"), "过期"),
        (Mark("{code}", "小王", theirs="外星部", service="hlt-clinic"), "没有“外星部”这个部门"),
        (Mark("{code}", "小王", theirs="教育局"), "--service"),
        (Mark("{code}", "小王", theirs="civil", service="edu-loan"), "edu-waiver"),
        (Mark("{code}", "小王", theirs="town", service="hlt-clinic"), "--ours"),
    ],
)
async def test_a_bad_mark_is_refused_with_a_remedy(database: Database, mark: Mark, said: str) -> None:
    code = await hand_out(database, TWO)
    filled = Mark(mark.code.format(code=code), mark.by, mark.theirs, mark.service)
    with pytest.raises(ReferralError, match=said) as refused:
        await mark_referral(database, CONTENT, filled, NOW)
    assert "->" in str(refused.value)
    assert (await load_cases(database))[0] == []


@pytest.mark.parametrize("typed", ["civil", "县民政局", "民政局", " 民政 "])
def test_a_department_is_found_by_any_of_its_names(typed: str) -> None:
    assert find_department(CONTENT, typed).key == "civil"


def test_an_unknown_department_is_answered_with_those_that_sound_alike() -> None:
    with pytest.raises(ReferralError, match="县民政局"):
        find_department(CONTENT, "民证局")
