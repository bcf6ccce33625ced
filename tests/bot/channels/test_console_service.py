"""A service in a form: its condition, what it is confused with, what the validator says beside its fields."""

from __future__ import annotations

import html
import re

from bot.channels.console_service_form import form_of_service
from bot.staff.edits import ChangeCases, ChangeService, NewService
from knowledge.errors import Problem
from tests.bot.channels.console_site import Site, area, field

LOAN = "/staff/services/edu-loan"


def form_of(site: Site, service: str) -> dict[str, str | list[str]]:
    """Return the form of a service as a browser would send it back."""
    content = site.rooms.content()
    fields: dict[str, list[str]] = {}
    for name, value in form_of_service(content.services[service], content.situation).pairs:
        fields.setdefault(name, []).append(value)
    return {**fields, "seal": f"seal of service {service}"}


OLD = {"mode": "each", "c0_fact": "age", "c0_group": "1", "c0_low": "60", "c0_basis": "usual"}
NODE = {"fact": "age", "at_least": "60", "basis": "usual", "by": "bot"}


async def test_service_that_sounds_alike_is_added_with_its_question(site: Site) -> None:
    await site.enter()
    more = {"confused_id": ["edu-waiver 高中免学费", ""], "confused_question": ["是上高中，还是上大学？", ""]}
    await site.post(LOAN, **form_of(site, "edu-loan") | more)
    [edit] = site.publisher.changes[0].edits
    confused = ({"id": "edu-waiver", "question": "是上高中，还是上大学？"},)
    assert edit == ChangeService("edu-loan", {"confused_with": confused})


async def test_related_services_are_named_by_their_titles_and_kept_by_their_ids(site: Site) -> None:
    await site.enter()
    page = html.unescape(await site.text("/staff/services/edu-waiver"))
    assert 'value="edu-loan 生源地助学贷款" aria-label="相关的服务"' in page
    await site.post("/staff/services/edu-waiver", **form_of(site, "edu-waiver") | {"related": ["hlt-clinic 村卫生室"]})
    assert site.publisher.changes[0].edits == (ChangeService("edu-waiver", {"related": ("hlt-clinic",)}),)


async def test_one_more_criterion_is_shown_without_losing_what_was_typed(site: Site) -> None:
    await site.enter()
    typed = form_of(site, "edu-loan") | {"title": "改了一半的名称", "task": "criterion", "add_fact": "age"}
    page = await site.post(LOAN, **typed)
    assert page.status_code == 200
    assert 'value="改了一半的名称"' in page.text
    assert 'name="c0_fact" value="age"' in page.text
    assert site.publisher.changes == []


async def test_new_condition_is_drafted_when_its_people_were_looked_at(site: Site) -> None:
    await site.enter()
    typed = form_of(site, "edu-loan") | OLD
    looked = await site.post(LOAN, **typed)
    assert looked.status_code == 200
    assert "照这个条件，这些人会怎样" in looked.text
    assert site.publisher.changes == []
    done = await site.post(LOAN, **typed | {"cases_for": field(looked.text, "cases_for"), "cases_ok": "1"})
    assert done.status_code == 303
    change, cases = site.publisher.changes[0].edits
    assert change == ChangeService("edu-loan", {"eligible": NODE})
    assert isinstance(cases, ChangeCases)
    assert {"facts": {"age": "59"}, "expect": "unlikely"}.items() <= cases.cases[1].items()


async def test_people_of_another_condition_do_not_count_as_looked_at(site: Site) -> None:
    await site.enter()
    typed = form_of(site, "edu-loan") | OLD
    looked = await site.post(LOAN, **typed)
    seen = {"cases_for": field(looked.text, "cases_for"), "cases_ok": "1"}
    again = await site.post(LOAN, **typed | seen | {"c0_low": "65"})
    assert "照这个条件，这些人会怎样" in again.text
    assert site.publisher.changes == []


async def test_criterion_without_a_value_is_told(site: Site) -> None:
    await site.enter()
    page = await site.post(LOAN, **form_of(site, "edu-loan") | OLD | {"c0_low": ""})
    assert page.status_code == 422
    assert "第 1 条还没选" in page.text


async def test_validator_speaks_beside_the_fields_of_a_new_service(site: Site) -> None:
    site.publisher.problems = (
        Problem("services/education.yaml", 9, "edu-new", "answer", "答案太短", "写满40个字"),
        Problem("ids.yaml", 3, "edu-old", "in_use", "没有登记", "补上"),
    )
    await site.enter()
    typed = {"domain": "education", "id": "edu-new", "title": "新的", "answer": "太短", "mode": "everyone"}
    page = await site.post("/staff/services/new", **typed)
    assert page.status_code == 422
    assert re.search(
        r'<textarea name="answer"[^>]*>太短</textarea><span class="wrong"[^>]*>答案太短。写满40个字。', page.text
    )
    assert page.text.count('id="wrong-answer"') == page.text.count('href="#wrong-answer">回答<') == 1
    assert "edu-old：没有登记" in page.text
    assert site.publisher.changes == []


async def test_new_service_begins_with_the_questions_it_is_written_for(site: Site) -> None:
    await site.ask("老年大学在哪报名", "老年大学的老师好不好", "身份证丢了")
    await site.enter()
    group = next(g for g in (await site.rooms.queue.list_groups()).groups if "老年大学" in g.text)
    page = await site.text(f"/staff/services/new?group={group.id}")
    assert "老年大学在哪报名" in area(page, "ask")
    assert field(page, "group") == str(group.id)
    assert '<option value="" selected>选一个</option>' in page
    await site.post("/staff/services/new", domain="education", title="老年大学", group=str(group.id), mode="everyone")
    [change] = site.publisher.changes
    [new] = change.edits
    assert isinstance(new, NewService)
    assert (new.fields["id"], new.fields["strength"]) == ("edu-laoniandaxue", "")
    assert change.group_ids == (group.id,)


async def test_new_service_of_a_group_that_is_gone_is_told(site: Site) -> None:
    await site.enter()
    assert (await site.client.get("/staff/services/new?group=77")).status_code == 404


async def test_new_service_with_a_condition_brings_the_people_it_is_tried_on(site: Site) -> None:
    await site.enter()
    typed = {"domain": "education", "id": "edu-new", "title": "新的", **OLD}
    looked = await site.post("/staff/services/new", **typed)
    seen = {"cases_for": field(looked.text, "cases_for"), "cases_ok": "1"}
    await site.post("/staff/services/new", **typed | seen)
    new, cases = site.publisher.changes[0].edits
    assert isinstance(new, NewService)
    assert isinstance(cases, ChangeCases)
    assert (new.fields["eligible"], cases.service, len(cases.cases)) == (NODE, "edu-new", 3)


async def test_form_that_shows_no_condition_leaves_it_alone(site: Site) -> None:
    await site.enter()
    typed = form_of(site, "edu-waiver")
    kept = {name: value for name, value in typed.items() if name != "mode"}
    await site.post("/staff/services/edu-waiver", **kept | {"title": "只改名称"})
    assert site.publisher.changes[0].edits == (ChangeService("edu-waiver", {"title": "只改名称"}),)


async def test_condition_that_is_dropped_takes_its_people_along(site: Site) -> None:
    await site.enter()
    await site.post("/staff/services/edu-waiver", **form_of(site, "edu-waiver") | {"mode": "everyone"})
    change = ChangeService("edu-waiver", {"eligible": "everyone"})
    assert site.publisher.changes[0].edits == (change, ChangeCases("edu-waiver", ()))
