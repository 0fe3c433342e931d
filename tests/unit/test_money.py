"""Money: exact sums, one way of rounding, and the currencies' digits."""

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.errors import BadInput, MixedCurrencies
from crmkit.money import Money, digits_of

MINOR = st.integers(-(10**15), 10**15)
FACTORS = st.fractions(-1000, 1000, max_denominator=10_000)


@given(st.lists(MINOR, min_size=1, max_size=20))
def test_a_total_is_the_exact_sum(amounts: list[int]) -> None:
    total = Money.total(Money(minor, "RUB") for minor in amounts)
    assert total == Money(sum(amounts), "RUB")


@given(MINOR, MINOR)
def test_what_is_added_can_be_taken_away(one: int, other: int) -> None:
    first, second = Money(one, "UAH"), Money(other, "UAH")
    assert first + second - second == first
    assert first - second == -(second - first)


@given(MINOR, FACTORS)
def test_a_product_is_within_half_a_unit_and_even_at_the_half(minor: int, by: Fraction) -> None:
    exact, made = Fraction(minor) * by, (Money(minor, "USD") * by).minor
    assert abs(exact - made) <= Fraction(1, 2)
    assert abs(exact - made) < Fraction(1, 2) or made % 2 == 0


@given(MINOR, st.sampled_from(["RUB", "JPY", "KWD", "CLF"]))
def test_the_written_amount_reads_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money
    assert Money.of(str(money).split()[0], currency) == money


@given(MINOR)
def test_a_coarse_context_of_the_host_changes_nothing(minor: int) -> None:
    money = Money(minor, "RUB")
    with localcontext(Context(prec=3)):
        assert Fraction(money.amount) == Fraction(minor, 100)
        assert Money.of(money.amount, "RUB") == money


@pytest.mark.parametrize(
    "amount", ["", "ten", "1,5", "NaN", "inf", "1e19", "1e1000000", "1e-1000000", "1.001",
               "1." + "0" * 29 + "1", None]
)  # fmt: skip
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(BadInput):
        Money.of(amount, "RUB")


@pytest.mark.parametrize("currency", ["", "rub", "RU", "RUBL", "R1B", "РУБ", None, 643])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(BadInput, match="currency"):
        Money(1, currency)


@pytest.mark.parametrize("minor", [1.5, "1", None, True, 2**63, -(2**63)])
def test_what_is_no_number_of_minor_units_is_refused(minor: int) -> None:
    with pytest.raises(BadInput, match="amount"):
        Money(minor, "RUB")


@pytest.mark.parametrize("factor", [Decimal("NaN"), Decimal("inf"), Decimal("1e1000000")])
def test_a_factor_is_of_a_sensible_size(factor: Decimal) -> None:
    with pytest.raises(BadInput):
        Money(1, "RUB") * factor


def test_currencies_do_not_mix() -> None:
    rubles, dollars = Money(1, "RUB"), Money(1, "USD")
    for mix in (lambda: rubles + dollars, lambda: rubles - dollars, lambda: rubles < dollars):
        with pytest.raises(MixedCurrencies, match="RUB and USD"):
            mix()


def test_a_total_of_nothing_is_nothing() -> None:
    assert Money.total([]) is None


def test_every_currency_has_the_digits_that_babel_knows() -> None:
    core = pytest.importorskip("babel.core", reason="babel comes with the extra i18n")
    known = core.get_global("currency_fractions")
    fractions = {code: digits[0] for code, digits in known.items() if code != "DEFAULT"}
    codes = {*fractions, "RUB", "UAH", "USD", "EUR"}
    assert {code: digits_of(code) for code in codes} == {
        code: fractions.get(code, known["DEFAULT"][0]) for code in codes
    }
