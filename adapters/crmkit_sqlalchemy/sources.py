"""Where the values of a shape are found: a table under an alias, and others joined to it."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from attrs import field, frozen
from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlalchemy.sql.selectable import NamedFromClause
from sqlalchemy.types import TypeEngine

from crmkit.domain.schema import schema
from crmkit.query.schema import CUSTOM_PREFIX, FieldType, KindSpec
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.documents import custom_member
from crmkit_sqlalchemy.shapes import TENANT, Held
from crmkit_sqlalchemy.tables import currency_of, folded_of, table, teller_of
from crmkit_sqlalchemy.types import WHOLE

SLOT = "p"
"""Parameters are called p0, p1 …, after their slots."""


def parameter(slot: int, type_: TypeEngine[Any] = WHOLE) -> BindParameter[Any]:
    """The value in the slot."""
    return bindparam(f"{SLOT}{slot}", type_=type_)


def parameters(slot: int, count: int, type_: TypeEngine[Any]) -> BindParameter[Any]:
    """The values in as many slots, as a list."""
    return bindparam(f"{SLOT}{slot}_{count}", expanding=True, type_=type_)


@frozen
class Aliases:
    """Gives every table of one statement a name of its own, the same in every compilation."""

    _numbers: Iterator[int] = field(factory=count, init=False)

    def next(self) -> str:
        """The next name."""
        return f"t{next(self._numbers)}"


@frozen(eq=False)
class Source:
    """The table of a kind, under an alias."""

    kind: KindSpec
    table: NamedFromClause
    database: Database

    def column(self, name: str) -> Expression:
        """The column of this name."""
        return self.table.c[name]

    @property
    def of_tenant(self) -> ColumnElement[bool]:
        """Its records of the tenant."""
        return self.table.c.tenant == parameter(TENANT)

    def values(self, held: Held) -> tuple[Expression, ...]:
        """The field's value: one expression, or minor units and currency."""
        if held.name.startswith(CUSTOM_PREFIX):
            member = custom_member(held.name.removeprefix(CUSTOM_PREFIX), held.kept)
            return self.database.member(self.column("custom"), member, held.kept)
        if held.kept is FieldType.MONEY:
            return self.column(held.name), self.column(currency_of(held.name))
        return (self.column(held.name),)

    def columns(self, held: Held) -> tuple[Expression, ...]:
        """All that the field's value is made of: as `values`, and the kind of an id of any."""
        found = self.kind.fields.get(held.name)
        teller = found and teller_of(found)
        return (*self.values(held), *([self.column(teller)] if teller else []))

    def searched(self, held: Held) -> Expression:
        """The text in which words and tags are looked for."""
        searchable = held.kept is not FieldType.TAGS
        return self.column(folded_of(held.name)) if searchable else self.values(held)[0]

    def optional(self, held: Held) -> bool:
        """Whether the field can be absent."""
        found = self.kind.fields.get(held.name)
        return found is None or found.optional

    def ranks(self, held: Held) -> tuple[Expression, ...]:
        """What records are ordered by: folded text, money by currency first."""
        found = self.kind.fields.get(held.name)
        if found is not None and found.searchable:
            return (self.column(folded_of(held.name)),)
        return self.values(held)[::-1]


def source(kind: str, database: Database, aliases: Aliases) -> Source:
    """The table of the kind under a fresh alias."""
    return Source(schema().kind(kind), table(kind).alias(aliases.next()), database)
