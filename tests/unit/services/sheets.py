"""Tables in memory, and importing them, for the tests of the import."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.ports.tables import Cell, Row, RowFault, TableFacts
from crmkit.services.importing.run import CHUNK, Pace, import_table
from tests.unit.services.shop import TEST, Shop


class Sheet:
    """A table that holds whatever it is given; ``touched`` tells whether anybody looked."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Cell] | RowFault]) -> None:
        """Rows are numbered from 2, as below a header; a blank text is no cell."""
        self._columns = tuple(columns)
        self._rows = [
            row if isinstance(row, RowFault) else Row(number=number, cells=tuple(row))
            for number, row in enumerate(rows, 2)
        ]
        self.touched = False
        self.consumed = 0

    @property
    def facts(self) -> TableFacts:
        """A CSV file of as many bytes as rows."""
        return TableFacts(format="csv", size=len(self._rows), header_row=1)

    @property
    def columns(self) -> tuple[str, ...]:
        """The header."""
        self.touched = True
        return self._columns

    def rows(self) -> Iterator[Row | RowFault]:
        """The rows."""
        self.touched = True
        for row in self._rows:
            self.consumed += 1
            yield row

    def close(self) -> None:
        """Nothing to let go of."""

    def __enter__(self) -> Self:
        """The table itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to let go of."""


def sheet(header: str, *lines: str) -> Sheet:
    """The table of these lines, cells between semicolons."""
    cells = [[cell.strip() or None for cell in line.split(";")] for line in lines]
    return Sheet(header.split(";"), cells)


def bring(
    shop: Shop,
    kind: ImportKind,
    table: Sheet,
    *,
    chunk: int = CHUNK,
    mapping: ImportMapping | None = None,
) -> ImportResult:
    """Imports the table into the shop, by its headings unless a mapping is given."""
    mapping = mapping or ImportMapping.guess(kind, table.columns)
    with shop.crm.work(TEST) as work:
        return import_table(work._desk, table, mapping, Pace(chunk=chunk))


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    """Created, updated, matched, rejected."""
    return result.created, result.updated, result.matched, result.rejected


def reasons(result: ImportResult) -> list[tuple[int, str | None, str]]:
    """Row, column and reason of each error."""
    return [(error.row, error.column, error.reason) for error in result.errors]
