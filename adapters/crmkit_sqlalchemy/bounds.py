"""Where periods start, as numbers to compare with: what a grouping by month is compiled from.

The periods are those between two moments that the condition states, or else between the least
and the greatest value there is. Where they are many and mostly empty (days of a century), only
those near which anything lies are taken.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from attrs import frozen

from crmkit.errors import NotSupported
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.periods import period_bounds
from crmkit.query.questions import Period
from crmkit.query.schema import FieldType
from crmkit_sqlalchemy.types import (
    EPOCH,
    day_to_number,
    moment_from_number,
    moment_to_number,
)

R = TypeVar("R")
Span = tuple[datetime, datetime]
FEW_PERIODS = 1_000
MOST_PERIODS = 10_000
_SHORTEST = {
    Period.DAY: timedelta(1),
    Period.WEEK: timedelta(7),
    Period.MONTH: timedelta(28),
    Period.QUARTER: timedelta(90),
    Period.YEAR: timedelta(365),
}
_DAY = timedelta(1)


@frozen
class Starts:
    """The first days of periods, and the numbers from which a value belongs to each."""

    days: tuple[date, ...] = ()
    numbers: tuple[int, ...] = ()


@frozen
class Calendar:
    """Finds the periods of one grouping; ``kept`` says whether it is by days or by moments."""

    period: Period
    zone: str
    kept: FieldType

    def within(self, span: Span) -> Starts:
        """All periods that a span touches."""
        bounds = period_bounds(*span, period=self.period, zone=self.zone)
        return self._starts(dict(bounds))

    def near(self, spans: Iterable[Span]) -> Starts:
        """The periods that any of the spans touches."""
        found: dict[date, datetime] = {}
        for span in spans:
            found.update(period_bounds(*span, period=self.period, zone=self.zone))
        return self._starts(dict(sorted(found.items(), key=lambda item: item[1])))

    def has_few(self, span: Span) -> bool:
        """Whether the span is so short that its periods may all be taken."""
        low, high = span
        return (high - low) // _SHORTEST[self.period] <= FEW_PERIODS

    def span(self, low: int, high: int) -> Span:
        """The span between two values as the database keeps them."""
        return self._moment(low), self._moment(high)

    def around(self, number: int) -> Span:
        """The span around a day that the statement `days` found."""
        return self.span(number, number) if self.kept is FieldType.DAY else _around(number)

    def stated(self, where: Condition[R], name: str) -> Span | None:
        """The span that the condition confines the field to; None where an end is open."""
        parts = where.parts if isinstance(where, And) else (where,)
        ends: list[datetime | None] = [None, None]
        for part in parts:
            if isinstance(part, Compare) and part.name == name and isinstance(part.value, date):
                side = part.op in {Op.LESS, Op.AT_MOST}
                if part.op is not Op.IS:
                    ends[side] = _as_moment(part.value)
        low, high = ends
        return None if low is None or high is None or high < low else (low, high)

    def _moment(self, number: int) -> datetime:
        if self.kept is FieldType.DAY:
            return _as_moment(date.fromordinal(number))
        return moment_from_number(number)

    def _starts(self, bounds: dict[date, datetime]) -> Starts:
        if len(bounds) > MOST_PERIODS:
            message = f"the records spread over more than {MOST_PERIODS} periods"
            hint = "narrow the dates, or group by longer periods"
            raise NotSupported(message, where="by", hint=hint)
        if self.kept is FieldType.DAY:
            return Starts(tuple(bounds), tuple(map(day_to_number, bounds)))
        return Starts(tuple(bounds), tuple(map(moment_to_number, bounds.values())))


def _around(day: int) -> Span:
    """The span around a whole day since 1970, with a day more on both sides."""
    noon = EPOCH + day * _DAY
    low, high = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    before = noon - _DAY if noon - low > _DAY else low
    return before, noon + 2 * _DAY if high - noon > 2 * _DAY else high


def _as_moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
