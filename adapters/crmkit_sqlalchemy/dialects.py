"""Where the databases differ: what is encoded, ordered, searched and begun otherwise.

`Database` is SQLite, the embedded default; the others override what they do otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Insert,
    Select,
    Table,
    Text,
    cast,
    func,
    literal_column,
)
from sqlalchemy.dialects import mysql, postgresql, sqlite

from crmkit.errors import AdapterError
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import FieldType
from crmkit_sqlalchemy.types import (
    day_to_number,
    decimal_to_number,
    id_from_uuid,
    id_to_hex,
    moment_to_number,
)

K = TypeVar("K", bound=Id)
S = TypeVar("S", bound=Select[Any])
Expression = ColumnElement[Any]
ESCAPE = "\\"
_IDLE = 0  # libpq's word for a connection without a transaction
_LIKE_TIMES = 8  # SQLAlchemy's precedence of multiplication

_WHOLE_NUMBERS = frozenset(FieldType) - {FieldType.TEXT, FieldType.CHOICE, FieldType.TAGS}


class Database:
    """SQLite: how it is spoken to."""

    name: ClassVar[str] = "sqlite"
    row_values: ClassVar[bool] = True
    """Whether an index serves a comparison of several columns at once."""
    begin_reading: str | None = "BEGIN"
    begin_writing: str | None = "BEGIN IMMEDIATE"

    one_writer: ClassVar[bool] = True
    """Whether one transaction at a time may write."""
    rows_at_once: ClassVar[int] = 1
    """How many new rows cost less in one statement than in one each."""
    partial_indexes: ClassVar[bool] = True
    indexes_marks: ClassVar[bool] = True
    """Whether there can be an index of the marks of names."""
    keeps_marks: ClassVar[bool] = True
    """Whether we keep that index in step ourselves."""
    locks_last: ClassVar[bool] = True
    """Whether a statement locks only the rows that it answers with, not all that it sorted."""

    def __init__(self) -> None:
        """Makes the dialect that statements are compiled for."""
        self.dialect = self._dialect()
        self._encoders: Mapping[FieldType, Callable[..., object]] = {
            FieldType.ID: self.id_encoder(),
            FieldType.FLAG: int,
            FieldType.DECIMAL: decimal_to_number,
            FieldType.DAY: day_to_number,
            FieldType.MOMENT: moment_to_number,
        }

    def _dialect(self) -> Dialect:
        return sqlite.dialect(paramstyle="qmark")

    def claims_since(self, *, is_mariadb: bool) -> tuple[int, ...]:  # noqa: ARG002 - MariaDB's
        """The first version of the server that passes over locked rows."""
        return ()

    def begins_in_words(self, connection: Any, *, yes: bool) -> None:  # noqa: ANN401 - the driver's
        """Makes a pool's connection wait for our words to begin, or again begin by itself."""

    def bulk(self, target: Table, columns: Sequence[str]) -> str | None:
        """What takes many rows in at once, where the database has such a way of its own."""

    def begin_in(self, connection: object, *, writes: bool) -> str | None:
        """What begins a transaction on a host's connection where the driver would not."""
        if getattr(connection, "in_transaction", False):
            return None
        return self.begin_writing if writes else self.begin_reading

    def encoder(self, kept: FieldType) -> Callable[..., object] | None:
        """What makes of a value of this type what is kept; None where the two are one."""
        return self._encoders.get(kept)

    def id_encoder(self) -> Callable[[Id], object]:
        """The function that makes the driver's value of an id."""
        return bytes  # a plain copy: drivers bind it without asking for an adapter

    def id_decoder(self, of: type[K]) -> Callable[..., K]:
        """The function that makes an id of this kind of the driver's value."""
        return of

    def needle(self, text: str) -> str:
        """What is bound where `contains` looks for the text."""
        return text

    def contains(self, column: Expression, needle: Expression) -> ColumnElement[bool]:
        """Whether the text holds the needle."""
        return func.instr(column, needle) > 0

    def holds(self, text: Expression, part: Expression) -> ColumnElement[bool]:
        """Whether the text holds the part, which is bound as it is."""
        return func.instr(text, part) > 0

    def worked_out_once(self, rows: S) -> S:
        """The rows, of which no expression is worked out again in the query around them."""
        return rows.limit(literal_column("-1"))

    def member(self, document: Expression, name: str, kept: FieldType) -> tuple[Expression, ...]:
        """The member of a JSON document: one expression, or minor units and currency."""
        if kept is FieldType.MONEY:
            return self._member(document, name, "[0]", kept), self._member(document, name, "[1]")
        return (self._member(document, name, "", kept),)

    def _member(
        self, document: Expression, name: str, place: str, kept: FieldType = FieldType.TEXT
    ) -> Expression:
        kept_as = BigInteger if kept in _WHOLE_NUMBERS else Text
        path: Expression = literal_column(f"'$.\"{name}\"{place}'")
        return func.json_extract(document, path, type_=kept_as())

    def quotient(self, number: Expression, by: Expression) -> Expression:
        """The whole number of times, cut off toward zero."""
        return number.op("/", precedence=_LIKE_TIMES)(by)

    def text_of(self, number: Expression) -> Expression:
        """The number in figures."""
        return cast(number, Text)

    def counted_up(self, series: Table, values: Mapping[str, Expression]) -> Insert:
        """Adds a row of a series, or its ``last`` to the one that is there."""
        row = self._insert(series).values(values)
        last = series.c.last + row.excluded.last
        return row.on_conflict_do_update(index_elements=["tenant", "name"], set_={"last": last})

    def _insert(self, target: Table) -> "sqlite.Insert | postgresql.Insert":
        return sqlite.insert(target)

    def indexed_last(self, *, descending: bool) -> bool:
        """Whether an index, read in this direction, has absent values last."""
        return descending  # they are the least

    def each_by_itself(self, rows: S) -> S:
        """The rows, looked for from every row of the query around them."""
        return rows

    def ordered(self, key: Expression, *, descending: bool, optional: bool) -> list[Expression]:
        """The order by a key with its absent values last."""
        if descending:
            return [key.desc()]  # absent values are the least, so they come last of themselves
        return [key.asc().nulls_last() if optional else key.asc()]


