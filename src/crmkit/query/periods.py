"""Calendar periods in a named time zone: where a moment or a day belongs, and where each starts.

A day starts when the zone's clock shows midnight: for the first time where it shows it twice, at
the moment it would have come where it is skipped. The rule is one for a single moment and for a
table of starts, so that Python and SQL group alike whatever the clocks do.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from crmkit.errors import BadQuestion
from crmkit.query.questions import Period

# What a machine calls its own zone, or counts with leap seconds, differs from machine to machine.
_NOT_PORTABLE = ("localtime", "posixrules", "posix/", "right/")
_MONTHS_A_QUARTER = 3
_LONGEST = {
    Period.DAY: timedelta(1),
    Period.WEEK: timedelta(7),
    Period.MONTH: timedelta(31),
    Period.QUARTER: timedelta(92),
    Period.YEAR: timedelta(366),
}


def zone_named(name: str) -> ZoneInfo:
    """The time zone of the IANA name, such as Europe/Moscow; BadQuestion if there is none."""
    try:
        if not name.startswith(_NOT_PORTABLE):
            return ZoneInfo(name)
    except (LookupError, ValueError, OSError) as exc:
        raise _unknown_zone(name) from exc
    raise _unknown_zone(name)


def period_start(value: datetime | date, period: Period, zone: str) -> date:
    """The first day of the period that the moment (as the zone counts) or the day belongs to."""
    return period_of(period, zone)(value)


def period_of(period: Period, zone: str) -> Callable[[datetime | date], date]:
    """A function that answers as `period_start`, and remembers what it has worked out."""
    clock = zone_named(zone)
    known: dict[date, tuple[date, datetime, datetime]] = {}

    def start(value: datetime | date) -> date:
        if not isinstance(value, datetime):
            return first_day(value, period)
        local = _local_day(value, clock)
        if local not in known:
            known[local] = _around(first_day(local, period), period, clock)
        day, begins, ends = known[local]
        return day if begins <= value < ends else _search(day, value, period, clock)

    return start


def period_bounds(
    low: datetime, high: datetime, *, period: Period, zone: str
) -> list[tuple[date, datetime]]:
    """The periods from that of ``low`` to that of ``high``: first day, and start in UTC.

    A moment belongs to the last period that has started. Starts ascend strictly: a period that
    the zone's clock skipped whole is left out.
    """
    clock, start = zone_named(zone), period_of(period, zone)
    days = _days(start(low), start(high), period)
    starts = [(day, day_start(day, clock)) for day in days]
    return [*(here for here, after in pairwise(starts) if here[1] < after[1]), *starts[-1:]]


def first_day(day: date, period: Period) -> date:
    """The first day of the calendar period that the day belongs to."""
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return date.fromordinal(max(1, day.toordinal() - day.weekday()))
        case Period.MONTH:
            return day.replace(day=1)
        case Period.QUARTER:
            return day.replace(month=day.month - (day.month - 1) % _MONTHS_A_QUARTER, day=1)
        case Period.YEAR:
            return day.replace(month=1, day=1)


def day_start(day: date, clock: ZoneInfo) -> datetime:
    """The moment, in UTC, at which the day starts by that clock."""
    try:
        return datetime.combine(day, time(), clock).astimezone(UTC)
    except OverflowError:  # the first and the last day that a datetime can hold
        return datetime.combine(day, time(), UTC)


def _local_day(moment: datetime, clock: ZoneInfo) -> date:
    try:
        return moment.astimezone(clock).date()
    except OverflowError:
        return moment.astimezone(UTC).date()


def _around(day: date, period: Period, clock: ZoneInfo) -> tuple[date, datetime, datetime]:
    following = _after(day, period)
    ends = day_start(following, clock) if following else datetime.max.replace(tzinfo=UTC)
    return day, day_start(day, clock), ends


def _search(day: date, moment: datetime, period: Period, clock: ZoneInfo) -> date:
    """Where the clock shows a date twice or never, the period is the last that has started."""
    while (following := _after(day, period)) and day_start(following, clock) <= moment:
        day = following
    while moment < day_start(day, clock) and (previous := _before(day, period)):
        day = previous
    return day


def _after(day: date, period: Period) -> date | None:
    try:
        return first_day(day + _LONGEST[period], period)
    except OverflowError:
        return None


def _before(day: date, period: Period) -> date | None:
    return first_day(date.fromordinal(day.toordinal() - 1), period) if day > date.min else None


def _days(first: date, last: date, period: Period) -> Iterator[date]:
    day: date | None = first
    while day is not None and day <= last:
        yield day
        day = _after(day, period)


def _unknown_zone(name: str) -> BadQuestion:
    message = f"there is no time zone {name[:60]!r}"
    return BadQuestion(message, where="zone", hint="use an IANA name, such as Europe/Moscow")
