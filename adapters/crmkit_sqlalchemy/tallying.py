"""Tallies: a tally to its statement, and the rows to figures."""

from collections.abc import Iterable
from typing import TypeVar

from attrs import evolve, frozen

from crmkit.domain.record import Record
from crmkit.money import Money
from crmkit.query.measures import q_ratio
from crmkit.query.paths import field_at
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByPeriod,
    Figure,
    Function,
    Measure,
    Span,
    Tally,
    TallyRow,
)
from crmkit.query.schema import FieldSpec, FieldType, Schema
from crmkit.query.scope import ConfinedTally
from crmkit_sqlalchemy.bounds import Calendar, Starts
from crmkit_sqlalchemy.building import Row, value_reader
from crmkit_sqlalchemy.figures import days, extremes, tallied
from crmkit_sqlalchemy.finishing import (
    AmountReader,
    Read,
    count_reader,
    place_reader,
    share_reader,
)
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.lift import Lifting
from crmkit_sqlalchemy.shapes import Between, Days, Extremes, Figured, Grouped, Tallied, Way
from crmkit_sqlalchemy.turns import Overflow, Run
from crmkit_sqlalchemy.types import DECIMAL_PLACES, LARGEST

R = TypeVar("R", bound=Record)
_FEWEST_BOUNDS = 8
_SECONDS = FieldSpec(name="span", type=FieldType.NUMBER)


@frozen
class Tallying:
    """Answers tallies of one tenant; ``run`` executes a statement."""

    kinds: Kinds
    tenant: int
    run: Run

    def rows(self, confined: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        """The figures asked for, ordered by their keys."""
        return _Asked(self, confined.tally, confined.schema).answer()


class _Asked:
    """One tally being answered."""

    def __init__(self, tallying: Tallying, tally: Tally[R], schema: Schema) -> None:
        self._run, self._kinds = tallying.run, tallying.kinds
        self._tally, self._schema = tally, schema
        self._lifting = Lifting(schema, tallying.kinds.database, tallying.tenant)
        self._where = self._lifting.shape(tally.kind, tally.where)
        self._ways = [self._lifting.way(tally.kind, bucket.path) for bucket in tally.by]

    def answer(self) -> tuple[TallyRow, ...]:
        """The rows, ordered by their keys."""
        starts = [*map(self._starts, self._tally.by, self._ways)]
        keys = [*map(self._key, self._tally.by, starts)]
        shape = Tallied(
            kind=self._tally.kind,
            where=self._where,
            by=tuple(map(self._grouped, self._tally.by, self._ways, starts)),
            figures=tuple(map(self._figured, self._tally.measures)),
        )
        try:
            rows = self._rows(shape)
        except Overflow:
            shape = evolve(shape, wide=True)
            rows = self._rows(shape)
        figures = [self._figure(measure, wide=shape.wide) for measure in self._tally.measures]
        return tuple(sorted((_row(row, keys, figures) for row in rows), key=_in_order))

    def _rows(self, shape: Tallied) -> list[Row]:
        return self._run(self._kinds.statements.of(shape, tallied), self._lifting.values)

    def _starts(self, bucket: Bucket[R], way: Way) -> Starts:
        """The periods of a bucket; of one that has none, nothing."""
        if not isinstance(bucket, ByPeriod):
            return Starts()
        is_day = way.field.kept is FieldType.DAY
        calendar = Calendar(bucket.period, "UTC" if is_day else bucket.zone, way.field.kept)
        near = None if way.steps else calendar.stated(self._tally.where, way.field.name)
        if near is not None and calendar.has_few(near):
            return calendar.within(near)
        shape = Extremes(kind=self._tally.kind, where=self._where, way=way)
        statement = self._kinds.statements.of(shape, extremes)
        ((low, high),) = self._run(statement, self._lifting.values)
        if low is None:
            return Starts()
        span = calendar.span(low, high)
        return calendar.within(span) if calendar.has_few(span) else self._near(calendar, way)

    def _near(self, calendar: Calendar, way: Way) -> Starts:
        shape = Days(kind=self._tally.kind, where=self._where, way=way)
        rows = self._run(self._kinds.statements.of(shape, days), self._lifting.values)
        return calendar.near(calendar.around(number) for (number,) in rows)

    def _grouped(self, bucket: Bucket[R], way: Way, starts: Starts) -> Grouped:
        if isinstance(bucket, ByBands):
            scale = 10**DECIMAL_PLACES if way.field.kept is FieldType.DECIMAL else 1
            return self._bounded(way, [edge * scale for edge in bucket.edges])
        return self._bounded(way, starts.numbers) if isinstance(bucket, ByPeriod) else Grouped(way)

    def _bounded(self, way: Way, numbers: Iterable[int]) -> Grouped:
        """Filled up with a bound that nothing reaches, so that few lengths make few statements."""
        bounds = [max(-LARGEST, min(number, LARGEST)) for number in numbers]
        count = max(_FEWEST_BOUNDS, 1 << (len(bounds) - 1).bit_length()) if bounds else 1
        slot, *_ = map(self._lifting.slot, [*bounds, *[LARGEST] * (count - len(bounds))])
        return Grouped(way, slot, count)

    def _key(self, bucket: Bucket[R], starts: Starts) -> Read:
        match bucket:
            case ByPeriod():
                return place_reader((None, *starts.days))
            case ByBands(edges=edges):
                return place_reader(tuple(range(len(edges) + 1)))
            case _:
                field = field_at(bucket.path, self._tally.kind, self._schema)
                return value_reader(field, self._kinds.database)

    def _figured(self, measure: Measure[R]) -> Figured:
        kind, of = self._tally.kind, measure.of
        ratio = None
        if measure.function is Function.QUANTILE:
            over, under = q_ratio(measure.q)
            ratio = self._lifting.slot(over)
            self._lifting.slot(under)
        if isinstance(of, Span):
            ends = (self._lifting.way(kind, end) for end in (of.start, of.end))
            measured: Way | Between | None = Between(*ends)
        else:
            measured = None if of is None else self._lifting.way(kind, of)
        if measure.function is Function.SHARE:
            measured = None
        where = self._lifting.shape(kind, measure.where)
        return Figured(measure.function, measured, where, ratio)

    def _figure(self, measure: Measure[R], *, wide: bool) -> Read:
        if measure.function in {Function.COUNT, Function.DISTINCT}:
            return count_reader
        if measure.function is Function.SHARE:
            return share_reader
        field = _SECONDS
        if measure.of is not None and not isinstance(measure.of, Span):
            field = field_at(measure.of, self._tally.kind, self._schema)
        return AmountReader(measure.function, field, self._kinds.database, measure.q, wide)


def _row(row: Row, keys: Iterable[Read], figures: Iterable[Read]) -> TallyRow:
    columns = iter(row)
    found = tuple([read(columns) for read in keys])
    return TallyRow(found, tuple([read(columns) for read in figures]))


def _in_order(row: TallyRow) -> tuple[object, ...]:
    return tuple((key is None, _rank(key)) for key in row.keys)


def _rank(key: Figure) -> object:
    return (key.currency, key.minor) if isinstance(key, Money) else key
