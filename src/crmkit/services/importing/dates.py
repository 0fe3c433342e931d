"""Dates in cells, as people and programs write them; day and month are not swapped midway."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from attrs import frozen

from crmkit.domain.birthdays import OLDEST_YEAR, day_month_year
from crmkit.ports.tables import Cell
from crmkit.services.importing.cells import CellFault, text

_DATE = re.compile(
    r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})"
    r"(?:,?[ T]([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]{1,6})?)?)?(?: ?(?:г|р)\.?)?"
)
_LONGEST = 40
_MONTHS = 12
_FULL_YEAR = 4


@frozen(kw_only=True)
class Dates:
    """How the dates of one column are read: the order of day and month, and the file's time zone.

    ``last_year`` decides the century of ``05.03.85``: no date lies behind it. A ``date_format`` in
    strptime's words comes before everything else.
    """

    zone: ZoneInfo
    last_year: int
    month_first: bool = False
    date_format: str | None = None

    def day(self, cell: Cell) -> date | None:
        """A calendar day."""
        found = self._read(cell)
        return None if found is None else found.date()

    def moment(self, cell: Cell) -> datetime | None:
        """A moment in UTC; what the file writes is local time, and a bare day its midnight."""
        found = self._read(cell)
        if found is None:
            return None
        local = found if found.tzinfo is not None else found.replace(tzinfo=self.zone)
        return local.astimezone(UTC)

    def _read(self, cell: Cell) -> datetime | None:
        if cell is None:
            return None
        try:
            found = self._of_spreadsheet(cell) or self._written(text(cell) or "")
        except ValueError:
            found = None
        if found is None or not OLDEST_YEAR <= found.year <= self.last_year:
            message = f"a date that exists is expected, from {OLDEST_YEAR} to {self.last_year}"
            raise CellFault(message, hint="for example 31.12.2026")
        return found

    def _of_spreadsheet(self, cell: Cell) -> datetime | None:
        if isinstance(cell, datetime):
            return cell
        return datetime.combine(cell, time()) if isinstance(cell, date) else None

    def _written(self, written: str) -> datetime | None:
        if len(written) > _LONGEST:
            return None
        if self.date_format is not None:
            return datetime.strptime(written, self.date_format)  # noqa: DTZ007 - the zone is added
        match = _DATE.fullmatch(written)
        if match is None:
            return datetime.fromisoformat(written)
        first, _, second, third, *clock = match.groups("0")
        day, month, year = day_month_year(
            (first, second, third), self.last_year, month_first=self.month_first
        )
        hour, minute, seconds = map(int, clock)
        return datetime(year, month, day, hour, minute, seconds)  # noqa: DTZ001 - the zone is added


def is_month_first(cells: Iterable[Cell]) -> bool:
    """Whether more of the dates make sense as month, day, year than as day, month, year.

    A column in which every day is at most 12 is read the usual way, the day first.
    """
    months = days = 0
    for cell in cells:
        match = _DATE.fullmatch(cell) if isinstance(cell, str) and len(cell) <= _LONGEST else None
        if match is not None and len(match[1]) != _FULL_YEAR:
            days += int(match[1]) > _MONTHS
            months += int(match[3]) > _MONTHS
    return months > days
