"""Public holidays in a team's working calendar, with the days that a government moves."""

from collections.abc import Iterable

from crmkit.domain.working_time import WorkingCalendar
from crmkit.errors import AdapterError, BadInput

try:
    from holidays import country_holidays
except ModuleNotFoundError as exc:
    message = "the package 'holidays' is not installed"
    raise AdapterError(message, hint="pip install 'crmkit[holidays]'") from exc

__all__ = ["with_public_holidays"]


def with_public_holidays(
    calendar: WorkingCalendar, country: str, years: Iterable[int]
) -> WorkingCalendar:
    """The calendar with the holidays of a country, ``RU``, ``UA`` or any other's code, off.

    A weekend day that is worked instead of a moved holiday has the hours of a Monday. What the
    calendar says itself of a day stays as it is said. Governments decree the moved days late in the
    year before: a newer `holidays` knows more of them.
    """
    try:
        known = country_holidays(country, years=years)
    except NotImplementedError as exc:
        message = f"the holidays of {country[:10]!r} are not known"
        raise BadInput(message, where="country", hint="give a code such as RU or UA") from exc
    worked = {day for day in known.weekend_workdays if day.year in known.years}
    said = calendar.days.keys()
    return calendar.off(known.keys() - said).working(worked - said, calendar.week[0])
