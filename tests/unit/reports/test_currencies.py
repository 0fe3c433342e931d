"""Amounts of several currencies are never added up silently."""

import pytest

from crmkit.domain.deals import Deal
from crmkit.errors import BadInput
from crmkit.money import Money
from crmkit.reports import Options, run_report
from crmkit.testing.builders import NOON, a_deal, a_plan, an_employee, rubles
from tests.unit.reports.books import ZONE, asked, by, figures, rows


def a_sale(nth: int, amount: Money | None, channel: str = "site") -> Deal:
    return a_deal(nth, outcome="won", closed_at=NOON, amount=amount, channel=channel)


def dollars(amount: int) -> Money:
    return Money.of(amount, "USD")


MIXED = [a_sale(1, rubles(10)), a_sale(2, rubles(30)), a_sale(3, dollars(7)), a_sale(4, None)]


def test_each_currency_has_columns_of_its_own() -> None:
    found = figures(rows("sales", MIXED), "deals", "revenue_rub", "revenue_usd", "average_rub")
    assert found == [
        {
            "deals": 4,
            "revenue_rub": rubles(40),
            "revenue_usd": dollars(7),
            "average_rub": rubles(20),
        }
    ]


def test_the_amounts_that_a_mean_is_of_are_counted_apart() -> None:
    found = figures(rows("average_deal", MIXED), "deals", "priced_rub", "priced_usd")
    assert found == [{"deals": 4, "priced_rub": 2, "priced_usd": 1}]


def test_groups_of_one_currency_each_are_told_apart_too() -> None:
    deals = [a_sale(1, rubles(10), "call"), a_sale(2, dollars(7), "mail")]
    found = figures(rows("sales", deals, by("channel")), "channel", "revenue_rub", "revenue_usd")
    assert found == [
        {"channel": "call", "revenue_rub": rubles(10), "revenue_usd": None},
        {"channel": "mail", "revenue_rub": None, "revenue_usd": dollars(7)},
    ]


def test_the_reader_is_told_of_the_currencies() -> None:
    table = run_report("sales", asked(MIXED), by())
    assert [str(note) for note in table.notes] == [
        "Amounts are in RUB, USD: each currency has columns of its own"
    ]


def test_a_column_of_one_currency_says_which() -> None:
    table = run_report("sales", asked(MIXED), by())
    named = {column.name: (column.currency, column.title.ru) for column in table.columns}
    assert named["revenue_usd"] == ("USD", "Выручка, USD")


def test_a_currency_that_the_report_does_not_look_at_has_no_column() -> None:
    lost = a_deal(9, outcome="lost", closed_at=NOON, amount=Money(1, "EUR"), owner_id=None)
    found, *_ = rows("managers", [an_employee(), *MIXED, lost])
    assert {name for name in found if name.startswith("revenue")} == {"revenue_rub", "revenue_usd"}


def test_a_plan_is_held_against_the_revenue_in_its_currency() -> None:
    found = rows("managers", [an_employee(), *MIXED, a_plan(target=dollars(14))])
    assert figures(found, "plan_share_usd", "plan_usd") == [
        {"plan_share_usd": 0.5, "plan_usd": dollars(14)}
    ]


def test_one_currency_asked_for_is_measured_alone_and_every_deal_is_counted() -> None:
    found = rows("sales", MIXED, Options(zone=ZONE, currency="USD"))
    assert figures(found, "deals", "revenue") == [{"deals": 4, "revenue": dollars(7)}]


def test_a_currency_asked_for_is_written_in_three_capital_letters() -> None:
    with pytest.raises(BadInput):
        Options(zone=ZONE, currency="rub")


def test_totals_have_the_columns_of_the_rows() -> None:
    table = run_report("sales", asked(MIXED), Options(zone=ZONE, totals=True))
    assert table.totals == (None, *table.rows[0][1:])
