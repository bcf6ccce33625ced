"""Pages of many at once: services as a workbook and back, and a batch of questions tried."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from zoneinfo import ZoneInfo

from starlette.responses import Response

from bot.bulk.service_import import ImportRefusedError, edits_of_workbook
from bot.bulk.service_sheets import export_services
from bot.bulk.trial import MOST_QUESTIONS, Trial, TrialError, TrialShelf, export_csv, export_xlsx, read_questions
from bot.channels.console_change import change_address
from bot.channels.console_download import send_csv, send_xlsx
from bot.channels.console_labels import KIND_NAMES
from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_visit import CONSOLE, Visit
from bot.library import Edition
from bot.staff.errors import StaffError
from bot.staff.publishing import Publisher
from bot.times import Clock

BULK = f"{CONSOLE}/bulk"
TRIAL = f"{BULK}/trial"
IMPORT = f"{BULK}/import"
FILE = "file"
LOOK_AGAIN_S = "0"


class BulkPages:
    """Sends and takes in workbooks, and tries questions."""

    def __init__(
        self,
        publisher: Publisher,
        pages: ConsolePages,
        edition: Callable[[], Edition],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        """Draft with a publisher; answer with the edition in use, at the time of a zone."""
        self._publisher, self._pages, self._edition = publisher, pages, edition
        self._clock, self._zone = clock, zone
        self._shelf = TrialShelf()

    async def show(self, visit: Visit) -> Response:
        """Show what can be done, with what was typed."""
        return self._show(visit)

    async def send_services(self, _visit: Visit) -> Response:
        """Send all services as a workbook."""
        book = await asyncio.to_thread(export_services, self._edition().content)
        return send_xlsx(book, "services.xlsx")

    async def take_services(self, visit: Visit) -> Response:
        """Draft what a workbook changes, and go on to the preview."""
        data = visit.files.get(FILE, b"")
        if not data:
            return self._show(visit, import_problems=[self._pages.sentence("console.no_file")])
        try:
            edits = await asyncio.to_thread(edits_of_workbook, data, self._edition().content)
            if not edits:
                return self._show(visit, import_problems=[self._pages.sentence("console.nothing_changed")])
            reason = visit.form.text("reason") or self._pages.sentence("console.from_workbook")
            change = await self._publisher.draft(edits, visit.account.name, reason=reason)
        except ImportRefusedError as error:
            return self._show(visit, import_problems=[in_words(Exception(text)) for text in error.problems])
        except StaffError as error:
            return self._show(visit, import_problems=[in_words(error)])
        return self._pages.go(change_address(change.id))

    async def begin_trial(self, visit: Visit) -> Response:
        """Begin to try questions, and go on to the page that tells how far it is."""
        try:
            questions = await asyncio.to_thread(
                read_questions, visit.form.text("questions"), visit.files.get(FILE, b"")
            )
        except TrialError as error:
            return self._show(visit, trial_problem=in_words(error))
        trial = Trial(visit.account.name, self._edition(), self._clock().astimezone(self._zone), questions)
        return self._pages.go(f"{TRIAL}/{self._shelf.put(trial)}")

    async def show_trial(self, visit: Visit) -> Response:
        """Try some more questions and show how far it is; when all are tried, show them."""
        try:
            trial = self._find(visit)
        except TrialError as error:
            return self._pages.refusal(visit, error)
        await trial.go_on()
        kinds = Counter(str(tried.kind) for tried in trial.tried).most_common()
        response = self._pages.page(visit, "trial.html", trial=trial, kinds=kinds)
        if not trial.is_done:
            response.headers["Refresh"] = LOOK_AGAIN_S
        return response

    async def send_trial_xlsx(self, visit: Visit) -> Response:
        """Send what was tried as XLSX."""
        try:
            trial = self._find(visit)
        except TrialError as error:
            return self._pages.refusal(visit, error)
        book = await asyncio.to_thread(export_xlsx, trial, _titles(trial.edition))
        return send_xlsx(book, "trial.xlsx")

    async def send_trial_csv(self, visit: Visit) -> Response:
        """Send what was tried as CSV, marked as UTF-8 for spreadsheets."""
        try:
            trial = self._find(visit)
        except TrialError as error:
            return self._pages.refusal(visit, error)
        return send_csv(export_csv(trial, _titles(trial.edition)), "trial.csv")

    def _find(self, visit: Visit) -> Trial:
        return self._shelf.find(visit.params["trial"], visit.account.name)

    def _show(self, visit: Visit, trial_problem: str = "", import_problems: list[str] | None = None) -> Response:
        return self._pages.page(
            visit,
            "bulk.html",
            422 if trial_problem or import_problems else 200,
            trial_problem=trial_problem,
            import_problems=import_problems or [],
            most=MOST_QUESTIONS,
        )


def _titles(edition: Edition) -> dict[str, str]:
    """Return what kinds, services and departments are called, by their ids."""
    departments = {key: department.name for key, department in edition.content.departments.items()}
    return {**KIND_NAMES, **departments, **{key: service.title for key, service in edition.content.services.items()}}
