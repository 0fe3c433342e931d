"""Copies of an SQLite database: made while others write, and put back."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL

from crmkit.errors import BadFile, BadInput, NotSupported, TemporaryFailure
from crmkit_sqlalchemy.failures import failure

_TABLE = "crm_alembic_version"
_OWN = "SELECT count(*) FROM sqlite_master WHERE name = ?"
_SECONDS = 5.0
"""How long another program's writing is waited for."""


def backup(url: URL, file: Path) -> None:
    """Copies the database at the URL into a file, which appears whole or not at all."""
    if file.exists() or _left_by(file):
        message = "the file is there already, or what SQLite kept beside it"
        raise BadInput(message, where=file.name, hint="give another name")
    _copy(_database(url), file)


def restore(url: URL, file: Path, *, overwrite: bool) -> None:
    """Puts the copy in the place of the database at the URL, in one transaction if it is live."""
    database = _database(url)
    if not overwrite and (database.exists() or _left_by(database)):
        message = "there is a database already, or what SQLite kept beside it"
        hint = "move it away, or say that it is to be overwritten (--force)"
        raise BadInput(message, where=database.name, hint=hint)
    _demand_backup(file)
    if database.exists():
        _pour(file, database)
    else:
        for left in _left_by(database):  # SQLite would take it for the new database's own
            left.unlink()
        _copy(file, database)


def _database(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        message = "the database's own tool makes its backups"
        hint = "pg_dump or mariadb-dump; see docs/how-to"
        raise NotSupported(message, where=url.get_backend_name(), hint=hint)
    return Path(url.database or "")


def _copy(source: Path, target: Path) -> None:
    """Copies one committed state beside the target, which it replaces when it is on the disk."""
    beside = target.with_name(f".{target.name}.part")
    with _told(source):
        try:
            _pour(source, beside)
            _sync(beside)
            beside.replace(target)
            _sync(target.parent)
        finally:
            for left in (beside, *_left_by(beside)):
                left.unlink(missing_ok=True)


def _pour(source: Path, target: Path) -> None:
    """Copies all pages in one step: a writer meanwhile waits for nobody, and is not in it."""
    with _told(target), closing(_opened(source)) as one, closing(_opened(target)) as other:
        one.backup(other, progress=_refuse_to_wait)
        _demand_sound(other, source)


def _left_by(database: Path) -> list[Path]:
    """The files that SQLite keeps beside a database while it is open, and after a crash."""
    beside = (Path(f"{database}-{end}") for end in ("journal", "wal", "shm"))
    return [file for file in beside if file.exists()]


def _refuse_to_wait(status: int, _remaining: int, _total: int) -> None:
    """Gives up where Python would try again for ever."""
    if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        message = "another program holds the database"
        raise TemporaryFailure(message, where="backup", hint="stop it, and try again")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_SECONDS, isolation_level=None)


def _demand_backup(file: Path) -> None:
    if not file.is_file():
        message = "there is no such file"
        raise BadFile(message, where=file.name)
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as found:
            _demand_sound(found, file)
    except sqlite3.Error as exc:
        raise _unsound(file) from exc


def _demand_sound(found: sqlite3.Connection, file: Path) -> None:
    if found.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise _unsound(file)
    if found.execute(_OWN, (_TABLE,)).fetchone() != (1,):
        message = "this database holds no tables of crmkit's"
        raise BadFile(message, where=file.name)


def _unsound(file: Path) -> BadFile:
    message = "this is no sound SQLite database"
    return BadFile(message, where=file.name, hint="take another backup")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        raise failure(exc, file.name) from exc


def _sync(path: Path) -> None:
    with suppress(PermissionError):  # Windows opens no folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
