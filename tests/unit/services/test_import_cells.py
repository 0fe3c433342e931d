"""Numbers and dates in cells, as people and programs write them."""

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.money import Money
from crmkit.ports.tables import Cell
from crmkit.services.importing.cells import CellFault
from crmkit.services.importing.dates import Dates, is_month_first
from crmkit.services.importing.numbers import Amount, Numbers, currency, decimal_mark

DATES = Dates(zone=ZoneInfo("Europe/Moscow"), last_year=2046)
AMOUNTS = Numbers(amounts=True)
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text("0123456789.,'₽$-+ рубeE/:TZ", max_size=30),
    st.integers(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1 234,50 ₽", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12'000", "12000"),
        ("1.234.567,89", "1234567.89"),
        ("1,234", "1234"),
        ("1.234", "1234"),
        ("0,125", "0.125"),
        ("1234,5", "1234.5"),
        ("-5 руб.", "-5"),
        ("−5", "-5"),
        ("$1,000", "1000"),
        ("500 р.", "500"),
        ("99,", "99"),
        (1234, "1234"),
        (Decimal("0.1"), "0.1"),
    ],
)
def test_an_amount_is_read_exactly(written: Cell, number: str) -> None:
    amount = AMOUNTS.amount(written)
    assert amount is not None
    assert amount.number == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "сто",
            "5 или 6",
            "10%",
            "5 тыс",
            "1.2.3",
            "12,34,56",
            "1e5",
            "5-",
            "¥5",
            "8 921 123-45-67",
        ),
        *("1" * 50, True, Decimal("NaN"), Decimal("Infinity"), date(2026, 1, 1)),
    ],
)
def test_what_is_no_amount_is_not_guessed(written: Cell) -> None:
    with pytest.raises(CellFault):
        AMOUNTS.amount(written)


def test_the_column_decides_what_a_lone_mark_before_three_digits_is() -> None:
    assert decimal_mark(["1,234", "5,5"]) == ","
    assert decimal_mark(["1,234", "1,234.50"]) == "."
    assert decimal_mark(["1,234", "2 000"]) is None
    assert Numbers(mark=",", amounts=True).amount("1,234") == Amount(Decimal("1.234"))
    assert Numbers(mark=".").number("1,234") == Decimal(1234)
    assert Numbers().number("1,234") == Decimal("1.234")


@pytest.mark.parametrize("huge", [Decimal("1E+1000000"), Decimal("1E+17"), 10**40])
def test_a_huge_amount_is_refused_before_any_arithmetic(huge: Cell) -> None:
    amount = AMOUNTS.amount(huge)
    assert amount is not None
    with pytest.raises(CellFault):
        amount.money("RUB")


def test_money_is_rounded_half_to_even_and_keeps_its_own_currency() -> None:
    assert Amount(Decimal("0.125")).money("RUB") == Money(12, "RUB")
    assert Amount(Decimal("0.135")).money("RUB") == Money(14, "RUB")
    assert Amount(Decimal(5), "JPY").money("RUB") == Money(5, "JPY")


@pytest.mark.parametrize("written", [Decimal("0.0000001"), Decimal("1E+13"), "5 ₽", 10**30])
def test_a_quantity_has_a_sensible_size(written: Cell) -> None:
    with pytest.raises(CellFault):
        Numbers().number(written)


@pytest.mark.parametrize(
    ("written", "code"), [("руб.", "RUB"), ("грн", "UAH"), ("$", "USD"), ("eur", "EUR")]
)
def test_a_currency_is_understood(written: str, code: str) -> None:
    assert currency(written) == code


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31.12.2026", date(2026, 12, 31)),
        ("1.2.26", date(2026, 2, 1)),
        ("05.03.85", date(1985, 3, 5)),
        ("5/3/2026 г.", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026.3.5 10:30", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("2026-03-05T10:30:00+03:00", date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
        (datetime(2026, 3, 5, 1, 2), date(2026, 3, 5)),  # noqa: DTZ001 - as a spreadsheet has it
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(written: Cell, day: date) -> None:
    assert DATES.day(written) == day


@pytest.mark.parametrize(
    "written",
    ["31.02.2026", "00.00.0000", "9999-12-31", "1/2", "вчера", "12:30", "5", 45000, "1" * 99],
)
def test_a_date_that_does_not_exist_is_refused(written: Cell) -> None:
    with pytest.raises(CellFault, match="a date that exists"):
        DATES.moment(written)


def test_local_time_becomes_utc_and_a_stated_zone_is_kept() -> None:
    assert DATES.moment("01.03.2026 10:00") == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert DATES.moment("2026-03-01T10:00:00Z") == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_the_month_comes_first_where_most_dates_say_so() -> None:
    assert is_month_first(["1/2/2026", "1/31/2026"])
    assert not is_month_first(["1/2/2026", "31/1/2026"])
    assert not is_month_first(["1/2/2026", "2026-01-31", None])


def test_a_format_that_is_given_comes_before_any_guess() -> None:
    dates = Dates(zone=ZoneInfo("UTC"), last_year=2046, date_format="%y%d%m")
    assert dates.day("263112") == date(2026, 12, 31)


@given(ANYTHING)
def test_any_cell_is_read_or_refused(cell: Cell) -> None:
    for read in (AMOUNTS.amount, Numbers().number, Numbers().whole, DATES.day, DATES.moment):
        with suppress(CellFault):
            read(cell)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([" ", "'", "\u00a0"]))
def test_an_amount_written_in_the_russian_way_reads_as_itself(number: Decimal, gap: str) -> None:
    written = f"{number:,.2f}".replace(",", gap).replace(".", ",")
    assert AMOUNTS.amount(f"{written} ₽") == Amount(number, "RUB")


@given(st.dates(date(1850, 1, 1), date(2046, 12, 31)))
def test_a_day_written_in_either_order_reads_as_itself(day: date) -> None:
    assert DATES.day(f"{day:%d.%m.%Y}") == day
    months = Dates(zone=ZoneInfo("UTC"), last_year=2046, month_first=True)
    assert months.day(f"{day:%m/%d/%Y}") == day
