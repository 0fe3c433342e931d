"""Reports about how deals end equal what one counts by hand."""

from collections import Counter
from datetime import timedelta
from statistics import mean, median, quantiles

import pytest
from hypothesis import given

from crmkit.domain.deals import Deal
from crmkit.money import Money
from crmkit.testing.builders import NOON, a_deal, rubles
from tests.unit.reports.books import Books, by, figures, grouped, month, rows, some_books

DAY = timedelta(days=1)


def won(shop: Books) -> list[Deal]:
    return [deal for deal in shop.of(Deal) if deal.outcome == "won"]


def days(deal: Deal) -> float:
    assert deal.closed_at is not None
    return (deal.closed_at - deal.created_at) / DAY


def minor(deals: list[Deal]) -> list[int]:
    return [deal.amount.minor for deal in deals if deal.amount is not None]


@given(some_books)
def test_sales_are_the_won_deals_of_a_month_and_their_sum(shop: Books) -> None:
    counted = {
        start: (len(deals), Money(sum(minor(deals)), "RUB") if minor(deals) else None)
        for start, deals in grouped(won(shop), lambda deal: month(deal.closed_at)).items()
    }
    assert {row["month"]: (row["deals"], row["revenue"]) for row in shop.rows("sales")} == counted


@given(some_books)
def test_two_managers_of_one_name_stay_apart(shop: Books) -> None:
    counted = Counter(deal.owner_id for deal in won(shop))
    found = shop.rows("sales", "owner")
    assert {row["owner.id"]: row["deals"] for row in found} == counted


@given(some_books)
def test_the_average_deal_is_over_those_with_an_amount(shop: Books) -> None:
    for row in shop.rows("average_deal", "product"):
        amounts = minor([deal for deal in won(shop) if deal.product_id == row["product.id"]])
        wanted = [round(mean(amounts)), round(median(amounts))] if amounts else [None, None]
        found = [row[name] and row[name].minor for name in ("average", "median")]
        assert (row["priced"], found) == (len(amounts), wanted)


@given(some_books)
def test_lost_deals_are_told_by_their_reasons(shop: Books) -> None:
    lost = [deal for deal in shop.of(Deal) if deal.outcome == "lost"]
    counted = Counter(deal.lost_reason for deal in lost)
    assert {
        row["lost_reason"]: (row["deals"], row["share"]) for row in shop.rows("lost_reasons")
    } == {reason: (many, many / len(lost)) for reason, many in counted.items()}


@given(some_books)
def test_the_shares_of_the_reasons_make_a_whole_for_each_manager(shop: Books) -> None:
    found = shop.rows("lost_reasons", "owner")
    for reasons in grouped(found, lambda row: row["owner.id"]).values():
        assert sum(row["share"] for row in reasons) == pytest.approx(1)


@given(some_books)
def test_the_time_to_close_is_told_in_days(shop: Books) -> None:
    for row in shop.rows("time_to_close", "owner"):
        times = [days(deal) for deal in won(shop) if deal.owner_id == row["owner.id"]]
        p90 = quantiles(times, n=10, method="inclusive")[8] if len(times) > 1 else times[0]
        wanted = [mean(times), median(times), p90]
        assert [row["mean"], row["median"], row["p90"]] == pytest.approx(wanted)


def test_rows_of_people_descend_by_revenue() -> None:
    deals = [
        a_deal(nth, outcome="won", closed_at=NOON, channel=channel, amount=rubles(amount))
        for nth, (channel, amount) in enumerate([("site", 1), ("call", 9), ("mail", 5)], 1)
    ]
    found = rows("sales", deals, by("channel"))
    assert [row["channel"] for row in found] == ["call", "mail", "site"]


def test_rows_of_months_follow_each_other() -> None:
    deals = [
        a_deal(nth, outcome="won", closed_at=NOON - nth * 31 * DAY, amount=rubles(5 - nth))
        for nth in (2, 3, 1)
    ]
    found = [row["month"] for row in rows("sales", deals)]
    assert found == sorted(found)


def test_a_deal_without_an_amount_is_a_sale_all_the_same() -> None:
    found = rows("average_deal", [a_deal(outcome="won", closed_at=NOON)])
    assert figures(found, "deals", "priced", "revenue", "average") == [
        {"deals": 1, "priced": 0, "revenue": None, "average": None}
    ]
