"""The drivers' errors in crmkit's words: what may be tried again, and what is set up wrongly.

A message names the database, never what was to be written.
"""

import sqlite3
from collections.abc import Mapping
from types import ModuleType

from crmkit.errors import (
    AdapterError,
    BadInput,
    StorageFull,
    TemporaryFailure,
    UnknownOutcome,
)

_PRIMARY = 0xFF  # SQLite's extended codes keep the plain one in the lowest byte

_LOCKED = ("the database is locked by another program", "try again")
_FULL = ("the disk is full", "free some space and try again")
_GONE = ("the database does not answer", "see whether it runs, and try again")

_LIMITED = (
    "nothing more can be written to the disk",
    "see whether it is full, over a quota or failing, and try again",
)

_SQLITE_FOR_NOW: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_IOERR: ("the disk cannot be read or written", "see to the disk, and try again"),
}
_SQLITE_NO_SPACE: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_WRITE: _LIMITED,
}
_SQLITE_FOR_GOOD: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_NOTADB: ("this is not a database file", "give the path of another file"),
    sqlite3.SQLITE_CORRUPT: ("the database file is damaged", "restore it from a copy"),
    sqlite3.SQLITE_READONLY: ("the database file cannot be written", "see to its permissions"),
    sqlite3.SQLITE_CANTOPEN: ("the database file cannot be opened", "see to its folder"),
}
_SQLSTATES_FOR_NOW: Mapping[str, tuple[str, str]] = {
    "08": _GONE,
    "40": ("another transaction was in the way", "try again"),
    "53": ("the database server is out of space, memory or connections", "try again later"),
    "55": _LOCKED,
    "57": _GONE,
}
_MYSQL_FOR_NOW: Mapping[int, tuple[str, str]] = {
    1020: ("another transaction was in the way", "try again"),
    1040: _GONE,
    1205: _LOCKED,
    1213: ("another transaction was in the way", "try again"),
    2002: _GONE,
    2003: _GONE,
}
_NO_SPACE_SQLSTATE = "53100"
_MYSQL_NO_SPACE = frozenset({1021, 1114})
_LOST_SQLSTATES = ("08", "57P")
_MYSQL_LOST = frozenset({0, 2006, 2013, 2014, 2055})
"""PyMySQL's own numbers: 0 on a connection that it has closed."""
_UNIQUE_SQLSTATE = "23505"
_MYSQL_DUPLICATE = 1062
_TOO_LONG_SQLSTATES = frozenset({"22001", "54000"})
_MYSQL_TOO_LONG = 1406


def is_duplicate(exc: Exception) -> bool:
    """Whether a key or number was there already."""
    code = getattr(exc, "sqlite_errorcode", None)
    if code is not None:
        return code in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
    return getattr(exc, "sqlstate", None) == _UNIQUE_SQLSTATE or _number(exc) == _MYSQL_DUPLICATE


def is_too_long(exc: Exception) -> bool:
    """Whether a text was longer than an index, or a column, of a server takes."""
    return getattr(exc, "sqlstate", None) in _TOO_LONG_SQLSTATES or _number(exc) == _MYSQL_TOO_LONG


def too_long(database: str) -> BadInput:
    """The error to raise for it."""
    message = "a text is too long for this database to find a record by"
    return BadInput(message, where=database, hint="keep names, numbers and keys below 600 letters")


def is_lost(exc: Exception) -> bool:
    """Whether the connection to a server is gone, so that no answer will come."""
    if getattr(exc, "sqlite_errorcode", None) is not None:
        return False
    number, state = _number(exc), getattr(exc, "sqlstate", None)
    if number is not None:
        return number in _MYSQL_LOST
    if isinstance(state, str):
        return state.startswith(_LOST_SQLSTATES)
    return _is_operational(exc)


def unknown_outcome(database: str) -> UnknownOutcome:
    """The error to raise when the connection is lost while a transaction is committed."""
    message = "the connection was lost during the commit: all of it was stored, or nothing"
    return UnknownOutcome(message, where=database, hint="look before you repeat the unit of work")


def failure(exc: Exception, database: str) -> AdapterError:
    """The error to raise for one of a driver, about the database named so."""
    no_space = _no_space(exc)
    if no_space:
        message, hint = no_space
        return StorageFull(message, where=database, hint=hint)
    for_now = _for_now(exc)
    if for_now:
        message, hint = for_now
        return TemporaryFailure(message, where=database, hint=hint)
    code = getattr(exc, "sqlite_errorcode", 0) & _PRIMARY
    unknown = (f"the database refused: {type(exc).__name__}", "the cause is chained to this error")
    message, hint = _SQLITE_FOR_GOOD.get(code, unknown)
    return AdapterError(message, where=database, hint=hint)


def driver_error(driver: ModuleType) -> type[Exception]:
    """The class of all errors of a driver."""
    found: type[Exception] = driver.Error
    return found


def _for_now(exc: Exception) -> tuple[str, str] | None:
    code = getattr(exc, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_FOR_NOW.get(code & _PRIMARY)
    number = _number(exc)
    if number is not None:  # asked first, for PyMySQL tells a state too, and a vaguer one
        return _GONE if number in _MYSQL_LOST else _MYSQL_FOR_NOW.get(number)
    state = getattr(exc, "sqlstate", None)
    if isinstance(state, str):
        return _SQLSTATES_FOR_NOW.get(state[:2])
    return _GONE if _is_operational(exc) else None


def _no_space(exc: Exception) -> tuple[str, str] | None:
    code = getattr(exc, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_NO_SPACE.get(code)
    full = getattr(exc, "sqlstate", None) == _NO_SPACE_SQLSTATE or _number(exc) in _MYSQL_NO_SPACE
    return _FULL if full else None


def _is_operational(exc: Exception) -> bool:
    """Psycopg tells no state of a connection that could not be made, or broke, or timed out."""
    return any(kind.__name__ == "OperationalError" for kind in type(exc).__mro__)


def _number(exc: Exception) -> int | None:
    number = exc.args[0] if exc.args else None
    return number if isinstance(number, int) else None
