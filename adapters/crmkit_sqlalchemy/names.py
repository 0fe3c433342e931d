"""Names that an index of marks helps to find, and what such an index is on each database.

===========  ==============================================================================
SQLite       ``crm_search``, an FTS5 table of trigrams over the texts of ``crm_search_doc``
PostgreSQL   a GIN index of pg_trgm over each table
MariaDB      none: it reads every name of the tenant
===========  ==============================================================================

The index is made on demand (`crmkit_sqlalchemy.indexing`) and is never needed for an answer, only
for a quick one; so whoever uses it asks first whether it is there.
"""

from attrs import field, frozen
from sqlalchemy import (
    ClauseElement,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    column,
    func,
    literal_column,
    select,
    table,
)

from crmkit.query.likeness import QUOTES
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.statements import Statements
from crmkit_sqlalchemy.tables import PREFIX
from crmkit_sqlalchemy.turns import Run
from crmkit_sqlalchemy.types import IDENT, TEXT, WHOLE

SEARCHED = {"contact": "name", "company": "name"}
"""The field of each kind by which records are searched."""
SEARCH = f"{PREFIX}search"
DOC = Table(
    f"{SEARCH}_doc",
    MetaData(),
    Column("doc", Integer, primary_key=True),
    Column("tenant", WHOLE, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("id", IDENT, nullable=False),
    Column("text", TEXT, nullable=False),
)
"""SQLite: the texts that the index is over, padded, each with the record it belongs to."""
MARKS = table(SEARCH, column(SEARCH), column("rowid", Integer), column("text", Text))
"""SQLite: the index. The column of its own name takes commands and searches."""
SHORTEST = 3
"""Marks of fewer letters are in no index."""


@frozen
class Asking:
    """Whether the database has an index of marks."""


@frozen
class Names:
    """Whether this transaction can use an index of marks; asked once, when it first matters."""

    statements: Statements
    run: Run
    _known: list[bool] = field(factory=list, init=False)

    def are_indexed(self, kind: str, name: str) -> bool:
        """Whether the index helps to find records of the kind by the field."""
        return SEARCHED.get(kind) == name and self._has_index()

    def _has_index(self) -> bool:
        if not self._known:
            statement = self.statements.of(Asking(), asking)
            self._known.append(bool(self.run(statement, ())))
        return self._known[0]


def index_name(kind: str) -> str:
    """The name of the index of marks of a kind, on PostgreSQL."""
    return f"mx_{PREFIX}{kind}_{SEARCHED[kind]}"


def asking(_shape: Asking, database: Database) -> ClauseElement:
    """The statement that finds a row where there is an index of marks."""
    one = literal_column("1", Integer)
    match database.name:
        case "sqlite":
            return select(one).where(column("name") == SEARCH).select_from(table("sqlite_master"))
        case "postgresql":
            first = func.to_regclass(literal_column(f"'{index_name('contact')}'"))
            return select(one).where(first.is_not(None))
        case _:
            return select(one).where(one == literal_column("0", Integer))


def padded(text: Expression) -> Expression:
    """The text in which marks are looked for: a space for each quote and for both its ends."""
    space = literal_column("' '", Text)
    for quote in QUOTES:
        text = func.replace(text, literal_column(f"'{quote}'", Text), space, type_=Text())
    return space + text + space


def documents(kind: str, slot: int) -> Select[tuple[object, object]]:
    """SQLite: the ids and texts of the tenant's records that the search in the slot leads to."""
    return (
        select(DOC.c.id, DOC.c.text)
        .join_from(MARKS, DOC, DOC.c.doc == MARKS.c.rowid)
        .where(found(slot), DOC.c.tenant == parameter(TENANT))
        .where(DOC.c.kind == literal_column(f"'{kind}'", Text))
    )


def found(slot: int) -> ColumnElement[bool]:
    """SQLite: whether the index's row is one that the search in the slot leads to."""
    return MARKS.c[SEARCH].bool_op("MATCH")(parameter(slot, TEXT))
