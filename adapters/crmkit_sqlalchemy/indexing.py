"""The index of marks of names, made on demand: PostgreSQL's pg_trgm, or FTS5's in a SQLite file.

PostgreSQL's writers go on meanwhile; those of a file wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, column
from sqlalchemy.exc import DBAPIError

from crmkit.errors import AdapterError
from crmkit_sqlalchemy.dialects import database_of
from crmkit_sqlalchemy.marks import index_marks
from crmkit_sqlalchemy.names import SEARCHED, Asking, asking, index_name, marks_table, padded
from crmkit_sqlalchemy.tables import PREFIX, folded_of
from crmkit_sqlalchemy.tripwire import unguarded
from crmkit_sqlalchemy.types import TEXT

_REASON = "making an index of names"
_INVALID = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('{}') AND NOT indisvalid"
_FTS5 = "SELECT sqlite_compileoption_used('ENABLE_FTS5')"
_THERE = "SELECT 1 WHERE to_regclass('{}') IS NOT NULL"


def index_names(engine: Engine) -> tuple[str, ...]:
    """Makes the indexes that are missing, and answers with their names; none on MariaDB.

    Raises AdapterError where the server does not let us have pg_trgm, or SQLite was built without
    FTS5; everything works without it, only slower.
    """
    database = database_of(engine.dialect)
    if not database.indexes_marks:
        return ()
    if database.keeps_marks:
        return _in_a_file(engine)
    with at_once(engine, _REASON) as connection:
        _have_extension(connection)
        made = [index_name(kind) for kind in SEARCHED if _made(connection, kind)]
    return tuple(made)


def has_names(connection: Connection) -> bool | None:
    """Whether every kind's index of names is there; None where there can be none."""
    database = database_of(connection.dialect)
    if not database.indexes_marks:
        return None
    asked = [asking(Asking(kind), database) for kind in SEARCHED]
    return all(connection.execute(each).first() for each in asked)


def _in_a_file(engine: Engine) -> tuple[str, ...]:
    with engine.connect() as connection, unguarded(connection, _REASON):
        if not connection.exec_driver_sql(_FTS5).scalar():
            message = "this SQLite was built without FTS5; names are read one by one"
            raise AdapterError(message, where="SQLite", hint="use the Python of python.org")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        made = [marks_table(kind) for kind in SEARCHED if index_marks(connection, kind)]
        connection.commit()
    return tuple(made)


@contextmanager
def at_once(engine: Engine, reason: str) -> Iterator[Connection]:
    """A connection to a PostgreSQL whose writers go on meanwhile: it is never in a transaction."""
    with engine.connect() as plain, unguarded(plain, reason):
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("SET lock_timeout = 0")
        yield connection


def is_there(connection: Connection, name: str) -> bool:
    """Whether PostgreSQL has the index; what a broken-off attempt left of it is dropped."""
    if connection.exec_driver_sql(_INVALID.format(name)).all():
        connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY {name}")
    return bool(connection.exec_driver_sql(_THERE.format(name)).all())


def _have_extension(connection: Connection) -> None:
    try:
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DBAPIError as exc:
        message = "the server does not let us make the extension pg_trgm; names are read one by one"
        hint = "let its administrator say CREATE EXTENSION pg_trgm in this database"
        raise AdapterError(message, where="pg_trgm", hint=hint) from exc


def _made(connection: Connection, kind: str) -> bool:
    """Makes the index of the kind anew where an earlier attempt was broken off."""
    name = index_name(kind)
    if is_there(connection, name):
        return False
    folded = column(folded_of(SEARCHED[kind]), TEXT)
    text = str(padded(folded).compile(dialect=connection.dialect))
    connection.exec_driver_sql(
        f"CREATE INDEX CONCURRENTLY {name} ON {PREFIX}{kind} USING gin (({text}) gin_trgm_ops)"
    )
    connection.exec_driver_sql(f"ANALYZE {PREFIX}{kind}")
    return True