class MariaDb(Database):
    """MariaDB, and MySQL as far as it does the same."""

    name = "mysql"
    one_writer = False
    indexes_marks = False
    keeps_marks = False
    row_values = False
    partial_indexes = False
    locks_last = False
    begin_reading = "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
    begin_writing = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"

    def _dialect(self) -> Dialect:
        return mysql.dialect(paramstyle="format", is_mariadb=True)

    def claims_since(self, *, is_mariadb: bool) -> tuple[int, ...]:
        """The first version of the server that passes over locked rows."""
        return (10, 6) if is_mariadb else (8, 0)

    def begin_in(self, connection: object, *, writes: bool) -> str | None:
        """Nothing: the driver begins with the first statement."""

    def worked_out_once(self, rows: S) -> S:
        """The rows, of which no expression is worked out again in the query around them."""
        return rows.limit(literal_column(str(2**63 - 1)))

    def _member(
        self, document: Expression, name: str, place: str, kept: FieldType = FieldType.TEXT
    ) -> Expression:
        path: Expression = literal_column(f"'$.\"{name}\"{place}'")
        found: Expression = func.json_value(document, path)
        return cast(found, BigInteger) if kept in _WHOLE_NUMBERS else found

    def quotient(self, number: Expression, by: Expression) -> Expression:
        """The whole number of times, cut off toward zero."""
        return number.op("DIV", precedence=_LIKE_TIMES)(by)

    def counted_up(self, series: Table, values: Mapping[str, Expression]) -> Insert:
        """Adds a row of a series, or its ``last`` to the one that is there."""
        row = mysql.insert(series).values(values)
        return row.on_duplicate_key_update(last=series.c.last + row.inserted.last)

    def ordered(self, key: Expression, *, descending: bool, optional: bool) -> list[Expression]:
        """The order by a key with its absent values last."""
        if descending:
            return [key.desc()]
        return [key.is_(None), key.asc()] if optional else [key.asc()]


