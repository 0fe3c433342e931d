"""What the tests of the SQL storage share: empty databases, migrated once and copied, and eyes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from sqlalchemy import delete

from crmkit.ports.storage import UnitOfWork
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage, unguarded
from crmkit_sqlalchemy.opening import engine_for, maintenance_of
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.tables import metadata
from crmkit_sqlalchemy.units import SqlUnit

_numbers = count()


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_storage(f"sqlite:///{path}").close()
        return path.read_bytes()


def fresh_file(folder: Path) -> Path:
    """A database file with the tables and nothing in them."""
    path = folder / f"{next(_numbers)}.db"
    path.write_bytes(_empty())
    return path


def fresh_storage(folder: Path) -> SqlStorage:
    """An empty storage on a file of its own."""
    return open_storage(f"sqlite:///{fresh_file(folder)}")


def empty_tables(url: str) -> None:
    """Brings the tables of a server up to date and takes everything out of them."""
    maintenance_of({"url": url}).upgrade()
    engine = engine_for(url)
    with engine.begin() as connection, unguarded(connection, "a test starts afresh"):
        for table in metadata().tables.values():
            connection.execute(delete(table))
    engine.dispose()


@contextmanager
def a_clerk(folder: Path) -> Iterator[Clerk]:
    """A clerk at an empty storage."""
    with closing(fresh_storage(folder)) as storage:
        yield Clerk(storage)


@contextmanager
def watched(unit: UnitOfWork) -> Iterator[list[str]]:
    """The statements that a unit on SQLite executes, with their values."""
    statements: list[str] = []
    connection = driver_of(unit)
    connection.set_trace_callback(statements.append)
    try:
        yield statements
    finally:
        connection.set_trace_callback(None)


def driver_of(unit: UnitOfWork) -> Connection:
    """The driver's connection under an entered unit."""
    assert isinstance(unit, SqlUnit)
    assert unit._turn is not None
    found = unit._turn.connection.driver_connection
    assert isinstance(found, Connection)
    return found
