"""Opens CSV and VCF files and spreadsheets: finds out which it is and hands over the table."""

import re
import shutil
from contextlib import ExitStack
from hashlib import sha256
from io import SEEK_END
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from attrs import evolve, field, frozen

from crmkit.errors import BadFile
from crmkit.ports.tables import (
    FOUND_OUT,
    FileFormat,
    ReadOptions,
    Source,
    Table,
    TableFacts,
    TableLimits,
)
from crmkit_spreadsheets.archive import archive_format
from crmkit_spreadsheets.csv_rows import CsvRows
from crmkit_spreadsheets.delimiter import find_delimiter, hinted_delimiter
from crmkit_spreadsheets.encoding import decoded, find_encoding
from crmkit_spreadsheets.rows import FileTable, blaming
from crmkit_spreadsheets.sheet_rows import Isolation, SheetRows, start_reading
from crmkit_spreadsheets.vcf_rows import VcfRows

_ARCHIVE, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CARD = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*begin:\s*vcard", re.IGNORECASE)
_HEAD, _CHUNK = 8_192, 1_048_576
_NO_TABLES = {
    b"PK": "an archive",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x1f\x8b": "an archive",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"{": "a JSON file",
    b"[{": "a JSON file",
    b"<": "a web page or XML under another name",
}


@frozen
class SpreadsheetReader:
    """A TableReader of CSV by the standard library, VCF by vobject, and sheets by calamine.

    Spreadsheets are read in a process of their own, within the limits of ``isolation``.
    """

    isolation: Isolation = field(default=Isolation(), kw_only=True)

    def open(self, source: Source, options: ReadOptions = FOUND_OUT) -> Table:
        """Opens the table in a file, as the port promises."""
        name = _name(source)
        with blaming(name), ExitStack() as held:
            file, size = _opened(source, held)
            kind = _format(file, size, options.limits)
            facts = TableFacts(format=kind, size=size, header_row=1)
            if kind == "csv":
                table = _csv_table(file, facts, name=name, options=options)
            elif kind == "vcf":
                table = _vcf_table(file, facts, name=name, options=options)
            else:
                own = file if isinstance(source, Path) else _copied(file, held)
                program = start_reading(own, options, self.isolation, held=held)
                table = _sheet_table(SheetRows(program, size), facts, name=name, options=options)
            table.hold(held.pop_all(), _digest(source))
            return table


def _name(source: Source) -> str:
    """What a person calls the file."""
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else "the file"


def _opened(source: Source, held: ExitStack) -> tuple[BinaryIO, int]:
    """The file, held open if it is ours, and its size."""
    try:
        if isinstance(source, Path):
            source = held.enter_context(source.open("rb"))
        return source, source.seek(0, SEEK_END)
    except OSError as error:
        hint = "give a path, or a binary stream that can seek"
        raise BadFile("the file cannot be opened", hint=hint) from error


def _format(file: BinaryIO, size: int, limits: TableLimits) -> FileFormat:
    """The format by the first bytes; refuses what is no table by its looks."""
    file.seek(0)
    head = file.read(_HEAD).lstrip()
    if not head:
        raise BadFile("the file is empty")
    if not head.startswith((_ARCHIVE, _OLD_EXCEL)):
        if _CARD.match(head.replace(b"\0", b"")):
            return "vcf"
        what = next((what for mark, what in _NO_TABLES.items() if head.startswith(mark)), None)
        if what is not None:
            raise BadFile(f"this is {what}, not a table", hint="save the table as XLSX or CSV")
        return "csv"
    if size > 2 * limits.part_bytes:
        raise BadFile("the file is too large for a spreadsheet", hint="save it as CSV")
    if head.startswith(_ARCHIVE):
        return archive_format(file, limits)
    if _is_encrypted(file):
        raise BadFile("the file is protected by a password", hint="save it without one")
    return "xls"


def _digest(source: Source) -> str:
    """The SHA-256 of all of the file's bytes; a stream is left where it was."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _digest(file)
    at, found = source.tell(), sha256()
    source.seek(0)
    while chunk := source.read(_CHUNK):
        found.update(chunk)
    source.seek(at)
    return found.hexdigest()


def _is_encrypted(file: BinaryIO) -> bool:
    """Office keeps an encrypted workbook of any format in a part of an old Excel file."""
    file.seek(0)
    before = b""
    while chunk := file.read(_CHUNK):
        if _ENCRYPTED in before + chunk:
            return True
        before = chunk[-len(_ENCRYPTED) :]
    return False


def _copied(file: BinaryIO, held: ExitStack) -> BinaryIO:
    """A copy with a descriptor, which a program can be given."""
    copy = held.enter_context(TemporaryFile())  # noqa: SIM115 - held
    file.seek(0)
    shutil.copyfileobj(file, copy)
    copy.flush()
    return copy


def _csv_table(file: BinaryIO, facts: TableFacts, *, name: str, options: ReadOptions) -> FileTable:
    encoding = find_encoding(file, options.encoding)
    file.seek(0)
    head = decoded(file.read(_HEAD), encoding)
    hinted = hinted_delimiter(head)
    declared = hinted if options.delimiter is None else options.delimiter
    delimiter = find_delimiter(head, declared)
    rows = CsvRows(
        file,
        encoding=encoding,
        delimiter=delimiter,
        row_chars=options.limits.row_chars,
        skip=1 if hinted else 0,
    )
    facts = evolve(facts, encoding=encoding, delimiter=delimiter)
    return FileTable(rows, facts, name=name, options=options)


def _vcf_table(file: BinaryIO, facts: TableFacts, *, name: str, options: ReadOptions) -> FileTable:
    encoding = find_encoding(file, options.encoding)
    rows = VcfRows(file, encoding=encoding, row_chars=options.limits.row_chars)
    return FileTable(rows, evolve(facts, encoding=encoding), name=name, options=options)


def _sheet_table(
    rows: SheetRows, facts: TableFacts, *, name: str, options: ReadOptions
) -> FileTable:
    facts = evolve(facts, sheet=rows.sheet, sheets=rows.sheets)
    return FileTable(rows, facts, name=name, options=options)
