"""Pages of one group: what was asked, what it may be about, and each way to deal with it in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import RedirectResponse, Response

from bot.channels.console_change import change_address
from bot.channels.console_new_service import find_service
from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_queue import QUEUE, decide_groups
from bot.channels.console_visit import Visit
from bot.staff.edits import AddPhrasings, AddToTopic, Edit, NewTopic
from bot.staff.errors import StaffError
from bot.staff.publishing import Publisher
from bot.staff.queue import GroupDetail, ReviewQueue, propose_phrasings
from bot.staff.review_store import Asked
from knowledge.models import Content, Service

MOST_NAMED = 6
"""So many services are named where typed words may mean several."""


class GroupPages:
    """Shows a group and deals with it."""

    def __init__(
        self, queue: ReviewQueue, publisher: Publisher, pages: ConsolePages, content: Callable[[], Content]
    ) -> None:
        """Work on a queue; edits become drafts of a publisher."""
        self._queue, self._publisher, self._pages, self._content = queue, publisher, pages, content

    async def show(self, visit: Visit) -> Response:
        """Show a group, with what was typed into its forms."""
        return await self._show(visit)

    async def add(self, visit: Visit) -> Response:
        """Draft new phrasings of a service, and go on to the preview."""
        form = visit.form
        typed = form.text("other") or form.text("service")
        found = find_service(typed, self._content().services.values())
        if not isinstance(found, Service):
            return await self._show(visit, self._ask_which(typed, found), 422)
        edit = AddPhrasings(found.id, form.lines("ask"), form.lines("checks"))
        return await self._draft(visit, edit, is_empty=not (edit.ask or edit.checks))

    def _ask_which(self, typed: str, likely: Sequence[Service]) -> str:
        """Return what to say where typed words are not one service: of none, or of some."""
        if not typed:
            return self._pages.sentence("console.which_service")
        if not likely:
            return self._pages.sentence("console.no_such_service", typed=typed)
        titles = "、".join(service.title for service in likely[:MOST_NAMED])
        return self._pages.sentence("console.several_services", typed=typed, titles=titles)

    async def send_elsewhere(self, visit: Visit) -> Response:
        """Draft phrasings of a matter that is handled elsewhere, a known one or a new one."""
        form = visit.form
        topic, ask = form.text("topic"), form.lines("ask")
        edit: Edit = AddToTopic(topic, ask)
        if topic == "":
            fields = {name: form.text(name) for name in ("id", "title", "office", "hotline")}
            edit = NewTopic({**fields, "ask": ask})
        return await self._draft(visit, edit, is_empty=not ask)

    async def decide(self, visit: Visit) -> Response:
        """Dismiss the group, hand it to a department, or put it back into the queue."""
        try:
            await decide_groups(self._queue, [visit.number("group")], visit)
        except StaffError as error:
            return await self._show(visit, in_words(error), 422)
        return self._pages.go(QUEUE, "decided")

    async def _draft(self, visit: Visit, edit: Edit, *, is_empty: bool) -> Response:
        if is_empty:
            return await self._show(visit, self._pages.sentence("console.no_phrasing"), 422)
        try:
            change = await self._publisher.draft(
                [edit], visit.account.name, reason=visit.form.text("reason"), group_ids=[visit.number("group")]
            )
        except StaffError as error:
            return await self._show(visit, in_words(error), 422)
        return RedirectResponse(change_address(change.id), 303)

    async def _show(self, visit: Visit, problem: str = "", status: int = 200) -> Response:
        try:
            detail = await self._queue.open_group(visit.number("group"))
        except StaffError as error:
            return self._pages.refusal(visit, error)
        ask, checks = propose_phrasings(detail.questions)
        return self._pages.page(
            visit, "group.html", status, detail=detail, told=_told(detail), ask=ask, checks=checks, problem=problem
        )


def _told(detail: GroupDetail) -> list[tuple[Asked, int]]:
    """Return each different question with how often it was asked, the latest first."""
    times: dict[str, int] = {}
    for question in detail.questions:
        times[question.text] = times.get(question.text, 0) + 1
    latest = {question.text: question for question in reversed(detail.questions)}
    return [(latest[text], count) for text, count in times.items()]
