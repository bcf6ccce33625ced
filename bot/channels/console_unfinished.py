"""Forms that are kept half done: going on with one, and throwing it away. What is kept, `console_routes` keeps."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from bot.channels.console_change import CHANGES
from bot.channels.console_pages import ConsolePages
from bot.channels.console_routes import Gate
from bot.channels.console_visit import CONSOLE, UNFINISHED_FIELD, Form, Visit
from bot.staff.unfinished import UnfinishedForms

UNFINISHED = f"{CONSOLE}/unfinished"


class UnfinishedPages:
    """Shows what waits to be finished."""

    def __init__(self, forms: UnfinishedForms, pages: ConsolePages, gate: Gate) -> None:
        """Show the forms of the pages of a gate."""
        self._forms, self._pages, self._gate = forms, pages, gate

    async def go_on(self, visit: Visit) -> Response:
        """Show a form as far as it was typed; where its page is gone, what was typed."""
        kept = await self._forms.find(visit.number("form"))
        if kept is None:
            return self._pages.trouble(visit, "console.no_unfinished", 404)
        typed = Form((*Form.from_json(kept.typed).pairs, (UNFINISHED_FIELD, str(kept.id))))
        filled = await self._gate.show_again(replace(visit, form=typed, notice="console.go_on"), kept.path)
        if filled is not None and filled.status_code in (200, 422):
            return filled
        return self._pages.page(visit, "kept.html", pairs=typed.pairs, is_gone=True)

    async def drop(self, visit: Visit) -> Response:
        """Throw a form away."""
        await self._forms.drop(visit.number("form"))
        return self._pages.go(CHANGES, "unfinished_dropped")
