"""From the raw rows of any file to a Table: the header found, every row fitted to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from types import TracebackType
from typing import Protocol, Self

from attrs import evolve, frozen

from crmkit.errors import BadFile
from crmkit.ports.tables import Cell, ReadOptions, Row, RowFault, TableFacts
from crmkit_spreadsheets.cells import RawCell, Refused, clean_cell, is_blank

_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r")


@contextmanager
def blaming(name: str) -> Iterator[None]:
    """A file refused inside is refused by its name, with the place in it after the name."""
    try:
        yield
    except BadFile as error:
        error.where = f"{name}, {error.where}" if error.where else name
        raise


@frozen
class RawRow:
    """A row as the file has it, of any length."""

    number: int
    cells: Sequence[RawCell]


class RawRows(Protocol):
    """The rows of an open file, header and blanks included."""

    @property
    def consumed(self) -> int:
        """How many bytes of the file were taken so far."""
        ...

    def __iter__(self) -> Iterator[RawRow | RowFault]:
        """Each row in turn; raises BadFile where the file cannot be read on."""
        ...


class FileTable:
    """The table of one open file."""

    def __init__(self, raw: RawRows, facts: TableFacts, *, name: str, options: ReadOptions) -> None:
        """Read the header and the first row below it."""
        self._raw = raw
        self._name = name
        self._held = ExitStack()
        self._rows = iter(raw)
        header = _header(self._rows, options)
        self._columns = _columns(header, options)
        self._first = _first_below(self._rows)
        self._facts = evolve(facts, header_row=header.number)

    @property
    def facts(self) -> TableFacts:
        """How the file was understood."""
        return self._facts

    @property
    def columns(self) -> tuple[str, ...]:
        """The names in the header."""
        return self._columns

    @property
    def consumed(self) -> int:
        """How many bytes of the file were taken so far."""
        return min(self._raw.consumed, self._facts.size)

    def rows(self) -> Iterator[Row | RowFault]:
        """Every row below the header that is not blank."""
        below, self._first = chain(self._first, self._rows), ()
        with blaming(self._name):
            for row in below:
                if isinstance(row, RowFault):
                    yield row
                elif not is_blank(row.cells):
                    yield _fitted(row, self._columns)

    def hold(self, held: ExitStack, digest: str) -> None:
        """Take over what has to be let go of at the end; the file was fit to be opened."""
        self._held = held
        self._facts = evolve(self._facts, name=self._name, digest=digest)

    def close(self) -> None:
        """Let go of the file."""
        self._rows, self._first = iter(()), ()
        self._held.close()

    def __enter__(self) -> Self:
        """The table itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the file."""
        self.close()


def _header(rows: Iterator[RawRow | RowFault], options: ReadOptions) -> RawRow:
    """The row with the names: the one asked for, or the first that is not blank."""
    for row in rows:
        if options.header_row not in {None, row.number}:
            continue
        if isinstance(row, RowFault):
            raise BadFile(f"the header in row {row.number} cannot be read: {row.reason}")
        if not is_blank(row.cells):
            return row
    if options.header_row is None:
        raise BadFile("nothing stands in the file", hint="save the table again and look into it")
    raise BadFile(f"row {options.header_row}, the header, is blank or missing")


def _columns(header: RawRow, options: ReadOptions) -> tuple[str, ...]:
    """The names, trimmed; refuses what cannot be a header."""
    if len(header.cells) > options.limits.columns:
        raise BadFile(f"more than {options.limits.columns} columns")
    names = tuple(map(_name, header.cells))
    counts = Counter(name.casefold() for name in names if name)
    twice = [place for place, name in enumerate(names, 1) if counts[name.casefold()] > 1]
    if twice:
        message = (
            f"columns {' and '.join(map(str, twice[:3]))} are both called “{names[twice[0] - 1]}”"
        )
        raise BadFile(message, hint="rename or delete one of them")
    return names


def _name(raw: RawCell) -> str:
    """One name on one line, without apostrophes in front and non-breaking spaces."""
    cell = clean_cell(raw)
    text = "" if cell is None else str(cell)
    if isinstance(cell, Refused) or not _CONTROL.isdisjoint(text):
        raise BadFile("the header is not text; this is no table", hint="save it as XLSX or CSV")
    return " ".join(text.lstrip("'\ufeff\u200b\xa0 ").split())


def _first_below(rows: Iterator[RawRow | RowFault]) -> tuple[RawRow | RowFault, ...]:
    """The first row that is not blank; a table without one is refused."""
    for row in rows:
        if isinstance(row, RowFault) or not is_blank(row.cells):
            return (row,)
    raise BadFile("there is a header and no row below it")


def _fitted(row: RawRow, columns: tuple[str, ...]) -> Row | RowFault:
    """The row with one trusted cell for each column, or what is wrong with it."""
    width, found = len(columns), len(row.cells)
    if found < width or not is_blank(row.cells[width:]):
        reason = f"the row has {found} cells where the header has {width}"
        return RowFault(number=row.number, reason=reason)
    cells: list[Cell] = []
    for column, raw in zip(columns, row.cells[:width], strict=True):
        cell = clean_cell(raw)
        if isinstance(cell, Refused):
            return RowFault(number=row.number, column=column or None, reason=cell.reason)
        cells.append(cell)
    return Row(number=row.number, cells=tuple(cells))
