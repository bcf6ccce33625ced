"""The page of upkeep: what runs out, was never confirmed, is called wrong or misrouted, and who is to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from starlette.responses import Response

from bot.channels.console_pages import ConsolePages
from bot.channels.console_visit import CONSOLE, Visit
from bot.database import Database
from bot.referral.counter import load_cases
from bot.referral.misroutes import counters_of, propose_changes
from bot.referral.report import propose_in_words
from bot.staff.upkeep import (
    BAD_SHARE,
    FEWEST_VERDICTS,
    NEED_NAMES,
    RATED_WITHIN,
    SOON,
    Need,
    UpkeepItem,
    by_owner,
    read_upkeep,
)
from bot.times import Clock
from knowledge.models import Content

UPKEEP = f"{CONSOLE}/upkeep"
NOBODY = "-"
"""Stands in the address for what has no owner; no owner's name is without a letter."""


class UpkeepPages:
    """Shows what needs a hand."""

    def __init__(
        self, database: Database, pages: ConsolePages, content: Callable[[], Content], clock: Clock, zone: ZoneInfo
    ) -> None:
        """Read verdicts from a store; days are those of a zone."""
        self._database, self._pages, self._content = database, pages, content
        self._clock, self._zone = clock, zone

    async def show(self, visit: Visit) -> Response:
        """Show what needs a hand by need, of all owners or of one."""
        content, now = self._content(), self._clock()
        everything = await self._database.transact(lambda connection: read_upkeep(connection, content, now, self._zone))
        owners = by_owner(everything)
        owner = visit.query.text("owner")
        items = owners.get("" if owner == NOBODY else owner, []) if owner else everything
        return self._pages.page(
            visit,
            "upkeep.html",
            needs=_by_need(items),
            misroutes=[] if owner else await self._misroutes(content),
            owners={name or NOBODY: len(mine) for name, mine in owners.items()},
            owner=owner,
            nobody=NOBODY,
            total=len(everything),
            mine=len(owners.get(visit.account.name, [])),
            need_names=NEED_NAMES,
            soon_days=SOON.days,
            rated_days=RATED_WITHIN.days,
            fewest_verdicts=FEWEST_VERDICTS,
            bad_share=BAD_SHARE,
            pressing=(Need.NOT_LEARNT, Need.OUT_OF_DATE, Need.BADLY_RATED, Need.RUNS_OUT, Need.HOLIDAYS),
        )

    async def _misroutes(self, content: Content) -> list[tuple[str, str]]:
        """Return the services that counters say go to a wrong counter, each with the change they ask for."""
        verdicts, issued = await load_cases(self._database)
        proposals = propose_changes(verdicts, counters_of(content), issued)
        return [(proposal.service, propose_in_words(content, proposal)) for proposal in proposals]


def _by_need(items: Iterable[UpkeepItem]) -> dict[Need, list[UpkeepItem]]:
    found: dict[Need, list[UpkeepItem]] = {}
    for item in items:
        found.setdefault(item.need, []).append(item)
    return found
