"""Money: an amount in integer minor units with its ISO currency; never a float.

Amounts of different currencies do not add and do not compare: that raises MixedCurrencies.
"""

from collections.abc import Iterable
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Self

from attrs import field, frozen

from crmkit.errors import BadInput, MixedCurrencies

_MAX_EXPONENT = 18  # of the largest amount that 64 bits of minor units hold
_MAX_MINOR = 2**63 - 1
_MAX_DIGITS = 60
_CODE_LETTERS = 3
_EXACT = Context(prec=_MAX_DIGITS)  # the host's own context may be coarse

# Digits after the point where they are not two, as in CLDR (a test compares with Babel's copy).
_WITHOUT_DIGITS = (
    "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA "
    "MGF MMK MRO PYG RSD RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK "
    "ZWD"
)
_DIGITS = {
    **{_WITHOUT_DIGITS[start : start + 3]: 0 for start in range(0, len(_WITHOUT_DIGITS), 4)},
    **dict.fromkeys(("BHD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


def digits_of(currency: str) -> int:
    """How many digits the currency has after the point: 2 for RUB, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


@frozen(order=False)
class Money:
    """An exact amount of one currency: ``Money(70000, "USD")`` is 700 dollars.

    ``minor`` counts the smallest units (kopecks, cents); use ``Money.of`` for amounts that
    people write.
    """

    minor: int = field()
    currency: str = field()

    @minor.validator
    def _fits(self, _attribute: object, value: int) -> None:
        if type(value) is not int or not -_MAX_MINOR <= value <= _MAX_MINOR:
            message = "the amount is not a whole number of 64 bits of minor units"
            raise BadInput(message, where="amount")

    @currency.validator
    def _is_code(self, _attribute: object, value: str) -> None:
        code = str(value)
        if len(code) != _CODE_LETTERS or not (code.isascii() and code.isalpha() and code.isupper()):
            message = "a currency is three capital letters, such as RUB, UAH or USD"
            raise BadInput(message, where="currency")

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        """The amount as people write it: ``Money.of("1999.90", "RUB")``.

        Raises BadInput for text that is no number, and for digits finer than the currency has.
        """
        minor = Fraction(_decimal(amount)) * 10 ** digits_of(currency)
        if minor.denominator != 1:
            message = f"{currency} has {digits_of(currency)} digits after the point"
            raise BadInput(message, where="amount", hint="round the amount first")
        return cls(int(minor), currency)

    @classmethod
    def total(cls, amounts: Iterable[Self]) -> Self | None:
        """The sum, or None of nothing; raises MixedCurrencies for more than one currency."""
        result: Self | None = None
        for amount in amounts:
            result = amount if result is None else result + amount
        return result

    @property
    def amount(self) -> Decimal:
        """The amount as people write it, exactly."""
        return Decimal(self.minor).scaleb(-digits_of(self.currency), _EXACT)

    def __add__(self, other: Self) -> Self:
        """The sum of two amounts of one currency."""
        return type(self)(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        """The difference of two amounts of one currency."""
        return type(self)(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Self:
        """The opposite amount."""
        return type(self)(-self.minor, self.currency)

    def __mul__(self, factor: int | Decimal | Fraction) -> Self:
        """The amount times a number, rounded half to even to whole minor units."""
        number = _decimal(factor) if isinstance(factor, Decimal) else factor
        exact = Fraction(self.minor) * Fraction(number)
        return type(self)(round(exact), self.currency)

    def __lt__(self, other: Self) -> bool:
        """Compares two amounts of one currency."""
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        """Compares two amounts of one currency."""
        return self.minor <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        """Compares two amounts of one currency."""
        return self.minor > self._same(other)

    def __ge__(self, other: Self) -> bool:
        """Compares two amounts of one currency."""
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        """The plain form for logs and files: ``1999.90 RUB``."""
        return f"{self.amount:f} {self.currency}"

    def _same(self, other: Self) -> int:
        if self.currency != other.currency:
            message = f"{self.currency} and {other.currency} cannot be added or compared"
            raise MixedCurrencies(message, hint="convert one of them at a dated rate first")
        return other.minor


def _decimal(amount: Decimal | int | str) -> Decimal:
    try:
        number = Decimal(amount)
    except (InvalidOperation, ValueError, TypeError) as exc:
        message = "the amount is not a number"
        raise BadInput(message, where="amount", hint="write it like 1999.90") from exc
    if not number.is_finite() or not _is_sensible(number):
        message = "the amount is not a finite number of a sensible size"
        raise BadInput(message, where="amount")
    return number


def _is_sensible(number: Decimal) -> bool:
    return abs(number.adjusted()) <= _MAX_EXPONENT and len(number.as_tuple().digits) <= _MAX_DIGITS
