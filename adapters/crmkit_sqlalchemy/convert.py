"""Records to rows, and both ways together: what a kind's `Converter` is made of.

A row read holds the columns of `Layout.read`, a row written those of `Layout.written`.
"""

from collections.abc import Callable, Iterator
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
    """The function that makes a row of a record, written out as `building.builder`'s is."""
    scope: dict[str, Any] = {"get": attrgetter(*plan.kind.fields)}
    exec("\n    ".join(_lines(plan, database, scope)), scope)  # noqa: S102 - made of field names alone
    write: Callable[[Record], Values] = scope["write"]
    return write


def _lines(plan: Layout, database: Database, scope: dict[str, Any]) -> Iterator[str]:
    """The text of the function; what it calls is put into its scope."""
    fields = plan.kind.fields
    steps = [(name, _write_step(field, database)) for name, field in fields.items()]
    twins = [
        *((name, _CURRENCY) for name in plan.money),
        *((name, fold) for name in plan.searchable),
    ]
    yield "def write(record):"
    yield f"{', '.join(f'v_{name}' for name in fields)}, = get(record)"
    yield "return ["
    for nth, (name, step) in enumerate((*steps, *twins)):
        if step is None:
            yield f"    v_{name},"
            continue
        scope[f"step_{nth}"] = step
        made = f"step_{nth}(v_{name})"
        yield f"    {f'None if v_{name} is None else {made}' if fields[name].optional else made},"
    yield "]"


def _write_step(field: FieldSpec, database: Database) -> Step | None:
    match field.type:
        case FieldType.ID:
            return database.id_encoder()
        case FieldType.DOCUMENT if field.name == "changes":
            return changes_to_text
        case kept:
            return _ENCODERS.get(kept)
