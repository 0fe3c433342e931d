"""Files: writing what shops have, byte for byte the same for the same content."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

Cell = str | int | date | None

_MADE_AT = datetime(2026, 11, 15, 18, 0, tzinfo=UTC)


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str
) -> Path:
    """Writes a CSV file with semicolons and Windows line ends, as a spreadsheet program does."""
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(headings)
    out.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str
) -> Path:
    """Writes a workbook of one sheet; its properties carry a fixed day."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - an extra, and only the demo writes with it

    with Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        book.set_properties({"created": _MADE_AT.replace(tzinfo=None)})
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, headings, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    return path


def write_json(path: Path, document: object) -> Path:
    """Writes a JSON document with Cyrillic as it is."""
    text = json.dumps(document, ensure_ascii=False)
    return write_text(path, msgspec.json.format(text, indent=1) + "\n")


def write_text(path: Path, text: str) -> Path:
    """Writes a text in UTF-8."""
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
