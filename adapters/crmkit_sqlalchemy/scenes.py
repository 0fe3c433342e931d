"""The scene of a statement: the table it speaks of, and those joined along to-one relations."""

from typing import Any

from attrs import field, frozen
from sqlalchemy import FromClause, Select, and_

from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.predicates import Predicates, Test
from crmkit_sqlalchemy.shapes import Shape, Way
from crmkit_sqlalchemy.sources import Aliases, Source, source

Rows = Select[*tuple[Any, ...]]
"""A select of any columns."""


@frozen(eq=False)
class Scene:
    """What a statement about one kind speaks of: its table, and those joined along its ways.

    ``few`` says that a page of its rows is looked at, not all.
    """

    database: Database
    kind: str
    few: bool = False
    aliases: Aliases = field(factory=Aliases, init=False)
    base: Source = field(init=False)
    _joined: dict[tuple[object, ...], Source] = field(factory=dict, init=False)
    _joins: list[tuple[FromClause, Test]] = field(factory=list, init=False)

    @base.default
    def _make_base(self) -> Source:
        return source(self.kind, self.database, self.aliases)

    @property
    def predicates(self) -> Predicates:
        """Writes its conditions."""
        return Predicates(self.database, self.aliases)

    def where(self, shape: Shape) -> Test:
        """The tenant's records that the shape holds of."""
        return and_(self.base.of_tenant, self.predicates.test(self.base, shape))

    def at(self, way: Way) -> Source:
        """The table at the end of the way, joined when it is first asked for."""
        at, taken = self.base, tuple[object, ...]()
        for relation, guard in way.steps:
            taken = (*taken, relation, guard)
            at = self._joined.get(taken) or self._joined.setdefault(
                taken, self._join(at, relation, guard)
            )
        return at

    def _join(self, at: Source, relation_name: str, guard: Shape) -> Source:
        relation = at.kind.relation(relation_name)
        other = source(relation.target, self.database, self.aliases)
        found = other.column(relation.remote) == at.column(relation.local)
        test = and_(other.of_tenant, found, self.predicates.test(other, guard, few=self.few))
        self._joins.append((other.table, test))
        return other

    def tables(self, base: FromClause | None = None) -> FromClause:
        """The base, or what is given for it, with everything joined to it."""
        found = self.base.table if base is None else base
        for table, test in self._joins:
            found = found.outerjoin(table, test)
        return found
