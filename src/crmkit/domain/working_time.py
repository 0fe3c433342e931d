"""Working time: moments and durations as a team counts them, by its hours, holidays and time zone.

A moment is working when the clock on the team's wall shows one of the day's hours. Where clocks
are set forward, the hour that is skipped is nobody's; where they are set back, the hour that comes
twice is worked twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from crmkit.errors import BadInput

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_MIDNIGHT = time()
_WEEKDAYS = 7
_LONGEST_REST = 3_660


@frozen
class Hours:
    """From when to when one works on a day; what closes at 00:00 closes at the end of the day."""

    opens: time
    closes: time

    def __attrs_post_init__(self) -> None:
        """Refuses hours that close before they open."""
        if self.closes <= self.opens and self.closes != _MIDNIGHT:
            message = "hours close after they open; a night is two of them, parted at 00:00"
            raise BadInput(message, where="working hours")


NINE_TO_SIX = (Hours(time(9), time(18)),)
ALL_DAY = (Hours(_MIDNIGHT, _MIDNIGHT),)


@frozen(kw_only=True)
class WorkingCalendar:
    """When a team works: ``week`` by weekday, Monday first; ``days`` that differ, by their date.

    A day with no hours is off, so ``days`` holds holidays, days off of the team's own, Saturdays
    that are worked and days that are cut short. A night past 00:00 belongs to two days.
    """

    zone: ZoneInfo
    week: tuple[tuple[Hours, ...], ...] = (NINE_TO_SIX,) * 5 + ((),) * 2
    days: Mapping[date, tuple[Hours, ...]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuses a week of other than seven days, and a day whose hours overlap."""
        if len(self.week) != _WEEKDAYS:
            message = "a week has the hours of seven days, Monday first"
            raise BadInput(message, where="working calendar")
        for hours in (*self.week, *self.days.values()):
            for first, then in pairwise(_in_order(hours)):
                if first.closes == _MIDNIGHT or then.opens < first.closes:
                    message = "the hours of a day overlap"
                    raise BadInput(message, where="working calendar")

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The hours of a day, the earliest first."""
        found = self.days.get(day)
        hours = self.week[day.weekday()] if found is None else found
        return _in_order(hours)

    def off(self, days: Iterable[date]) -> "WorkingCalendar":
        """The same calendar with these days off as well."""
        return evolve(self, days={**self.days, **dict.fromkeys(days, ())})

    def working(self, days: Iterable[date], hours: tuple[Hours, ...]) -> "WorkingCalendar":
        """The same calendar with these hours on these days."""
        return evolve(self, days={**self.days, **dict.fromkeys(days, hours)})

    def is_working(self, moment: datetime) -> bool:
        """Whether somebody is at work at the moment."""
        local = _aware(moment).astimezone(self.zone)
        now = local.time()
        return any(
            each.opens <= now and (now < each.closes or each.closes == _MIDNIGHT)
            for each in self.hours(local.date())
        )


def _in_order(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    return tuple(sorted(hours, key=lambda each: each.opens))


def round_the_clock(zone: ZoneInfo) -> WorkingCalendar:
    """The calendar of those who never sleep: working time is time."""
    return WorkingCalendar(zone=zone, week=(ALL_DAY,) * _WEEKDAYS)


def add_working(calendar: WorkingCalendar, moment: datetime, duration: timedelta) -> datetime:
    """The moment, in UTC, when so much working time has passed since; the earliest one there is.

    No duration, or a negative one, gives the moment itself. BadInput if there is no more work.
    """
    left, end = duration, _aware(moment)
    if left <= timedelta(0):
        return end
    for opens, closes in _worked(calendar, end):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    message = "there are not so many working hours in the calendar"
    raise BadInput(message, where="working calendar", hint="look at its hours and days off")


def working_between(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments; less than nothing where the end is first."""
    start, end = _aware(start), _aware(end)
    if end < start:
        return -working_between(calendar, end, start)
    total = timedelta(0)
    for opens, closes in _worked(calendar, start, end):
        total += closes - opens
    return total


Span = tuple[datetime, datetime]


def _worked(
    calendar: WorkingCalendar, start: datetime, end: datetime | None = None
) -> Iterator[Span]:
    """The spans of work from a moment on, in UTC, one after another, each as long as it lasts.

    Without an end they go on until nothing has been worked for ten years.
    """
    rest = 0
    for piece_start, piece_end in _days_from(start, end):
        before = rest
        for opens, closes in _worked_in(calendar, piece_start, piece_end):
            rest = 0
            yield opens, closes
        rest += before == rest
        if end is None and rest > _LONGEST_REST:
            return


def _days_from(start: datetime, end: datetime | None) -> Iterator[Span]:
    """The time from one moment to another, a day at a time."""
    last = end or datetime.max.replace(tzinfo=UTC) - 2 * _DAY
    while start < last:
        until = min(start + _DAY, last)
        yield start, until
        start = until


def _worked_in(calendar: WorkingCalendar, start: datetime, end: datetime) -> Iterator[Span]:
    """The spans of work within a day or less."""
    for piece_start, piece_end in pairwise((start, *_clock_change(calendar.zone, start, end), end)):
        offset = _offset(calendar.zone, piece_start)
        day = (piece_start + offset).date()
        while day <= (piece_end + offset).date():
            for hours in calendar.hours(day):
                opens = datetime.combine(day, hours.opens, UTC) - offset
                closes = datetime.combine(day, hours.closes, UTC) - offset
                closes += _DAY * (hours.closes == _MIDNIGHT)
                if max(opens, piece_start) < min(closes, piece_end):
                    yield max(opens, piece_start), min(closes, piece_end)
            day += _DAY


def _clock_change(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """When clocks are set within the day, if they are."""
    before, early, late = _offset(zone, start), start, end - datetime.resolution
    if _offset(zone, late) == before:
        return ()
    while late - early > _SECOND:
        middle = early + timedelta(seconds=int((late - early).total_seconds()) // 2)
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    return (late.replace(microsecond=0),)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "a moment needs its time zone"
        raise BadInput(message, where="working time", hint="use datetime(..., tzinfo=...)")
    return moment.astimezone(UTC)
