"""Pages of the review queue: the list with its filters, and decisions about many groups at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_visit import CONSOLE, Form, Visit, number_of
from bot.staff.errors import StaffError
from bot.staff.queue import ReviewQueue
from bot.staff.review_store import OPEN, STATES, Filters
from bot.times import Clock, stored_time

QUEUE = f"{CONSOLE}/queue"
FILTER_FIELDS = ("state", "review", "channel", "text", "days")
ALL = "all"
MOST_DAYS = 3650
MOST_PAGES = 10**6


class QueuePages:
    """Shows the queue and decides about groups."""

    def __init__(self, queue: ReviewQueue, pages: ConsolePages, clock: Clock) -> None:
        """Work on a queue."""
        self._queue, self._pages, self._clock = queue, pages, clock

    async def go_there(self, _visit: Visit) -> Response:
        """Send on from the console's front door."""
        return RedirectResponse(QUEUE, 303)

    async def show(self, visit: Visit) -> Response:
        """Show a page of the queue."""
        return await self._show(visit, visit.query)

    async def decide(self, visit: Visit) -> Response:
        """Dismiss, hand over or reopen the chosen groups; what was chosen stays where it could not be done."""
        form = visit.form
        ids = [number for number in map(number_of, form.texts("group")) if number is not None]
        if not ids:
            return await self._show(visit, visit.form, self._pages.sentence("console.none_chosen"), 422)
        try:
            await decide_groups(self._queue, ids, visit)
        except StaffError as error:
            return await self._show(visit, visit.form, in_words(error), 422)
        return self._pages.go(f"{QUEUE}?{urlencode(_chosen_filters(form))}", "decided")

    async def show_form(self, visit: Visit) -> Response:
        """Show the queue with what was chosen on it."""
        return await self._show(visit, visit.form)

    async def _show(self, visit: Visit, chosen: Form, problem: str = "", status: int = 200) -> Response:
        page = min(chosen.number("page") or 1, MOST_PAGES)
        found = await self._queue.list_groups(self._filters(chosen), page)
        filters = _chosen_filters(chosen)
        return self._pages.page(
            visit,
            "queue.html",
            status,
            found=found,
            filters=dict.fromkeys(FILTER_FIELDS, "") | {"state": OPEN} | filters,
            address=lambda page: f"{QUEUE}?{urlencode(filters | {'page': page})}",
            picked=set(chosen.texts("group")),
            reason=chosen.text("reason"),
            problem=problem,
        )

    def _filters(self, chosen: Form) -> Filters:
        state = chosen.text("state") or OPEN
        days = chosen.number("days") or 0
        since = stored_time(self._clock()) - timedelta(days=days) if 0 < days <= MOST_DAYS else None
        return Filters(
            state="" if state == ALL else state if state in STATES else OPEN,
            review=chosen.text("review"),
            channel=chosen.text("channel"),
            text=chosen.text("text"),
            since=since,
        )


async def decide_groups(queue: ReviewQueue, ids: Collection[int], visit: Visit) -> None:
    """Do with groups what the pressed button says; raises `StaffError`."""
    actor, reason = visit.account.name, visit.form.text("reason")
    if visit.form.text("task") == "hand":
        await queue.hand_over(ids, actor, visit.form.text("department"), reason)
    elif visit.form.text("task") == "reopen":
        await queue.reopen(ids, actor, reason)
    else:
        await queue.dismiss(ids, actor, reason)


def _chosen_filters(chosen: Form) -> dict[str, str]:
    return {name: chosen.text(name) for name in FILTER_FIELDS if chosen.text(name)}
