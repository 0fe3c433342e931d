"""Names that an index of marks helps to find: pg_trgm's on PostgreSQL, FTS5's on SQLite.

It is made on demand by `crmkit_sqlalchemy.indexing`, and is needed for no answer, only for a quick
one; so whoever uses it asks first whether it is there. MariaDB has none: every name of the tenant
is read.
"""

from collections.abc import Mapping

from attrs import frozen
from sqlalchemy import (
    Integer,
    Select,
    TableClause,
    Text,
    column,
    func,
    literal_column,
    select,
    table,
)

from crmkit.query.likeness import QUOTES
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.statements import Statements
from crmkit_sqlalchemy.tables import PREFIX
from crmkit_sqlalchemy.turns import Run
from crmkit_sqlalchemy.types import IDENT, TEXT, WHOLE

SEARCHED: Mapping[str, str] = {"contact": "name", "company": "name"}
"""The field of each kind by which records are searched."""
SHORTEST = 3
"""Marks of fewer letters are in no index."""


@frozen
class Asking:
    """Whether the database has the index of marks of a kind."""

    kind: str


@frozen
class Names:
    """Whether this transaction can use an index of marks."""

    database: Database
    statements: Statements
    run: Run

    def are_indexed(self, kind: str, name: str) -> bool:
        """Whether an index helps to find records of the kind by the field."""
        if not self.database.indexes_marks or SEARCHED.get(kind) != name:
            return False
        return bool(self.run(self.statements.of(Asking(kind), asking), ()))


def index_name(kind: str) -> str:
    """The name of the index of marks of a kind."""
    return f"mx_{PREFIX}{kind}_{SEARCHED[kind]}"


def marks_table(kind: str) -> str:
    """The table of names that SQLite's index of marks is of."""
    return f"{PREFIX}{kind}_marks"


def padded(text: Expression) -> Expression:
    """The text in which marks are looked for: a space for each quote and for both its ends."""
    space = literal_column("' '", Text)
    for quote in QUOTES:
        text = func.replace(text, literal_column(f"'{quote}'", Text), space, type_=Text())
    return space + text + space


def asking(shape: Asking, database: Database) -> Select[int]:
    """The statement that asks whether the index is there."""
    yes = select(literal_column("1", Integer))
    if database.keeps_marks:
        known = table("sqlite_master", column("name", TEXT))
        return yes.where(known.c.name == literal_column(f"'{marks_table(shape.kind)}'", TEXT))
    found = func.to_regclass(literal_column(f"'{index_name(shape.kind)}'", Text))
    return yes.where(found.is_not(None))


def marked(kind: str) -> tuple[TableClause, TableClause]:
    """SQLite's table of names of a kind, and FTS5's index of their marks."""
    name = marks_table(kind)
    held = table(name, column("row", WHOLE), column("tenant", WHOLE), column("id", IDENT))
    return held, table(f"{name}_fts", column("rowid", WHOLE))
