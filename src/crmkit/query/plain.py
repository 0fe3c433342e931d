"""Single values as JSON: ids as 26 characters, decimals as text, moments with their offset."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from crmkit.errors import BadInput, BadQuestion
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.fitting import expected
from crmkit.query.schema import FieldSpec, FieldType
from crmkit.query.values import Value

T = TypeVar("T")
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What a JSON text can hold."""

_MONEY_KEYS = {"amount", "currency"}


def write_value(value: Value | None) -> Json:
    """The value as JSON; `read_value` of the field it belongs to gives it back."""
    match value:
        case None | bool() | int() | str():
            return value
        case Id() | Decimal():
            return str(value)
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()


def read_value(raw: Json, spec: FieldSpec, *, where: str) -> Value:
    """The value of the field that is written so; BadQuestion, naming ``where``, if it is none.

    Whether it is a choice of the field, and sensible, is not looked at.
    """
    read = _READ.get(spec.type)
    try:
        if read is not None:
            return read(raw, spec)
    except (BadInput, InvalidOperation, OverflowError, TypeError, ValueError) as exc:
        message = f"{expected(spec)} is expected"
        raise BadQuestion(message, where=where, hint=_EXAMPLES.get(spec.type)) from exc
    raise BadQuestion("a field of this type holds no single value", where=where)


def _id(raw: Json, spec: FieldSpec) -> Id:
    python = spec.python if isinstance(spec.python, type) else Id
    return (python if issubclass(python, Id) else Id).parse(_of(str, raw))


def _number(raw: Json, _spec: FieldSpec) -> int:
    if isinstance(raw, bool):
        raise TypeError
    return _of(int, raw)


def _decimal(raw: Json, spec: FieldSpec) -> Decimal:
    return Decimal(raw if isinstance(raw, str) else _number(raw, spec))


def _money(raw: Json, _spec: FieldSpec) -> Money:
    parts = _of(dict, raw)
    if parts.keys() != _MONEY_KEYS:
        raise ValueError
    return Money.of(_of(str, parts["amount"]), _of(str, parts["currency"]))


def _moment(raw: Json, _spec: FieldSpec) -> datetime:
    moment = datetime.fromisoformat(_of(str, raw))
    if moment.utcoffset() is None:
        raise ValueError
    return moment.astimezone(UTC)


def _of(python: type[T], raw: Json) -> T:
    if not isinstance(raw, python):
        raise TypeError
    return raw


_READ: Mapping[FieldType, Callable[[Json, FieldSpec], Value]] = {
    FieldType.ID: _id,
    FieldType.TEXT: lambda raw, _spec: _of(str, raw),
    FieldType.CHOICE: lambda raw, _spec: _of(str, raw),
    FieldType.FLAG: lambda raw, _spec: _of(bool, raw),
    FieldType.NUMBER: _number,
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: _money,
    FieldType.DAY: lambda raw, _spec: date.fromisoformat(_of(str, raw)),
    FieldType.MOMENT: _moment,
}
_EXAMPLES: Mapping[FieldType, str] = {
    FieldType.DECIMAL: 'write it as text, like "1.5"',
    FieldType.MONEY: 'write it like {"amount": "700.00", "currency": "USD"}',
    FieldType.DAY: 'write it like "2016-04-01"',
    FieldType.MOMENT: 'write it with its offset, like "2016-04-01T09:30:00+03:00"',
}
