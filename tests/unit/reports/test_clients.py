"""Reports about clients equal what one counts by hand."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from crmkit.domain.clients import Contact
from crmkit.domain.orders import Order
from crmkit.ids import CompanyId
from crmkit.reports import run_report
from crmkit.testing.builders import a_contact, an_id, an_order
from tests.unit.reports.books import Books, asked, by, figures, grouped, month, rows, some_books

TODAY = date(2026, 3, 2)


def band(born: date | None) -> str | None:
    if born is None:
        return None
    age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    bands = {"0-17": 18, "18-24": 25, "25-34": 35, "35-44": 45, "45-54": 55, "55-64": 65}
    return next((name for name, end in bands.items() if age < end), "65+")


def clients(shop: Books) -> list[Contact]:
    return [
        contact
        for contact in shop.of(Contact)
        if contact.party == "client" and contact.archived_at is None
    ]


def numbers(orders: list[Order]) -> tuple[int, int, int]:
    kept = [order for order in orders if order.status not in {"cancelled", "returned"}]
    per_client = Counter(order.company_id or order.contact_id for order in kept)
    found = Counter(many for client, many in per_client.items() if client is not None)
    return found[1], found[2], sum(found.values()) - found[1] - found[2]


@given(some_books)
def test_the_portrait_is_told_by_sex_age_and_city(shop: Books) -> None:
    counted = Counter((each.sex, band(each.birth_date), each.city) for each in clients(shop))
    assert {
        (row["sex"], row["age"], row["city"]): row["clients"] for row in shop.rows("portrait")
    } == counted


@given(some_books)
def test_the_shares_of_a_portrait_make_a_whole(shop: Books) -> None:
    found = shop.rows("portrait", "city", "owner")
    assert not found or sum(row["share"] for row in found) == pytest.approx(1)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        (date(2008, 3, 2), "18-24"),
        (date(2008, 3, 3), "0-17"),
        (date(1961, 3, 2), "65+"),
        (date(1961, 3, 3), "55-64"),
        (date(2027, 1, 1), "0-17"),
        (None, None),
    ],
)
def test_an_age_is_full_years_today(born: date | None, age: str | None) -> None:
    (row,) = rows("portrait", [a_contact(birth_date=born)], by("age"))
    assert row["age"] == age


def aged(born: date, now: datetime) -> object:
    work = asked([a_contact(birth_date=born)], at=now)
    (row,) = run_report("portrait", work, by("age")).as_dicts()
    return row["age"]


def test_a_birthday_begins_at_midnight_in_the_zone() -> None:
    assert aged(date(2008, 3, 3), datetime(2026, 3, 2, 20, 59, tzinfo=UTC)) == "0-17"
    assert aged(date(2008, 3, 3), datetime(2026, 3, 2, 21, tzinfo=UTC)) == "18-24"


def test_on_a_leap_day_those_born_the_day_before_have_had_their_birthday() -> None:
    leap_day = datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert aged(date(2006, 2, 28), leap_day) == "18-24"
    assert aged(date(2006, 3, 1), leap_day) == "0-17"


def test_who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    assert aged(date(2008, 2, 29), datetime(2026, 2, 28, 12, tzinfo=UTC)) == "0-17"
    assert aged(date(2008, 2, 29), datetime(2026, 3, 1, 12, tzinfo=UTC)) == "18-24"


def test_ages_stand_where_they_were_asked_for() -> None:
    table = run_report("portrait", asked([a_contact()]), by("city", "owner", "age", "sex"))
    names = [column.name for column in table.columns]
    assert names[:5] == ["city", "owner", "owner.id", "age", "sex"]


@given(some_books)
def test_clients_are_told_by_the_number_of_their_orders(shop: Books) -> None:
    (row,) = shop.rows("repeat")
    assert (row["one"], row["two"], row["more"]) == numbers(shop.of(Order))


@given(some_books)
def test_every_month_counts_the_clients_and_orders_of_its_own(shop: Books) -> None:
    by_month = grouped(shop.of(Order), lambda order: month(order.placed_at))
    counted = {start: numbers(orders) for start, orders in by_month.items()}
    assert {
        row["month"]: (row["one"], row["two"], row["more"]) for row in shop.rows("repeat", "month")
    } == {start: many for start, many in counted.items() if any(many)}


def test_two_people_who_order_for_one_company_are_one_client() -> None:
    firm = an_id(CompanyId)
    orders = [
        an_order(1, company_id=firm),
        an_order(2, company_id=firm, contact_id=a_contact(2).id),
    ]
    found = rows("repeat", orders)
    assert figures(found, "clients", "repeat_rate") == [{"clients": 1, "repeat_rate": 1.0}]


def test_nobody_came_back_where_nobody_came() -> None:
    assert figures(rows("repeat", []), "clients", "repeat_rate") == [
        {"clients": 0, "repeat_rate": None}
    ]
