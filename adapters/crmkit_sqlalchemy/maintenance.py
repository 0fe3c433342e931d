"""Migrations: bringing the tables up to date, inside the package and beside the host's own.

crmkit has its own version table, so the host's alembic never meets its revisions. Give
``include_name`` to ``context.configure`` in the host's ``env.py``, and autogenerate leaves the
tables of crmkit alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from sqlalchemy import Connection, Engine, Select, String, column, inspect, select, table
from sqlalchemy.exc import DBAPIError

from crmkit.errors import AdapterError
from crmkit.ports.maintenance import Indexed, Phase
from crmkit_sqlalchemy import backups
from crmkit_sqlalchemy.failures import failure
from crmkit_sqlalchemy.field_indexes import drop_fields, index_fields, indexed_fields
from crmkit_sqlalchemy.indexing import has_names, index_names
from crmkit_sqlalchemy.policies import put_up, take_down
from crmkit_sqlalchemy.revisions import is_post, suits
from crmkit_sqlalchemy.tables import PREFIX
from crmkit_sqlalchemy.tripwire import unguarded

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script

VERSION_TABLE = f"{PREFIX}alembic_version"
_REASON = "migration of crmkit's tables"


def upgrade(connection: Connection, phase: Phase = "all") -> tuple[str, ...]:
    """Applies the pending revisions on the host's connection and answers with their names.

    They are part of the connection's transaction: the host commits, or rolls everything back
    (MariaDB commits each change of a table by itself). ``phase`` ``pre`` applies what programs of
    the version before can live with, ``post`` the rest, and raises AdapterError where something
    of ``pre`` is pending.
    """
    found = _pending(connection, phase)
    if found:
        from alembic import command  # noqa: PLC0415 - slow to import, and rarely needed

        with unguarded(connection, _REASON):
            command.upgrade(_config(connection), found[-1].revision)
    return _names(found)


def pending(connection: Connection, phase: Phase = "all") -> tuple[str, ...]:
    """The names of the revisions still to be applied, the first one first.

    Raises AdapterError where a revision was applied that this version of crmkit does not know,
    and cannot live with.
    """
    return _names(_of_phase(_all_pending(connection), phase))


def sql_of(found: "Sequence[Script]", dialect: str) -> str:
    """The statements of these revisions, one after the other; no database is asked."""
    if not found:
        return ""
    from alembic import command  # noqa: PLC0415 - as above

    config = _config(None)
    config.attributes["dialect"] = dialect
    config.output_buffer = StringIO()
    command.upgrade(config, f"{_before(found[0]) or 'base'}:{found[-1].revision}", sql=True)
    return config.output_buffer.getvalue()


def is_current(connection: Connection) -> bool:
    """Whether this version works with the tables; quick, for every opening asks it."""
    version: Select[str] = select(column("version_num", String)).select_from(table(VERSION_TABLE))
    with unguarded(connection, _REASON):
        if not inspect(connection).has_table(VERSION_TABLE):
            return False
        return [*map(suits, connection.scalars(version))] == [True]


def is_applied(connection: Connection) -> bool:
    """Whether any revision was ever applied."""
    with unguarded(connection, _REASON):
        return inspect(connection).has_table(VERSION_TABLE)


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

    def applied(self) -> bool:
        """Whether any revision was ever applied."""
        with self._connection() as connection:
            return is_applied(connection)

    def pending(self, phase: Phase = "all") -> tuple[str, ...]:
        """The names of the revisions still to be applied."""
        with self._connection() as connection:
            return pending(connection, phase)

    def upgrade(self, phase: Phase = "all") -> tuple[str, ...]:
        """Applies what is pending, in one transaction, and answers with its names."""
        with self._connection() as connection:
            return upgrade(connection, phase)

    def index(self, fields: Sequence[str] = (), *, drop: bool = False) -> tuple[str, ...]:
        """Makes the missing indexes of names, or makes or drops those of these custom fields."""
        try:
            with chained(self.engine):
                if drop:
                    return drop_fields(self.engine, fields)
                return index_fields(self.engine, fields) if fields else index_names(self.engine)
        finally:
            self.engine.dispose()

    def indexed(self) -> Indexed:
        """Which of the indexes that `index` makes are there."""
        with self._connection() as connection, unguarded(connection, _REASON):
            return Indexed(names=has_names(connection), fields=indexed_fields(connection))

    def wall(self, role: str, *, tenant: int | None = None, drop: bool = False) -> tuple[str, ...]:
        """Puts a role behind row security, or takes its rights away."""
        try:
            with chained(self.engine):
                if drop:
                    return take_down(self.engine, role)
                return put_up(self.engine, role, tenant=tenant)
        finally:
            self.engine.dispose()

    def sql(self, phase: Phase = "all", *, start: str | None = None) -> str:
        """The statements that `upgrade` would execute."""
        if start is not None:
            return sql_of(_of_phase(_after(start), phase), self.engine.dialect.name)
        with self._connection() as connection:
            return sql_of(_pending(connection, phase), connection.dialect.name)

    def backup(self, file: Path) -> None:
        """Copies an SQLite database into a file while others write; whole, or not at all."""
        backups.backup(self.engine.url, file)

    def restore(self, file: Path, *, overwrite: bool = False) -> None:
        """Makes an SQLite database what it was when the file was made."""
        backups.restore(self.engine.url, file, overwrite=overwrite)

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


def _pending(connection: Connection, phase: Phase) -> "list[Script]":
    """What is to be applied in the phase."""
    found = _all_pending(connection)
    early = _names(_of_phase(found, "pre"))
    if phase == "post" and early:
        message = f"the phase pre comes first: {', '.join(early)} is pending"
        raise AdapterError(message, where=VERSION_TABLE, hint="crmkit db upgrade --phase pre")
    return _of_phase(found, phase)


def _all_pending(connection: Connection) -> "list[Script]":
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - as above

    with unguarded(connection, _REASON):
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        applied = context.get_current_heads()
    known = {revision.revision for revision in _revisions()}
    unknown = {*applied} - known
    if any(not suits(revision) for revision in unknown):
        message = "the tables are those of a later version of crmkit"
        raise AdapterError(message, where=VERSION_TABLE, hint="install the newest crmkit")
    return [] if unknown else _after(*applied)


def _after(revision: str = "base") -> "list[Script]":
    """The revisions after this one, the first one first."""
    found = _revisions()
    if revision == "base":
        return found
    places = [nth for nth, each in enumerate(found) if each.revision == revision]
    if not places:
        message = f"there is no revision {revision[:40]!r}"
        hint = f"known: base, {', '.join(each.revision for each in found)}"
        raise AdapterError(message, where=VERSION_TABLE, hint=hint)
    return found[places[0] + 1 :]


def _revisions() -> "list[Script]":
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    return [*ScriptDirectory.from_config(_config(None)).walk_revisions()][::-1]


def _of_phase(found: "list[Script]", phase: Phase) -> "list[Script]":
    early = [*takewhile(lambda each: not is_post(each.revision, _before(each)), found)]
    return {"pre": early, "post": found[len(early) :], "all": found}[phase]


def _before(revision: "Script") -> str | None:
    return None if revision.down_revision is None else str(revision.down_revision)


def _names(found: "list[Script]") -> tuple[str, ...]:
    return tuple(Path(revision.path).stem for revision in found)


def _config(connection: Connection | None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", "crmkit_sqlalchemy:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
