"""How revisions write tables and indexes down, so that each is a list of what it makes.

Columns are ``name:type``, with ``!`` where a value is never absent. Indexes are
``name=column+column``, or the column alone, after the tenant; ``!`` is unique, ``?`` of the rows
that have the first column.
"""

from collections.abc import Iterable, Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.types import BYTES, FLAG, IDENT, NAME, TEXT, WHOLE

PREFIX_ON_MYSQL = 150
Led = tuple[str, str, list[str]]
"""A table, one of its indexes, and the columns of that after the tenant."""
_TYPES = {"ident": IDENT, "text": TEXT, "name": NAME, "whole": WHOLE, "flag": FLAG, "bytes": BYTES}
# How many records a shop has, and in how many values of a column: of ids of others, and of some.
_ROWS, _MANY = 200_000, 40_000
_DIFFERENT = {"owner_id": 20, "pipeline_id": 4, "stage": 8, "status": 4, "amount_currency": 2}


def columns(written: str) -> Iterator[sa.Column[object]]:
    """The columns written so."""
    return map(_column, written.split())


def create_tables(tables: Mapping[str, str]) -> None:
    """Makes the table of each kind."""
    for kind, written in tables.items():
        name = f"crm_{kind}"
        key = sa.PrimaryKeyConstraint("tenant", "id", name=f"pk_{name}")
        op.create_table(name, _column("tenant:whole!"), *columns(written), key)


def create_indexes(tables: Mapping[str, str], indexes: Mapping[str, str]) -> None:
    """Makes the indexes of each kind; its table tells which columns are texts."""
    for kind, listed in indexes.items():
        for written in listed.split():
            _create_index(kind, written, tables[kind])


def led(tables: Mapping[str, str], indexes: Mapping[str, str]) -> Iterator[Led]:
    """The primary keys and the indexes of the kinds."""
    for kind in tables:
        yield f"crm_{kind}", f"sqlite_autoindex_crm_{kind}_1", ["id"]
    for kind, listed in indexes.items():
        for written in listed.split():
            name, over, _ = _index(kind, written)
            yield f"crm_{kind}", name, over


def ship_statistics(indexes: Iterable[Led]) -> None:
    """Tells SQLite what a grown shop is like, so that it takes the right index from the start.

    Without statistics it takes a tenant for ten records, and reads all of them by the primary
    key where an index would lead to a few (measured: 100 times slower at 100,000 records).
    """
    tell_sqlite((of, index, _statistics(over)) for of, index, over in indexes)


def tell_sqlite(statistics: Iterable[tuple[str, str, str]]) -> None:
    """Gives SQLite statistics: a table, an index, and the rows of each prefix of it."""
    told = [sa.column(name, sa.Text) for name in ("tbl", "idx", "stat")]
    rows = [{"tbl": of, "idx": index, "stat": stat} for of, index, stat in statistics]
    op.bulk_insert(sa.table("sqlite_stat1", *told), rows)


def _column(written: str) -> sa.Column[object]:
    name, _, kind = written.partition(":")
    return sa.Column(name, _TYPES[kind.removesuffix("!")], nullable=not kind.endswith("!"))


def _index(kind: str, written: str) -> tuple[str, list[str], str]:
    """The name, the columns after the tenant, and the mark of an index."""
    name, _, several = written.rstrip("!?").partition("=")
    mark = written[-1]
    return f"{'uq' if mark == '!' else 'ix'}_crm_{kind}_{name}", (several or name).split("+"), mark


def _create_index(kind: str, written: str, table: str) -> None:
    name, over, mark = _index(kind, written)
    present = sa.text(f"{over[0]} IS NOT NULL") if mark == "?" else None
    lengths = {column: PREFIX_ON_MYSQL for column in over if column in _texts(table)}
    op.create_index(
        name,
        f"crm_{kind}",
        ["tenant", *over],
        unique=mark == "!",
        sqlite_where=present,
        postgresql_where=present,
        mysql_length=lengths,
        mariadb_length=lengths,
    )


def _statistics(over: list[str]) -> str:
    """The rows of a table, of a tenant, and of each longer prefix of the index."""
    numbers, rows = [_ROWS, _ROWS], _ROWS
    for name in over:
        rows = max(1, rows // _DIFFERENT.get(name, _MANY if name.endswith("_id") else _ROWS))
        numbers.append(rows)
    return " ".join(map(str, numbers))


def _texts(table: str) -> frozenset[str]:
    written = (each.partition(":") for each in table.split())
    return frozenset(name for name, _, kept in written if kept.startswith("text"))
