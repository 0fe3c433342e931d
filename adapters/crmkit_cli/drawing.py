"""Drawing: the answer of a report as a table for people."""

from zoneinfo import ZoneInfo

from rich.table import Table as RichTable

from crmkit.query.questions import Figure, Period
from crmkit.reports.table import Column, ColumnType, ReportTable
from crmkit_cli.printing import shown, table

_FORMS = {Period.MONTH: "%m.%Y", Period.YEAR: "%Y"}
_LEFT = frozenset({ColumnType.TEXT, ColumnType.DAY, ColumnType.MOMENT})


def drawn(answer: ReportTable, zone: ZoneInfo) -> RichTable:
    """The report's rows, and its totals where it has them, without the columns for programs."""
    seen = [at for at, column in enumerate(answer.columns) if column.type is not ColumnType.ID]
    columns = [answer.columns[at] for at in seen]
    rows = [answer.rows, (answer.totals,)] if answer.totals is not None else [answer.rows]
    cells = [
        [cell(column, row[at], zone) for at, column in zip(seen, columns, strict=True)]
        for part in rows
        for row in part
    ]
    if answer.totals is not None and answer.totals[0] is None and cells:
        cells[-1][0] = "Total"
    made = table(str(answer.title.en), [str(column.title.en) for column in columns], cells, zone)
    for column, held in zip(made.columns, columns, strict=True):
        column.justify = "left" if held.type in _LEFT else "right"
    return made


def cell(column: Column, value: Figure, zone: ZoneInfo) -> str:
    """The value as a person reads it in this column."""
    if value is None:
        return "—"
    if column.type is ColumnType.SHARE and isinstance(value, float | int):
        return f"{value:.1%}".replace("%", " %")
    if column.period in _FORMS and hasattr(value, "strftime"):
        return str(value.strftime(_FORMS[column.period]))
    return shown(value, zone)
