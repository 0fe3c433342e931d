"""The wall: SQL of a report tool or a plugin, on SQLite, that finds only what an actor may see.

In front of every table stands a temporary view of its name, over an inner view with a secret name
that has the actor's scope and the tenant in it. `Warden` lets nothing but the inner views read the
tables. An inner view hands out whole rows, decided upon, before the statement's own conditions are
looked at: otherwise a condition that fails on a hidden row would tell of it.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from secrets import token_hex  # noqa: TID251 - a name that nobody may foretell, kept nowhere
from threading import Lock
from types import TracebackType
from typing import Self
from urllib.parse import quote

from attrs import frozen
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError

from crmkit.errors import AdapterError, BadInput, NotAllowed, NotSupported
from crmkit.query.schema import Schema
from crmkit.query.scope import Scope
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.lift import ALWAYS, Lifting
from crmkit_sqlalchemy.scenes import Scene
from crmkit_sqlalchemy.statements import compiled
from crmkit_sqlalchemy.tables import PREFIX, table
from crmkit_sqlalchemy.wardens import Warden

STEPS = 50_000_000
"""How many steps of SQLite's machine a statement may take: some seconds."""
ROWS = 100_000
"""How many rows a statement may answer with."""
_STRIDE = 10_000
_LIMITS: Mapping[int, int] = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
# A plan names the inner views, and its constants are those of the scope.
_EXPLAIN = re.compile(
    r"(?:[\s;\ufeff]|--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$))*explain\b", re.IGNORECASE | re.DOTALL
)
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\?")
Value = str | int | float | bytes | None


