"""Pages of figures for managers: charts to look at and print, and the same as spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from starlette.responses import Response

from bot.channels.console_download import send_csv, send_xlsx
from bot.channels.console_labels import CHANNEL_NAMES, DOMAIN_NAMES
from bot.channels.console_pages import ConsolePages
from bot.channels.console_visit import CONSOLE, Visit
from bot.database import Database
from bot.figures.counting import Breakdown, Line
from bot.figures.export import list_sheets, write_csv, write_xlsx
from bot.figures.report import PERIODS, Report, make_report
from bot.times import Clock
from knowledge.models import Content

FIGURES = f"{CONSOLE}/figures"
USUAL_PERIOD = 30
NAMES = DOMAIN_NAMES | CHANNEL_NAMES


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table as a bar, in hundredths of the greatest."""

    line: Line
    """The line."""
    parts: tuple[tuple[str, float, float], ...]
    """Name of the outcome, start and length; one part `all` where they are hidden, none where the sum is too."""


class FigurePages:
    """Shows the figures."""

    def __init__(
        self,
        database: Database,
        pages: ConsolePages,
        content: Callable[[], Content],
        clock: Clock,
        zone: ZoneInfo,
    ) -> None:
        """Count what a store holds, in the days of a zone."""
        self._database, self._pages, self._content = database, pages, content
        self._clock, self._zone = clock, zone

    async def show(self, visit: Visit) -> Response:
        """Show the figures of a period."""
        days = _period(visit)
        report = await self._report(days)
        parts = (report.by_domain, report.by_department, report.by_town, report.by_channel)
        return self._pages.page(
            visit,
            "figures.html",
            report=report,
            days=days,
            departments={key: department.name for key, department in self._content().departments.items()},
            periods=PERIODS,
            columns=draw_bars(report.by_time),
            bars=[draw_bars(part) for part in parts],
            most=max((line.cells[0].shown or 0 for line in report.by_time.lines), default=0),
        )

    async def send_csv(self, visit: Visit) -> Response:
        """Send the figures of a period as CSV, marked as UTF-8 for spreadsheets."""
        days = _period(visit)
        text = write_csv(list_sheets(await self._report(days), self._content(), NAMES))
        return send_csv(text, f"figures-{days}.csv")

    async def send_xlsx(self, visit: Visit) -> Response:
        """Send the figures of a period as XLSX."""
        days = _period(visit)
        book = write_xlsx(list_sheets(await self._report(days), self._content(), NAMES))
        return send_xlsx(book, f"figures-{days}.xlsx")

    async def _report(self, days: int) -> Report:
        return await make_report(self._database, self._content(), days, self._clock(), self._zone)


def draw_bars(table: Breakdown) -> list[Bar]:
    """Return the lines of a table as bars, the longest 100."""
    most = max((line.cells[0].shown or 0 for line in table.lines), default=0)
    return [Bar(line, tuple(_parts(line, most))) for line in table.lines]


def _parts(line: Line, most: int) -> Sequence[tuple[str, float, float]]:
    asked, *outcomes = (cell.shown for cell in line.cells)
    if asked is None or not most:
        return ()
    if None in outcomes:
        return (("all", 0.0, round(100 * asked / most, 2)),)
    start, parts = 0.0, []
    for name, figure in zip(("answered", "back", "off"), outcomes, strict=True):
        length = 100 * (figure or 0) / most
        parts.append((name, round(start, 2), round(length, 2)))
        start += length
    return parts


def _period(visit: Visit) -> int:
    asked = visit.query.text("days")
    return next((days for days in PERIODS if str(days) == asked), USUAL_PERIOD)
