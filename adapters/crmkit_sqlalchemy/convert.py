"""Rows to records and back: a pair of functions per kind, made once from the schema.

A record read from a row is built slot by slot, without its validators: they ran when it was
stored. A row read holds the columns of `Layout.read`, a row written those of `Layout.written`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from attrs import frozen

from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import FieldSpec, FieldType, KindSpec
from crmkit.text import fold
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.documents import (
    changes_from_text,
    changes_to_text,
    custom_from_text,
    custom_to_text,
    document_reader,
    document_to_text,
    id_type,
)
from crmkit_sqlalchemy.tables import Layout
from crmkit_sqlalchemy.types import (
    day_to_number,
    decimal_from_number,
    decimal_to_number,
    moment_from_number,
    moment_to_number,
    tags_from_text,
    tags_to_text,
)

Row = Sequence[Any]
Values = list[Any]
Step = Callable[[Any], Any]
Dependent = tuple[int, int, Callable[[object, Any], None], Callable[[Any, str], object]]
"""Where a field's column is, and the one that tells its kind; what sets it, and what reads it."""
_CURRENCY = attrgetter("currency")
_MINOR = attrgetter("minor")
_new = object.__new__


@frozen
class Converter:
    """Makes a record of a row read, and a row to write of a record."""

    record: Callable[[Row], Record]
    row: Callable[[Record], Values]


def converter(plan: Layout, database: Database) -> Converter:
    """The functions of one kind."""
    return Converter(_reader(plan, database), _writer(plan, database))


def decoder(field: FieldSpec, database: Database) -> Step | None:
    """What makes the field's value of its column's; None where the two are one."""
    match field.type:
        case FieldType.ID:
            python = field.python
            return database.id_decoder(python if isinstance(python, type) else Id)
        case FieldType.DOCUMENT:
            return document_reader(field.python)
        case kept:
            return _DECODERS.get(kept)


def money(minor: int, currency: str) -> Money:
    """The amount, without its validators: they ran when it was stored."""
    amount = _new(Money)
    _set_minor(amount, minor)
    _set_currency(amount, currency)
    return amount


def _reader(plan: Layout, database: Database) -> Callable[[Row], Record]:
    record_class, fields = plan.kind.record, [*plan.kind.fields.values()]
    setters = [_slot(record_class, field.name) for field in fields]
    steps = [
        (place, step)
        for place, field in enumerate(fields)
        if (step := _read_step(field, plan.kind, database)) is not None
    ]
    amounts = [
        (place, len(fields) + plan.money.index(field.name))
        for place, field in enumerate(fields)
        if field.type is FieldType.MONEY
    ]

    def read(row: Row) -> Record:
        values = [*row]
        for place, step in steps:
            value = values[place]
            if value is not None:
                values[place] = step(value)
        for place, currency in amounts:
            value = values[place]
            if value is not None:
                values[place] = money(value, values[currency])
        record: Record = _new(record_class)
        for set_value, value in zip(setters, values, strict=False):  # the currencies are over
            set_value(record, value)
        return record

    dependent = [*_dependent(plan, database)]
    return _with_dependent(read, dependent) if dependent else read


def _dependent(plan: Layout, database: Database) -> Iterator[Dependent]:
    """Fields whose type another field tells: ids of any kind, and a journal entry's changes."""
    names = [*plan.kind.fields]
    of_any_kind = [name for name, field in plan.kind.fields.items() if field.python is Id]
    for name in of_any_kind:
        teller, step = f"{name.removesuffix('_id')}_kind", partial(_id_of_kind, database)
        yield names.index(name), names.index(teller), _slot(plan.kind.record, name), step
    if plan.kind.record is JournalEntry:
        places = names.index("changes"), names.index("record_kind")
        yield *places, _slot(JournalEntry, "changes"), _changes_of_kind


def _with_dependent(
    read: Callable[[Row], Record], dependent: Sequence[Dependent]
) -> Callable[[Row], Record]:
    def read_with_dependent(row: Row) -> Record:
        record = read(row)
        for place, teller, set_value, step in dependent:
            set_value(record, step(row[place], row[teller]))
        return record

    return read_with_dependent


def _id_of_kind(database: Database, value: Any, kind: str) -> Id:  # noqa: ANN401 - the driver's
    return database.id_decoder(id_type(kind))(value)


def _changes_of_kind(text: str, kind: str) -> Mapping[str, FieldChange]:
    return changes_from_text(text, schema().kinds.get(kind))


def _writer(plan: Layout, database: Database) -> Callable[[Record], Values]:
    fields = plan.kind.fields
    get: Callable[[Record], tuple[Any, ...]] = attrgetter(*fields)
    steps = [
        (place, step)
        for place, field in enumerate(fields.values())
        if (step := _write_step(field, database)) is not None
    ]
    names = [*fields]
    extras: list[tuple[int, Step]] = [
        *((names.index(name), _CURRENCY) for name in plan.money),
        *((names.index(name), fold) for name in plan.searchable),
    ]

    def write(record: Record) -> Values:
        raw = get(record)
        values = [*raw]
        for place, step in steps:
            value = raw[place]
            if value is not None:
                values[place] = step(value)
        for place, step in extras:
            value = raw[place]
            values.append(value if value is None else step(value))
        return values

    return write


def _read_step(field: FieldSpec, kind: KindSpec, database: Database) -> Step | None:
    if field.type is FieldType.MONEY or (kind.record is JournalEntry and field.name == "changes"):
        return None
    return decoder(field, database)


def _write_step(field: FieldSpec, database: Database) -> Step | None:
    match field.type:
        case FieldType.ID:
            return database.id_encoder()
        case FieldType.DOCUMENT if field.name == "changes":
            return changes_to_text
        case kept:
            return _ENCODERS.get(kept)


def _slot(record: type, name: str) -> Callable[[object, Any], None]:
    """Sets a field of a frozen record that is being made."""
    for owner in record.__mro__:
        if name in vars(owner):
            return vars(owner)[name].__set__  # type: ignore[no-any-return]  # a slot's own
    raise AttributeError(name)


_set_minor, _set_currency = _slot(Money, "minor"), _slot(Money, "currency")
_ENCODERS: dict[FieldType, Step] = {
    FieldType.FLAG: int,
    FieldType.DECIMAL: decimal_to_number,
    FieldType.MONEY: _MINOR,
    FieldType.DAY: day_to_number,
    FieldType.MOMENT: moment_to_number,
    FieldType.TAGS: tags_to_text,
    FieldType.DOCUMENT: document_to_text,
    FieldType.CUSTOM: custom_to_text,
}
_DECODERS: dict[FieldType, Step] = {
    FieldType.FLAG: bool,
    FieldType.DECIMAL: decimal_from_number,
    FieldType.DAY: date.fromordinal,
    FieldType.MOMENT: moment_from_number,
    FieldType.TAGS: tags_from_text,
    FieldType.CUSTOM: custom_from_text,
}
