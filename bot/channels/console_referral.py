"""The counter's page: a card by its code, and of each of its matters "ours" or "not ours, theirs"."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.responses import Response

from bot.channels.console_pages import ConsolePages, in_words
from bot.channels.console_visit import CONSOLE, Form, Visit
from bot.database import Database
from bot.referral.counter import Mark, ReferralError, find_referral, mark_referral
from bot.referral.referral_code import show_code
from bot.times import Clock, stored_time
from knowledge.models import Content

REFERRALS = f"{CONSOLE}/referrals"


class ReferralPages:
    """Shows and marks cards."""

    def __init__(self, database: Database, pages: ConsolePages, content: Callable[[], Content], clock: Clock) -> None:
        """Work on the cards of a store."""
        self._database, self._pages, self._content, self._clock = database, pages, content, clock

    async def show(self, visit: Visit) -> Response:
        """Ask for a code, or show the card of the one given."""
        return await self._show(visit, visit.form if visit.form.pairs else visit.query)

    async def mark(self, visit: Visit) -> Response:
        """Note what the counter says of one matter of a card."""
        form = visit.form
        theirs = form.text("theirs") if form.text("task") == "theirs" else ""
        if form.text("task") == "theirs" and not theirs:
            return await self._show(visit, form, self._pages.sentence("console.no_department"), 422)
        mark = Mark(form.text("code"), visit.account.name, theirs, form.text("service"))
        try:
            await mark_referral(self._database, self._content(), mark, stored_time(self._clock()))
        except ReferralError as error:
            return await self._show(visit, form, in_words(error), 422)
        return self._pages.go(f"{REFERRALS}?{urlencode({'code': form.text('code')})}", "marked")

    async def _show(self, visit: Visit, asked: Form, problem: str = "", status: int = 200) -> Response:
        code, card, said = asked.text("code"), None, {}
        if code:
            try:
                card, verdicts = await find_referral(self._database, code)
                said = {verdict.service: verdict for verdict in verdicts}
            except ReferralError as error:
                problem, status = problem or in_words(error), 404
        shown = show_code(card.code) if card else code
        return self._pages.page(
            visit, "referral.html", status, code=shown, card=card, said=said, chosen=asked, problem=problem
        )
