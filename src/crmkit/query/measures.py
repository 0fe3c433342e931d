"""Finishing of figures: the arithmetic that every store shares, so that all of them agree.

Sums stay exact (whole numbers, decimals, minor units). A mean, a quantile and a share of numbers
is the float nearest to the exact result; of money it is money, rounded half to even.
"""

from collections.abc import Collection, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce

from crmkit.errors import MixedCurrencies
from crmkit.money import Money

Amount = int | Decimal | Money

_DIGITS = 1000  # far more than any sum of decimals needs, so that none is rounded


def total(values: Sequence[Amount]) -> Amount | None:
    """The exact sum, None of nothing; raises MixedCurrencies for money of two currencies."""
    if not values:
        return None
    one_currency(*values)
    if isinstance(values[0], int):
        return int(sum(map(_size, values)))
    if isinstance(values[0], Money):
        return Money(int(sum(map(_size, values))), values[0].currency)
    return reduce(Context(prec=_DIGITS).add, map(_size, values))


def mean(total: Amount | None, count: int) -> float | Money | None:
    """The mean of ``count`` values with this sum; None of none."""
    if total is None or not count:
        return None
    return _finished(Fraction(_size(total)) / count, total)


def q_ratio(q: float) -> tuple[int, int]:
    """The quantile as people write it, as a ratio: 0.9 is 9/10, not the float nearest to it."""
    return Fraction(repr(q)).as_integer_ratio()


def quantile_place(q: float, count: int) -> tuple[int, Fraction]:
    """Between which of ``count`` > 0 values in ascending order the quantile lies.

    It lies at ``q * (count - 1)``, counted from 0: the index of the lower neighbour, and how far
    it is from there to the next one. SQL finds the index by whole-number division.
    """
    over, under = q_ratio(q)
    index, rest = divmod(over * (count - 1), under)
    return index, Fraction(rest, under)


def between(low: Amount, high: Amount, part: Fraction) -> float | Money:
    """The value that lies this part of the way from ``low`` to ``high``."""
    one_currency(low, high)
    start, end = Fraction(_size(low)), Fraction(_size(high))
    return _finished(start + (end - start) * part, low)


def quantile(values: Collection[Amount], q: float) -> float | Money | None:
    """The value that the share ``q`` of them does not exceed, interpolated; None of nothing."""
    if not values:
        return None
    one_currency(*values)
    ranked = sorted(values, key=_size)
    index, part = quantile_place(q, len(ranked))
    return between(ranked[index], ranked[min(index + 1, len(ranked) - 1)], part)


def share(part: int, whole: int) -> float:
    """The part of the whole, from 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0


def one_currency(*values: object) -> None:
    """Refuses money of more than one currency with MixedCurrencies."""
    currencies = {value.currency for value in values if isinstance(value, Money)}
    if len(currencies) > 1:
        raise mixed(currencies)


def mixed(currencies: Collection[str]) -> MixedCurrencies:
    """The refusal of a figure about several currencies."""
    message = f"one figure cannot hold {' and '.join(sorted(currencies))}"
    hint = "ask about one currency at a time, or convert at a dated rate first"
    return MixedCurrencies(message, where="measure", hint=hint)


def _size(value: Amount) -> int | Decimal:
    return value.minor if isinstance(value, Money) else value


def _finished(exact: Fraction, like: Amount) -> float | Money:
    return Money(round(exact), like.currency) if isinstance(like, Money) else float(exact)
