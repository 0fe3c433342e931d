"""Records as rows of JSON: a list per record, a value per field, in the order the stream tells."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from types import GenericAlias
from typing import Any

import msgspec
from attrs import NOTHING, Attribute, fields_dict, frozen

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import id_type, schema
from crmkit.errors import BadFile
from crmkit.ids import Id
from crmkit.query.schema import FieldSpec, FieldType, KindSpec
from crmkit.services.transfer.values import (
    changes_heard,
    changes_told,
    custom_heard,
    custom_told,
    decimal_text,
    in_utc,
    read_id,
    write_id,
)

Step = Callable[[Any], Any]
_new, _set = object.__new__, object.__setattr__
_TELL: Mapping[FieldType, Step] = {
    FieldType.MOMENT: in_utc,
    FieldType.DECIMAL: decimal_text,
    FieldType.CUSTOM: custom_told,
}
_KEPT_AS: Mapping[FieldType, object] = {
    FieldType.CHOICE: str,
    FieldType.CUSTOM: dict[str, Any],
}


@frozen
class Rows:
    """Writes and reads the records of one kind, with these of its fields."""

    write: Callable[[Sequence[Record]], bytes]
    read: Callable[[bytes], list[Record]]


def rows_of(kind: str, names: Sequence[str]) -> Rows:
    """How records of the kind are written; BadFile where the kind or a field is unknown here."""
    spec = schema().kinds.get(kind)
    if spec is None or not spec.fields.keys() >= {*names}:
        message = f"the stream holds records of {kind[:60]!r} that this crmkit does not know"
        raise BadFile(message, where="stream", hint="install the newest crmkit")
    return Rows(_writer(spec, names), _reader(spec, names))


def _writer(spec: KindSpec, names: Sequence[str]) -> Callable[[Sequence[Record]], bytes]:
    get: Callable[[Record], tuple[Any, ...]] = attrgetter(*names)
    encode = msgspec.json.Encoder(enc_hook=write_id).encode
    steps = [
        (place, step)
        for place, name in enumerate(names)
        if (step := _telling(spec, spec.fields[name])) is not None
    ]

    def values(record: Record) -> list[Any]:
        told = [*get(record)]
        for place, step in steps:
            if told[place] is not None:
                told[place] = step(told[place])
        return told

    return lambda records: encode([*map(values, records)])


def _telling(spec: KindSpec, field: FieldSpec) -> Step | None:
    return changes_told if _is_changes(spec, field) else _TELL.get(field.type)


def _is_changes(spec: KindSpec, field: FieldSpec) -> bool:
    return spec.record is JournalEntry and field.name == "changes"


def _reader(spec: KindSpec, names: Sequence[str]) -> Callable[[bytes], list[Record]]:
    row = GenericAlias(tuple, tuple(_kept_as(spec, spec.fields[name]) for name in names))
    decode = msgspec.json.Decoder(GenericAlias(list, (row,)), dec_hook=read_id).decode
    defaults = _defaults(spec, names)
    finish = _finishing(spec, names)

    def record(values: Sequence[Any]) -> Record:
        made: Record = _new(spec.record)
        for name, value in zip(names, values, strict=True):
            _set(made, name, value)
        for name, default in defaults:
            _set(made, name, default())
        for name, step in finish:
            if getattr(made, name) is not None:
                _set(made, name, step(made))
        return made

    def read(raw: bytes) -> list[Record]:
        try:
            return [record(values) for values in decode(raw)]
        except (msgspec.MsgspecError, ValueError, KeyError, TypeError) as exc:
            message = f"a {spec.name} cannot be read"
            raise BadFile(message, where="stream", hint="export it anew") from exc

    return read


def _kept_as(spec: KindSpec, field: FieldSpec) -> Any:  # noqa: ANN401 - a type
    python = _KEPT_AS.get(field.type, field.python)
    if _is_changes(spec, field):
        python = dict[str, tuple[Any, Any]]
    return python | None if field.optional else python  # type: ignore[operator]  # types, all


def _finishing(spec: KindSpec, names: Sequence[str]) -> list[tuple[str, Step]]:
    """The fields whose value takes more than one column to read."""
    steps: list[tuple[str, Step]] = []
    for field in map(spec.fields.__getitem__, names):
        teller = f"{field.name.removesuffix('_id')}_kind"
        if field.type is FieldType.CUSTOM:
            steps.append((field.name, lambda made: custom_heard(made.custom)))
        elif _is_changes(spec, field):
            steps.append((field.name, _changes))
        elif field.python is Id and teller in spec.fields:
            steps.append((field.name, partial(_id_of_kind, attrgetter(field.name, teller))))
    return steps


def _changes(entry: Any) -> object:  # noqa: ANN401 - an entry under way
    return changes_heard(entry.changes, schema().kinds.get(entry.record_kind))


def _id_of_kind(get: Callable[[Record], tuple[bytes, str]], made: Record) -> Id:
    key, kind = get(made)
    return id_type(kind)(key)


def _defaults(spec: KindSpec, names: Sequence[str]) -> list[tuple[str, Callable[[], object]]]:
    """What fields hold that the stream, an older one, does not know."""
    known = fields_dict(spec.record)
    return [(name, _default(spec, known[name])) for name in spec.fields if name not in names]


def _default(spec: KindSpec, attribute: "Attribute[Any]") -> Callable[[], object]:
    default = attribute.default
    if default is NOTHING:
        message = f"the stream tells no {attribute.name} of its {spec.name} records"
        raise BadFile(message, where="stream", hint="export it by a newer crmkit")
    factory: Callable[[], object] | None = getattr(default, "factory", None)
    if factory is not None:
        return factory
    return lambda: default