@frozen
class Answer:
    """The rows of a statement, as SQLite keeps the values, and what their columns are called."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def walled(
    url: str, scope: Scope, schema: Schema, *, tenant: int = 0, steps: int = STEPS, rows: int = ROWS
) -> "Wall":
    """Opens a wall in front of the SQLite database at the URL; close it after use.

    It keeps to the scope as it is now: open one for each request, as you do with a unit of work.
    Raises NotSupported of any other database, AdapterError of a file that is not there.
    """
    try:
        address = make_url(url)
    except ArgumentError as exc:
        message = "not a database URL"
        raise AdapterError(message, where="url", hint="for example sqlite:///shop.db") from exc
    if address.get_backend_name() != "sqlite" or not address.database:
        message = "only a SQLite file can have this wall"
        raise NotSupported(message, where="url", hint="ask through crm.work(actor)")
    try:
        connection = _opened(address.database)
        try:
            secrets = _put_up(connection, scope, schema, tenant)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as exc:
        message = "the file cannot be read"
        hint = "open it once by Crm.open, which makes the tables"
        raise AdapterError(message, where="url", hint=hint) from exc
    return Wall(connection, secrets, steps=steps, rows=rows)


class Wall:
    """Answers SQL about what one actor may see; thread-safe, one statement at a time."""

    def __init__(
        self, connection: sqlite3.Connection, secrets: Sequence[str], *, steps: int, rows: int
    ) -> None:
        """Made by `walled`."""
        self._connection = connection
        self._secrets = secrets
        self._steps = steps
        self._rows = rows
        self._lock = Lock()

    def read(self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ()) -> Answer:
        """The answer to one SELECT.

        Raises NotAllowed of what it may not touch, be it there or not; BadInput of what SQLite
        does not understand, or of a statement that takes too long or answers with too much.
        """
        self._refuse_prying(sql)
        with self._lock:
            left = iter(range(self._steps // _STRIDE))
            self._connection.set_progress_handler(lambda: next(left, None) is None, _STRIDE)
            try:
                cursor = self._connection.execute(sql, parameters)
                found = cursor.fetchmany(self._rows + 1)
                columns = tuple(column[0] for column in cursor.description or ())
                cursor.close()
            except (sqlite3.Error, sqlite3.Warning, UnicodeError) as exc:
                raise _refused(exc) from None
        if len(found) > self._rows:
            message = f"the answer has more than {self._rows} rows"
            raise BadInput(message, where="sql", hint="add a LIMIT")
        return Answer(columns, tuple(found))

    def close(self) -> None:
        """Gives the file back."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        """The wall itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Gives the file back."""
        self.close()

    def _refuse_prying(self, sql: str) -> None:
        said = sql.lower()
        if _EXPLAIN.match(sql) or any(secret in said for secret in self._secrets):
            message = "the wall does not tell what it is made of"
            raise NotAllowed(message, where="sql", hint="ask for rows")


def _opened(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(file)}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _put_up(
    connection: sqlite3.Connection, scope: Scope, schema: Schema, tenant: int
) -> tuple[str, ...]:
    kinds = {name: f"w{token_hex(16)}" for name in schema.kinds}
    for kind, secret in kinds.items():
        for statement in _views(kind, secret, scope, Lifting(schema, Database(), tenant)):
            connection.execute(statement)
    views = frozenset(f"{PREFIX}{kind}" for kind in kinds)
    secrets = frozenset(kinds.values())
    warden = Warden(views, secrets, frozenset(_names(connection)) - views)
    connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")  # known from now on
    connection.execute("PRAGMA query_only = ON")
    for limit, most in _LIMITS.items():
        connection.setlimit(limit, most)
    connection.set_authorizer(warden.judge)
    return tuple(secrets)


def _views(kind: str, secret: str, scope: Scope, lifting: Lifting) -> Iterator[str]:
    shape, scene = lifting.shape(kind, scope.of(kind)), Scene(Database(), kind)
    names = [column.name for column in table(kind).columns if column.name != "tenant"]
    chosen = select(*(scene.base.column(name) for name in names)).where(scene.where(shape))
    statement = compiled(chosen, Database(), within="main")
    values = iter(statement.parameters(lifting.values))
    text = _TOKEN.sub(
        lambda found: _literal(next(values)) if found[0] == "?" else found[0], statement.text
    )
    decided = "" if shape is ALWAYS else " LIMIT -1"
    columns = ", ".join(f'"{name}"' for name in names)
    yield f'CREATE TEMP VIEW "{secret}" ({columns}) AS {text}{decided}'
    yield f'CREATE TEMP VIEW "{PREFIX}{kind}" AS SELECT * FROM temp."{secret}"'  # noqa: S608 - names of crmkit's own


def _literal(value: object) -> str:
    """The value in SQL; a view takes no parameters."""
    match value:
        case None:
            return "NULL"
        case int():
            return str(int(value))
        case bytes():
            return f"X'{value.hex()}'"
        case str() if "\0" not in value:
            return "'" + value.replace("'", "''") + "'"
        case str():
            return f"CAST(X'{value.encode().hex()}' AS TEXT)"
        case _:
            message = f"no value of a scope is kept as {type(value).__name__}"
            raise NotSupported(message, where="scope", hint="report it: it is a fault of crmkit")


def _names(connection: sqlite3.Connection) -> Iterator[str]:
    for statement in ("SELECT name FROM main.sqlite_master", "SELECT name FROM pragma_module_list"):
        for (name,) in connection.execute(statement):
            yield name.lower()


def _refused(exc: Exception) -> NotAllowed | BadInput:
    name = getattr(exc, "sqlite_errorname", None) or type(exc).__name__
    if name in {"SQLITE_AUTH", "SQLITE_READONLY"}:
        message = "the statement touches what is behind the wall"
        return NotAllowed(message, where="sql", hint="SELECT from the crm_ tables alone")
    if name == "SQLITE_INTERRUPT":
        return BadInput("the statement takes too long", where="sql", hint="ask for less")
    message = f"SQLite does not take the statement: {name}"
    return BadInput(message, where="sql", hint="one SELECT from the crm_ tables; try it in parts")
