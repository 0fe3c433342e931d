"""The schema of crmkit's records, read off their classes."""

import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal, Union, get_args, get_origin

from attrs import Attribute, fields

from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.consents import Consent
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import CustomField, CustomRecord, Link, RecordType, Segment
from crmkit.domain.deals import Deal
from crmkit.domain.imported import Imported
from crmkit.domain.journal import JournalEntry
from crmkit.domain.leads import Inquiry, Lead
from crmkit.domain.merging import Merge
from crmkit.domain.orders import Order, OrderLine, Payment, Product
from crmkit.domain.outbox import Outgoing, Received
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.plans import Plan
from crmkit.domain.privacy import Erasure, Hold, Suppression
from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.domain.staff import Employee, Role, Team
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType, KindSpec, Schema

RECORDS: tuple[type[Record], ...] = (
    Contact,
    Company,
    Employment,
    Handle,
    Inquiry,
    Lead,
    Deal,
    Pipeline,
    Task,
    Reminder,
    Note,
    Interaction,
    Attachment,
    Product,
    Order,
    OrderLine,
    Payment,
    Plan,
    Consent,
    Employee,
    Team,
    Role,
    CustomField,
    RecordType,
    CustomRecord,
    Link,
    Segment,
    Merge,
    Outgoing,
    Received,
    Erasure,
    Hold,
    Suppression,
    Imported,
    Seal,
    JournalEntry,
)
"""Every kind of record, parties first."""

_SIMPLE: tuple[tuple[type, FieldType], ...] = (
    (Id, FieldType.ID),
    (bool, FieldType.FLAG),
    (str, FieldType.TEXT),
    (int, FieldType.NUMBER),
    (Decimal, FieldType.DECIMAL),
    (Money, FieldType.MONEY),
    (datetime, FieldType.MOMENT),
    (date, FieldType.DAY),
)


@cache
def schema() -> Schema:
    """The schema without custom fields; the same value at every call."""
    return Schema({record.kind: _kind(record) for record in RECORDS})


def _kind(record: type[Record]) -> KindSpec:
    return KindSpec(
        name=record.kind,
        record=record,
        fields={attribute.name: field_spec(attribute) for attribute in fields(record)},
        relations={relation.name: relation for relation in record.relations},
    )


def field_spec(attribute: "Attribute[object]") -> FieldSpec:
    """How a field of an attrs class is asked for and kept."""
    annotation, optional = _unwrap(attribute.type)
    return FieldSpec(
        name=attribute.name,
        type=_type_of(annotation),
        optional=optional,
        searchable=bool(attribute.metadata.get("searchable")),
        choices=get_args(annotation) if get_origin(annotation) is Literal else (),
        python=annotation,
    )


def _unwrap(annotation: object) -> tuple[object, bool]:
    if get_origin(annotation) in {Union, types.UnionType}:
        inner = [part for part in get_args(annotation) if part is not types.NoneType]
        return inner[0], len(inner) < len(get_args(annotation))
    return annotation, False


def _type_of(annotation: object) -> FieldType:
    origin = get_origin(annotation)
    if origin is Literal:
        return FieldType.CHOICE
    if annotation == tuple[str, ...]:
        return FieldType.TAGS
    if origin is not None and issubclass(origin, Mapping):
        return FieldType.CUSTOM if _holds_custom_values(annotation) else FieldType.DOCUMENT
    if isinstance(annotation, type):
        for python, kept_as in _SIMPLE:
            if issubclass(annotation, python):
                return kept_as
    return FieldType.DOCUMENT


def _holds_custom_values(annotation: object) -> bool:
    return types.NoneType is not type(annotation) and len(get_args(get_args(annotation)[1])) > 1


_CUSTOM_TYPES: Mapping[str, object] = {
    "text": str,
    "choice": str,
    "flag": bool,
    "number": int,
    "decimal": Decimal,
    "money": Money,
    "day": date,
    "moment": datetime,
    "tags": tuple[str, ...],
}


def custom_specs(definitions: Iterable[CustomField]) -> dict[str, dict[str, FieldSpec]]:
    """The custom fields by kind and key, for `Schema.with_custom`."""
    specs: dict[str, dict[str, FieldSpec]] = {}
    for definition in definitions:
        specs.setdefault(definition.of_kind, {})[definition.key] = FieldSpec(
            name=f"{CUSTOM_PREFIX}{definition.key}",
            type=FieldType(definition.type),
            optional=True,
            choices=definition.choices,
            python=_CUSTOM_TYPES[definition.type],
        )
    return specs


CUSTOM_TYPES: tuple[tuple[type, str], ...] = (
    (str, "text"),
    (bool, "flag"),
    (int, "number"),
    (Decimal, "decimal"),
    (Money, "money"),
    (datetime, "moment"),
    (date, "day"),
    (tuple, "tags"),
)
"""As what each type of a custom field's values is kept, without its definition.

A flag before a number and a moment before a day: the first type that fits is the value's own.
"""


@cache
def id_type(kind: str) -> type[Id]:
    """The class of the ids of a kind; plain ones where there is no such kind."""
    spec = schema().kinds.get(kind)
    python = spec.fields["id"].python if spec else Id
    return python if isinstance(python, type) and issubclass(python, Id) else Id


@cache
def kinds_of_ids() -> Mapping[type, str]:
    """The kind that ids of a class belong to."""
    return {id_type(kind): kind for kind in schema().kinds}
