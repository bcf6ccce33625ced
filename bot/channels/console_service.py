"""Pages of services: finding one, changing it in a form, writing a new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from starlette.responses import RedirectResponse, Response

from bot.channels.console_change import change_address
from bot.channels.console_condition_form import (
    ADDED,
    ADDED_INSIDE,
    KIND_NAMES,
    MODES,
    USUAL,
    Row,
    condition_of,
    faults_of,
    node_of,
    read_rows,
    tree_of,
)
from bot.channels.console_new_service import propose_id, start_form
from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_problems import FieldWords, words_of
from bot.channels.console_service_form import (
    FIELDS,
    SPARE_ROWS,
    changes_of_form,
    confused_rows,
    fields_of_form,
    form_of_service,
    paper_rows,
)
from bot.channels.console_visit import CONSOLE, Form, Visit
from bot.staff.case_proposals import ProposedCase, note_of, propose_cases
from bot.staff.editing import SERVICE, service_template
from bot.staff.edits import ChangeCases, ChangeService, Edit, NewService, RemoveService
from bot.staff.errors import EditConflictError, StaffError
from bot.staff.publishing import Publisher
from bot.staff.queue import ReviewQueue
from knowledge.checking.reference_rules import PARAGRAPH
from knowledge.conditions import Everyone
from knowledge.models import Content, Service

SERVICES = f"{CONSOLE}/services"


@dataclass(frozen=True, slots=True)
class _Again:
    """What a form says when it comes back instead of going on."""

    words: FieldWords = field(default_factory=FieldWords)
    """What is to be put right."""
    theirs: str = ""
    """What somebody else changed meanwhile, as a diff."""
    cases: Sequence[ProposedCase] = ()
    """People on whom a changed condition is to be looked at."""


class ServicePages:
    """Shows services and drafts changes of them."""

    def __init__(
        self, publisher: Publisher, pages: ConsolePages, content: Callable[[], Content], queue: ReviewQueue
    ) -> None:
        """Draft with a publisher; a new service begins with the questions of a group of the queue."""
        self._publisher, self._pages, self._content, self._queue = publisher, pages, content, queue

    async def list_all(self, visit: Visit) -> Response:
        """Show the services that hold the letters looked for, by domain."""
        wanted = visit.query.text("text")
        found: dict[str, list[Service]] = {}
        for service in self._content().services.values():
            if not wanted or any(wanted in text for text in (service.id, service.title, service.answer, *service.ask)):
                found.setdefault(service.domain, []).append(service)
        return self._pages.page(visit, "services.html", found=found, wanted=wanted, group=_group(visit))

    async def edit(self, visit: Visit) -> Response:
        """Show a service in a form, with what was typed into it."""
        return await self._edit(visit, _Again())

    async def save(self, visit: Visit) -> Response:
        """Draft what was changed in the form, and go on to the preview."""
        content = self._content()
        service = content.services.get(visit.params["service"])
        if service is None or _asks_for_more(visit.form):
            return await self._edit(visit, _Again())
        edits = changes_of_form(service, visit.form, content.situation)
        if not edits:
            return await self._edit(visit, _Again(FieldWords(above=[self._pages.sentence("console.nothing_changed")])))
        seen = {f"{SERVICE}:{service.id}": visit.form.text("seal")}
        done = await self._draft(visit, service.id, edits, seen)
        return await self._edit(visit, done) if isinstance(done, _Again) else done

    async def write(self, visit: Visit) -> Response:
        """Show the form for a new service, with what was typed into it."""
        group = _group(visit)
        if visit.form.pairs or group is None:
            return self._write(visit, _Again())
        try:
            detail = await self._queue.open_group(group)
        except StaffError as error:
            return self._pages.refusal(visit, error)
        return self._write(replace(visit, form=start_form(detail.questions)), _Again(), group)

    async def create(self, visit: Visit) -> Response:
        """Draft a new service, and go on to the preview."""
        if _asks_for_more(visit.form):
            return self._write(visit, _Again())
        services, form = self._content().services, visit.form
        if not form.text("id"):
            key = propose_id(form.text("title"), form.text("domain"), services.values(), services)
            form = Form((*form.without("id").pairs, ("id", key)))
            visit = replace(visit, form=form)
        typed = {name: value for name, value in fields_of_form(form).items() if value}
        fields = service_template(form.text("id"), form.text("title"), form.text("lead")) | typed
        edits = [NewService(form.text("domain"), fields, form.lines("checks"))]
        done = await self._draft(visit, form.text("id"), edits, {})
        return self._write(visit, done) if isinstance(done, _Again) else done

    async def remove(self, visit: Visit) -> Response:
        """Draft that a service is no longer offered, and go on to the preview."""
        try:
            return await self._keep(visit, [RemoveService(visit.params["service"])], {})
        except StaffError as error:
            return self._pages.refusal(visit, error)

    async def _draft(
        self, visit: Visit, key: str, edits: Sequence[Edit], seen: dict[str, str]
    ) -> RedirectResponse | _Again:
        """Draft edits of a service; return what the form is to say where something stands against it."""
        try:
            cases = await self._cases(visit, key, edits)
            words = self._condition_words(visit.form)
            if not words and any(case.is_changed for case in cases or ()) and not _has_seen(visit.form):
                return _Again(cases=cases or ())
            if cases is not None:
                edits = [*edits, ChangeCases(key, tuple(case.written() for case in cases))]
            words = words or words_of(await self._publisher.find_problems(edits), {key}, FIELDS)
            return _Again(words, cases=cases or ()) if words else await self._keep(visit, edits, seen)
        except EditConflictError as error:
            return _Again(FieldWords(above=[in_words(error)]), error.diff)
        except StaffError as error:
            return _Again(FieldWords(above=[in_words(error)]))

    async def _keep(self, visit: Visit, edits: Sequence[Edit], seen: dict[str, str]) -> RedirectResponse:
        group = _group(visit)
        change = await self._publisher.draft(
            edits,
            visit.account.name,
            reason=visit.form.text("reason"),
            group_ids=[group] if group else [],
            seen=seen or None,
        )
        return RedirectResponse(change_address(change.id), 303)

    async def _cases(self, visit: Visit, key: str, edits: Sequence[Edit]) -> list[ProposedCase] | None:
        """Return the people on whom a changed condition is tried, none for everyone's; None where they stay as is."""
        rows = read_rows(visit.form)
        is_new = any(isinstance(edit, NewService) for edit in edits)
        is_changed = any(isinstance(edit, ChangeService) and "eligible" in edit.fields for edit in edits)
        if rows is None or faults_of(rows) or not (is_new or is_changed):
            return None
        condition = condition_of(rows)
        known = [] if is_new else await self._publisher.entry_cases(key)
        if isinstance(condition, Everyone):
            return [] if known else None
        return propose_cases(condition, known, self._content().situation)

    def _condition_words(self, form: Form) -> FieldWords:
        words, rows = FieldWords(), read_rows(form)
        for fault in faults_of(rows) if rows else ():
            words.add("eligible", fault)
        return words

    async def _edit(self, visit: Visit, again: _Again) -> Response:
        content = self._content()
        service = content.services.get(visit.params["service"])
        if service is None:
            return self._pages.trouble(visit, "console.no_service", 404)
        seal = await self._publisher.entry_seal(SERVICE, service.id)
        if visit.form.pairs and not again.theirs:
            seal = visit.form.text("seal")  # what was typed was written on the entry as it was then
        typed = visit.form if visit.form.pairs else form_of_service(service, content.situation)
        return self._form(visit, typed, again, service=service, seal=seal, action=f"{SERVICES}/{service.id}")

    def _write(self, visit: Visit, again: _Again, group: int | None = None) -> Response:
        typed = visit.form if visit.form.pairs else start_form(())
        return self._form(visit, typed, again, service=None, seal="", action=f"{SERVICES}/new", group=group)

    def _form(
        self, visit: Visit, typed: Form, again: _Again, *, group: int | None = None, **values: object
    ) -> Response:
        rows = read_rows(typed)
        domains = sorted({service.domain for service in self._content().services.values()})
        return self._pages.page(
            replace(visit, form=typed),
            "service.html",
            422 if again.words else 200,
            typed=typed,
            papers=[*paper_rows(typed), *({"paper": "", "when": "", "basis": "usual"} for _ in range(SPARE_ROWS))],
            related=[*typed.texts("related"), *("",) * SPARE_ROWS],
            confused=[*(row for row in confused_rows(typed) if any(row)), *[("", "")] * SPARE_ROWS],
            condition=rows,
            tree=tree_of(rows) if rows else None,
            kind_words=KIND_NAMES,
            modes=tuple(MODES.items()),
            condition_seal=_seal_of(typed),
            bases_of=_bases_of,
            case_facts=partial(note_of, situation=self._content().situation),
            domains=domains,
            again=again,
            words=again.words,
            group=group or _group(visit),
            **values,
        )


def _asks_for_more(form: Form) -> bool:
    """Return whether the button that was pressed only asks for one more row."""
    return form.text("task").partition(":")[0] in (ADDED, ADDED_INSIDE)


def _bases_of(row: Row, typed: Form) -> list[tuple[str, str]]:
    """Return what a criterion can rest on: the paragraphs and the source that the form names."""
    named = dict.fromkeys([*typed.lines("cites"), typed.text("source_document"), row.basis])
    paragraphs = [(name, f"规划 {name}" if PARAGRAPH.fullmatch(name) else name) for name in named if name]
    return [(USUAL, "一般是这样，窗口说了算"), *((name, label) for name, label in paragraphs if name != USUAL)]


def _seal_of(form: Form) -> str:
    """Return what tells a typed condition from any other."""
    rows = read_rows(form)
    return json.dumps(node_of(rows), ensure_ascii=False) if rows else ""


def _has_seen(form: Form) -> bool:
    """Return whether the editor has looked at the people of the very condition that is typed now."""
    return bool(form.text("cases_ok")) and form.text("cases_for") == _seal_of(form)


def _group(visit: Visit) -> int | None:
    """Return the number of the group of the queue that one came from; None where one came from elsewhere."""
    return visit.form.number("group") or visit.query.number("group")
