"""Records to rows, and both ways together: what a kind's `Converter` is made of.

A row read holds the columns of `Layout.read`, a row written those of `Layout.written`.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.query.schema import FieldSpec, FieldType
from crmkit.text import fold
from crmkit_sqlalchemy.building import Build, builder
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.documents import changes_to_text, custom_to_text, document_to_text
from crmkit_sqlalchemy.tables import Layout
from crmkit_sqlalchemy.types import (
    day_to_number,
    decimal_to_number,
    moment_to_number,
    tags_to_text,
)

Values = list[Any]
Step = Callable[[Any], Any]
_CURRENCY = attrgetter("currency")
_MINOR = attrgetter("minor")
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


@frozen
class Converter:
    """Makes a record of a row read, and a row to write of a record."""

    record: Build
    row: Callable[[Record], Values]


def converter(plan: Layout, database: Database) -> Converter:
    """The functions of one kind."""
    return Converter(builder(plan, database), _writer(plan, database))


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


def _write_step(field: FieldSpec, database: Database) -> Step | None:
    match field.type:
        case FieldType.ID:
            return database.id_encoder()
        case FieldType.DOCUMENT if field.name == "changes":
            return changes_to_text
        case kept:
            return _ENCODERS.get(kept)
