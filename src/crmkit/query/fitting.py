"""Which values fit which field: by type, by size and by choice."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from unicodedata import is_normalized

from crmkit.errors import BadInput, BadQuestion
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import FieldSpec, FieldType
from crmkit.text import clean

LONGEST_TEXT = 10_000
LARGEST_NUMBER = 2**63 - 1
_DECIMAL_DIGITS = 15

_KEPT_AS: Mapping[FieldType, tuple[type, str]] = {
    FieldType.ID: (Id, "an id of its kind"),
    FieldType.TEXT: (str, "text"),
    FieldType.CHOICE: (str, "text"),
    FieldType.FLAG: (bool, "yes or no (true or false)"),
    FieldType.NUMBER: (int, "a whole number"),
    FieldType.DECIMAL: (Decimal, "an exact decimal"),
    FieldType.MONEY: (Money, "an amount of money"),
    FieldType.DAY: (date, "a day"),
    FieldType.MOMENT: (datetime, "a moment with its time zone"),
}


def is_kept_as(value: object, kept: FieldType) -> bool:
    """Whether a field of this type may hold the value; a field of tags or documents never may."""
    if kept not in _KEPT_AS or not isinstance(value, _KEPT_AS[kept][0]):
        return False
    if kept is FieldType.MOMENT:
        return isinstance(value, datetime) and value.utcoffset() is not None
    if kept is FieldType.DAY:
        return not isinstance(value, datetime)
    return kept is not FieldType.NUMBER or not isinstance(value, bool)


def expected(spec: FieldSpec) -> str:
    """What the field holds, in words."""
    return _KEPT_AS[spec.type][1]


def require_fit(value: object, spec: FieldSpec, *, where: str) -> None:
    """Refuses, with BadQuestion naming ``where``, a value that the field can never hold."""
    if not is_kept_as(value, spec.type) or not _of_its_kind(value, spec):
        message = f"{expected(spec)} is expected, not {type(value).__name__}"
        raise BadQuestion(message, where=where)
    if spec.choices and value not in spec.choices:
        hint = f"known: {', '.join(spec.choices)}"
        raise BadQuestion("there is no such choice", where=where, hint=hint)
    require_sound(value, where=where)


def require_sound(value: object, *, where: str) -> None:
    """Refuses, with BadQuestion naming ``where``, what no store could keep or compare."""
    match value:
        case str():
            require_text(value, where=where)
        case int() if abs(value) > LARGEST_NUMBER:
            raise BadQuestion("the number does not fit into 64 bits", where=where)
        case Decimal() if not _is_sensible(value):
            hint = f"at most {_DECIMAL_DIGITS} digits before and after the point"
            message = "the decimal is not a finite number of a sensible size"
            raise BadQuestion(message, where=where, hint=hint)
        case datetime():
            _require_in_utc(value, where)


def require_text(text: str, *, where: str) -> None:
    """Refuses, with BadQuestion naming ``where``, text that no field can be equal to."""
    require_needle(text, where=where)
    if not is_normalized("NFC", text):
        hint = 'pass it through unicodedata.normalize("NFC", text)'
        raise BadQuestion("the text is not in Unicode's form NFC", where=where, hint=hint)


def require_needle(text: str, *, where: str) -> None:
    """Refuses, with BadQuestion naming ``where``, text that cannot be searched for."""
    if len(text) > LONGEST_TEXT:
        raise BadQuestion(f"the text is longer than {LONGEST_TEXT} characters", where=where)
    require_whole(text, where=where)


def require_whole(text: str, *, where: str) -> None:
    """Refuses, with BadQuestion naming ``where``, text with a NUL or half a character."""
    try:
        clean(text, where=where)
    except BadInput as exc:
        raise BadQuestion(exc.message, where=where, hint=exc.hint) from exc


def _of_its_kind(value: object, spec: FieldSpec) -> bool:
    """An id must name a record of the right kind; one that names no kind may be any."""
    if spec.type is not FieldType.ID or not isinstance(spec.python, type):
        return True
    return type(value) is Id or isinstance(value, spec.python)


def _is_sensible(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):  # NaN and the infinities have a letter there
        return False
    return exponent >= -_DECIMAL_DIGITS and value.adjusted() < _DECIMAL_DIGITS


def _require_in_utc(moment: datetime, where: str) -> None:
    try:
        moment.astimezone(UTC)
    except OverflowError as exc:
        raise BadQuestion("the moment is out of the calendar", where=where) from exc
