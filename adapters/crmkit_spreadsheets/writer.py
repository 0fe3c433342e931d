"""Writes tables as CSV and XLSX: text stays text in whatever program opens them."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

from crmkit.errors import BadInput
from crmkit.ports.tables import AS_USUAL, Cell, Source, WriteOptions
from crmkit_spreadsheets.cells import writable
from crmkit_spreadsheets.csv_out import write_csv
from crmkit_spreadsheets.xlsx_out import write_xlsx


class SpreadsheetWriter:
    """A TableWriter of CSV by the standard library and of XLSX by XlsxWriter."""

    def write(
        self,
        target: Source,
        columns: Sequence[str],
        *,
        rows: Iterable[Sequence[Cell]],
        options: WriteOptions = AS_USUAL,
    ) -> int:
        """Writes the whole table or nothing, as the port promises."""
        write_rows = write_xlsx if options.format == "xlsx" else write_csv
        with _whole_or_nothing(target) as file:
            return write_rows(file, _checked(columns, rows), options) - 1


def _checked(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Iterator[tuple[int, list[Cell]]]:
    """The header and the rows by their numbers in the file, each as wide as the header."""
    yield 1, [writable(name, where="row 1") for name in columns]
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns):
            message = f"the row has {len(row)} cells and the header {len(columns)}"
            raise BadInput(message, where=f"row {number}")
        yield number, [writable(cell, where=f"row {number}") for cell in row]


@contextmanager
def _whole_or_nothing(target: Source) -> Iterator[BinaryIO]:
    """A file that takes the target's place, or is poured into it, once all went well."""
    if not isinstance(target, Path):
        with TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, target)
        return
    with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as partial:
        unfinished = Path(partial.name)
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
