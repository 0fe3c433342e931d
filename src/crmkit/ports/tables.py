"""Files with rows and columns: how a table is read from one and written to one.

A reader answers with what stands in the file, exactly and by row, and guesses no meaning: which
column is a phone is for the import to say. A file that cannot be trusted as a whole is refused
with BadFile; a row that cannot be trusted is handed over as a RowFault between the good rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Protocol, Self

from attrs import field, frozen
from attrs.validators import gt

Cell = str | int | Decimal | bool | datetime | date | None
"""What stands in one cell; ``None`` is blank, and no text is empty or white space only.

Text is NFC, without outer white space, NUL and lone surrogates. CSV knows only text. In a
spreadsheet a whole number is an ``int`` with its exact digits, any other number a ``Decimal`` of at
most 15 significant digits; a moment is a ``datetime`` without a zone, as the clock on the wall
showed it, and one at midnight is a ``date``, for a spreadsheet does not tell the two apart; a time
of day or a duration is text, ``HH:MM:SS``; a formula is its stored result.
"""

Source = Path | BinaryIO
"""A file by its path, or an open binary stream that can seek; a stream given stays open."""

FileFormat = Literal["csv", "vcf", "xlsx", "xls", "xlsb", "ods"]
"""How the file is laid out; found by its first bytes, never by its name."""

MEBIBYTE = 1024 * 1024


@frozen(kw_only=True)
class TableLimits:
    """The sizes beyond which a file is refused, so that no file takes the host down.

    ``cells``, ``part_bytes`` and ``ratio`` concern spreadsheets, which have to be unpacked and held
    whole; a CSV file may be of any length. ``row_chars`` is the length of one CSV row.
    """

    cells: int = field(default=1_000_000, validator=gt(0))
    columns: int = field(default=2_000, validator=gt(0))
    row_chars: int = field(default=MEBIBYTE, validator=gt(0))
    part_bytes: int = field(default=64 * MEBIBYTE, validator=gt(0))
    ratio: int = field(default=100, validator=gt(0))


@frozen(kw_only=True)
class ReadOptions:
    """What the person knows better than the guess; whatever is ``None`` is found out.

    ``encoding`` and ``delimiter`` concern CSV, ``sheet`` (its name) spreadsheets: the first visible
    sheet otherwise. ``header_row`` is the number of the row with the column names: the first row
    that is not blank otherwise.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    limits: TableLimits = TableLimits()


FOUND_OUT = ReadOptions()
"""Nothing is known better than the guess."""


@frozen(kw_only=True)
class TableFacts:
    """How the file was understood, to be shown to the person before anything is imported.

    ``encoding`` (a name that Python knows) is of a CSV or VCF file, ``delimiter`` of CSV; ``sheet``
    and ``sheets`` (every name, in the file's order) of a spreadsheet. ``size`` is in bytes;
    ``name`` is what a person calls the file, and ``digest`` the SHA-256 of its bytes in hexadecimal
    digits, by which an import that was cut off is known again ("" where the reader does not tell).
    """

    format: FileFormat
    size: int
    header_row: int
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    name: str = ""
    digest: str = ""


@frozen(kw_only=True)
class Row:
    """One row that can be trusted: exactly one cell for each column, in the columns' order.

    ``number`` counts from 1 and is the one a person sees: the row of the sheet, or the line of the
    CSV file on which the row begins.
    """

    number: int
    cells: tuple[Cell, ...]


@frozen(kw_only=True)
class RowFault:
    """One row that cannot be trusted, and why.

    ``column`` is the name of the column to blame, where it is one. ``reason`` is for the person and
    quotes nothing from the row.
    """

    number: int
    column: str | None = None
    reason: str


class Table(Protocol):
    """One table of an open file; a context manager that lets go of the file at the end."""

    @property
    def facts(self) -> TableFacts:
        """How the file was understood; known before the first row is read."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The header, trimmed and on one line each; an unnamed column is ``""``.

        No two named columns have one name, whatever the case of their letters.
        """
        ...

    @property
    def consumed(self) -> int:
        """How many of the ``facts.size`` bytes the rows handed over so far took.

        For a progress bar: never falls, never exceeds the size, and is about right, not exact.
        """
        ...

    def rows(self) -> Iterator[Row | RowFault]:
        """Every row below the header that is not blank, once, in the file's order, as it is read.

        The iteration ends quietly only at the true end of the table. Raises BadFile when the rest
        of the file cannot be read; the rows handed over by then are not the whole.
        """
        ...

    def close(self) -> None:
        """Lets go of the file, also in the middle of the rows; doing it twice is harmless."""
        ...

    def __enter__(self) -> Self:
        """The table itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the table."""
        ...


class TableReader(Protocol):
    """Opens files that people keep their clients in."""

    def open(self, source: Source, options: ReadOptions = FOUND_OUT) -> Table:
        """Opens the file's table with its columns known and at least one row that is not blank.

        Raises BadFile, with the file's name in ``where``, when the file is empty, has a header
        only, is broken, too large, protected by a password, no table at all, contradicts the given
        encoding, lacks the given sheet, or gives one name to two columns. Raises AdapterError when
        a library for the format is not installed; the text names the extra.
        """
        ...


@frozen(kw_only=True)
class WriteOptions:
    """How the file is laid out; ``encoding``, ``delimiter`` and ``decimal_mark`` concern CSV.

    The defaults open in a spreadsheet program by double click, in Russia and Ukraine.
    """

    format: Literal["csv", "xlsx"] = "csv"
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    decimal_mark: str = ","
    sheet: str = "Sheet1"


AS_USUAL = WriteOptions()
"""CSV that a double click opens."""


class TableWriter(Protocol):
    """Writes tables that a spreadsheet program opens."""

    def write(
        self,
        target: Source,
        columns: Sequence[str],
        *,
        rows: Iterable[Sequence[Cell]],
        options: WriteOptions = AS_USUAL,
    ) -> int:
        """Writes the header and every row, and answers with the number of rows.

        Text stays text: nothing that looks like a formula is ever run by the program that opens
        the file, and a TableReader gives every text back as it was. Rows are taken one by one, so
        their number is not bounded by memory. The target is touched only once all is written: after
        an error it is as it was before. Raises BadInput, with the row, when a row has more or
        fewer cells than columns, or a text cannot be kept in the format or the encoding.
        """
        ...