class PostgreSql(Database):
    """PostgreSQL with psycopg 3."""

    name = "postgresql"
    one_writer = False
    rows_at_once = 8
    keeps_marks = False
    begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    begin_writing = "BEGIN"

    def _dialect(self) -> Dialect:
        return postgresql.psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]  # SQLAlchemy's own

    def claims_since(self, *, is_mariadb: bool) -> tuple[int, ...]:  # noqa: ARG002 - MariaDB's
        """The first version of the server that passes over locked rows."""
        return (9, 5)

    def bulk(self, target: Table, columns: Sequence[str]) -> str | None:
        """COPY, which costs the server less than half of as many INSERTs."""
        quoted = self.dialect.identifier_preparer.quote
        return f"COPY {quoted(target.name)} ({', '.join(map(quoted, columns))}) FROM STDIN"

    def begins_in_words(self, connection: Any, *, yes: bool) -> None:  # noqa: ANN401 - the driver's
        """Saves the round trip of a BEGIN of the driver's own before one that says more."""
        if yes or connection.info.transaction_status == _IDLE:
            connection.autocommit = yes
        else:
            connection.close()  # it was lost, or its end failed: nobody is to have it again

    def begin_in(self, connection: object, *, writes: bool) -> str | None:
        """Nothing: the driver begins with the first statement."""

    def id_encoder(self) -> Callable[[Id], object]:
        """The function that makes the driver's value of an id."""
        return id_to_hex

    def id_decoder(self, of: type[K]) -> Callable[..., K]:
        """The function that makes an id of this kind of the driver's value."""
        return id_from_uuid(of)

    def _insert(self, target: Table) -> "sqlite.Insert | postgresql.Insert":
        return postgresql.insert(target)

    def needle(self, text: str) -> str:
        """What is bound where `contains` looks for the text: LIKE, which a trigram index serves."""
        for special in (ESCAPE, "%", "_"):
            text = text.replace(special, ESCAPE + special)
        return f"%{text}%"

    def contains(self, column: Expression, needle: Expression) -> ColumnElement[bool]:
        """Whether the text holds the needle."""
        return column.like(needle, escape=ESCAPE)

    def holds(self, text: Expression, part: Expression) -> ColumnElement[bool]:
        """Whether the text holds the part, which is bound as it is."""
        return func.strpos(text, part) > 0

    def worked_out_once(self, rows: S) -> S:
        """The rows, of which no expression is worked out again in the query around them."""
        return rows.offset(literal_column("0"))

    def _member(
        self, document: Expression, name: str, place: str, kept: FieldType = FieldType.TEXT
    ) -> Expression:
        found: Expression = cast(document, postgresql.JSONB)
        path: Expression = literal_column(f"'{name}'")
        if place:
            found, path = found.op("->")(path), literal_column(place[1:-1])
        text = found.op("->>", return_type=Text())(path)
        if kept in _WHOLE_NUMBERS:
            return cast(text, BigInteger)
        return text.collate("C")

    def indexed_last(self, *, descending: bool) -> bool:
        """Whether an index, read in this direction, has absent values last."""
        return not descending  # they are the greatest

    def each_by_itself(self, rows: S) -> S:
        """The rows, looked for from every row of the query around them.

        Without the OFFSET all that may be related are found first where that looks cheaper, and it
        does for a page of rows, however many there are.
        """
        return rows.offset(literal_column("0"))

    def ordered(self, key: Expression, *, descending: bool, optional: bool) -> list[Expression]:
        """The order by a key with its absent values last."""
        if descending:
            return [key.desc().nulls_last() if optional else key.desc()]
        return [key.asc()]


_DATABASES: Mapping[str, type[Database]] = {
    "sqlite": Database,
    "postgresql": PostgreSql,
    "mysql": MariaDb,
    "mariadb": MariaDb,
}


def database_of(dialect: Dialect) -> Database:
    """How the database of this SQLAlchemy dialect is spoken to."""
    found = _DATABASES.get(dialect.name)
    if found is None:
        message = f"crmkit keeps no records in {dialect.name}"
        hint = f"use one of: {', '.join(_DATABASES)}"
        raise AdapterError(message, where="database", hint=hint)
    return found()


def money_to_pair(money: Money) -> tuple[int, str]:
    """The minor units and the currency."""
    return money.minor, money.currency
