"""The door: what a record must be like before it is stored, whoever made it.

Text becomes NFC and may hold neither NUL nor lone surrogates; moments become UTC; every value has
its field's type; custom fields fit their definitions. Records read back from a storage do not
come by here.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import TypeVar, get_args, get_origin
from unicodedata import is_normalized

from attrs import evolve, frozen

from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import BadInput
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType, KindSpec
from crmkit.text import clean

R = TypeVar("R", bound=Record)
Look = Callable[[object], bool]

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
_PLACES = 1_000_000
_WRITTEN_PLACES = 60
_MAX_DECIMAL = Decimal(_MAX_INTEGER).scaleb(-_DECIMAL_PLACES)
_TAG_BAR = "|"


def checked(record: R, spec: KindSpec) -> R:
    """The record with its text normalised; raises BadInput naming the field that is wrong."""
    guard = _guard(spec.record)
    changes: dict[str, object] = {}
    for value, (field, optional, is_fit) in zip(guard.values(record), guard.looks, strict=True):
        if (value is None and optional) or is_fit(value):
            continue
        fit = _let_in(value, field, spec)
        if fit is not value:
            changes[field.name] = fit
    return evolve(record, **changes) if changes else record  # type: ignore[arg-type]  # names of R's own fields


@frozen
class _Guard:
    """All values of a record of one kind at once, and a quick look for each, to pass most."""

    values: Callable[[Record], tuple[object, ...]]
    looks: tuple[tuple[FieldSpec, bool, Look], ...]


@cache
def _guard(record: type[Record]) -> _Guard:
    """Made once for each class; its own fields never change, custom ones are looked at in full."""
    fields = tuple(schema().kind(record.kind).fields.values())
    return _Guard(
        values=attrgetter(*(field.name for field in fields)),
        looks=tuple((field, field.optional, _look(field)) for field in fields),
    )


def _look(field: FieldSpec) -> Look:
    if field.type is FieldType.CHOICE:
        choices = frozenset(field.choices)
        return lambda value: type(value) is str and value in choices
    if field.type is FieldType.ID:
        kind = field.python if isinstance(field.python, type) else Id
        return lambda value: isinstance(value, kind)
    if field.type is FieldType.DOCUMENT:
        return lambda value: _is_document(value, field.python)
    return _LOOKS.get(field.type, _never)


def _is_document(value: object, annotation: object) -> bool:
    """Whether a value kept whole is of its class, or a tuple of such."""
    if get_origin(annotation) is tuple and isinstance(value, tuple):
        return all(_is_document(each, get_args(annotation)[0]) for each in value)
    kind = get_origin(annotation) or annotation
    return isinstance(kind, type) and isinstance(value, kind)


def _never(_value: object) -> bool:
    return False


def _is_fit_text(value: object) -> bool:
    return (
        type(value) is str
        and value.isprintable()
        and is_normalized("NFC", value)
        and value == value.strip()
    )


_LOOKS: Mapping[FieldType, Look] = {
    FieldType.TEXT: _is_fit_text,
    FieldType.FLAG: lambda value: type(value) is bool,
    FieldType.NUMBER: lambda value: type(value) is int and -_MAX_INTEGER <= value <= _MAX_INTEGER,
    FieldType.MONEY: lambda value: isinstance(value, Money),
    FieldType.DAY: lambda value: type(value) is date,
    FieldType.MOMENT: lambda value: type(value) is datetime and value.tzinfo is UTC,
    FieldType.TAGS: lambda value: value == (),
    FieldType.CUSTOM: lambda value: value == {},
}


def _let_in(value: object, field: FieldSpec, spec: KindSpec) -> object:
    where = f"{spec.name}.{field.name}"
    if value is None:
        if not field.optional:
            message = "must be given"
            raise BadInput(message, where=where)
        return None
    if field.type is FieldType.CUSTOM:
        return _checked_custom(value, spec)
    return checked_value(value, field, where)


def checked_value(value: object, field: FieldSpec, where: str) -> object:
    """The value in the form it is stored in; raises BadInput when it does not fit the field."""
    expected = _PYTHON.get(field.type)
    if field.type is FieldType.DOCUMENT or expected is None:
        if _is_document(value, field.python):
            return value
        message = f"does not hold {type(value).__name__}"
        raise BadInput(message, where=where, hint="build it with the classes of the field")
    if field.type is FieldType.ID and isinstance(field.python, type):
        expected = (field.python,)
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
    text = value if _is_fit_text(value) else clean(value, where=where)
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
    if not value.is_finite() or value.copy_abs() > _MAX_DECIMAL:
        message = "the number is too large"
        raise BadInput(message, where=where)
    if not _has_few_places(value):
        message = f"at most {_DECIMAL_PLACES} digits after the point are kept"
        raise BadInput(message, where=where, hint="round the number first")
    return value


def _has_few_places(value: Decimal) -> bool:
    """Told without decimal arithmetic, which rounds by the host's context."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_WRITTEN_PLACES:
        return False
    return _PLACES % Fraction(value).denominator == 0


def _checked_custom(custom: object, spec: KindSpec) -> dict[str, object]:
    """A copy, which nobody outside can change any more."""
    fit: dict[str, object] = {}
    if not isinstance(custom, Mapping):
        message = "custom fields are a mapping of their keys to their values"
        raise BadInput(message, where=f"{spec.name}.custom")
    for key, value in custom.items():
        field = spec.custom.get(key)
        if field is None:
            message = f"no custom field {str(key)[:60]!r} is defined"
            raise BadInput(message, where=spec.name, hint="define it with a CustomField first")
        if value is not None:
            fit[key] = checked_value(value, field, f"{spec.name}.{CUSTOM_PREFIX}{key}")
    return fit
