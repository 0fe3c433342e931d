"""Statements that tally: a row of figures for each group.

The innermost select finds each record's group and measured values, the next one ranks values for
quantiles, the outermost folds the groups. A figure takes one to five columns, which
`crmkit_sqlalchemy.tallying` finishes with the arithmetic that all stores share.
"""

from collections.abc import Callable, Sequence

from attrs import frozen
from sqlalchemy import FromClause, case, distinct, func, literal, select

from crmkit.query.questions import Function
from crmkit.query.schema import FieldType
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.lift import ALWAYS
from crmkit_sqlalchemy.scenes import Rows, Scene
from crmkit_sqlalchemy.shapes import Between, Days, Extremes, Figured, Grouped, Tallied
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.types import MICROSECONDS_A_DAY, MICROSECONDS_A_SECOND

HALF = 32
"""A wide sum is told as that of the upper bits and that of so many lower ones."""
_LOWER = (1 << HALF) - 1


def tallied(shape: Tallied, database: Database) -> Rows:
    """The statement of a tally: the parts of the keys, then the parts of the figures."""
    scene = Scene(database, shape.kind)
    keys = [
        key.label(f"k{nth}_{part}")
        for nth, grouped in enumerate(shape.by)
        for part, key in enumerate(_keys(scene, grouped))
    ]
    measured = [
        value.label(f"v{nth}_{part}")
        for nth, figured in enumerate(shape.figures)
        for part, value in enumerate(_measured(scene, figured))
    ]
    rows = select(literal(1).label("one"), *keys, *measured).select_from(scene.tables())
    found = rows.where(scene.where(shape.where)).subquery("f")
    names = [key.name for key in keys]
    ranked = _ranked(found, shape, names)
    groups = [ranked.c[name] for name in names]
    columns = [
        column
        for nth, figured in enumerate(shape.figures)
        for column in Folding(ranked, nth, database, shape.wide).columns(figured)
    ]
    return select(*groups, *columns).select_from(ranked).group_by(*groups)


def extremes(shape: Extremes, database: Database) -> Rows:
    """The statement that finds the range of the periods.

    The ends are asked for one by one, for so an index tells each of them at once.
    """
    return select(*(_end(shape, database, of).scalar_subquery() for of in (func.min, func.max)))


def _end(shape: Extremes, database: Database, of: Callable[[Expression], Expression]) -> Rows:
    scene = Scene(database, shape.kind)
    value = scene.at(shape.way).values(shape.way.field)[0]
    rows = select(of(value)).select_from(scene.tables())
    return rows.where(scene.where(shape.where), value.is_not(None))


def days(shape: Days, database: Database) -> Rows:
    """The statement that finds the days on which anything lies."""
    scene = Scene(database, shape.kind)
    value = scene.at(shape.way).values(shape.way.field)[0]
    if shape.way.field.kept is FieldType.MOMENT:
        value = database.quotient(value, literal(MICROSECONDS_A_DAY))
    rows = select(value).distinct().select_from(scene.tables())
    return rows.where(scene.where(shape.where), value.is_not(None))


@frozen(eq=False)
class Folding:
    """Writes the columns of one figure over the rows of a group."""

    found: FromClause
    nth: int
    database: Database
    wide: bool

    def columns(self, figured: Figured) -> Sequence[Expression]:
        """What the figure is finished from."""
        match figured.function:
            case Function.COUNT:
                return [self._number]
            case Function.SHARE:
                return [self._number, func.count()]
            case Function.DISTINCT:
                return [func.count(distinct(self._whole()))]
            case _:
                return [self._number, *self._currencies(), *self._amounts(figured)]

    def _amounts(self, figured: Figured) -> list[Expression]:
        match figured.function:
            case Function.MIN:
                return [func.min(self._value)]
            case Function.MAX:
                return [func.max(self._value)]
            case Function.QUANTILE:
                return self._neighbours(figured)
            case _:
                return self._sum()

    @property
    def _value(self) -> Expression:
        return self.found.c[f"v{self.nth}_0"]

    @property
    def _number(self) -> Expression:
        return func.count(self._value)

    @property
    def _currency(self) -> Expression | None:
        return self.found.c.get(f"v{self.nth}_1")

    def _whole(self) -> Expression:
        """A value that is equal where the whole amounts are."""
        if self._currency is None:
            return self._value
        return self.database.text_of(self._value).concat(self._currency)

    def _currencies(self) -> list[Expression]:
        currency = self._currency
        return [] if currency is None else [func.min(currency), func.max(currency)]

    def _sum(self) -> list[Expression]:
        if not self.wide:
            return [func.sum(self._value)]
        upper, lower = self._value.op(">>")(HALF), self._value.op("&")(_LOWER)
        return [func.sum(upper), func.sum(lower)]

    def _neighbours(self, figured: Figured) -> list[Expression]:
        """The values at the quantile's place and at the next one, which the last has not."""
        over, under = (parameter((figured.ratio or 0) + part) for part in (0, 1))
        rank, number = self.found.c[f"r{self.nth}"], self.found.c[f"n{self.nth}"]
        place = self.database.quotient((number - 1) * over, under) + 1
        present = self._value.is_not(None)
        return [
            func.max(case((present & (rank == place + after), self._value))) for after in (0, 1)
        ]


def _keys(scene: Scene, grouped: Grouped) -> Sequence[Expression]:
    at, field = scene.at(grouped.way), grouped.way.field
    if grouped.slot is None:
        return at.columns(field)
    values = at.values(field)
    bounds = range(grouped.slot, grouped.slot + grouped.count)
    return [case((values[0].is_not(None), _place(values[0], bounds, 0)))]


def _place(value: Expression, bounds: Sequence[int], below: int) -> Expression:
    """How many of the ascending bounds the value has reached: a balanced tree of comparisons."""
    if not bounds:
        return literal(below)
    middle = len(bounds) // 2
    return case(
        (value < parameter(bounds[middle]), _place(value, bounds[:middle], below)),
        else_=_place(value, bounds[middle + 1 :], below + middle + 1),
    )


def _measured(scene: Scene, figured: Figured) -> Sequence[Expression]:
    """The value (or 1, where records are counted) of a record that the measure looks at."""
    match figured.of:
        case None:
            values: Sequence[Expression] = [literal(1)]
        case Between(start, end):
            span = scene.at(end).values(end.field)[0] - scene.at(start).values(start.field)[0]
            values = [scene.database.quotient(span, literal(MICROSECONDS_A_SECOND))]
        case way:
            values = scene.at(way).values(way.field)
    if figured.where == ALWAYS:
        return values
    test = scene.predicates.test(scene.base, figured.where)
    return [case((test, value)) for value in values]


def _ranked(found: FromClause, shape: Tallied, keys: Sequence[str]) -> FromClause:
    """The rows with each quantile's value ranked and counted within its group."""
    added: list[Expression] = []
    groups = [found.c[name] for name in keys]
    for nth, figured in enumerate(shape.figures):
        if figured.function is Function.QUANTILE:
            value = found.c[f"v{nth}_0"]
            rank = func.row_number().over(partition_by=[*groups, value.is_(None)], order_by=value)
            number = func.count(value).over(partition_by=groups or None)
            added += [rank.label(f"r{nth}"), number.label(f"n{nth}")]
    return select(found, *added).subquery("g") if added else found
