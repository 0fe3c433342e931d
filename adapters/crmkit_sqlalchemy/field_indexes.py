"""Indexes of custom fields, made on demand: by the very expressions that questions compile to.

A custom field lies in a document, so without an index every question works it out of each document
of the tenant. The index is of the tenant, the field and the id: it leads to the few records asked
for, and gives them in the field's order.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy import Connection, Dialect, Engine, Index, MetaData
from sqlalchemy.schema import CreateIndex, DropIndex

from crmkit.domain.schema import schema
from crmkit.errors import BadInput, NotSupported
from crmkit.query.schema import CUSTOM_PREFIX, FieldType
from crmkit_sqlalchemy.dialects import database_of
from crmkit_sqlalchemy.documents import KEPT_TYPES, custom_type
from crmkit_sqlalchemy.indexing import at_once, is_there
from crmkit_sqlalchemy.shapes import Held
from crmkit_sqlalchemy.sources import Source
from crmkit_sqlalchemy.tables import PREFIX, table
from crmkit_sqlalchemy.tripwire import unguarded

_REASON = "indexes of custom fields"
_SERVED: Mapping[str, frozenset[str]] = {
    "sqlite": KEPT_TYPES - {"tags"},
    "postgresql": KEPT_TYPES - {"tags", "text"},  # it refuses a row whose indexed text is long
}
_KNOWN: Mapping[str, str] = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": """
        SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
        WHERE indisvalid AND relnamespace = current_schema()::regnamespace
    """,
}
_TENANT = "200000 200000"
_ALIKE = {"flag": "100000", "text": "5000", "money": "100000 500"}
_FEW_ALIKE = "500"


@frozen
class _Asked:
    """A custom field as it is asked for: the kind that carries it, and its key."""

    kind: str
    key: str

    @property
    def table(self) -> str:
        """The table with its values."""
        return f"{PREFIX}{self.kind}"

    def index(self, kept: str, dialect: Dialect) -> Index:
        """The index of its values of a type, on a table of its own: nobody else sees it."""
        own = table(self.kind).to_metadata(MetaData())
        source = Source(schema().kind(self.kind), own, database_of(dialect))
        ranks = source.ranks(Held(f"{CUSTOM_PREFIX}{self.key}", FieldType(kept)))
        name = f"cx_{self.table}_{self.key}_{kept}"
        return Index(name, own.c.tenant, *ranks, own.c.id, postgresql_concurrently=True)


def index_fields(engine: Engine, names: Sequence[str]) -> tuple[str, ...]:
    """Makes the indexes that are missing of these custom fields, and answers with their names.

    A field is named as ``contact.size``; where tenants gave it different types it has an index for
    each. PostgreSQL's writers go on meanwhile. Raises BadInput where there is no such field, and
    NotSupported where its values can have no index here; nothing is made then.
    """
    asked = [_asked(name) for name in names]
    with _working(engine) as connection:
        found = [(each, kept) for each in asked for kept in _types(connection, each)]
        made = [_made(connection, each, kept) for each, kept in found]
    return tuple([name for name in made if name])


def drop_fields(engine: Engine, names: Sequence[str]) -> tuple[str, ...]:
    """Drops what `index_fields` made of these fields, defined or not, and names what it dropped."""
    asked = [_asked(name) for name in names]
    with _working(engine) as connection:
        gone = [_dropped(connection, each, kept) for each in asked for kept in sorted(KEPT_TYPES)]
    return tuple([name for name in gone if name])


def indexed_fields(connection: Connection) -> tuple[str, ...]:
    """The fields that have an index, each as `index_fields` is asked for it."""
    asked = _KNOWN.get(connection.dialect.name)
    known = [str(name) for (name,) in connection.exec_driver_sql(asked)] if asked else []
    found = {
        f"{kind}.{name.removeprefix(prefix).rpartition('_')[0]}"
        for kind in _carrying()
        for prefix in [f"cx_{PREFIX}{kind}_"]
        for name in known
        if name.startswith(prefix)
    }
    return tuple(sorted(found))


def _carrying() -> list[str]:
    return [each for each, spec in schema().kinds.items() if "custom" in spec.fields]


def _asked(name: str) -> _Asked:
    kind, _, key = name.partition(".")
    carrying = _carrying()
    if kind not in carrying or not key:
        message = f"{name[:60]!r} names no custom field"
        hint = f"KIND.KEY, as in contact.size; the kinds are {', '.join(sorted(carrying))}"
        raise BadInput(message, where="field", hint=hint)
    return _Asked(kind, key)


def _types(connection: Connection, asked: _Asked) -> list[str]:
    """As what the field's values are kept; only such as can have an index here."""
    defined = table("custom_field").c
    its = sa.select(defined.type).where(defined.of_kind == asked.kind, defined.key == asked.key)
    kept = sorted({custom_type(FieldType(each)) for each in connection.scalars(its.distinct())})
    where = f"{asked.kind}.{asked.key}"
    if not kept:
        message = f"a {asked.kind} has no custom field {asked.key[:60]!r}"
        raise BadInput(message, where=where, hint="define it with a CustomField first")
    refused = sorted({*kept} - _SERVED[connection.dialect.name])
    if refused:
        message = f"there can be no index of a custom field of the type {refused[0]} here"
        hint = f"with one, a field is of: {', '.join(sorted(_SERVED[connection.dialect.name]))}"
        raise NotSupported(message, where=where, hint=hint)
    return kept


@contextmanager
def _working(engine: Engine) -> Iterator[Connection]:
    """A connection to change indexes on: in one transaction on SQLite, in none on PostgreSQL."""
    if engine.dialect.name not in _SERVED:
        message = "this database has no indexes of custom fields"
        hint = f"they are on: {', '.join(_SERVED)}; here every document of the tenant is read"
        raise NotSupported(message, where="field", hint=hint)
    if engine.dialect.name == "postgresql":
        with at_once(engine, _REASON) as connection:
            yield connection
        return
    with engine.connect() as connection, unguarded(connection, _REASON):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def _made(connection: Connection, asked: _Asked, kept: str) -> str | None:
    """The name of the index, if it had to be made."""
    index = asked.index(kept, connection.dialect)
    name = str(index.name)
    if _is_there(connection, name):
        return None
    if connection.dialect.name == "sqlite":
        _ship_statistics(connection, asked.table, name, kept)
        connection.execute(CreateIndex(index))
    else:
        connection.execute(CreateIndex(index))
        connection.exec_driver_sql(f"ANALYZE {asked.table}")
    return name


def _dropped(connection: Connection, asked: _Asked, kept: str) -> str | None:
    """The name of the index, if it was there."""
    index = asked.index(kept, connection.dialect)
    if not _is_there(connection, str(index.name)):
        return None
    connection.execute(DropIndex(index))
    return str(index.name)


def _is_there(connection: Connection, name: str) -> bool:
    if connection.dialect.name == "postgresql":
        return is_there(connection, name)
    known = sa.table("sqlite_master", sa.column("name", sa.Text))
    found = connection.execute(sa.select(known.c.name).where(known.c.name == name))
    return found.first() is not None


def _ship_statistics(connection: Connection, of: str, name: str, kept: str) -> None:
    """Tells SQLite what a grown shop is like, or it would read the tenant by its primary key."""
    told = [sa.column(each, sa.Text) for each in ("tbl", "idx", "stat")]
    row = {"tbl": of, "idx": name, "stat": f"{_TENANT} {_ALIKE.get(kept, _FEW_ALIKE)} 1"}
    connection.execute(sa.insert(sa.table("sqlite_stat1", *told)).values(row))
