from __future__ import annotations

from datetime import timedelta

from bot.database import Database
from bot.staff.unfinished import UnfinishedForms
from tests.bot.world import Clock


async def test_form_is_kept_in_place_of_the_one_it_goes_on_with(database: Database, clock: Clock) -> None:
    forms = UnfinishedForms(database, clock)
    await forms.keep("王姐", "/staff/services/new", "校车", "[1]")
    [first] = await forms.all()
    clock.now += timedelta(days=1)
    await forms.keep("李明", "/staff/services/new", "校车线路", "[2]", first.id)
    [kept] = await forms.all()
    assert (kept.id, kept.author, kept.name, kept.typed) == (first.id, "李明", "校车线路", "[2]")
    assert kept.kept_at - first.kept_at == timedelta(days=1)


async def test_what_was_thrown_away_meanwhile_is_kept_anew(database: Database, clock: Clock) -> None:
    forms = UnfinishedForms(database, clock)
    await forms.keep("王姐", "/staff/services/new", "校车", "[1]")
    [first] = await forms.all()
    await forms.drop(first.id)
    await forms.drop(first.id)
    assert await forms.find(first.id) is None
    await forms.keep("王姐", "/staff/services/new", "校车", "[2]", first.id)
    [kept] = await forms.all()
    assert kept.id != first.id


async def test_latest_stand_first_and_long_names_are_cut(database: Database, clock: Clock) -> None:
    forms = UnfinishedForms(database, clock)
    for name in ("甲", "乙" * 200):
        await forms.keep("王姐", "/staff/services/new", name, "[]")
    assert [form.name for form in await forms.all()] == ["乙" * 80, "甲"]
