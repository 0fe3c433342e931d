"""Birthdays: the day that a text means, and how alike two of them are.

========================================================  ==============
as typed                                                  ``birth_date``
========================================================  ==============
``05.03.1980``, ``5/3/1980``, ``05-03-80``, ``5 3 1980``  1980-03-05
``1980-03-05``, ``1980-03-05T00:00:00``, ``19800305``     1980-03-05
``05031980``, ``05.03.1980 г.р.``, ``д.р. 05.03.1980``    1980-03-05
``5 марта 1980 г.``, ``5 березня 1980``, ``5-Mar-80``     1980-03-05
``March 5, 1980``                                         1980-03-05
``03/25/1980`` (there is no month 25)                     1980-03-25
``29285``, ``29285.0`` (days of a spreadsheet)            1980-03-05
``1980``, ``5 марта``, ``31.02.1980``, ``01.01.0001``     None
========================================================  ==============
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from crmkit.text import fold, plain

Alikeness = Literal["same", "swapped", "year_off", "one_digit", "different"]

OLDEST_YEAR = 1850
_LAST_YEAR = 2029
_LONGEST = 60
_REMEMBERED = 2**16
_MONTHS = 12
_FULL_YEAR, _SHORT_YEAR = 4, 2
_NEIGHBOURS = 2
_MADE_UP_YEARS = frozenset({1900, 1901, 1970, 1980, 1990, 2000})

_NUMBERS = re.compile(
    r"(?<![0-9.])([0-9]{1,4}) ?([./-]|(?<=[0-9]) (?=[0-9])) ?([0-9]{1,2}) ?\2 ?"
    r"([0-9]{1,4})(?![0-9])"
)
_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})|([0-9]{5})(?:[.,]0+)?")
_ORDINAL = r"(?:st|nd|rd|th|-?го)?"
_MONTH_NAME = r"([^\W\d_]{3,})"
_DAY_FIRST = re.compile(
    rf"\b([0-9]{{1,2}}){_ORDINAL}[ .-]*{_MONTH_NAME}[ .,-]*([0-9]{{4}}|[0-9]{{2}})(?![0-9])"
)
_MONTH_FIRST = re.compile(rf"{_MONTH_NAME}[ .]*([0-9]{{1,2}}){_ORDINAL}[ ,]+([0-9]{{4}})(?![0-9])")

# The first letters of a month's name in Russian, Ukrainian, Belarusian and English.
_BEGINNINGS = (
    "янв січ сту jan",
    "фев лют feb",
    "мар бер сак mar",
    "апр кві кра apr",
    "мая май тра may",
    "июн чер чэр jun",
    "июл лип ліп jul",
    "авг сер жні aug",
    "сен вер sep",
    "окт жов кас oct",
    "ноя лис ліс nov",
    "дек гру сне dec",
)
_MONTH = {
    beginning: number
    for number, beginnings in enumerate(_BEGINNINGS, start=1)
    for beginning in beginnings.split()
}

_SPREADSHEET_BEGINS = date(1899, 12, 30)


@lru_cache(_REMEMBERED)
def birth_date(text: str) -> date | None:
    """The first day that the text names, whatever stands around it; None when it names none.

    The day comes before the month, unless that makes no date. Of two digits of a year, up to 29
    are of this century: the answer must not change with the day on which it is given.
    """
    if len(text) > _LONGEST:
        return None
    written = fold(plain(text))
    if match := _NUMBERS.search(written):
        return _day(*day_month_year((match[1], match[3], match[4]), _LAST_YEAR))
    if match := _DIGITS.fullmatch(written):
        return _of_digits(match)
    if match := _DAY_FIRST.search(written):
        return _of_words(match[1], match[2], match[3])
    if match := _MONTH_FIRST.search(written):
        return _of_words(match[2], match[1], match[3])
    return None


def dates_alike(one: date, other: date) -> Alikeness:
    """How alike two days are, the closest kind first, whichever of them comes first.

    =================  ==========================================================================
    ``same``           the same day
    ``swapped``        day and month changed places: 05.03.1980, 03.05.1980
    ``year_off``       the day of other years that are one or a hundred apart, or have their last
                       digits swapped: 1979 and 1980, 1910 and 2010, 1978 and 1987
    ``one_digit``      one digit is another, is lost, or changed places with its neighbour:
                       05.03.1980, 15.03.1980; 05.12.1980, 05.1.1980; 12.03.1980, 21.03.1980
    ``different``      anything else
    =================  ==========================================================================
    """
    if one == other:
        return "same"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "swapped"
    if (one.day, one.month) == (other.day, other.month) and _years_alike(one.year, other.year):
        return "year_off"
    parts = zip(_parts(one), _parts(other), strict=True)
    wrong = [(a, b) for a, b in parts if a != b]
    return "one_digit" if len(wrong) == 1 and _is_a_slip(*wrong[0]) else "different"


def is_made_up_day(day: date) -> bool:
    """Whether programs and people put the day where they know none: 01.01.1900, 01.01.1970 …."""
    return (day.day, day.month) == (1, 1) and day.year in _MADE_UP_YEARS


def day_month_year(
    parts: tuple[str, str, str], last_year: int, *, month_first: bool = False
) -> tuple[int, int, int]:
    """Three numbers of a written date in order; a year of four digits may stand first.

    ``last_year`` decides the century of ``85``: no date lies behind it.
    """
    first, second, third = parts
    if len(first) == _FULL_YEAR:
        return int(third), int(second), int(first)
    year = int(third)
    if len(third) == _SHORT_YEAR:
        year += 2000 if 2000 + year <= last_year else 1900
    day, month = (second, first) if month_first else (first, second)
    return int(day), int(month), year


def _day(day: int, month: int, year: int) -> date | None:
    if month > _MONTHS >= day:
        day, month = month, day
    if not OLDEST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_digits(match: re.Match[str]) -> date | None:
    """``19800305``, ``05031980``, or the days of a spreadsheet."""
    if match[4]:
        found = _SPREADSHEET_BEGINS + timedelta(days=int(match[4]))
        return found if found.year <= _LAST_YEAR else None
    written = match[0]
    year_first = _day(int(written[6:]), int(written[4:6]), int(written[:4]))
    return year_first or _day(int(match[1]), int(match[2]), int(match[3]))


def _of_words(day: str, word: str, year: str) -> date | None:
    month = _MONTH.get(word[:3])
    return _day(*day_month_year((day, str(month), year), _LAST_YEAR)) if month else None


def _parts(day: date) -> tuple[str, str, str]:
    return f"{day.day:02}", f"{day.month:02}", f"{day.year:04}"


def _is_a_slip(one: str, other: str) -> bool:
    """One digit another, two neighbours swapped, or a second digit lost: 12 and 01."""
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    first, last = places[0], places[-1]
    are_neighbours = len(places) == last - first + 1 == _NEIGHBOURS
    if are_neighbours and (one[first], one[last]) == (other[last], other[first]):
        return True
    lost = {("0", one[0]), ("0", other[0])}
    return len(one) == _NEIGHBOURS and not lost.isdisjoint({(*one,), (*other,)})


def _years_alike(one: int, other: int) -> bool:
    century, tens, ones = one // 100, one // 10 % 10, one % 10
    return abs(one - other) in {1, 100} or other == century * 100 + ones * 10 + tens
