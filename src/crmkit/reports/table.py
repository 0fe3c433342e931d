"""The answer of a report: typed columns and rows of plain values, to be shown by somebody else."""

from enum import StrEnum

from attrs import frozen

from crmkit.query.questions import Figure, Period
from crmkit.reports.titles import Title


class ColumnType(StrEnum):
    """What a column holds; the value itself may always be None.

    ``SHARE`` is a float where 1.0 is 100 %, ``DAYS`` a length of time in days as a float. An
    ``ID`` column tells records of one name apart: it is for programs, a person need not see it.
    """

    TEXT = "text"
    ID = "id"
    FLAG = "flag"
    NUMBER = "number"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    DAY = "day"
    MOMENT = "moment"


@frozen(kw_only=True)
class Column:
    """One column. ``period`` says that its days are the first days of such periods.

    ``currency`` is there where the report has the same figure in several currencies.
    """

    name: str
    title: Title
    type: ColumnType
    period: Period | None = None
    currency: str | None = None


@frozen(kw_only=True)
class ReportTable:
    """What a report answers.

    ``totals``, where they were asked for, is the row of figures over everything, with None in
    the columns of the groups. ``notes`` tell the reader what was decided for them.
    """

    report: str
    title: Title
    columns: tuple[Column, ...]
    rows: tuple[tuple[Figure, ...], ...]
    totals: tuple[Figure, ...] | None = None
    notes: tuple[Title, ...] = ()

    def as_dicts(self) -> list[dict[str, Figure]]:
        """The rows by the names of their columns."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]
