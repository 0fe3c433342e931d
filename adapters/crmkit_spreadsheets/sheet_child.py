"""Reads one sheet of a spreadsheet from standard input and prints its rows as JSON lines.

Runs as a program of its own, within limits on memory and time: the library that reads spreadsheets
aborts its whole process when a file of 5 KB claims a cell in the last row of the last column.
Knows nothing of crmkit: arguments in, lines out.

The lines are ``{"ready": true}``, ``{"sheet", "sheets", "height"}``, ``{"row", "cells"}`` for each
row (its number; ``null`` for cells that are too long) and ``{"end": true}``. Instead of any but the
first, ``{"refused", "about"}`` may stand, as the last one.
"""

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import IO, TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile, is_zipfile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Line = dict[str, object]

NO_RESULT = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^<>]*? t="e"|(?![^<>]* t="str")[^<>]*>'
    rb"<f[^<]*(?:</f>)?(?:<v></v>|<v ?/>)?</c>)"
)
CHUNK = 1 << 20
WORKBOOK = "xl/workbook.xml"


class NoSuchSheet(Exception):
    """The sheet asked for is not in the file."""


class TooManyCells(Exception):
    """The sheet is larger than the limits allow."""


def main(library: str, sheet: str | None, limits: dict[str, int]) -> None:
    """Prints the sheet, the first visible one without a name, or why not."""
    say({"ready": True})
    sys.stdout.flush()
    try:
        os.environ["RUST_BACKTRACE"] = "0"  # noqa: TID251 - set, to die quickly, not read
        limit_resources(limits["memory_bytes"], limits["seconds"])
        sys.path.insert(0, library)
        for line in sheet_lines(sys.stdin.buffer, sheet, limits):
            say(line)
    except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
        say({"refused": type(error).__name__, "about": [str(part) for part in error.args]})


def say(line: Line) -> None:
    """Prints one line."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def limit_resources(memory_bytes: int, seconds: int) -> None:
    """Lets the system end this program when it takes more; where the system can, as Linux does."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_DATA: memory_bytes,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        hard = resource.getrlimit(kind)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, hard))


def sheet_lines(stream: BinaryIO, name: str | None, limits: dict[str, int]) -> Iterator[Line]:
    """The lines for one sheet."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - found only now, limits set

    stream.seek(0)
    book = CalamineWorkbook.from_filelike(stream)
    chosen = chosen_sheet(book, name)
    sheet = book.get_sheet_by_name(chosen)
    top, left = sheet.start or (0, 0)
    if (top + sheet.height) * sheet.width > limits["cells"]:
        raise TooManyCells
    yield {"sheet": chosen, "sheets": book.sheet_names, "height": top + sheet.height}
    spots = without_result(stream, chosen)
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = marked([*map(plain, row)], [column - left for column in spots.pop(number, ())])
        long = sum(len(cell) for cell in cells if isinstance(cell, str)) > limits["row_chars"]
        yield {"row": number, "cells": None if long else cells}
    for number in sorted(spots):
        yield {"row": number, "cells": marked([], [column - left for column in spots[number]])}
    yield {"end": True}


def chosen_sheet(book: "CalamineWorkbook", name: str | None) -> str:
    """The sheet of this name, or the first with cells that is not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

    looks = (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible)
    visible = [sheet.name for sheet in book.sheets_metadata if (sheet.typ, sheet.visible) == looks]
    if name is None and visible:
        return visible[0]
    if name is None or name not in book.sheet_names:
        raise NoSuchSheet(*visible)
    return name


def marked(cells: list[object], places: list[int]) -> list[object]:
    """The cells, with the ones at these places known to be without a result."""
    for place in places:
        cells += [None] * (place + 1 - len(cells))
        if place >= 0:
            cells[place] = {"no_result": True}
    return cells


def plain(value: object) -> object:
    """The value as JSON has it; a moment at midnight is a day, a time of day is text."""
    if isinstance(value, datetime) and value.time() != time():
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()[:10]}
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return None if value == "" else value


def without_result(stream: BinaryIO, sheet: str) -> dict[int, list[int]]:
    """The columns (from 0) by row in which the file keeps an error or no result of a formula.

    The library reads both as blank. Only of XLSX, the format that programs write half-done.
    """
    found: dict[int, list[int]] = defaultdict(list)
    if is_zipfile(stream):
        with ZipFile(stream) as archive, suppress(KeyError, StopIteration):
            for letters, row in spots(archive.open(part_of(archive, sheet))):
                found[row].append(column_of(letters))
    return found


def part_of(archive: ZipFile, sheet: str) -> str:
    """The name of the part that holds the sheet."""
    sheets = ET.fromstring(archive.read(WORKBOOK)).iter()  # noqa: S314 - a limited process
    keys = next(dict(entry.items()) for entry in sheets if entry.get("name") == sheet)
    relation = next(keys[key] for key in keys if key.endswith("}id"))
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    target = next(entry.get("Target", "") for entry in relations if entry.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def spots(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Column letters and row of every cell without a result."""
    rest = b""
    for piece in chain(iter(lambda: part.read(CHUNK), b""), (b"<c",)):
        text = rest + piece
        cut = text.rfind(b"<c")
        cut = len(text) if cut < 0 else cut
        for spot in NO_RESULT.finditer(text, 0, cut):
            yield spot[1], int(spot[2])
        rest = text[cut:]


def column_of(letters: bytes) -> int:
    """The column's place, from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
