"""Writes rows as CSV, so that a spreadsheet program shows them and computes nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from crmkit.errors import BadInput
from crmkit.ports.tables import Cell, WriteOptions
from crmkit_spreadsheets.cells import harmless


def write_csv(
    file: BinaryIO, rows: Iterable[tuple[int, Sequence[Cell]]], options: WriteOptions
) -> int:
    """Writes every row and answers with the last one's number."""
    number = 0
    text = _encoding_file(file, options.encoding)
    out = csv.writer(text, delimiter=options.delimiter)
    for number, row in rows:
        try:
            out.writerow([_shown(cell, options.decimal_mark) for cell in row])
        except UnicodeEncodeError as error:
            message = f"a text cannot be written in {options.encoding}"
            raise BadInput(message, where=f"row {number}", hint="write in utf-8-sig") from error
    text.flush()
    text.detach()
    return number


def _encoding_file(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    try:
        return io.TextIOWrapper(file, encoding, newline="")
    except LookupError as error:
        raise BadInput(f"there is no encoding “{encoding}”", hint="such as utf-8-sig") from error


def _shown(cell: Cell, decimal_mark: str) -> str:
    """The cell as text."""
    match cell:
        case str():
            return harmless(cell)
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f").replace(".", decimal_mark)
        case datetime():
            return cell.isoformat(" ", "seconds")
        case _:
            return str(cell)
