"""Rows to records: the function that builds a record, written out per kind as a line per field.

Written out it takes a third less time than loops over setters and decoders, and a list of records
is mostly this. A record is built without its validators: they ran when it was stored.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import id_type, schema
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import FieldSpec, FieldType
from crmkit.query.values import Value
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.documents import (
    changes_from_text,
    custom_from_text,
    document_reader,
)
from crmkit_sqlalchemy.tables import Layout, currency_of, teller_of
from crmkit_sqlalchemy.types import EPOCH, decimal_from_number, moment_from_number, tags_from_text

Row = Sequence[Any]
Build = Callable[[Row], Record]
Make = Callable[..., Any]
_new = object.__new__
_DECODERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.FLAG: bool,
    FieldType.DECIMAL: decimal_from_number,
    FieldType.DAY: date.fromordinal,
    FieldType.MOMENT: moment_from_number,
    FieldType.TAGS: tags_from_text,
    FieldType.CUSTOM: custom_from_text,
}
# What is so common that a call less is felt.
_SHORT: Mapping[FieldType, str] = {
    FieldType.MOMENT: "EPOCH + timedelta(0, 0, {of})",
    FieldType.TAGS: "{read}({of}) if {of} else ()",
    FieldType.CUSTOM: "{{}} if {of} == '{{}}' else {read}({of})",
}


def decoder(field: FieldSpec, database: Database) -> Callable[[Any], Any] | None:
    """What makes the field's value of its column's; None where the two are one."""
    match field.type:
        case FieldType.ID:
            python = field.python
            return database.id_decoder(python if isinstance(python, type) else Id)
        case FieldType.DOCUMENT:
            return document_reader(field.python)
        case kept:
            return _DECODERS.get(kept)


def reading(field: FieldSpec, database: Database) -> tuple[Make | None, tuple[str, ...]]:
    """What makes the field's value, and the columns that it takes; None takes one as it is."""
    teller = teller_of(field)
    if field.type is FieldType.MONEY:
        return money, (field.name, currency_of(field.name))
    if teller is not None:
        return partial(_id_of_kind, database), (field.name, teller)
    return decoder(field, database), (field.name,)


def value_reader(field: FieldSpec, database: Database) -> Callable[[Iterator[Any]], Value | None]:
    """Takes the columns of the field's value from those of a row, and makes the value."""
    make, names = reading(field, database)

    def read(columns: Iterator[Any]) -> Value | None:
        value, *more = [next(columns) for _ in names]
        return value if value is None or make is None else make(value, *more)  # type: ignore[no-any-return]  # a Value

    return read


def values_reader(
    fields: Sequence[FieldSpec], database: Database
) -> Callable[[Row], tuple[Any, ...]]:
    """The function that makes the values of these fields of the first columns of a row."""
    scope: dict[str, Any] = {"EPOCH": EPOCH, "timedelta": timedelta}
    places, values = count(), list[str]()
    for nth, field in enumerate(fields):
        make, names = reading(field, database)
        scope[f"read_{nth}"] = make
        columns = [f"row[{next(places)}]" for _ in names]
        values.append(_value(field, f"read_{nth}" if make else None, columns))
    exec(f"def read(row): return ({''.join(f'{value}, ' for value in values)})", scope)  # noqa: S102 - made of numbers alone
    read: Callable[[Row], tuple[Any, ...]] = scope["read"]
    return read


def _value(field: FieldSpec, read: str | None, columns: Sequence[str]) -> str:
    """The text of an expression for the value in these columns, which may be absent."""
    first = columns[0]
    if read is None:
        return first
    made = _SHORT.get(field.type, "{read}({of})").format(read=read, of=", ".join(columns))
    return f"(None if {first} is None else {made})"


def money(minor: int, currency: str) -> Money:
    """The amount, without its validators."""
    amount = _new(Money)
    _set_minor(amount, minor)
    _set_currency(amount, currency)
    return amount


def builder(plan: Layout, database: Database) -> Build:
    """The function that builds a record of the columns `Layout.read` (and is given no fewer)."""
    scope: dict[str, Any] = {
        "new": _new,
        "record_class": plan.kind.record,
        "EPOCH": EPOCH,
        "timedelta": timedelta,
    }
    text = "\n    ".join(_lines(plan, database, scope))
    exec(text, scope)  # noqa: S102 - made of field names and of nothing that comes from outside
    build: Build = scope["build"]
    return build


def _lines(plan: Layout, database: Database, scope: dict[str, Any]) -> Iterator[str]:
    """The text of the function; what it calls is put into its scope."""
    columns = [f"v_{name}" for name in plan.read]
    yield "def build(row):"
    yield f"if len(row) > {len(columns)}: row = row[:{len(columns)}]"
    yield f"{', '.join(columns)}, = row"
    yield "record = new(record_class)"
    for name, field in plan.kind.fields.items():
        read, taken = reading(field, database)
        if plan.kind.record is JournalEntry and name == "changes":
            read, taken = _changes_of_kind, (name, "record_kind")
        scope |= {f"set_{name}": _slot(plan.kind.record, name), f"read_{name}": read}
        arguments = ", ".join(f"v_{column}" for column in taken)
        value = _SHORT.get(field.type, "{read}({of})").format(read=f"read_{name}", of=arguments)
        if read is None:
            value = f"v_{name}"
        elif field.optional:
            value = f"None if v_{name} is None else {value}"
        yield f"set_{name}(record, {value})"
    yield "return record"


def _id_of_kind(database: Database, value: Any, kind: str) -> Id:  # noqa: ANN401 - the driver's
    return database.id_decoder(id_type(kind))(value)


def _changes_of_kind(text: str, kind: str) -> Mapping[str, FieldChange]:
    return changes_from_text(text, schema().kinds.get(kind))


def _slot(record: type, name: str) -> Callable[[object, Any], None]:
    """Sets a field of a frozen record that is being built."""
    for owner in record.__mro__:
        if name in vars(owner):
            return vars(owner)[name].__set__  # type: ignore[no-any-return]  # a slot's own
    raise AttributeError(name)


_set_minor, _set_currency = _slot(Money, "minor"), _slot(Money, "currency")
