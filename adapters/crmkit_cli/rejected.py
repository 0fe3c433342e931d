"""Rejected rows in a file of the same format: to be corrected there, and brought in again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from crmkit.domain.imports import RowError
from crmkit.plugins.manager import Plugins
from crmkit.ports.tables import Cell, ReadOptions, Row, TableFacts, WriteOptions

REASON = "crmkit: reason"
"""The heading of the column that is added; an import knows no such heading, and leaves it out."""


def write_rejected(
    source: Path, options: ReadOptions, errors: Sequence[RowError], target: Path
) -> int:
    """Writes the rows to blame as they stand in the file, each with its reason; answers how many.

    CSV stays CSV of the same encoding and delimiter, any other file becomes XLSX. A row that the
    file itself spoils cannot be copied: its number and reason are all that is written.
    """
    reasons = {error.row: error for error in errors}
    plugins = Plugins()
    with plugins.table_reader("csv", {}).open(source, options) as table:
        columns = table.columns
        kept = [place for place, name in enumerate(columns) if name != REASON]

        def rows() -> Iterator[list[Cell]]:
            for row in table.rows():
                if (error := reasons.get(row.number)) is not None:
                    cells = row.cells if isinstance(row, Row) else (None,) * len(columns)
                    yield [*(cells[place] for place in kept), _told(error, whole=row)]

        header = [*(columns[place] for place in kept), REASON]
        writer = plugins.table_writer("csv", {})
        return writer.write(target, header, rows=rows(), options=_as_read(table.facts))


def _told(error: RowError, *, whole: object) -> str:
    said = f"{error.column}: {error.reason}" if error.column else error.reason
    return said if isinstance(whole, Row) else f"row {error.row}, {said}"


def _as_read(facts: TableFacts) -> WriteOptions:
    if facts.format != "csv":
        return WriteOptions(format="xlsx")
    return WriteOptions(
        format="csv", encoding=facts.encoding or "utf-8", delimiter=facts.delimiter or ";"
    )
