"""Pages of services: finding one, changing it in a form, writing a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from bot.channels.console_change import change_address
from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_service_form import SPARE_ROWS, changes_of_form, fields_of_form, form_of_service, paper_rows
from bot.channels.console_visit import CONSOLE, Form, Visit
from bot.staff.editing import service_template
from bot.staff.edits import Edit, NewService, RemoveService
from bot.staff.errors import EditConflictError, StaffError
from bot.staff.publishing import Publisher
from knowledge.models import Content, Service

SERVICES = f"{CONSOLE}/services"
PART = "service"


class ServicePages:
    """Shows services and drafts changes of them."""

    def __init__(self, publisher: Publisher, pages: ConsolePages, content: Callable[[], Content]) -> None:
        """Draft with a publisher."""
        self._publisher, self._pages, self._content = publisher, pages, content

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
        return await self._edit(visit)

    async def save(self, visit: Visit) -> Response:
        """Draft what was changed in the form, and go on to the preview."""
        service = self._content().services.get(visit.params["service"])
        if service is None:
            return await self._edit(visit)
        edits = changes_of_form(service, visit.form)
        if not edits:
            return await self._edit(visit, self._pages.sentence("console.nothing_changed"))
        seen = {f"{PART}:{service.id}": visit.form.text("seal")}
        try:
            return await self._draft(visit, edits, seen)
        except EditConflictError as error:
            return await self._edit(visit, in_words(error), error.diff)
        except StaffError as error:
            return await self._edit(visit, in_words(error))

    async def write(self, visit: Visit) -> Response:
        """Show the form for a new service, with what was typed into it."""
        return self._write(visit)

    async def create(self, visit: Visit) -> Response:
        """Draft a new service, and go on to the preview."""
        form = visit.form
        typed = {name: value for name, value in fields_of_form(form).items() if value}
        fields = service_template(form.text("id"), form.text("title"), form.text("lead")) | typed
        try:
            return await self._draft(visit, [NewService(form.text("domain"), fields, form.lines("checks"))], {})
        except StaffError as error:
            return self._write(visit, in_words(error))

    async def remove(self, visit: Visit) -> Response:
        """Draft that a service is no longer offered, and go on to the preview."""
        try:
            return await self._draft(visit, [RemoveService(visit.params["service"])], {})
        except StaffError as error:
            return self._pages.refusal(visit, error)

    async def _draft(self, visit: Visit, edits: Sequence[Edit], seen: dict[str, str]) -> Response:
        group = _group(visit)
        change = await self._publisher.draft(
            edits,
            visit.account.name,
            reason=visit.form.text("reason"),
            group_ids=[int(group)] if group else [],
            seen=seen or None,
        )
        return RedirectResponse(change_address(change.id), 303)

    async def _edit(self, visit: Visit, problem: str = "", theirs: str = "") -> Response:
        service = self._content().services.get(visit.params["service"])
        if service is None:
            return self._pages.trouble(visit, "console.no_service", 404)
        seal = await self._publisher.entry_seal(PART, service.id)
        if visit.form.pairs and not problem:
            seal = visit.form.text("seal")  # the form comes back after a new sign-in: it was written on the old entry
        typed = visit.form if visit.form.pairs else form_of_service(service)
        values = {"service": service, "seal": seal, "theirs": theirs, "action": f"{SERVICES}/{service.id}"}
        return self._form(visit, typed, problem, **values)

    def _write(self, visit: Visit, problem: str = "") -> Response:
        return self._form(visit, visit.form, problem, service=None, seal="", theirs="", action=f"{SERVICES}/new")

    def _form(self, visit: Visit, typed: Form, problem: str, **values: object) -> Response:
        rows = [*paper_rows(typed), *({"paper": "", "when": "", "basis": "usual"} for _ in range(SPARE_ROWS))]
        domains = sorted({service.domain for service in self._content().services.values()})
        return self._pages.page(
            replace(visit, form=typed),
            "service.html",
            422 if problem else 200,
            typed=typed,
            papers=rows,
            domains=domains,
            problem=problem,
            group=_group(visit),
            **values,
        )


def _group(visit: Visit) -> str:
    """Return the number of the group of the queue that one came from; empty where one came from elsewhere."""
    number = visit.form.text("group") or visit.query.text("group")
    return number if number.isascii() and number.isdecimal() else ""
