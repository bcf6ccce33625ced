"""The page of the audit trail: who did what, and whether the trail is whole."""

from __future__ import annotations

from starlette.responses import Response

from bot.channels.console_pages import ConsolePages
from bot.channels.console_visit import CONSOLE, Visit
from bot.database import Database
from bot.staff.audit import find_breaks, list_entries

AUDIT = f"{CONSOLE}/audit"
ENTRIES = 100


class AuditPages:
    """Shows the audit trail."""

    def __init__(self, database: Database, pages: ConsolePages) -> None:
        """Read the trail of a store."""
        self._database, self._pages = database, pages

    async def show(self, visit: Visit) -> Response:
        """Show entries, latest first, from a given one on."""
        start = visit.query.number("before")
        entries = await self._database.transact(lambda connection: list_entries(connection, ENTRIES, start))
        breaks = await self._database.transact(find_breaks)
        older = entries[-1].id if len(entries) == ENTRIES else None
        return self._pages.page(visit, "audit.html", entries=entries, breaks=breaks, older=older)
