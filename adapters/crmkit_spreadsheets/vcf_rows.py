"""The cards of a VCF file (vCard 2.1, 3.0 and 4.0) as rows; vobject reads each of them."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from crmkit.errors import AdapterError, BadFile
from crmkit.ports.tables import RowFault
from crmkit_spreadsheets.csv_rows import LentStream
from crmkit_spreadsheets.rows import RawRow

COLUMNS = (
    *("name", "last_name", "first_name", "middle_name", "phone", "email", "email_2"),
    *("company", "position", "birth_date", "address", "city", "region", "comment", "tags"),
)
"""The names of an import's targets, so that a table of cards needs no mapping."""

_BEGIN, _END = (
    re.compile(r"begin:\s*vcard\s*", re.IGNORECASE),
    re.compile(r"end:\s*vcard\s*", re.IGNORECASE),
)
_LEFT_OUT = re.compile(r"(?:[\w-]+\.)?(?:photo|logo|sound|key|agent)[;:]", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?")
_CHUNK = 65_536
Line = tuple[int, str]


class VcfRows:
    """The cards of one stream whose encoding is known, below a header made for them."""

    def __init__(self, stream: BinaryIO, *, encoding: str, row_chars: int) -> None:
        """Start at the beginning of the stream."""
        self._lent = LentStream(stream)
        buffered = io.BufferedReader(self._lent)
        self._text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline=None)
        self._limit = row_chars

    @property
    def consumed(self) -> int:
        """How many bytes were taken from the stream."""
        return self._lent.consumed

    def __iter__(self) -> Iterator[RawRow | RowFault]:
        """The header, then each card; one that cannot be read spoils no other."""
        read = _reader()
        yield RawRow(1, COLUMNS)
        for number, lines in self._cards():
            if lines is None:
                yield RowFault(number=number, reason="the card is too long, or has no end")
                continue
            try:
                card = read("".join(lines))
            except Exception:  # noqa: BLE001 - vobject lets through whatever its parsers raise
                yield RowFault(number=number, reason="the card cannot be read as a vCard")
                continue
            yield RawRow(number, _cells(card))

    def _cards(self) -> Iterator[tuple[int, list[str] | None]]:
        """The number of the line on which each card begins, and its lines but for pictures."""
        begun, card, size = 0, list[str](), 0
        for number, line in _without_pictures(self._lines()):
            if _BEGIN.fullmatch(line):
                if begun:
                    yield begun, None
                begun, card, size = number, [], 0
            if begun:
                size += len(line)
                if size <= self._limit:
                    card.append(line)
            if begun and _END.fullmatch(line):
                yield begun, card if size <= self._limit else None
                begun = 0
        if begun:
            yield begun, None

    def _lines(self) -> Iterator[Line]:
        """The lines with their numbers; of a very long one, part by part."""
        number = 1
        try:
            while line := self._text.readline(_CHUNK):
                yield number, line
                number += line.endswith("\n")
        except UnicodeError as error:
            raise BadFile("the bytes are not in the encoding of the file") from error


def _without_pictures(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines but for those of pictures and sounds, which may be megabytes."""
    inside = False
    for number, line in lines:
        if inside and (line[:1] in {" ", "\t"} or (":" not in line and line.strip())):
            continue
        inside = _LEFT_OUT.match(line) is not None
        if not inside:
            yield number, line


def _reader() -> Any:  # noqa: ANN401 - vobject has no types
    try:
        import vobject  # noqa: PLC0415 - optional
    except ImportError as error:
        message = "VCF files need another package"
        hint = "pip install 'crmkit[files]'"
        raise AdapterError(message, where="spreadsheets", hint=hint) from error

    def read(card: str) -> Mapping[str, list[Any]]:
        found = vobject.readOne(card, allowQP=True)
        contents: Mapping[str, list[Any]] = found.contents
        return contents

    return read


def _cells(card: Mapping[str, list[Any]]) -> list[str | None]:
    """The cells of a card, in the order of `COLUMNS`."""
    said = {name: [each.value for each in values] for name, values in card.items()}
    name = next(iter(said.get("n", ())), None)
    place = next(iter(said.get("adr", ())), None)
    emails = [*map(_text, said.get("email", ())), None, None]
    cells: Mapping[str, str | None] = {
        "name": _first(said, "fn"),
        "last_name": _text(getattr(name, "family", None)),
        "first_name": _text(getattr(name, "given", None)),
        "middle_name": _text(getattr(name, "additional", None)),
        "phone": ", ".join(filter(None, map(_phone, said.get("tel", ())))) or None,
        "email": emails[0],
        "email_2": emails[1],
        "company": _text(next(iter(said.get("org", [[]])[0]), None)),
        "position": _first(said, "title"),
        "birth_date": _date(_first(said, "bday")),
        "address": _text(getattr(place, "street", None)),
        "city": _text(getattr(place, "city", None)),
        "region": _text(getattr(place, "region", None)),
        "comment": " ".join(filter(None, map(_text, said.get("note", ())))) or None,
        "tags": _first(said, "categories"),
    }
    return [cells[column] for column in COLUMNS]


def _first(said: Mapping[str, list[Any]], name: str) -> str | None:
    return _text(next(iter(said.get(name, ())), None))


def _text(value: object) -> str | None:
    """A value on one line; the parts of one that has several, between commas."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_text, value))) or None
    return " ".join(str(value).split()) or None if value is not None else None


def _phone(value: object) -> str | None:
    """A number as typed; in vCard 4.0 it may be a URI."""
    written = (_text(value) or "").removeprefix("tel:")
    return written.replace(";ext=", " доб. ") or None


def _date(written: str | None) -> str | None:
    """A whole date; of one without a year nothing is known that a birth date needs."""
    match = _DATE.fullmatch(written or "")
    return "-".join(match.groups()) if match else None
