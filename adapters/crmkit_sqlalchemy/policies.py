"""PostgreSQL's row security: a wall between tenants that the server itself keeps up.

Two sorts of role stand behind it. A program's role sees the tenant that its transaction names; the
storage names it in the very message that begins the transaction, so a connection of a pool brings
nothing along from the one before. A report tool's role sees one tenant for good, whatever it says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from attrs import frozen
from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import ProgrammingError

from crmkit.errors import AdapterError, BadInput, NotSupported
from crmkit_sqlalchemy.dialects import Database, PostgreSql, database_of
from crmkit_sqlalchemy.tables import PREFIX, metadata
from crmkit_sqlalchemy.tripwire import unguarded

SETTING = "crmkit.tenant"
"""What a program's transaction sets to the number of its tenant."""
_REASON = "row security of the tables"
_POLICY = f"{PREFIX}wall_"
_LONGEST = 63 - len(_POLICY)
_NAMED = f"NULLIF(current_setting('{SETTING}', true), '')::bigint"
_WRITES = "SELECT, INSERT, UPDATE, DELETE"
_VERSIONS = f"{PREFIX}alembic_version"
_DENIED = "42501"
_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = :role"
_ACTIVE = "SELECT row_security_active(to_regclass(:table))"
_UNBOUND = """
    SELECT r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, c.relowner, 'MEMBER')
    FROM pg_roles r, pg_class c WHERE r.rolname = :role AND c.oid = to_regclass(:table)
"""
_SCHEMA = "SELECT quote_ident(current_schema())"


class WalledPostgreSql(PostgreSql):
    """PostgreSQL for a role behind the wall: each transaction names its tenant."""

    def __init__(self, tenant: int) -> None:
        """Takes the one tenant that is asked about."""
        super().__init__()
        self._says = f"SET LOCAL {SETTING} = '{int(tenant)}'"
        self.begin_reading = f"{self.begin_reading}; {self._says}"
        self.begin_writing = f"{self.begin_writing}; {self._says}"

    def begin_in(self, connection: object, *, writes: bool) -> str | None:  # noqa: ARG002 - as the others
        """Names the tenant in the host's transaction, which the driver begins with it."""
        return self._says

    def bulk(self, target: Table, columns: Sequence[str]) -> str | None:
        """Nothing: the server copies no rows in past a policy."""


def spoken_to(connection: Connection, tenant: int) -> Database:
    """How the database is spoken to by this connection's role about a tenant."""
    found = database_of(connection.dialect)
    if isinstance(found, PostgreSql) and _is_walled(connection):
        return WalledPostgreSql(tenant)
    return found


def put_up(engine: Engine, role: str, *, tenant: int | None = None) -> tuple[str, ...]:
    """Puts a role behind the wall, made if it is not there, and answers with the tables' names.

    Without a tenant the role may read and write, each transaction what it names; with one it may
    read this tenant alone. Safe to repeat, and to be repeated after an upgrade of the tables.
    Raises BadInput of a name or role that no wall would hold, AdapterError where the user may not
    make roles or policies, NotSupported of other databases.
    """
    with _working(engine, role) as (connection, named):
        if not named.is_there(connection):
            connection.exec_driver_sql(f"CREATE ROLE {named.quoted} LOGIN")
        named.demand_bound(connection)
        schema = connection.scalar(text(_SCHEMA))
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {named.quoted}")
        for statement in (*named.removal(), *named.policies(tenant)):
            connection.exec_driver_sql(statement)
    return tuple(metadata().tables)


def take_down(engine: Engine, role: str) -> tuple[str, ...]:
    """Takes the role's rights and policies away, and answers with the tables' names.

    The role stays, and so does the wall before the others: a role without a policy sees nothing.
    """
    with _working(engine, role) as (connection, named):
        if not named.is_there(connection):
            return ()
        for statement in named.removal():
            connection.exec_driver_sql(statement)
    return tuple(metadata().tables)


@frozen
class _Role:
    """A role by its name, and in quotes, as its policies are."""

    name: str
    quoted: str
    policy: str

    def is_there(self, connection: Connection) -> bool:
        """Whether the server has it."""
        return connection.scalar(text(_ROLE), {"role": self.name}) is not None

    def demand_bound(self, connection: Connection) -> None:
        """Refuses a role whom row security does not bind: it would be a wall that holds nothing."""
        if connection.scalar(text(_UNBOUND), {"role": self.name, "table": _VERSIONS}):
            message = "row security does not bind this role"
            hint = "give another one: no superuser, not BYPASSRLS, no owner of the tables"
            raise BadInput(message, where="role", hint=hint)

    def policies(self, tenant: int | None) -> Iterator[str]:
        """What gives it the rows of a tenant, or of the one that is named."""
        rights, seen = (_WRITES, _NAMED) if tenant is None else ("SELECT", str(int(tenant)))
        yield f"GRANT SELECT ON {_VERSIONS} TO {self.quoted}"
        for name in metadata().tables:
            yield f"GRANT {rights} ON {name} TO {self.quoted}"
            yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
            yield f"CREATE POLICY {self.policy} ON {name} TO {self.quoted} USING (tenant = {seen})"

    def removal(self) -> Iterator[str]:
        """What takes its rights and policies away."""
        for name in (*metadata().tables, _VERSIONS):
            yield f"REVOKE ALL ON {name} FROM {self.quoted}"
            yield f"DROP POLICY IF EXISTS {self.policy} ON {name}"


@contextmanager
def _working(engine: Engine, role: str) -> Iterator[tuple[Connection, _Role]]:
    """A transaction that changes the rights of a role."""
    if engine.dialect.name != PostgreSql.name:
        message = "only PostgreSQL has row security"
        hint = "on SQLite a report tool gets crmkit_sqlalchemy.walls.walled"
        raise NotSupported(message, where=engine.dialect.name, hint=hint)
    if not role or len(role.encode()) > _LONGEST or "\0" in role:
        message = f"a role has a name of 1 to {_LONGEST} bytes"
        raise BadInput(message, where="role", hint="for example shop_program")
    quote = engine.dialect.identifier_preparer.quote_identifier
    try:
        with engine.begin() as connection, unguarded(connection, _REASON):
            yield connection, _Role(role, quote(role), quote(f"{_POLICY}{role}"))
    except ProgrammingError as exc:
        if getattr(exc.orig, "sqlstate", None) != _DENIED:
            raise
        message = "the user may not make this role, or policies of these tables"
        hint = "run it as the owner of the tables, with the right CREATEROLE or with the role made"
        raise AdapterError(message, where="role", hint=hint) from exc


def _is_walled(connection: Connection) -> bool:
    with unguarded(connection, _REASON):
        return bool(connection.scalar(text(_ACTIVE), {"table": next(iter(metadata().tables))}))
