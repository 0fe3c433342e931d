"""The office: outbox, inbox, erasures, holds, suppressions, merges, and the journal's seals.

revision 0002, pre: nothing that an older program needs is taken away.
"""

from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa
from alembic import op

from crmkit_sqlalchemy.types import IDENT, TEXT, WHOLE

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# column:type, and ! where it is never absent
TABLES = {
    "erasure": (
        "version:whole! created_at:whole! archived_at:whole id:ident! subject_id:ident! "
        "ground:text! operator:text actor:text! categories:text! log:text!"
    ),
    "hold": (
        "version:whole! created_at:whole! archived_at:whole id:ident! contact_id:ident! "
        "reason:text! until:whole"
    ),
    "merge": (
        "version:whole! created_at:whole! archived_at:whole id:ident! survivor_kind:text! "
        "survivor_id:ident! absorbed_kind:text! absorbed_id:ident! reason:text! moved:text! "
        "undone_at:whole"
    ),
    "outgoing": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! topic:text! "
        "contact_id:ident payload:text! due_at:whole! status:text! on_uncertain:text! "
        "attempts:whole! claimed_by:text claimed_until:whole finished_at:whole fault:text"
    ),
    "received": (
        "version:whole! created_at:whole! archived_at:whole id:ident! source:text! key:text! "
        "digest:text! contact_id:ident status:text! body:text"
    ),
    "seal": (
        "version:whole! created_at:whole! archived_at:whole id:ident! number:whole! "
        "entries:whole! head:text!"
    ),
    "suppression": (
        "version:whole! created_at:whole! archived_at:whole id:ident! key:text! digest:text! "
        "purpose:text erasure_id:ident"
    ),
}
# name=column+column after the tenant, or the column alone; ! unique, ? rows that have the first
INDEXES = {
    "erasure": "subject_id",
    "hold": "contact_id",
    "merge": "absorbed_id survivor_id",
    "outgoing": "contact_id_id=contact_id+id? key! status_due_at_id=status+due_at+id",
    "received": "contact_id? created_at",
    "seal": "number!",
    "suppression": "digest",
}
JOURNAL = "salt:text commitment:text seal:whole"

_TYPES = {"ident": IDENT, "text": TEXT, "whole": WHOLE}
_PREFIX_ON_MYSQL = 150
# How many records a shop has, and in how many values of a column: of ids of others, and of some.
_ROWS, _MANY = 200_000, 40_000
_DIFFERENT = {"status": 4}


def upgrade() -> None:
    """Makes the tables and their indexes, and gives the journal its hashes."""
    for kind, columns in TABLES.items():
        name = f"crm_{kind}"
        key = sa.PrimaryKeyConstraint("tenant", "id", name=f"pk_{name}")
        op.create_table(name, _column("tenant:whole!"), *_columns(columns), key)
    for kind, indexes in INDEXES.items():
        for written in indexes.split():
            _create_index(kind, written)
    for column in _columns(JOURNAL):
        op.add_column("crm_journal", column)
    if op.get_context().dialect.name == "sqlite":
        _ship_statistics()


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for written in JOURNAL.split():
        op.drop_column("crm_journal", written.partition(":")[0])
    for kind in TABLES:
        op.drop_table(f"crm_{kind}")


def _columns(written: str) -> Iterator[sa.Column[object]]:
    return (_column(each) for each in written.split())


def _column(written: str) -> sa.Column[object]:
    name, _, kind = written.partition(":")
    return sa.Column(name, _TYPES[kind.removesuffix("!")], nullable=not kind.endswith("!"))


def _index(kind: str, written: str) -> tuple[str, list[str], str]:
    """The name, the columns after the tenant, and the mark of an index."""
    name, _, several = written.rstrip("!?").partition("=")
    mark = written[-1]
    return f"{'uq' if mark == '!' else 'ix'}_crm_{kind}_{name}", (several or name).split("+"), mark


def _create_index(kind: str, written: str) -> None:
    name, columns, mark = _index(kind, written)
    present = sa.text(f"{columns[0]} IS NOT NULL") if mark == "?" else None
    lengths = {column: _PREFIX_ON_MYSQL for column in columns if column in _texts(kind)}
    op.create_index(
        name,
        f"crm_{kind}",
        ["tenant", *columns],
        unique=mark == "!",
        sqlite_where=present,
        postgresql_where=present,
        mysql_length=lengths,
        mariadb_length=lengths,
    )


def _ship_statistics() -> None:
    """Tells SQLite what a grown shop is like, so that it takes the right index from the start."""
    rows = [(f"crm_{kind}", f"sqlite_autoindex_crm_{kind}_1", ["id"]) for kind in TABLES]
    for kind, indexes in INDEXES.items():
        for index, columns, _ in map(partial(_index, kind), indexes.split()):
            rows.append((f"crm_{kind}", index, columns))
    told = [sa.column(name, sa.Text) for name in ("tbl", "idx", "stat")]
    statistics = sa.table("sqlite_stat1", *told)
    op.bulk_insert(
        statistics,
        [{"tbl": tbl, "idx": idx, "stat": _statistics(columns)} for tbl, idx, columns in rows],
    )


def _statistics(columns: list[str]) -> str:
    """The rows of a table, of a tenant, and of each longer prefix of the index."""
    numbers, rows = [_ROWS, _ROWS], _ROWS
    for name in columns:
        rows = max(1, rows // _DIFFERENT.get(name, _MANY if name.endswith("_id") else _ROWS))
        numbers.append(rows)
    return " ".join(map(str, numbers))


def _texts(kind: str) -> frozenset[str]:
    written = (each.partition(":") for each in TABLES[kind].split())
    return frozenset(name for name, _, kept in written if kept.startswith("text"))
