"""The arithmetic of figures."""

from decimal import Decimal
from fractions import Fraction
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.errors import MixedCurrencies
from crmkit.money import Money
from crmkit.query.measures import mean, quantile, quantile_place, share, total

numbers = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30)


def rub(minor: int) -> Money:
    return Money(minor, "RUB")


def test_a_sum_of_decimals_is_exact_however_long() -> None:
    assert total([Decimal("1E20"), Decimal("1E-15"), Decimal("-1E20")]) == Decimal("1E-15")


def test_a_sum_of_nothing_is_absent() -> None:
    assert total([]) is None


def test_a_sum_of_money_is_money() -> None:
    assert total([rub(150), rub(-50)]) == rub(100)


def test_a_mean_of_money_is_rounded_half_to_even() -> None:
    assert mean(rub(5), 2) == rub(2)
    assert mean(rub(7), 2) == rub(4)


def test_a_mean_of_numbers_is_the_nearest_float() -> None:
    assert mean(10, 4) == 2.5
    assert mean(Decimal("0.3"), 3) == 0.1


def test_a_mean_of_nothing_is_absent() -> None:
    assert mean(None, 0) is None


def test_a_share_of_nothing_is_nought() -> None:
    assert share(0, 0) == 0.0
    assert share(1, 4) == 0.25


@given(numbers)
def test_half_of_the_values_lie_below_the_median(values: list[int]) -> None:
    assert quantile(values, 0.5) == float(median(map(Fraction, values)))


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=30))
def test_tenths_equal_the_inclusive_method_of_the_standard_library(values: list[int]) -> None:
    expected = quantiles(map(Fraction, values), n=10, method="inclusive")
    assert [quantile(values, tenth / 10) for tenth in range(1, 10)] == [*map(float, expected)]


@given(numbers)
def test_the_outermost_quantiles_are_the_least_and_the_greatest(values: list[int]) -> None:
    assert (quantile(values, 0), quantile(values, 1.0)) == (min(values), max(values))


def test_a_quantile_is_placed_by_the_decimal_that_people_wrote() -> None:
    assert quantile_place(0.7, 11) == (7, Fraction(0))
    assert quantile_place(0.9, 4) == (2, Fraction(7, 10))


def test_a_quantile_of_money_is_rounded_half_to_even() -> None:
    assert quantile([rub(4), rub(1)], 0.5) == rub(2)


def test_two_currencies_have_no_sum() -> None:
    with pytest.raises(MixedCurrencies, match="RUB and USD"):
        total([rub(1), Money(1, "USD")])


def test_two_currencies_have_no_quantile() -> None:
    with pytest.raises(MixedCurrencies, match="RUB and USD"):
        quantile([rub(1), Money(1, "USD")], 0.5)
