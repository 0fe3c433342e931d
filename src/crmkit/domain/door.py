"""The door: what a record must be like before it is stored, whoever made it.

Text becomes NFC and may hold neither NUL nor lone surrogates; moments become UTC; every value has
its field's type; custom fields fit their definitions. Records read back from a storage do not
come by here.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from attrs import evolve

from crmkit.domain.record import CustomValue, Record
from crmkit.errors import BadInput
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType, KindSpec
from crmkit.text import clean

R = TypeVar("R", bound=Record)

_PYTHON: Mapping[FieldType, tuple[type, ...]] = {
    FieldType.ID: (Id,),
    FieldType.TEXT: (str,),
    FieldType.CHOICE: (str,),
    FieldType.FLAG: (bool,),
    FieldType.NUMBER: (int,),
    FieldType.DECIMAL: (Decimal, int),
    FieldType.MONEY: (Money,),
    FieldType.DAY: (date,),
    FieldType.MOMENT: (datetime,),
    FieldType.TAGS: (tuple,),
}
_MAX_INTEGER = 2**63 - 1
_DECIMAL_PLACES = 6
_MAX_DECIMAL = Decimal(_MAX_INTEGER).scaleb(-_DECIMAL_PLACES)
_TAG_BAR = "|"


def checked(record: R, spec: KindSpec) -> R:
    """The record with its text normalised; raises BadInput naming the field that is wrong."""
    changes: dict[str, object] = {}
    for name, field in spec.fields.items():
        value = getattr(record, name)
        if field.type is FieldType.CUSTOM:
            fit: object = _checked_custom(value, spec)
        elif value is None:
            if not field.optional:
                message = "must be given"
                raise BadInput(message, where=f"{spec.name}.{name}")
            continue
        else:
            fit = checked_value(value, field, f"{spec.name}.{name}")
        if fit is not value:
            changes[name] = fit
    return evolve(record, **changes) if changes else record  # type: ignore[arg-type]  # names of R's own fields


def checked_value(value: object, field: FieldSpec, where: str) -> object:
    """The value in the form it is stored in; raises BadInput when it does not fit the field."""
    expected = _PYTHON.get(field.type)
    if expected is None:
        return value
    if not isinstance(value, expected) or (isinstance(value, bool) and expected != (bool,)):
        message = f"expects {field.type.value}, not {type(value).__name__}"
        raise BadInput(message, where=where)
    if isinstance(value, str):
        return _text(value, field, where)
    if isinstance(value, tuple):
        return _tags(value, field, where)
    if isinstance(value, datetime):
        return _moment(value, field, where)
    return _number(value, field, where) if isinstance(value, int | Decimal) else value


def _text(value: str, field: FieldSpec, where: str) -> str:
    text = value if value.isascii() and value.isprintable() else clean(value, where=where)
    if field.choices and text not in field.choices:
        message = "is not one of its choices"
        raise BadInput(message, where=where, hint=f"one of: {', '.join(field.choices)}")
    return text


def _tags(value: tuple[object, ...], field: FieldSpec, where: str) -> tuple[str, ...]:
    tags = []
    for tag in value:
        if not isinstance(tag, str) or not tag or _TAG_BAR in tag:
            message = "a tag is text without the bar |"
            raise BadInput(message, where=where)
        tags.append(_text(tag, field, where))
    return tuple(tags) if tuple(tags) != value else value  # type: ignore[return-value]  # all text


def _moment(value: datetime, field: FieldSpec, where: str) -> datetime:
    if field.type is not FieldType.MOMENT:
        message = "expects a day, not a moment"
        raise BadInput(message, where=where, hint="take .date() in the right time zone")
    if value.tzinfo is None:
        message = "a moment needs its time zone"
        raise BadInput(message, where=where, hint="use datetime(..., tzinfo=...)")
    try:
        return value if value.tzinfo is UTC else value.astimezone(UTC)
    except OverflowError as exc:
        raise BadInput("the moment is out of the calendar", where=where) from exc


def _number(value: int | Decimal, field: FieldSpec, where: str) -> int | Decimal:
    if isinstance(value, int):
        if abs(value) > _MAX_INTEGER:
            message = "the number does not fit into 64 bits"
            raise BadInput(message, where=where)
        return Decimal(value) if field.type is FieldType.DECIMAL else value
    if not value.is_finite() or abs(value) > _MAX_DECIMAL:
        message = "the number is too large"
        raise BadInput(message, where=where)
    if value.normalize().as_tuple().exponent < -_DECIMAL_PLACES:  # type: ignore[operator]  # finite
        message = f"at most {_DECIMAL_PLACES} digits after the point are kept"
        raise BadInput(message, where=where, hint="round the number first")
    return value


def _checked_custom(custom: Mapping[str, CustomValue], spec: KindSpec) -> Mapping[str, object]:
    fit: dict[str, object] = {}
    for key, value in custom.items():
        field = spec.custom.get(key)
        if field is None:
            message = f"no custom field {key[:60]!r} is defined"
            raise BadInput(message, where=spec.name, hint="define it with a CustomField first")
        if value is not None:
            fit[key] = checked_value(value, field, f"{spec.name}.{CUSTOM_PREFIX}{key}")
    return custom if fit == custom else fit
