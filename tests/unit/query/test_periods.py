"""Calendar periods in a zone."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.errors import BadQuestion
from crmkit.query.periods import period_bounds, period_start
from crmkit.query.questions import Period

# Midnight skipped, shown twice, gone back over a minute late; a day dropped; odd offsets.
ZONES = [
    "UTC",
    "Europe/Moscow",
    "Europe/Kyiv",
    "America/Sao_Paulo",
    "America/Havana",
    "America/St_Johns",
    "Asia/Beirut",
    "Pacific/Apia",
    "Asia/Kathmandu",
]
zones = st.sampled_from(ZONES)
periods = st.sampled_from(Period)
seconds = st.integers(473_385_600, 1_893_456_000)  # from 1985 to 2030
moments = seconds.map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.DAY, date(2016, 5, 18)),
        (Period.WEEK, date(2016, 5, 16)),
        (Period.MONTH, date(2016, 5, 1)),
        (Period.QUARTER, date(2016, 4, 1)),
        (Period.YEAR, date(2016, 1, 1)),
    ],
)
def test_a_day_belongs_to_the_period_that_starts_on_its_first_day(
    period: Period, expected: date
) -> None:
    assert period_start(date(2016, 5, 18), period, "UTC") == expected


def test_a_moment_belongs_to_the_day_that_the_clock_of_its_zone_shows() -> None:
    moment = datetime(2016, 4, 30, 21, 30, tzinfo=UTC)
    assert period_start(moment, Period.MONTH, "Europe/Moscow") == date(2016, 5, 1)
    assert period_start(moment, Period.MONTH, "UTC") == date(2016, 4, 1)


def test_a_day_that_starts_at_one_o_clock_starts_there() -> None:
    # In 2018 São Paulo's clocks went from 23:59:59 on 3 November to 01:00.
    midday = datetime(2018, 11, 4, 15, tzinfo=UTC)
    bounds = period_bounds(midday, midday, period=Period.DAY, zone="America/Sao_Paulo")
    assert bounds == [(date(2018, 11, 4), datetime(2018, 11, 4, 3, tzinfo=UTC))]


def test_a_day_that_has_started_goes_on_when_the_clock_is_put_back_before_midnight() -> None:
    # In 2006 the clocks of St John's went from 00:01 on 29 October back to 23:01 on the 28th.
    again_late = datetime(2006, 10, 29, 3, tzinfo=UTC)
    assert again_late.astimezone(ZoneInfo("America/St_Johns")).day == 28
    assert period_start(again_late, Period.DAY, "America/St_Johns") == date(2006, 10, 29)


def test_a_day_that_the_zone_never_had_has_no_bounds() -> None:
    low, high = datetime(2011, 12, 29, 20, tzinfo=UTC), datetime(2011, 12, 31, 20, tzinfo=UTC)
    bounds = period_bounds(low, high, period=Period.DAY, zone="Pacific/Apia")
    assert [day.day for day, _start in bounds] == [29, 31, 1]


@given(moments, st.integers(0, 40_000), periods, zones)
def test_looking_a_moment_up_among_the_bounds_gives_its_period(
    low: datetime, hours: int, period: Period, zone: str
) -> None:
    high = low + timedelta(hours=min(hours, 500 if period is Period.DAY else hours))
    bounds = period_bounds(low, high, period=period, zone=zone)
    starts = [start for _day, start in bounds]
    assert starts == sorted(set(starts))
    for moment in (low, low + (high - low) / 2, high):
        day, _start = bounds[bisect_right(starts, moment) - 1]
        assert day == period_start(moment, period, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_twenty_years_falls_where_the_bounds_say(zone: str) -> None:
    low, hour = datetime(2000, 1, 1, tzinfo=UTC), timedelta(hours=37, minutes=29, seconds=30)
    bounds = period_bounds(low, low + 4700 * hour, period=Period.DAY, zone=zone)
    starts = [start for _day, start in bounds]
    for step in range(0, 4700, 3):
        moment = low + step * hour
        day, _start = bounds[bisect_right(starts, moment) - 1]
        assert day == period_start(moment, Period.DAY, zone)


@given(st.dates(), periods)
def test_the_first_day_of_a_period_is_its_own_first_day(day: date, period: Period) -> None:
    first = period_start(day, period, "UTC")
    assert first <= day
    assert period_start(first, period, "UTC") == first


@pytest.mark.parametrize(
    "moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]
)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Lima"])
@pytest.mark.parametrize("period", Period)
def test_the_ends_of_time_have_a_period(moment: datetime, zone: str, period: Period) -> None:
    assert period_start(moment, period, zone).year == moment.year
    assert len(period_bounds(moment, moment, period=period, zone=zone)) == 1


@pytest.mark.parametrize(
    "zone",
    ["Mars/Phobos", "", "../secret", "/etc/passwd", "Europe", "localtime", "a\0b", "x" * 999],
)
def test_an_unknown_zone_is_a_bad_question(zone: str) -> None:
    with pytest.raises(BadQuestion, match="there is no time zone"):
        period_start(date(2016, 5, 18), Period.DAY, zone)
