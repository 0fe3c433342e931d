"""Birthdays: the day that a text means, and how alike two of them are."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.birthdays import birth_date, dates_alike, is_made_up_day

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
DATE_LIKE = st.text("0123456789./- ,майяmarch", max_size=20)
DAYS = st.dates(date(1900, 1, 1), date(2029, 12, 31))
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
UKRAINIAN = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
BELARUSIAN = (
    "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада"
    " снежня"
)
ENGLISH = "January February March April May June July August September October November December"


@pytest.mark.parametrize(
    "typed",
    [
        "05.03.1980",
        "5/3/1980",
        "05-03-80",
        "5 3 1980",
        "05 . 03 . 1980",
        "1980-03-05",
        "1980/3/5",
        "1980-03-05T00:00:00",
        "05.03.1980 0:00",
        "19800305",
        "05031980",
        "05.03.1980 г.р.",
        "д.р. 05.03.1980",
        "5 марта 1980 г.",
        "5-го марта 1980",
        "5 БЕРЕЗНЯ 1980",
        "5-Mar-80",
        "5th March 1980",
        "March 5, 1980",
        "29285",
        "29285.0",
        "０５．０３．１９８０",
    ],
)
def test_a_birthday_is_read_as_people_and_programs_write_it(typed: str) -> None:
    assert birth_date(typed) == date(1980, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "1980", "5 марта", "31.02.1980", "01.01.0001", "05.03.2080", "8 912 345-67-89"),
        *("0" * 99, "29.02.1981", "99999", "13/13/1980", "5 мартобря"),
    ],
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert birth_date(typed) is None


def test_the_day_stands_first_unless_that_makes_no_date() -> None:
    assert birth_date("03/05/1980") == date(1980, 5, 3)
    assert birth_date("03/25/1980") == date(1980, 3, 25)


def test_two_digits_of_a_year_are_of_this_century_up_to_29() -> None:
    assert birth_date("01.02.29") == date(2029, 2, 1)
    assert birth_date("01.02.30") == date(1930, 2, 1)


@pytest.mark.parametrize("months", [RUSSIAN, UKRAINIAN, BELARUSIAN, ENGLISH])
def test_months_are_known_by_name(months: str) -> None:
    read = [birth_date(f"7 {month} 1991") for month in months.split()]
    assert read == [date(1991, number, 7) for number in range(1, 13)]


@given(DAYS)
def test_a_day_reads_back_from_every_common_format(day: date) -> None:
    formats = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%B %d, %Y")
    assert {birth_date(day.strftime(each)) for each in formats} == {day}


@given(ANY_TEXT | DATE_LIKE)
def test_a_composed_and_a_decomposed_text_mean_one_day(text: str) -> None:
    found = birth_date(normalize("NFC", text))
    assert birth_date(normalize("NFD", text)) == found or len(normalize("NFD", text)) > 60
    assert found is None or birth_date(found.isoformat()) == found


@pytest.mark.parametrize(
    ("one", "other", "alikeness"),
    [
        ("05.03.1980", "05.03.1980", "same"),
        ("05.03.1980", "03.05.1980", "swapped"),
        ("05.03.1980", "05.03.1979", "year_off"),
        ("05.03.1910", "05.03.2010", "year_off"),
        ("05.03.1978", "05.03.1987", "year_off"),
        ("05.03.1980", "15.03.1980", "one_digit"),
        ("05.03.1980", "05.08.1980", "one_digit"),
        ("05.03.1980", "05.03.1988", "one_digit"),
        ("12.03.1980", "21.03.1980", "one_digit"),
        ("05.12.1980", "05.01.1980", "one_digit"),
        ("05.03.1968", "05.03.1986", "year_off"),
        ("05.03.1980", "06.04.1980", "different"),
        ("13.03.1980", "24.03.1980", "different"),
        ("05.03.1980", "05.03.1965", "different"),
    ],
)
def test_how_alike_two_days_are(one: str, other: str, alikeness: str) -> None:
    first, second = birth_date(one), birth_date(other)
    assert first is not None
    assert second is not None
    assert dates_alike(first, second) == alikeness


def test_a_made_up_day_is_known() -> None:
    assert is_made_up_day(date(1970, 1, 1))
    assert not is_made_up_day(date(1971, 1, 1))
    assert not is_made_up_day(date(1970, 1, 2))


@given(DAYS, DAYS)
def test_days_are_alike_in_either_order(one: date, other: date) -> None:
    assert dates_alike(one, other) == dates_alike(other, one)
    assert (dates_alike(one, other) == "same") == (one == other)
