"""Documents in a row: what has no column of its own is kept as JSON.

Custom fields are one document a record, each under its key and type, ``{"size:number": 40}``, so
that a value is read back, and found by SQL, without its definition. A change of the journal is
one document too, ``{"stage": ["new", "won"]}``.
"""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from crmkit.domain.journal import FieldChange
from crmkit.domain.record import CustomValue
from crmkit.domain.schema import CUSTOM_TYPES, id_type, kinds_of_ids
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType, KindSpec
from crmkit_sqlalchemy.types import (
    day_to_number,
    decimal_from_number,
    decimal_to_number,
    moment_from_number,
    moment_to_number,
    tags_from_text,
    tags_to_text,
)

KEPT_TYPES = frozenset(name for _, name in CUSTOM_TYPES)
"""As what the values of custom fields are kept."""
_TO_JSON: Mapping[str, Callable[..., object]] = {
    "text": str,
    "flag": int,
    "number": int,
    "decimal": decimal_to_number,
    "money": lambda value: (value.minor, value.currency),
    "moment": moment_to_number,
    "day": day_to_number,
    "tags": tags_to_text,
}
_FROM_JSON: Mapping[str, Callable[..., CustomValue]] = {
    "text": str,
    "flag": bool,
    "number": int,
    "decimal": decimal_from_number,
    "money": lambda pair: Money(*pair),
    "moment": moment_from_number,
    "day": date.fromordinal,
    "tags": tags_from_text,
}
_PLAIN = frozenset({FieldType.TEXT, FieldType.CHOICE, FieldType.FLAG, FieldType.NUMBER})
_NONE = "{}"


def custom_member(key: str, kept: FieldType) -> str:
    """Under which name of the document a custom field of this type is kept."""
    return f"{key}:{custom_type(kept)}"


def custom_type(kept: FieldType) -> str:
    """As what the values of a custom field of this type are kept: a choice is a text."""
    return "text" if kept is FieldType.CHOICE else kept.value


def custom_to_text(custom: Mapping[str, CustomValue]) -> str:
    """The custom fields as JSON."""
    if not custom:
        return _NONE
    members = {}
    for key, value in custom.items():
        kept = _custom_type(value)
        members[f"{key}:{kept}"] = _TO_JSON[kept](value)
    return msgspec.json.encode(members).decode()


def custom_from_text(text: str) -> Mapping[str, CustomValue]:
    """The custom fields out of JSON."""
    if text == _NONE:
        return {}
    custom = {}
    for member, raw in msgspec.json.decode(text).items():
        key, _, kept = member.rpartition(":")
        custom[key] = _FROM_JSON[kept](raw)
    return custom


def _custom_type(value: object) -> str:
    return next(name for python, name in CUSTOM_TYPES if isinstance(value, python))


def document_to_text(value: object) -> str:
    """A document (an attrs value, or a tuple of such or of ids) as JSON."""
    return msgspec.json.encode(value, enc_hook=_write).decode()


def document_reader(python: object) -> Callable[[str], object]:
    """A function that takes a document of this Python type out of JSON."""
    decoder = msgspec.json.Decoder(python, dec_hook=_read)
    return decoder.decode


def changes_to_text(changes: Mapping[str, FieldChange]) -> str:
    """The field changes of a journal entry as JSON."""
    if not changes:
        return _NONE
    members = {}
    for name, change in changes.items():
        write = _custom if name.startswith(CUSTOM_PREFIX) else _own
        members[name] = (write(change.before), write(change.after))
    return document_to_text(members)


def changes_from_text(text: str, kind: KindSpec | None) -> Mapping[str, FieldChange]:
    """The field changes of a record of this kind out of JSON.

    What no longer fits the kind (or is of a kind that is no more) stays as JSON holds it.
    """
    if text == _NONE:
        return {}
    changes = {}
    for name, pair in msgspec.json.decode(text).items():
        before, after = (_side(raw, name, kind) for raw in pair)
        changes[name] = FieldChange(before=before, after=after)
    return changes


def _side(raw: object, name: str, kind: KindSpec | None) -> object:
    if isinstance(raw, dict) and name.startswith(CUSTOM_PREFIX):
        ((kept, value),) = raw.items()
        return _FROM_JSON[kept](value)
    spec = kind.fields.get(name) if kind else None
    return raw if raw is None or spec is None or spec.type in _PLAIN else _typed(raw, spec)


def _typed(raw: object, spec: FieldSpec) -> object:
    if spec.python is Id and isinstance(raw, str):
        kind, _, key = raw.rpartition(":")
        return id_type(kind).parse(key)
    try:
        return msgspec.convert(raw, spec.python, dec_hook=_read)
    except msgspec.ValidationError:
        return raw


def _own(value: object) -> object:
    """An id tells its kind, for it may be of any."""
    kind = kinds_of_ids().get(type(value))
    return value if kind is None else f"{kind}:{value}"


def _custom(value: object) -> object:
    if value is None:
        return None
    kept = _custom_type(value)
    return {kept: _TO_JSON[kept](value)}


def _write(value: object) -> str:
    return str(value)


def _read(python: type, raw: object) -> object:
    if issubclass(python, Id) and isinstance(raw, str):
        return python.parse(raw.rpartition(":")[2])
    raise NotImplementedError
