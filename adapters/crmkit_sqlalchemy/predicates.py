"""Shapes to SQL conditions, with exactly the meaning of the plain-Python reading.

A comparison with an absent value is false, and its opposite true; SQL says «unknown» of both.
Unknown counts as false where rows are chosen, so only under a negation a guard is added: the
plain form stays as an index needs it.
"""

from collections.abc import Callable
from operator import eq, ge, gt, le, lt

from attrs import frozen
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true

from crmkit.query.conditions import Op
from crmkit.query.schema import FieldType, Relation
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.selective import is_narrow, is_narrow_key, is_selective
from crmkit_sqlalchemy.shapes import (
    Absent,
    Among,
    Compared,
    Contains,
    Counted,
    Every,
    Fixed,
    Held,
    Opposite,
    Related,
    Shape,
    Some,
    Starts,
)
from crmkit_sqlalchemy.sources import Aliases, Source, parameter, parameters, source
from crmkit_sqlalchemy.types import COLUMN_TYPES, TEXT

Test = ColumnElement[bool]
OfField = Compared | Among | Contains | Starts
COMPARISONS: dict[Op, Callable[[Expression, Expression], Test]] = {
    Op.IS: eq,
    Op.LESS: lt,
    Op.AT_MOST: le,
    Op.MORE: gt,
    Op.AT_LEAST: ge,
}


@frozen
class Predicates:
    """Writes the conditions of one statement."""

    database: Database
    aliases: Aliases

    def test(self, at: Source, shape: Shape, *, holds: bool = True, few: bool = False) -> Test:
        """The condition that the shape holds of a row of the source (or that it does not).

        ``few`` says that only few rows are looked at, so that what is related to each of them is
        better looked for from there.
        """
        match shape:
            case Fixed(truth):
                return true() if truth is holds else false()
            case Every(parts) | Some(parts):
                join = and_ if isinstance(shape, Every) is holds else or_
                few = few or (holds and is_narrow(at.kind.name, shape))
                return join(*(self.test(at, part, holds=holds, few=few) for part in parts))
            case Opposite(part):
                return self.test(at, part, holds=not holds, few=few)
            case Related() | Counted():
                return self._of_related(at, shape, holds=holds, few=few)
            case Absent(field):
                value = at.values(field)[0]
                return value.is_(None) if holds else value.is_not(None)
            case _:
                return self._of_field(at, shape, holds=holds)

    def _of_field(self, at: Source, shape: OfField, *, holds: bool) -> Test:
        test = self._plain(at, shape)
        if holds:
            return test
        absent = at.values(shape.field)[0].is_(None)
        return or_(absent, not_(test)) if at.optional(shape.field) else not_(test)

    def _plain(self, at: Source, shape: OfField) -> Test:
        match shape:
            case Compared(field, op, slot):
                return _compared(at.values(field), field, op, slot)
            case Among(field, slot, count):
                return _among(at.values(field), field, slot, count)
            case Contains(field, slot):
                return self.database.contains(at.searched(field), parameter(slot, TEXT))
            case Starts(field, slot, bounded):
                return _starts(at.searched(field), slot, bounded=bounded)

    def _of_related(self, at: Source, shape: Related | Counted, *, holds: bool, few: bool) -> Test:
        relation = at.kind.relation(shape.relation)
        other = source(relation.target, self.database, self.aliases)
        found = select(other.column(relation.remote)).where(other.of_tenant)
        if not few and is_selective(relation.target, shape.part):
            found = found.where(self.test(other, shape.part))
            return _by_keys(at, other, relation, _grouped(found, shape), holds=holds)
        few_there = is_narrow_key(relation.target, relation.remote)
        mine = found.where(
            other.column(relation.remote) == at.column(relation.local),
            self.test(other, shape.part, few=few_there),
        ).correlate(at.table)
        test = _one_by_one(self.database.each_by_itself(mine) if few else mine, shape)
        return test if holds else not_(test)


def _by_keys(
    at: Source, other: Source, relation: Relation, keys: Select[object], *, holds: bool
) -> Test:
    """The keys are found first; right where an index leads to few of them."""
    local = at.column(relation.local)
    if holds:
        return local.in_(keys)
    remote = Held(relation.remote, FieldType.ID)
    if other.optional(remote):
        keys = keys.where(other.column(relation.remote).is_not(None))
    test = local.not_in(keys)
    return or_(local.is_(None), test) if at.optional(Held(relation.local, FieldType.ID)) else test


def _grouped(found: Select[object], shape: Related | Counted) -> Select[object]:
    if isinstance(shape, Related):
        return found
    (remote,) = found.selected_columns
    number = COMPARISONS[shape.op](func.count(), parameter(shape.slot))
    return found.group_by(remote).having(number)


def _one_by_one(mine: Select[object], shape: Related | Counted) -> Test:
    """Looked for from every row; never unknown."""
    if isinstance(shape, Related):
        return exists(mine)
    number = mine.with_only_columns(func.count()).scalar_subquery()
    return COMPARISONS[shape.op](number, parameter(shape.slot))


def _compared(values: tuple[Expression, ...], field: Held, op: Op, slot: int) -> Test:
    value, *currency = values
    test = COMPARISONS[op](value, parameter(slot, COLUMN_TYPES[field.kept]))
    return and_(test, *(code == parameter(slot + 1, TEXT) for code in currency))


def _among(values: tuple[Expression, ...], field: Held, slot: int, count: int) -> Test:
    if len(values) == 1:
        return values[0].in_(parameters(slot, count, COLUMN_TYPES[field.kept]))
    return or_(*(_compared(values, field, Op.IS, slot + 2 * nth) for nth in range(count)))


def _starts(text: Expression, slot: int, *, bounded: bool) -> Test:
    """A range, which any index serves, and which knows nothing of LIKE's letters."""
    low = text >= parameter(slot, TEXT)
    return and_(low, text < parameter(slot + 1, TEXT)) if bounded else low
