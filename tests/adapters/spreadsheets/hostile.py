"""Files that want to harm whoever reads them, or are merely broken; each is made when asked for."""

import io
import os
import random
import struct
from collections.abc import Callable
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

from tests.adapters.spreadsheets.support import (
    FILES,
    SHEET,
    STRINGS,
    ods_file,
    patched,
    sheet_file,
    xlsx_file,
)

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE
FAR_ROW = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


class HugeFile(io.BytesIO):
    """A gigabyte that is only there when it is read: some bytes, then one sign without end."""

    def __init__(self, start: bytes, sign: bytes) -> None:
        """Begins with ``start``; the rest is the sign."""
        super().__init__()
        self.start = start
        self.sign = sign
        self.at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: GIBIBYTE}[whence]
        return self.at

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            raise MemoryError
        wanted = max(0, min(size, GIBIBYTE - self.at))
        given = self.start[self.at : self.at + wanted]
        self.at += wanted
        return given + self.sign * (wanted - len(given))


def plain_xlsx() -> io.BytesIO:
    return xlsx_file(["Имя", "Телефон"], *[["Анна", f"+7921{n:07}"] for n in range(200)])


def swollen_part(size: int) -> io.BytesIO:
    """A sheet that is packed a thousand times smaller than it is."""
    file = io.BytesIO()
    with ZipFile(plain_xlsx()) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            with after.open(name, "w") as part:
                part.write(before.read(name))
                for _ in range(size // MEBIBYTE if name == SHEET else 0):
                    part.write(b" " * MEBIBYTE)
    return file


def lying_about_size() -> io.BytesIO:
    """The same, but the archive says that the sheet is small."""
    packed = swollen_part(100 * MEBIBYTE).getvalue()
    with ZipFile(io.BytesIO(packed)) as archive:
        true = struct.pack("<I", archive.getinfo(SHEET).file_size)
    return io.BytesIO(packed.replace(true, struct.pack("<I", 5_000)))


def many_swollen_parts() -> io.BytesIO:
    """Each part is within the limits; together they are not."""
    file = plain_xlsx()
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        for number in range(3):
            noise = random.Random(number).randbytes(MEBIBYTE)  # noqa: S311 - repeatable noise
            archive.writestr(f"xl/worksheets/more{number}.xml", noise + b" " * 49 * MEBIBYTE)
    return file


def archive_of(name: str, content: bytes, method: int = ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with ZipFile(file, "w", method) as archive:
        archive.writestr(name, content)
    return file


def many_entries() -> io.BytesIO:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/{number}.xml", b"")
        archive.writestr("xl/workbook.xml", b"")
    return file


def shared_text() -> io.BytesIO:
    """One text of a megabyte, which ten thousand cells refer to."""
    noise = random.Random(1).randbytes(MEBIBYTE // 2).hex()  # noqa: S311 - repeatable noise
    text = f'<sst count="1" uniqueCount="1"><si><t>{noise}</t></si></sst>'.encode()
    file = sheet_file("<row>" + '<c t="s"><v>0</v></c>' * 10_000 + "</row>")
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        if STRINGS not in archive.namelist():
            archive.writestr(STRINGS, text)
    return patched(file, STRINGS, lambda _: text)


def claimed_texts() -> io.BytesIO:
    """A list of texts that claims four billion of them."""
    head = b'<sst count="4294967295" uniqueCount="4294967295"></sst>'
    return patched(shared_text(), STRINGS, lambda _: head)


def laughing() -> io.BytesIO:
    """Entities that refer to entities, ten levels deep."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE workbook [<!ENTITY e0 "ha">{levels}]>'
    return patched(
        plain_xlsx(),
        "xl/workbook.xml",
        lambda part: part.replace(b"<workbook", doctype.encode() + b"<workbook", 1).replace(
            b'name="Sheet1"', b'name="&e9;"'
        ),
    )


def far_cell_in_old_excel() -> io.BytesIO:
    """The last number is moved to row 65,536, column 65,536."""
    content = (FILES / "clients.xls").read_bytes()
    place = struct.pack("<HH", 2, 4)
    return io.BytesIO(content.replace(place, b"\xff\xff\xff\xff"))


def under_password() -> io.BytesIO:
    """Excel keeps an encrypted workbook in a stream of another name."""
    content = (FILES / "clients.xls").read_bytes()
    workbook, packed = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = content.index(workbook)
    name = packed.ljust(64, b"\0") + struct.pack("<H", len(packed) + 2)
    return io.BytesIO(content[:at] + name + content[at + len(name) :])


def damaged(file: io.BytesIO) -> io.BytesIO:
    """One byte in the middle of the sheet is another one."""
    content = bytearray(file.getvalue())
    at = content.index(SHEET.encode()) + len(SHEET) + 200
    content[at] ^= 0xFF
    return io.BytesIO(content)


def repeated_cells() -> io.BytesIO:
    """An open document with a whole sheet of one number in a hundred bytes."""
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float"'
        ' office:value="1"/>'
    )
    return ods_file(
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    )


def text(content: str) -> io.BytesIO:
    return io.BytesIO(content.encode())


HUGE: dict[str, Callable[[], io.BytesIO]] = {
    "a header of a gigabyte": lambda: HugeFile(b"name;", b"x"),
    "a cell of a gigabyte": lambda: HugeFile(b"name;city\n1;2\n3;", b"x"),
    "a cell of a gigabyte in quotes": lambda: HugeFile(b'name;city\n1;2\n3;"4\n', b"x"),
    "a gigabyte of NULs": lambda: HugeFile(b"name;city\n1;2\n", b"\0"),
}

HOSTILE: dict[str, Callable[[], io.BytesIO]] = {
    "an empty file": io.BytesIO,
    "a file of blank lines": lambda: text("\n;;\n\n"),
    "a header only": lambda: text("Имя;Телефон\n"),
    "a header and blank rows": lambda: text("Имя;Телефон\n;\n\n"),
    "a header only, in a sheet": lambda: xlsx_file(["Имя", "Телефон"]),
    "an empty sheet": lambda: sheet_file(""),
    "two columns of one name": lambda: text("Имя;Телефон;имя\n1;2;3\n"),
    "a NUL in the header": lambda: text("Имя;Теле\0фон\n1;2\n"),
    "a million columns": lambda: text(";".join(map(str, range(1_000_000))) + "\n1\n"),
    "a hundred thousand columns": lambda: text(";".join(map(str, range(100_000))) + "\n1\n"),
    "a million columns in a sheet": lambda: sheet_file(
        f"<row>{'<c><v>1</v></c>' * 1_000_000}</row>"
    ),
    "quotation marks without end": lambda: text("a;b\n1;2\n" + ';a";"\n' * 300_000),
    "a part packed a thousand times": lambda: swollen_part(60 * MEBIBYTE),
    "a part larger than allowed": lambda: swollen_part(70 * MEBIBYTE),
    "a part that lies about its size": lying_about_size,
    "parts too large together": many_swollen_parts,
    "a spreadsheet in an archive": lambda: archive_of("a.xlsx", plain_xlsx().getvalue()),
    "an archive in an archive": lambda: archive_of("a.zip", archive_of("b", b"c").getvalue()),
    "an archive of thirty thousand parts": many_entries,
    "an empty archive": lambda: io.BytesIO(b"PK\x05\x06" + b"\0" * 18),
    "a packing that no program uses": lambda: archive_of("xl/workbook.xml", b"<x/>", ZIP_BZIP2),
    "an archive cut in half": lambda: io.BytesIO(plain_xlsx().getvalue()[:3_000]),
    "an archive without its beginning": lambda: io.BytesIO(
        b"PK\x03\x04" + plain_xlsx().getvalue()[3_000:]
    ),
    "a sheet with one wrong byte": lambda: damaged(plain_xlsx()),
    "a sheet that is no XML": lambda: patched(plain_xlsx(), SHEET, lambda _: b"<sheetData><row><c"),
    "a workbook that is no XML": lambda: patched(plain_xlsx(), "xl/workbook.xml", lambda _: b"\0"),
    "a cell in the farthest corner": lambda: sheet_file(FAR_ROW),
    "a cell beyond every corner": lambda: sheet_file(
        FAR_ROW.replace("XFD1048576", "ZZZZZZZ99999999999")
    ),
    "a long text in ten thousand cells": shared_text,
    "four billion texts": claimed_texts,
    "entities of entities": laughing,
    "an open document of one repeated cell": repeated_cells,
    "an old Excel file with a far cell": far_cell_in_old_excel,
    "an old Excel file cut in half": lambda: io.BytesIO(
        (FILES / "clients.xls").read_bytes()[:3_000]
    ),
    "an old Excel file of zeros": lambda: io.BytesIO(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9_000
    ),
    "a file under a password": under_password,
    "a PDF document": lambda: io.BytesIO(b"%PDF-1.7\n..."),
    "a picture": lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n..."),
    "a web page that is called a table": lambda: text("<html><table><tr><td>Имя</td></tr></table>"),
    "JSON": lambda: text('{"name": "Anna"}\n'),
    "noise": lambda: io.BytesIO(random.Random(1).randbytes(100_000)),  # noqa: S311 - repeatable
}


def deep(depth: int = 100_000) -> io.BytesIO:
    """XML of this many levels around a sheet that is right otherwise."""
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    return sheet_file(f"{row}{'<x>' * depth}{'</x>' * depth}")
