"""Migrations: bringing the tables up to date, inside the package and beside the host's own.

crmkit has its own version table, so the host's alembic never meets its revisions. Give
``include_name`` to ``context.configure`` in the host's ``env.py``, and autogenerate leaves the
tables of crmkit alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy import Connection, Engine, Select, String, column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from crmkit.errors import AdapterError
from crmkit_sqlalchemy.failures import failure
from crmkit_sqlalchemy.tables import PREFIX
from crmkit_sqlalchemy.tripwire import unguarded

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = f"{PREFIX}alembic_version"
HEAD = "0002"
"""The revision that this version of the package needs; a test holds it to the newest one."""
_REASON = "migration of crmkit's tables"


def upgrade(connection: Connection) -> tuple[str, ...]:
    """Applies the pending revisions on the host's connection and answers with their names.

    They are part of the connection's transaction: the host commits, or rolls everything back
    (MariaDB commits each change of a table by itself).
    """
    names = pending(connection)
    if names:
        from alembic import command  # noqa: PLC0415 - slow to import, and rarely needed

        with unguarded(connection, _REASON):
            command.upgrade(_config(connection), "head")
    return names


def pending(connection: Connection) -> tuple[str, ...]:
    """The names of the revisions still to be applied, the first one first.

    Raises AdapterError where a revision was applied that this version of crmkit does not know.
    """
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    script = ScriptDirectory.from_config(_config(connection))
    with unguarded(connection, _REASON):
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        applied = set(context.get_current_heads())
    known = [*script.walk_revisions()]
    if applied - {revision.revision for revision in known}:
        message = "the tables are those of a later version of crmkit"
        raise AdapterError(message, where=VERSION_TABLE, hint="install the newest crmkit")
    newer = takewhile(lambda revision: revision.revision not in applied, known)
    return tuple(reversed([Path(revision.path).stem for revision in newer]))


def is_current(connection: Connection) -> bool:
    """Whether the newest revision has been applied; quick, for every opening asks it."""
    version: Select[str] = select(column("version_num", String)).select_from(table(VERSION_TABLE))
    with unguarded(connection, _REASON):
        if not inspect(connection).has_table(VERSION_TABLE):
            return False
        return connection.scalars(version).all() == [HEAD]


def is_empty(connection: Connection) -> bool:
    """Whether no table of crmkit is there yet."""
    with unguarded(connection, _REASON):
        return not any(name.startswith(PREFIX) for name in inspect(connection).get_table_names())


def include_name(name: str | None, kind: str, _parents: Mapping[Any, str | None]) -> bool:
    """Whether a name is the host's: for ``context.configure(include_name=…)`` in its env.py."""
    return not (kind == "table" and name is not None and name.startswith(PREFIX))


@frozen
class SqlMaintenance:
    """Looks after the tables at a URL, out of date or not."""

    engine: Engine

    def pending(self) -> tuple[str, ...]:
        """The names of the revisions still to be applied."""
        with self._connection() as connection:
            return pending(connection)

    def upgrade(self) -> tuple[str, ...]:
        """Applies what is pending, in one transaction, and answers with its names."""
        with self._connection() as connection:
            return upgrade(connection)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with chained(self.engine), self.engine.connect() as connection:
            begin(connection)
            yield connection
            connection.commit()
        self.engine.dispose()


def begin(connection: Connection) -> None:
    """Begins a transaction that writes; crmkit's engines leave that to us on SQLite."""
    if connection.dialect.name == "sqlite" and not connection.in_transaction():
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def chained(engine: Engine) -> Iterator[None]:
    """Turns the driver's errors into crmkit's."""
    try:
        yield
    except DBAPIError as exc:
        cause = exc.orig if isinstance(exc.orig, Exception) else exc
        raise failure(cause, engine.url.render_as_string(hide_password=True)) from exc


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "crmkit_sqlalchemy:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
