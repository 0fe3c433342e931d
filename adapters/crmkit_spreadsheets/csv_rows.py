"""The rows of a CSV file, read line by line so that a file of any length fits into memory."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from crmkit.errors import BadFile
from crmkit.ports.tables import RowFault
from crmkit_spreadsheets.rows import RawRow

_OPEN_QUOTES, _LINES = 100, 1_000


class CsvRows:
    """The rows of one CSV stream whose encoding and delimiter are known."""

    def __init__(
        self, stream: BinaryIO, *, encoding: str, delimiter: str, row_chars: int, skip: int
    ) -> None:
        """Start at the beginning of the stream, ``skip`` lines below the first."""
        self._lent = LentStream(stream)
        buffered = io.BufferedReader(self._lent)
        text = io.TextIOWrapper(buffered, encoding, errors="surrogateescape", newline="")
        self._lines = _Lines(text, row_chars)
        self._delimiter = delimiter
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
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
        """The row that begins on this line. A quotation mark must be closed before a delimiter.

        Where it is not, and lines were taken into the cell for it, they are rows of their own;
        where there is but the one line, it is read as it is meant: ``"Rose" Ltd;Samara``.
        """
        try:
            cells = next(self._reader, None)
        except UnicodeError as error:
            message = "the bytes below are not in the encoding of the file"
            raise BadFile(message, where=f"row {number}") from error
        except (csv.Error, _TooLongError) as error:
            if self._lines.give_back() or self._lines.ended:
                return self._open_quote(number)
            if isinstance(error, csv.Error):
                return self._lenient(number)
            raise BadFile("the row is too long for a table", where=f"row {number}") from error
        return None if cells is None else RawRow(number, cells)

    def _lenient(self, number: int) -> RawRow | RowFault:
        """The line just read, with quotation marks taken as they come."""
        try:
            [cells] = csv.reader(self._lines.row, delimiter=self._delimiter)
        except csv.Error:
            return RowFault(number=number, reason="a cell is too long to be true")
        return RawRow(number, cells)

    def _open_quote(self, number: int) -> RowFault:
        """The fault of a row with an open quotation mark; refuses a file full of them."""
        self._open_quotes += 1
        if self._open_quotes > _OPEN_QUOTES:
            raise BadFile("too many quotation marks are never closed", where=f"row {number}")
        return RowFault(number=number, reason="a quotation mark opens here and is never closed")


class _TooLongError(Exception):
    """The lines of one row exceed the limits."""


class _Lines:
    """The lines that the csv module asks for, numbered, remembered and bounded by row."""

    def __init__(self, text: io.TextIOBase, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._again: deque[str] = deque()
        self._left = limit
        self.row: list[str] = []
        self.number = 0
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(self._limit + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.row.append(line)
        self.number += 1
        self._left -= len(line)
        if self._left < 0 or len(self.row) > _LINES:
            raise _TooLongError
        return line

    def begin_row(self) -> int:
        """Forget the lines of the row before; the number of the next line."""
        self.row, self._left, self.ended = [], self._limit, False
        return self.number + 1

    def give_back(self) -> bool:
        """Have all lines of the row but the first read again; whether there are any."""
        following = self.row[1:]
        self._again.extendleft(reversed(following))
        self.number -= len(following)
        return bool(following)


class LentStream(io.RawIOBase):
    """A stream that is read from its start and never closed through us; counts what is taken."""

    def __init__(self, source: BinaryIO) -> None:
        """Begin at the start of the source."""
        source.seek(0)
        self._source = source
        self.consumed = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # a memoryview in fact
        """Fill the buffer, as far as there is something."""
        taken = self._source.read(len(buffer))
        buffer[: len(taken)] = taken
        self.consumed += len(taken)
        return len(taken)
