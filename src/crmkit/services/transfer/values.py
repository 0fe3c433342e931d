"""Values of custom fields and of the journal as JSON that tells their type by itself.

Text, whole numbers, flags and what is absent are themselves; everything else is an object of one
member that names the type: ``{"day": "2016-04-01"}``, ``{"id": "contact:0198…"}``.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from crmkit.domain.journal import FieldChange
from crmkit.domain.record import CustomValue
from crmkit.domain.schema import id_type, kinds_of_ids
from crmkit.ids import ID_BYTES, Id
from crmkit.money import Money
from crmkit.query.schema import KindSpec

_DOCUMENT = "document"


def told(value: object) -> object:
    """The value with its type, where JSON does not tell it."""
    if value is None or isinstance(value, _PLAIN):
        return value
    for python, name, tell in _TOLD:
        if isinstance(value, python):
            return {name: tell(value)}
    is_tags = isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return {"tags" if is_tags else _DOCUMENT: value}


def heard(raw: Any, name: str, kind: KindSpec | None) -> Any:  # noqa: ANN401 - of any type
    """The value that was told so, of the field of this name.

    A document that does not fit the field (or whose field is no more) stays as JSON holds it.
    """
    if not isinstance(raw, dict):
        return raw
    ((told_as, value),) = raw.items()
    if told_as != _DOCUMENT:
        return _HEARD[told_as](value)
    spec = kind.fields.get(name) if kind else None
    try:
        return value if spec is None else msgspec.convert(value, spec.python, dec_hook=read_id)
    except (msgspec.ValidationError, ValueError):
        return value


def custom_told(custom: Mapping[str, CustomValue]) -> dict[str, object]:
    """Custom fields, by their keys."""
    return {key: told(value) for key, value in custom.items()}


def custom_heard(raw: Mapping[str, object]) -> dict[str, CustomValue]:
    """The custom fields that were told so."""
    return {key: heard(value, key, None) for key, value in raw.items()}


def changes_told(changes: Mapping[str, FieldChange]) -> dict[str, object]:
    """The changes of a journal entry: before and after, by field."""
    return {name: (told(each.before), told(each.after)) for name, each in changes.items()}


def changes_heard(
    raw: Mapping[str, tuple[object, object]], kind: KindSpec | None
) -> dict[str, FieldChange]:
    """The changes of a record of this kind that were told so."""
    return {
        name: FieldChange(before=heard(before, name, kind), after=heard(after, name, kind))
        for name, (before, after) in raw.items()
    }


def in_utc(moment: datetime) -> datetime:
    """The same moment as every storage keeps it."""
    return moment.astimezone(UTC)


def decimal_text(value: Decimal) -> str:
    """The number in figures, without an exponent or zeros that say nothing."""
    if not value:
        return "0"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_id(value: object) -> object:
    """For encoders: an id as 32 hexadecimal digits."""
    if isinstance(value, Id):
        return value.hex()
    raise NotImplementedError


def read_id(python: type, raw: object) -> object:
    """For decoders: the id written so."""
    if not issubclass(python, Id):
        raise NotImplementedError
    key = bytes.fromhex(raw) if isinstance(raw, str) else b""
    if len(key) != ID_BYTES:
        raise ValueError
    return python(key)


def _id(text: str) -> object:
    kind, _, key = text.partition(":")
    return read_id(id_type(kind), key)


_PLAIN = (bool, int, str, float)
# A moment before a day: the first type that fits is the value's own.
_TOLD: tuple[tuple[type, str, Callable[[Any], object]], ...] = (
    (Id, "id", lambda key: f"{kinds_of_ids().get(type(key), '')}:{key.hex()}"),
    (Decimal, "decimal", decimal_text),
    (Money, "money", lambda money: (money.minor, money.currency)),
    (datetime, "moment", in_utc),
    (date, "day", lambda day: day),
)
_HEARD: Mapping[str, Callable[..., Any]] = {
    "id": _id,
    "decimal": Decimal,
    "money": lambda pair: Money(*pair),
    "moment": lambda text: in_utc(datetime.fromisoformat(text)),
    "day": date.fromisoformat,
    "tags": tuple,
}
