"""Working time, against an oracle that counts minutes on the wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.working_time import (
    Hours,
    WorkingCalendar,
    add_working,
    round_the_clock,
    working_between,
)
from crmkit.errors import BadInput

MOSCOW = ZoneInfo("Europe/Moscow")
KYIV = ZoneInfo("Europe/Kyiv")
OFFICE = WorkingCalendar(zone=MOSCOW)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NIGHT = tuple(
    (Hours(time(0), time(2, 30)), Hours(time(3, 30), time(12)), Hours(time(22, 45), time(0)))
    for _ in range(7)
)
NEAR = (
    "Europe/Moscow", "Europe/Kyiv", "Europe/Kaliningrad", "Asia/Yekaterinburg", "Asia/Almaty",
    "Asia/Tashkent", "Asia/Tbilisi", "Europe/Minsk", "Europe/Chisinau", "Europe/Berlin",
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns",
    "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca", "Asia/Gaza", "Antarctica/Troll",
    "America/Havana", "America/Asuncion", "Atlantic/Azores", "Europe/Volgograd", "UTC",
)  # fmt: skip


def moment(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def minutes_worked(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """The oracle: looks at the wall clock every minute."""
    return sum(calendar.is_working(start + n * MINUTE) for n in range((end - start) // MINUTE))


def counted_on(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """The oracle: the end of the last of so many working minutes."""
    at = start
    while minutes:
        minutes -= calendar.is_working(at)
        at += MINUTE
    return at


def clock_changes(zone: ZoneInfo) -> list[datetime]:
    """Every moment from 2020 to 2037 at which clocks are set, to the minute."""
    found = []
    at, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
    while at < end:
        if _offset(zone, at) != _offset(zone, at + timedelta(hours=6)):
            low, high = at, at + timedelta(hours=6)
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (
                    (middle, high) if _offset(zone, middle) == _offset(zone, at) else (low, middle)
                )
            found.append(high)
        at += timedelta(hours=6)
    return found


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def agrees_at_every_change(zone: ZoneInfo) -> None:
    calendar = WorkingCalendar(zone=zone, week=NIGHT)
    for change in clock_changes(zone):
        start, end = change - 14 * HOUR, change + 13 * HOUR
        worked = minutes_worked(calendar, start, end)
        assert working_between(calendar, start, end) == worked * MINUTE, (zone, change)
        for minutes in (1, 200, worked):
            on = add_working(calendar, start, minutes * MINUTE)
            assert on == counted_on(calendar, start, minutes), (zone, change, minutes)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02 09:00", 2, "2026-03-02 11:00"),
        ("2026-03-02 17:00", 2, "2026-03-03 10:00"),
        ("2026-03-06 17:00", 2, "2026-03-09 10:00"),
        ("2026-03-07 12:00", 1, "2026-03-09 10:00"),
        ("2026-03-02 09:00", 9, "2026-03-02 18:00"),
        ("2026-03-02 09:00", 72, "2026-03-11 18:00"),
        ("2026-03-02 05:00", 0, "2026-03-02 05:00"),
    ],
)
def test_hours_of_work_run_from_nine_to_six_on_weekdays(start: str, hours: int, end: str) -> None:
    assert add_working(OFFICE, moment(start), hours * HOUR) == moment(end)


def test_holidays_worked_saturdays_and_short_days_count_as_they_are() -> None:
    calendar = OFFICE.off([date(2026, 3, 9)]).working(
        [date(2026, 3, 7)], (Hours(time(9), time(17)),)
    )
    assert add_working(calendar, moment("2026-03-06 17:00"), 9 * HOUR) == moment("2026-03-07 17:00")
    assert add_working(calendar, moment("2026-03-06 17:00"), 10 * HOUR) == moment(
        "2026-03-10 10:00"
    )


def test_a_break_at_noon_is_not_worked() -> None:
    parted = (Hours(time(14), time(18)), Hours(time(9), time(13)))
    calendar = WorkingCalendar(zone=MOSCOW, week=(parted,) * 7)
    assert add_working(calendar, moment("2026-03-02 12:00"), 2 * HOUR) == moment("2026-03-02 15:00")


def test_the_hour_that_is_skipped_is_nobodys_and_the_one_that_comes_twice_is_worked_twice() -> None:
    calendar = round_the_clock(KYIV)
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)):
        start = moment(day, KYIV)
        end = moment((start + timedelta(days=1)).strftime("%Y-%m-%d"), KYIV)
        assert working_between(calendar, start, end) == hours * HOUR


def test_whoever_works_round_the_clock_counts_time_itself() -> None:
    start = datetime(2026, 3, 28, 20, 17, 3, 5, tzinfo=UTC)
    span = timedelta(days=400, seconds=7, microseconds=3)
    calendar = round_the_clock(KYIV)
    assert add_working(calendar, start, span) == start + span
    assert working_between(calendar, start, start + span) == span


@pytest.mark.slow
@pytest.mark.parametrize("name", NEAR)
def test_minutes_agree_with_the_wall_clock_wherever_it_is_set(name: str) -> None:
    agrees_at_every_change(ZoneInfo(name))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_minutes_agree_with_the_wall_clock_in_every_zone(
    part: int, pytestconfig: pytest.Config
) -> None:
    if not pytestconfig.getoption("--long"):
        pytest.skip("every zone takes minutes: --long")
    zones = [ZoneInfo(name) for name in sorted(available_timezones() - {"localtime"})]
    alike = {
        tuple(
            (at, _offset(zone, at - MINUTE), _offset(zone, at)) for at in clock_changes(zone)
        ): zone
        for zone in zones[part::8]
    }
    for zone in alike.values():
        agrees_at_every_change(zone)


HOURS = st.builds(
    lambda low, high: Hours(time(low // 60, low % 60), time(high // 60 % 24, high % 60)),
    st.integers(0, 700),
    st.integers(701, 1440),
)
CALENDARS = st.builds(
    WorkingCalendar,
    zone=st.sampled_from([ZoneInfo(name) for name in NEAR]),
    week=st.lists(st.just(()) | HOURS.map(lambda each: (each,)), min_size=7, max_size=7).map(
        lambda week: (*week[:6], week[6] or (Hours(time(10), time(11)),))
    ),
    days=st.dictionaries(st.dates(date(2026, 3, 20), date(2026, 4, 5)), st.just(()), max_size=4),
)
MOMENTS = st.datetimes(datetime(2026, 3, 20), datetime(2026, 4, 5)).map(  # noqa: DTZ001 - made UTC
    lambda naive: naive.replace(tzinfo=UTC, second=0, microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(CALENDARS, MOMENTS, st.integers(0, 3_000))
def test_any_calendar_agrees_with_minutes_counted(
    calendar: WorkingCalendar, start: datetime, minutes: int
) -> None:
    end = start + minutes * MINUTE
    worked = minutes_worked(calendar, start, end)
    assert working_between(calendar, start, end) == worked * MINUTE
    assert working_between(calendar, end, start) == -worked * MINUTE
    assert add_working(calendar, start, worked * MINUTE) == counted_on(calendar, start, worked)


@settings(deadline=None)
@given(CALENDARS, MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=50)))
def test_what_was_added_lies_between(
    calendar: WorkingCalendar, start: datetime, duration: timedelta
) -> None:
    end = add_working(calendar, start, duration)
    assert working_between(calendar, start, end) == duration
    assert (
        not duration or working_between(calendar, start, end - timedelta(microseconds=1)) < duration
    )


def test_a_calendar_without_work_is_told_and_not_searched_for_ever() -> None:
    nothing = WorkingCalendar(zone=MOSCOW, week=((),) * 7)
    with pytest.raises(BadInput, match="not so many working hours"):
        add_working(nothing, moment("2026-03-02"), HOUR)
    late = datetime.max.replace(tzinfo=UTC) - timedelta(days=3)
    with pytest.raises(BadInput, match="not so many"):
        add_working(OFFICE, late, 100 * HOUR)


def test_hours_weeks_and_moments_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadInput, match="close after they open"):
        Hours(time(18), time(9))
    with pytest.raises(BadInput, match="seven days"):
        WorkingCalendar(zone=MOSCOW, week=((),))
    with pytest.raises(BadInput, match="overlap"):
        OFFICE.working([date(2026, 3, 7)], (Hours(time(9), time(12)), Hours(time(11), time(0))))
    with pytest.raises(BadInput, match="time zone"):
        add_working(OFFICE, datetime(2026, 3, 2), HOUR)  # noqa: DTZ001 - the point
