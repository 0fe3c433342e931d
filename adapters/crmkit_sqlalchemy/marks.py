"""The index of marks of names in a SQLite file: trigrams of FTS5, kept in step by the writer.

A table beside that of the kind holds each name as marks are looked for in it; FTS5 indexes that
table and keeps no text of its own. Whatever writes a name writes both in the same transaction, so
there is no trigger, and an index made while programs run is kept up by all of them at once.
"""

from collections.abc import Sequence

from attrs import frozen
from sqlalchemy import Connection, column, select
from sqlalchemy import table as sql_table
from sqlalchemy.dialects import sqlite

from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.names import SEARCHED, Asking, asking, marks_table, padded
from crmkit_sqlalchemy.tables import PREFIX, folded_of
from crmkit_sqlalchemy.turns import Turn
from crmkit_sqlalchemy.types import TEXT

_COPY = "INSERT INTO {held} (tenant, id, text) SELECT tenant, id, {text} FROM {kind}"
_ONE = "tenant = ? AND id = ?"
_FORGET = "INSERT INTO {index} ({index}, rowid, text) SELECT 'delete', row, text FROM {held}"
_MAKE = (
    """
    CREATE TABLE {held} (
        row INTEGER PRIMARY KEY, tenant BIGINT NOT NULL, id BLOB NOT NULL, text TEXT NOT NULL,
        UNIQUE (tenant, id)
    )
    """,
    """
    CREATE VIRTUAL TABLE {index} USING fts5(
        text, content='{held}', content_rowid='row', tokenize='trigram case_sensitive 1'
    )
    """,
    f"{_COPY} WHERE {{folded}} IS NOT NULL",
    "INSERT INTO {index} ({index}) VALUES ('rebuild')",
    "INSERT INTO sqlite_stat1 VALUES ('{held}', 'sqlite_autoindex_{held}_1', '200000 200000 1')",
)
_PUT_IN = (
    f"{_COPY} WHERE {_ONE} AND {{folded}} IS NOT NULL",
    f"INSERT INTO {{index}} (rowid, text) SELECT row, text FROM {{held}} WHERE {_ONE}",  # noqa: S608 - names of ours
)
_TAKE_OUT = (f"{_FORGET} WHERE {_ONE}", f"DELETE FROM {{held}} WHERE {_ONE}")  # noqa: S608 - same
_EMPTY = tuple(each.replace(" AND id = ?", "") for each in _TAKE_OUT)
# FTS5 only notes what is deleted, and keeps the marks until segments are merged.
_WIPE = "INSERT INTO {index} ({index}) VALUES ('optimize')"
Keys = Sequence[Sequence[object]]
"""Records, each as its tenant and key."""


@frozen
class Marks:
    """Keeps the indexes of one transaction in step with what it writes."""

    kinds: Kinds
    turn: Turn

    def put_in(self, kind: str, keys: Keys) -> None:
        """Takes up the names of new records."""
        if keys and self._are_kept(kind):
            self._do(kind, _PUT_IN, keys)

    def renew(self, kind: str, keys: Keys) -> None:
        """Takes up the names of records anew, whatever they were."""
        if keys and self._are_kept(kind):
            self._do(kind, (*_TAKE_OUT, *_PUT_IN), keys)

    def take_out(self, kind: str, keys: Keys) -> None:
        """Forgets the names of records that are no more."""
        if keys and self._are_kept(kind):
            self._do(kind, _TAKE_OUT, keys)

    def empty(self, tenant: int) -> None:
        """Forgets every name of a tenant."""
        for kind in SEARCHED:
            if self._are_kept(kind):
                self._do(kind, _EMPTY, [[tenant]])

    def wipe(self) -> None:
        """Leaves nothing in the file of names that were forgotten."""
        for kind in SEARCHED:
            if self._are_kept(kind):
                self.turn.do(_said(_WIPE, kind))

    def _are_kept(self, kind: str) -> bool:
        if not self.kinds.database.keeps_marks or kind not in SEARCHED:
            return False
        return bool(self.turn.rows(self.kinds.statements.of(Asking(kind), asking), ()))

    def _do(self, kind: str, templates: Sequence[str], keys: Keys) -> None:
        for template in templates:
            self.turn.many(_said(template, kind), keys)


def index_marks(connection: Connection, kind: str) -> bool:
    """Makes the index of the kind, if it is not there; nobody writes to the file meanwhile."""
    known = sql_table("sqlite_master", column("name", TEXT)).c.name
    if connection.execute(select(known).where(known == marks_table(kind))).first():
        return False
    for template in _MAKE:
        connection.exec_driver_sql(_said(template, kind))
    return True


def _said(template: str, kind: str) -> str:
    folded = folded_of(SEARCHED[kind])
    held = marks_table(kind)
    return template.format(
        held=held,
        index=f"{held}_fts",
        kind=f"{PREFIX}{kind}",
        folded=folded,
        text=padded(column(folded, TEXT)).compile(dialect=sqlite.dialect()),
    )
