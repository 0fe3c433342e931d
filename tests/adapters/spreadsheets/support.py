"""Files made by hand for the tests of tables in files, and how to read them in one go."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from crmkit.ports.tables import (
    FOUND_OUT,
    Cell,
    ReadOptions,
    Row,
    RowFault,
    TableFacts,
    WriteOptions,
)
from crmkit_spreadsheets import SpreadsheetReader, SpreadsheetWriter

FILES = Path(__file__).with_name("files")
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"

MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODS = """<office:document-content
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
><office:body><office:spreadsheet><table:table table:name="Клиенты">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def read(source: BinaryIO | Path, options: ReadOptions = FOUND_OUT) -> list[Row | RowFault]:
    """All rows of the file's table."""
    with SpreadsheetReader().open(source, options) as table:
        return list(table.rows())


def cells(source: BinaryIO | Path, options: ReadOptions = FOUND_OUT) -> list[tuple[Cell, ...]]:
    """The cells of the rows that can be trusted."""
    return [row.cells for row in read(source, options) if isinstance(row, Row)]


def faults(source: BinaryIO | Path, options: ReadOptions = FOUND_OUT) -> list[RowFault]:
    """The rows that cannot be trusted."""
    return [row for row in read(source, options) if isinstance(row, RowFault)]


def facts(source: BinaryIO | Path, options: ReadOptions = FOUND_OUT) -> TableFacts:
    """How the file is understood."""
    with SpreadsheetReader().open(source, options) as table:
        return table.facts


def columns(source: BinaryIO | Path, options: ReadOptions = FOUND_OUT) -> tuple[str, ...]:
    """The names in the header."""
    with SpreadsheetReader().open(source, options) as table:
        return table.columns


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    """A CSV file of this text."""
    return io.BytesIO(text.encode(encoding))


def xlsx_file(header: Sequence[str], *rows: Sequence[Cell]) -> io.BytesIO:
    """An XLSX file of these rows, as our own writer makes it."""
    file = io.BytesIO()
    SpreadsheetWriter().write(file, header, rows=rows, options=WriteOptions(format="xlsx"))
    return file


def patched(file: io.BytesIO, part: str, change: Callable[[bytes], bytes]) -> io.BytesIO:
    """The archive with one part changed."""
    result = io.BytesIO()
    with ZipFile(file) as before, ZipFile(result, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return result


def sheet_file(rows: str) -> io.BytesIO:
    """An XLSX file whose sheet has these rows, as XML."""

    def with_rows(part: bytes) -> bytes:
        start, end = part.index(b"<sheetData"), part.index(b"<pageMargins")
        return part[:start] + f"<sheetData>{rows}</sheetData>".encode() + part[end:]

    return patched(xlsx_file(["Имя"], ["Анна"]), SHEET, with_rows)


def ods_file(rows: str) -> io.BytesIO:
    """An ODS file whose sheet has these rows, as XML."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows=rows))
    return file
