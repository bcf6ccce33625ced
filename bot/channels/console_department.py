"""Pages of departments and their windows: finding one, changing it in a form, adding a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from bot.channels.console_change import change_address
from bot.channels.console_department_form import (
    DEPARTMENT_FIELDS,
    changed_department,
    form_of_department,
    handover_rows,
)
from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_problems import FieldWords, words_of
from bot.channels.console_visit import CONSOLE, Form, Visit
from bot.channels.console_window_form import (
    DAYS,
    EVERY_WORKDAY,
    SPARE_EXCEPTIONS,
    TEXTS,
    WORKDAYS,
    WindowFormError,
    changed_fields,
    exception_rows,
    form_of_window,
    new_fields,
    shown_hours,
)
from bot.staff.editing import DEPARTMENT
from bot.staff.edits import ChangeDepartment, ChangeWindow, Edit, NewWindow, RemoveWindow
from bot.staff.errors import EditConflictError, StaffError
from bot.staff.publishing import Publisher
from knowledge.models import Content
from knowledge.offices import Department, Window

DEPARTMENTS = f"{CONSOLE}/departments"
NEW = "new"
WINDOW_FIELDS = (*TEXTS, "key", "phones", "hours", "exceptions")


class DepartmentPages:
    """Shows departments and windows, and drafts changes of them."""

    def __init__(self, publisher: Publisher, pages: ConsolePages, content: Callable[[], Content]) -> None:
        """Draft with a publisher."""
        self._publisher, self._pages, self._content = publisher, pages, content

    async def list_all(self, visit: Visit) -> Response:
        """Show the departments with their windows."""
        return self._pages.page(visit, "departments.html")

    async def edit(self, visit: Visit) -> Response:
        """Show a department in a form, with what was typed into it."""
        return await self._edit(visit, FieldWords())

    async def save(self, visit: Visit) -> Response:
        """Draft what was changed of a department, and go on to the preview."""
        department = self._department(visit)
        if department is None:
            return self._missing(visit)
        fields = changed_department(department, visit.form)
        if not fields:
            return await self._edit(visit, self._nothing_changed())
        return await self._draft(visit, ChangeDepartment(department.key, fields))

    async def edit_window(self, visit: Visit) -> Response:
        """Show a window in a form, with what was typed into it; an empty form for a new one."""
        return await self._edit_window(visit, FieldWords())

    async def save_window(self, visit: Visit) -> Response:
        """Draft what was changed of a window, or a new one, and go on to the preview."""
        department = self._department(visit)
        window = _window(department, visit.params["window"]) if department else None
        if department is None or (window is None and visit.params["window"] != NEW):
            return self._missing(visit)
        try:
            if window is None:
                edit: Edit = NewWindow(department.key, new_fields(visit.form.text("key"), visit.form))
            else:
                fields = changed_fields(window, visit.form)
                if not fields:
                    return await self._edit_window(visit, self._nothing_changed())
                edit = ChangeWindow(department.key, window.key, fields)
        except WindowFormError as error:
            words = FieldWords()
            words.add(error.field, in_words(error))
            return await self._edit_window(visit, words)
        return await self._draft(visit, edit)

    async def remove_window(self, visit: Visit) -> Response:
        """Draft that a window is no longer there, and go on to the preview."""
        edit = RemoveWindow(visit.params["department"], visit.params["window"])
        seen = {f"{DEPARTMENT}:{edit.department}": visit.form.text("seal")}
        try:
            change = await self._publisher.draft(
                [edit], visit.account.name, reason=visit.form.text("reason"), seen=seen
            )
        except StaffError as error:
            return self._pages.refusal(visit, error, 409)
        return RedirectResponse(change_address(change.id), 303)

    async def _draft(self, visit: Visit, edit: Edit) -> Response:
        key = visit.params["department"]
        window = visit.params.get("window", "")
        names = {key, f"{key}/{window if window != NEW else visit.form.text('key')}"}
        theirs = ""
        try:
            words = words_of(await self._publisher.find_problems([edit]), names, (*WINDOW_FIELDS, *DEPARTMENT_FIELDS))
            if not words:
                seen = {f"{DEPARTMENT}:{key}": visit.form.text("seal")}
                reason = visit.form.text("reason")
                change = await self._publisher.draft([edit], visit.account.name, reason=reason, seen=seen)
                return RedirectResponse(change_address(change.id), 303)
        except StaffError as error:
            words = FieldWords(above=[in_words(error)])
            theirs = error.diff if isinstance(error, EditConflictError) else ""
        return await (self._edit_window if window else self._edit)(visit, words, theirs)

    async def _edit(self, visit: Visit, words: FieldWords, theirs: str = "") -> Response:
        department = self._department(visit)
        if department is None:
            return self._missing(visit)
        typed = visit.form if visit.form.pairs else form_of_department(department)
        return await self._form(
            visit, "department.html", typed, words, theirs, department=department, handovers=handover_rows(typed)
        )

    async def _edit_window(self, visit: Visit, words: FieldWords, theirs: str = "") -> Response:
        department = self._department(visit)
        window = _window(department, visit.params["window"]) if department else None
        if department is None or (window is None and visit.params["window"] != NEW):
            return self._missing(visit)
        typed = visit.form if visit.form.pairs else form_of_window(window) if window else Form()
        return await self._form(
            visit,
            "window.html",
            typed,
            words,
            theirs,
            department=department,
            window=window,
            hours=shown_hours(typed),
            every_workday=EVERY_WORKDAY,
            days=DAYS,
            is_uneven=any(typed.text(day) for day in WORKDAYS),
            exceptions=[*(row for row in exception_rows(typed) if any(row)), *[("", "")] * SPARE_EXCEPTIONS],
        )

    async def _form(
        self, visit: Visit, template: str, typed: Form, words: FieldWords, theirs: str, **values: object
    ) -> Response:
        seal = await self._publisher.entry_seal(DEPARTMENT, visit.params["department"])
        if visit.form.pairs and not theirs:
            seal = visit.form.text("seal")  # what was typed was written on the entry as it was then
        return self._pages.page(
            replace(visit, form=typed),
            template,
            422 if words else 200,
            typed=typed,
            words=words,
            theirs=theirs,
            seal=seal,
            **values,
        )

    def _department(self, visit: Visit) -> Department | None:
        return self._content().departments.get(visit.params["department"])

    def _missing(self, visit: Visit) -> Response:
        return self._pages.trouble(visit, "console.no_window", 404)

    def _nothing_changed(self) -> FieldWords:
        return FieldWords(above=[self._pages.sentence("console.nothing_changed")])


def _window(department: Department, key: str) -> Window | None:
    return next((window for window in department.windows if window.key == key), None)
