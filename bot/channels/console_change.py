"""Pages of changes: what a draft would do, publishing it, what was published, and taking it back."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_queue import QUEUE
from bot.channels.console_visit import CONSOLE, Visit
from bot.staff.errors import EditConflictError, NotPublishableError, StaffError
from bot.staff.preview import DRAFT, Change, Preview
from bot.staff.publishing import Publisher
from bot.staff.roles import Role
from bot.staff.unfinished import UnfinishedForms

CHANGES = f"{CONSOLE}/changes"
PATIENCE_S = 1.5
"""So long a browser waits for a preview before it is told that it takes longer."""
ASK_AGAIN_S = 1
FRESH_S = 60
"""A preview that nobody came back for is made anew after so long: the content may be another one."""


def change_address(change_id: int) -> str:
    """Return the address of a change's page."""
    return f"{CHANGES}/{change_id}"


class ChangePages:
    """Shows, publishes and takes back changes."""

    def __init__(self, publisher: Publisher, pages: ConsolePages, unfinished: UnfinishedForms) -> None:
        """Work on the changes of a publisher; forms kept half done are listed beside them."""
        self._publisher, self._pages, self._unfinished = publisher, pages, unfinished
        self._previews: dict[int, tuple[asyncio.Task[Preview], float]] = {}

    async def list_all(self, visit: Visit) -> Response:
        """Show forms kept half done, drafts, and what was published, latest first."""
        drafts, history = await self._publisher.drafts(), await self._publisher.history()
        unfinished = await self._unfinished.all()
        return self._pages.page(visit, "changes.html", drafts=drafts, history=history, unfinished=unfinished)

    async def show(self, visit: Visit) -> Response:
        """Show a draft with all it would do, or a published change with what it did."""
        return await self._show(visit)

    async def publish(self, visit: Visit) -> Response:
        """Publish a draft; against conflicts only an admin may, with a reason."""
        override = visit.form.text("override") if visit.account.role.allows(Role.ADMIN) else ""
        number = visit.number("change")
        try:
            if (await self._find(number)).is_removal and not visit.account.role.allows(Role.ADMIN):
                return self._pages.trouble(visit, "console.role_needed", 403)
            await self._publisher.publish(number, visit.account.name, override=override)
        except StaffError as error:
            return await self._show(visit, error, 409)
        return self._pages.go(change_address(number), "published")

    async def drop(self, visit: Visit) -> Response:
        """Throw a draft away."""
        try:
            await self._publisher.drop(visit.number("change"), visit.account.name)
        except StaffError as error:
            return await self._show(visit, error, 409)
        return self._pages.go(QUEUE, "dropped")

    async def undo(self, visit: Visit) -> Response:
        """Take a published change back."""
        try:
            done = await self._publisher.undo(visit.number("change"), visit.account.name, visit.form.text("reason"))
        except StaffError as error:
            return await self._show(visit, error, 409)
        return self._pages.go(change_address(done.id), "undone")

    async def _show(self, visit: Visit, error: StaffError | None = None, status: int = 200) -> Response:
        number = visit.number("change")
        problem = in_words(error) if error else ""
        theirs = error.diff if isinstance(error, EditConflictError) else ""
        try:
            change = await self._find(number)
            if change.state == DRAFT:
                return await self._show_draft(visit, change, error, status)
            diffs = await self._publisher.diffs(number)
        except StaffError as missing:
            return self._pages.refusal(visit, missing)
        return self._pages.page(
            visit, "published.html", status, change=change, diffs=diffs, problem=problem, theirs=theirs
        )

    async def _show_draft(self, visit: Visit, change: Change, error: StaffError | None, status: int) -> Response:
        """Show what a draft would do; where it no longer fits the content, what stands against it."""
        try:
            preview = await self._preview(change.id)
        except StaffError as stale:
            theirs = stale.diff if isinstance(stale, EditConflictError) else ""
            return self._pages.page(visit, "stale.html", 409, change=change, problem=in_words(stale), theirs=theirs)
        if preview is None:
            return self._wait(visit, change)
        # What the preview says piece by piece is not said above once more.
        problem = in_words(error) if error and not isinstance(error, NotPublishableError) else ""
        return self._pages.page(visit, "preview.html", status, preview=preview, change=change, problem=problem)

    async def _preview(self, number: int) -> Preview | None:
        """Return what a draft would do; None where that is still being found out, which goes on meanwhile."""
        now = asyncio.get_running_loop().time()
        running, started_at = self._previews.get(number, (None, 0.0))
        if running is None or (running.done() and now - started_at > FRESH_S):
            running, started_at = asyncio.create_task(self._publisher.preview(number)), now
            self._previews[number] = running, started_at
        done, _ = await asyncio.wait([running], timeout=PATIENCE_S)
        if not done:
            return None
        self._previews.pop(number, None)
        return running.result()

    def _wait(self, visit: Visit, change: Change) -> Response:
        """Return a page that asks again by itself."""
        response = self._pages.page(visit, "waiting.html", change=change)
        response.headers["Refresh"] = str(ASK_AGAIN_S)
        return response

    async def _find(self, number: int) -> Change:
        known = [*await self._publisher.drafts(), *await self._publisher.history(10**6)]
        found = next((change for change in known if change.id == number), None)
        if found is None:
            raise StaffError(self._pages.sentence("console.no_change"))
        return found
