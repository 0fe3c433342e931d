"""The rows of a CSV file, read line by line so that a file of any length fits into memory."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from crmkit.errors import BadFile
from crmkit.ports.tables import RowFault
from crmkit_spreadsheets.rows import RawRow

_OPEN_QUOTES = 100


class CsvRows:
    """The rows of one CSV stream whose encoding and delimiter are known."""

    def __init__(
        self, stream: BinaryIO, *, encoding: str, delimiter: str, row_chars: int, skip: int
    ) -> None:
        """Start at the beginning of the stream, ``skip`` lines below the first."""
        self._lent = _LentStream(stream)
        buffered = io.BufferedReader(self._lent)
        text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline="")
        self._lines = _Lines(text, row_chars)
        self._reader = csv.reader(self._lines, delimiter=delimiter)
        self._skip = skip
        self._open_quotes = 0

    @property
    def consumed(self) -> int:
        """How many bytes were taken from the stream."""
        return self._lent.consumed

    def __iter__(self) -> Iterator[RawRow | RowFault]:
        """Each row; a quotation mark that nothing closes spoils only its own line."""
        for _ in range(self._skip):
            next(self._lines, None)
        while row := self._next_row(self._lines.begin_row()):
            yield row

    def _next_row(self, number: int) -> RawRow | RowFault | None:
        try:
            cells = next(self._reader, None)
        except UnicodeError as error:
            message = "the bytes below are not in the encoding of the file"
            raise BadFile(message, where=f"row {number}") from error
        except (csv.Error, _TooLongError) as error:
            if self._lines.give_back():
                return self._open_quote(number)
            if isinstance(error, csv.Error):
                return RowFault(number=number, reason="a cell is too long to be true")
            raise BadFile("the row is too long for a table", where=f"row {number}") from error
        if self._lines.broke_off:
            self._lines.give_back()
            return self._open_quote(number)
        return None if cells is None else RawRow(number, cells)

    def _open_quote(self, number: int) -> RowFault:
        """The fault of a row in which a quotation mark opens; refuses a file full of them."""
        self._open_quotes += 1
        if self._open_quotes > _OPEN_QUOTES:
            raise BadFile("too many quotation marks are never closed", where=f"row {number}")
        return RowFault(number=number, reason="a quotation mark opens here and is never closed")


class _TooLongError(Exception):
    """The lines of one row exceed the limit."""


class _Lines:
    """The lines that the csv module asks for, numbered, remembered and bounded by row."""

    def __init__(self, text: io.TextIOBase, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self._left = limit
        self.number = 0
        self.broke_off = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(self._limit + 1)
        if not line:
            self.broke_off = bool(self._row)
            raise StopIteration
        self._row.append(line)
        self.number += 1
        self._left -= len(line)
        if self._left < 0:
            raise _TooLongError
        return line

    def begin_row(self) -> int:
        """Forget the lines of the row before; the number of the next line."""
        self._row, self._left, self.broke_off = [], self._limit, False
        return self.number + 1

    def give_back(self) -> bool:
        """Have all lines of the row but the first read again; whether there are any."""
        following = self._row[1:]
        self._again.extendleft(reversed(following))
        self.number -= len(following)
        return bool(following)


class _LentStream(io.RawIOBase):
    """A stream that is read from its start and never closed through us; counts what is taken."""

    def __init__(self, source: BinaryIO) -> None:
        source.seek(0)
        self._source = source
        self.consumed = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a memoryview in fact
        taken = self._source.read(len(buffer))
        buffer[: len(taken)] = taken
        self.consumed += len(taken)
        return len(taken)
