"""What figures mean, one rule at a time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crmkit.domain.deals import Deal
from crmkit.errors import MixedCurrencies
from crmkit.fields import deal, employee, order_line
from crmkit.money import Money
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Figure,
    Function,
    Measure,
    Period,
    Span,
    Tally,
)
from crmkit.testing.builders import NOON, a_deal, an_employee, an_order_line, rubles
from tests.unit.query.shop import Shop

NUMBER = Measure[Deal](name="deals")


def groups(deals: list[Deal], *by: Bucket[Deal]) -> list[tuple[Figure, ...]]:
    """The keys of each group and, last, the number of its deals."""
    tally = Tally(kind="deal", by=by, measures=(NUMBER,))
    rows = Shop.of(*deals, an_employee()).tally(tally)
    return [(*row.keys, *row.figures) for row in rows]


def figure(measure: Measure[Deal], *deals: Deal) -> Figure:
    """The one figure of a tally without groups."""
    [row] = Shop.of(*deals).tally(Tally(kind="deal", measures=(measure,)))
    return row.figures[0]


def amounts(function: Function, *worth: Money | None, q: float = 0.5) -> Figure:
    """The figure of deals worth this much."""
    deals = [a_deal(nth, amount=amount) for nth, amount in enumerate(worth, 1)]
    return figure(Measure(name="it", function=function, of=deal.amount.path, q=q), *deals)


def test_groups_come_in_order_of_their_keys_and_the_absent_key_last() -> None:
    sources = (None, "site", "call", "site")
    deals = [a_deal(nth, source=source) for nth, source in enumerate(sources, 1)]
    assert groups(deals, ByField(deal.source.path)) == [("call", 1), ("site", 2), (None, 1)]


def test_searchable_text_is_grouped_as_it_is_written() -> None:
    deals = [a_deal(nth, title=title) for nth, title in enumerate(("Ель", "ель", "Ель"), 1)]
    assert groups(deals, ByField(deal.title.path)) == [("Ель", 2), ("ель", 1)]


def test_money_is_grouped_by_currency_and_amount() -> None:
    worth = (rubles(5), Money(1, "USD"), rubles(-5), rubles(5))
    deals = [a_deal(nth, amount=amount) for nth, amount in enumerate(worth, 1)]
    assert groups(deals, ByField(deal.amount.path)) == [
        (rubles(-5), 1),
        (rubles(5), 2),
        (Money(1, "USD"), 1),
    ]


def test_groups_by_a_field_of_a_related_record() -> None:
    deals = [a_deal(1), a_deal(2, owner_id=None)]
    assert groups(deals, ByField(deal.owner.its(employee.login).path)) == [("anna", 1), (None, 1)]


def test_months_are_those_of_the_named_zone() -> None:
    late = datetime(2016, 4, 30, 21, 30, tzinfo=UTC)
    deals = [a_deal(1, closed_at=late), a_deal(2, closed_at=None)]
    by_month = ByPeriod(deal.closed_at.path, Period.MONTH, "Europe/Moscow")
    assert groups(deals, by_month) == [(date(2016, 5, 1), 1), (None, 1)]


def test_a_band_holds_its_lower_edge_and_not_its_upper_one() -> None:
    worth = [None, *(Money(minor, "RUB") for minor in (9, 10, 19, 20, 21))]
    deals = [a_deal(nth, amount=amount) for nth, amount in enumerate(worth, 1)]
    assert groups(deals, ByBands(deal.amount.path, (10, 20))) == [(0, 1), (1, 2), (2, 2), (None, 1)]


def test_a_tally_by_groups_of_nothing_has_no_rows() -> None:
    assert groups([], ByField(deal.stage.path)) == []


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Function.COUNT, 0),
        (Function.DISTINCT, 0),
        (Function.SUM, None),
        (Function.MEAN, None),
        (Function.MIN, None),
        (Function.MAX, None),
        (Function.QUANTILE, None),
    ],
)
def test_a_figure_of_nothing(function: Function, expected: Figure) -> None:
    assert amounts(function) == amounts(function, None) == expected


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Function.COUNT, 3),
        (Function.DISTINCT, 2),
        (Function.SUM, Money(9, "RUB")),
        (Function.MEAN, Money(3, "RUB")),
        (Function.MIN, Money(2, "RUB")),
        (Function.MAX, Money(5, "RUB")),
        (Function.QUANTILE, Money(2, "RUB")),
    ],
)
def test_a_figure_of_money_leaves_absent_amounts_out(function: Function, expected: Figure) -> None:
    worth = Money(5, "RUB"), None, Money(2, "RUB"), Money(2, "RUB")
    assert amounts(function, *worth) == expected


@pytest.mark.parametrize("function", [Function.SUM, Function.MEAN, Function.MIN, Function.MAX])
def test_a_group_with_two_currencies_has_no_such_figure(function: Function) -> None:
    with pytest.raises(MixedCurrencies, match="RUB and USD"):
        amounts(function, rubles(1), Money(1, "USD"))


def test_distinct_amounts_of_two_currencies_are_counted() -> None:
    assert amounts(Function.DISTINCT, rubles(1), Money(1, "USD"), rubles(1)) == 2


def test_a_share_is_of_the_records_of_the_group() -> None:
    won = Measure[Deal](name="won", function=Function.SHARE, where=deal.outcome == "won")
    outcomes = ("won", "lost", "open", "open")
    deals = [a_deal(nth, outcome=outcome) for nth, outcome in enumerate(outcomes, 1)]
    assert figure(won, *deals) == 0.25
    assert figure(won) == 0.0


def test_a_measure_looks_at_the_records_of_its_own_condition() -> None:
    won = Measure(
        name="won", function=Function.SUM, of=deal.amount.path, where=deal.outcome == "won"
    )
    deals = [a_deal(1, outcome="won", amount=rubles(5)), a_deal(2, amount=Money(1, "USD"))]
    assert figure(won, *deals) == rubles(5)


@pytest.mark.parametrize(
    ("microseconds", "expected"),
    [
        (0, 0),
        (999_999, 0),
        (1_000_000, 1),
        (1_999_999, 1),
        (-1, 0),
        (-1_000_000, -1),
        (-1_999_999, -1),
    ],
)
def test_a_span_is_cut_off_to_whole_seconds_toward_zero(microseconds: int, expected: int) -> None:
    span = Span(deal.created_at.path, deal.closed_at.path)
    closed = a_deal(closed_at=NOON + timedelta(microseconds=microseconds))
    longest = Measure(name="longest", function=Function.MAX, of=span)
    assert figure(longest, closed, a_deal(2)) == expected


def test_a_mean_of_decimals_is_a_float_and_their_sum_is_exact() -> None:
    lines = [an_order_line(nth, quantity=Decimal("0.1")) for nth in (1, 2, 3)]
    path = order_line.quantity.path
    tally = Tally(
        kind="order_line",
        measures=(
            Measure(name="all", function=Function.SUM, of=path),
            Measure(name="mean", function=Function.MEAN, of=path),
        ),
    )
    [row] = Shop.of(*lines).tally(tally)
    assert row.figures == (Decimal("0.3"), 0.1)
