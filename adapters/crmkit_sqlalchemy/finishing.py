"""Columns of a tally's row to its keys and figures, by the arithmetic that all stores share."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from crmkit.money import Money
from crmkit.query.measures import between, mean, mixed, quantile_place, share
from crmkit.query.questions import Figure, Function
from crmkit.query.schema import FieldSpec, FieldType
from crmkit_sqlalchemy.building import decoder
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.figures import HALF
from crmkit_sqlalchemy.types import decimal_from_number

Columns = Iterator[Any]
Read = Callable[[Columns], Figure]
"""Takes its columns from those of a row, and makes a key or a figure of them."""


def place_reader(names: tuple[Figure, ...]) -> Read:
    """Reads a key that counts the bounds reached: the name of the place, None of nothing."""

    def read(columns: Columns) -> Figure:
        place = next(columns)
        return None if place is None else names[place]

    return read


def count_reader(columns: Columns) -> Figure:
    """Reads a number of records or of different values."""
    return int(next(columns))


def share_reader(columns: Columns) -> Figure:
    """Reads a share."""
    return share(int(next(columns)), int(next(columns)))


@frozen
class AmountReader:
    """Reads a figure about values: a sum, a mean, an extreme or a quantile."""

    function: Function
    field: FieldSpec
    database: Database
    q: float = 0.5
    wide: bool = False

    def __call__(self, columns: Columns) -> Figure:
        """The figure, None of nothing; MixedCurrencies for amounts of several currencies."""
        count, currency = int(next(columns)), self._currency(columns)
        match self.function:
            case Function.SUM | Function.MEAN:
                numbers = [next(columns) for _ in range(1 + self.wide)]
            case Function.QUANTILE:
                numbers = [next(columns), next(columns)]
            case _:
                numbers = [next(columns)]
        return self._figure(count, currency, numbers) if count else None

    def _figure(self, count: int, currency: str | None, numbers: list[Any]) -> Figure:
        match self.function:
            case Function.SUM:
                return self._value(_joined(numbers), currency)  # type: ignore[no-any-return]  # by type
            case Function.MEAN:
                return mean(self._value(_joined(numbers), currency), count)
            case Function.QUANTILE:
                low = self._value(numbers[0], currency)
                high = low if numbers[1] is None else self._value(numbers[1], currency)
                return between(low, high, quantile_place(self.q, count)[1])
            case _:
                return self._value(numbers[0], currency)  # type: ignore[no-any-return]  # by type

    def _currency(self, columns: Columns) -> str | None:
        if self.field.type is not FieldType.MONEY:
            return None
        least, greatest = next(columns), next(columns)
        if least != greatest:
            raise mixed({least, greatest})
        return least  # type: ignore[no-any-return]  # text or None

    def _value(self, number: Any, currency: str | None) -> Any:  # noqa: ANN401 - by the field's type
        if currency is not None:
            return Money(int(number), currency)
        if self.field.type is FieldType.DECIMAL:
            return decimal_from_number(int(number))
        decode = decoder(self.field, self.database)
        return int(number) if decode is None else decode(int(number))


def _joined(parts: list[Any]) -> int:
    """The sum, of one column or of two halves."""
    whole, *lower = map(int, parts)
    return (whole << HALF) + lower[0] if lower else whole
