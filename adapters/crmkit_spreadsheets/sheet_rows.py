"""The rows of a sheet in a spreadsheet, read by a program of its own that cannot harm this one."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from typing import BinaryIO

from attrs import frozen

from crmkit.errors import AdapterError, BadFile
from crmkit.ports.tables import MEBIBYTE, ReadOptions, RowFault
from crmkit_spreadsheets.cells import Refused, whole_or_decimal
from crmkit_spreadsheets.rows import RawRow

_PROGRAM = Path(__file__).with_name("sheet_child.py")
_LIBRARY = "python_calamine"
_NAME_ONE = "name a Python that has the extra crmkit[files] in Isolation"
_AS_CSV = "save it as CSV, which may be of any length"
_TOO_LARGE = ("the sheet takes more memory or time to read than a table may", _AS_CSV)
_REFUSALS = {
    "PasswordError": ("the file is protected by a password", "save it without one"),
    "TooManyCells": ("the sheet has more cells than a table may", _AS_CSV),
    "MemoryError": _TOO_LARGE,
    "ImportError": _TOO_LARGE,  # the library is there: no memory was left to load it
}
_DAMAGED = ("the file is cut short or damaged", "fetch or save it once more")


@frozen(kw_only=True)
class Isolation:
    """Which Python (its path) reads spreadsheets, and how much memory and time it may take.

    Without ``python`` it is the one that runs now. The limits hold where the system enforces them,
    as Linux does; elsewhere a file can still do no more than end the reading.
    """

    python: str | None = None
    memory_bytes: int = 192 * MEBIBYTE
    seconds: int = 30


class SheetRows:
    """The rows of one sheet, as the reading program hands them over."""

    def __init__(self, program: Popen[bytes], size: int) -> None:
        """Learn the sheet's name, its neighbours and its height."""
        self._program = program
        self._size = size
        self._read = 0
        self._lines = _lines(program)
        match next(self._lines):
            case {"sheet": str(sheet), "sheets": list(sheets), "height": int(height)}:
                self.sheet, self.sheets, self._height = sheet, tuple(map(str, sheets)), height
            case _:
                raise _refusal(*_DAMAGED)

    @property
    def consumed(self) -> int:
        """The bytes of the file in proportion to the rows."""
        return self._size * self._read // max(self._height, 1)

    def __iter__(self) -> Iterator[RawRow | RowFault]:
        """Each row to the last; a program that falls silent before has not read the sheet."""
        for line in self._lines:
            match line:
                case {"row": int(number), "cells": list(cells)}:
                    self._read = number
                    yield RawRow(number, cells)
                case {"row": int(number)}:
                    yield RowFault(number=number, reason="the row is too long for a table")


def start_reading(
    file: BinaryIO, options: ReadOptions, isolation: Isolation, *, held: ExitStack
) -> Popen[bytes]:
    """The reading program at work on an open file; it ends with ``held``."""
    library = find_spec(_LIBRARY)
    if library is None or library.origin is None:
        hint = "pip install 'crmkit[files]'"
        raise AdapterError("python-calamine is not installed", where="spreadsheets", hint=hint)
    limits = {
        "memory_bytes": isolation.memory_bytes,
        "seconds": isolation.seconds,
        "cells": options.limits.cells,
        "row_chars": options.limits.row_chars,
    }
    about = [str(Path(library.origin).parents[1]), json.dumps(options.sheet), json.dumps(limits)]
    command = [_python(isolation), "-I", "-S", "-X", "utf8", str(_PROGRAM), *about]
    program = Popen(command, stdin=file, stdout=PIPE, stderr=DEVNULL)  # noqa: S603 - no shell
    held.callback(_end, program)
    return program


def _python(isolation: Isolation) -> str:
    """The Python to run; in a program packed with its own Python there is none to be found."""
    if isolation.python is not None:
        return isolation.python
    if not sys.executable or getattr(sys, "frozen", False):
        message = "there is no Python to read spreadsheets with"
        raise AdapterError(message, where="spreadsheets", hint=_NAME_ONE)
    return sys.executable


def _end(program: Popen[bytes]) -> None:
    """No trace of the program is left."""
    program.kill()
    with program:
        pass


def _lines(program: Popen[bytes]) -> Iterator[object]:
    """What the program says between its greeting and its farewell."""
    said = program.stdout or ()
    lines = (_parsed(line) for line in said)
    if next(lines, None) != {"ready": True}:
        message = "the program that reads spreadsheets does not start"
        raise AdapterError(message, where="spreadsheets", hint=_NAME_ONE)
    for line in lines:
        match line:
            case {"end": True}:
                return
            case {"refused": str(kind), "about": list(about)}:
                raise _refused(kind, about)
            case _:
                yield line
    raise _refusal(*_TOO_LARGE) if program.wait() < 0 else _refusal(*_DAMAGED)


def _refused(kind: str, about: list[str]) -> BadFile:
    """Why the program does not read the file, for a person."""
    if kind == "NoSuchSheet":
        sheets = ", ".join(f"“{name}”" for name in about) or "none"
        return BadFile("there is no such sheet", hint=f"the sheets are: {sheets}")
    return _refusal(*_REFUSALS.get(kind, _DAMAGED))


def _refusal(message: str, hint: str) -> BadFile:
    return BadFile(message, hint=hint)


def _parsed(line: bytes) -> object:
    """One line; ``None`` when the program was stopped in the middle of it."""
    try:
        parsed: object = json.loads(
            line,
            object_hook=_value,
            parse_float=whole_or_decimal,
            parse_int=whole_or_decimal,
            parse_constant=whole_or_decimal,
        )
    except ValueError:
        return None
    return parsed


def _value(fields: dict[str, object]) -> object:
    """The cell that JSON has no word for, or the fields as they are."""
    match fields:
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"no_result": True}:
            return Refused("a formula has no result; correct it, or open and save the file")
        case _:
            return fields
