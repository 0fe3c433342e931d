"""Writes rows as XLSX, each cell under its own type, holding one row in memory at a time."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

from crmkit.errors import AdapterError, BadInput
from crmkit.ports.tables import Cell, WriteOptions
from crmkit_spreadsheets.cells import EXACT_DIGITS, kept_as_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_YEAR = 1900


def write_xlsx(
    file: BinaryIO, rows: Iterable[tuple[int, Sequence[Cell]]], options: WriteOptions
) -> int:
    """Writes every row and answers with the last one's number."""
    book = _workbook(file)
    try:
        sheet = _Sheet(
            _named_sheet(book, options.sheet),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            moment=book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        )
        number = 0
        for number, row in rows:
            sheet.write_row(number, row)
        return number
    finally:
        book.close()


def _workbook(file: BinaryIO) -> "Workbook":
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - optional
    except ImportError as error:
        hint = "pip install 'crmkit[files]'"
        raise AdapterError(
            "XlsxWriter is not installed", where="spreadsheets", hint=hint
        ) from error
    return Workbook(file, {"constant_memory": True})


def _named_sheet(book: "Workbook", name: str) -> "Worksheet":
    from xlsxwriter.exceptions import XlsxWriterException  # noqa: PLC0415 - optional

    try:
        return book.add_worksheet(name)
    except XlsxWriterException as error:
        hint = "at most 31 signs, none of []:*?/\\"
        raise BadInput("a sheet cannot have this name", where="sheet", hint=hint) from error


@frozen
class _Sheet:
    """The sheet being written, with the looks of days and moments."""

    sheet: "Worksheet"
    day: "Format"
    moment: "Format"

    def write_row(self, number: int, row: Sequence[Cell]) -> None:
        """Writes one row, or raises when the format has no room for a cell of it."""
        for column, cell in enumerate(row):
            if cell is not None and self._write(number - 1, column, cell) != 0:
                message = f"column {column + 1} is too long or beyond the edge of an XLSX sheet"
                raise BadInput(message, where=f"row {number}", hint="write CSV")

    def _write(self, row: int, column: int, cell: Cell) -> int:
        """Writes one cell under its type; 0 when it has room."""
        match cell:
            case bool():
                status = self.sheet.write_boolean(row, column, cell)
            case int() | Decimal() if _is_exact(Decimal(cell)):
                status = self.sheet.write_number(row, column, float(cell))
            case datetime() if cell.year >= _FIRST_YEAR:
                status = self.sheet.write_datetime(row, column, cell, self.moment)
            case date() if cell.year >= _FIRST_YEAR:
                status = self.sheet.write_datetime(row, column, cell, self.day)
            case _:
                status = self.sheet.write_string(row, column, kept_as_text(str(cell)))
        return int(status)


def _is_exact(number: Decimal) -> bool:
    """A spreadsheet keeps the number digit by digit; others are written as text."""
    return len(number.as_tuple().digits) <= EXACT_DIGITS
