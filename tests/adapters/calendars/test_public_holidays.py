"""Public holidays: the days that governments move are off, and those worked instead are worked."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crmkit.domain.working_time import Hours, WorkingCalendar, add_working, working_between
from crmkit.errors import BadInput
from crmkit_holidays import with_public_holidays

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = WorkingCalendar(zone=MOSCOW)
YEARS = range(2024, 2027)
RUSSIAN = with_public_holidays(OFFICE, "RU", YEARS)
WORKED_IN = {2024: 248, 2025: 247, 2026: 247}
"""Working days by the production calendar of a five-day week."""


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_the_working_days_of_the_production_calendar(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    worked = [day for day in days if day.year == year and RUSSIAN.hours(day)]
    assert len(worked) == WORKED_IN[year]


def test_a_moved_day_is_off_and_the_saturday_for_it_is_worked() -> None:
    assert not RUSSIAN.hours(date(2026, 1, 9))
    assert not RUSSIAN.hours(date(2026, 12, 31))
    assert not RUSSIAN.hours(date(2024, 12, 30))
    assert RUSSIAN.hours(date(2024, 12, 28)) == OFFICE.week[0]


def test_a_norm_of_a_day_reaches_past_the_new_year() -> None:
    start = datetime(2025, 12, 30, 13, tzinfo=MOSCOW)
    end = add_working(RUSSIAN, start, timedelta(hours=9))
    assert end == datetime(2026, 1, 12, 13, tzinfo=MOSCOW)
    assert working_between(RUSSIAN, start, end) == timedelta(hours=9)


def test_ukraine_has_no_days_off_while_martial_law_lasts() -> None:
    ukrainian = with_public_holidays(OFFICE, "UA", [2021, 2026])
    assert not ukrainian.hours(date(2021, 8, 24))
    assert ukrainian.hours(date(2026, 8, 24))


def test_what_the_team_says_of_a_day_stays() -> None:
    own = OFFICE.working([date(2026, 1, 2)], (Hours(time(10), time(14)),))
    assert with_public_holidays(own, "RU", YEARS).hours(date(2026, 1, 2))


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(BadInput, match="not known"):
        with_public_holidays(OFFICE, "XX", YEARS)
