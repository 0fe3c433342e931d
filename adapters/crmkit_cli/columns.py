"""Columns: what a list of each kind shows a person, and the names behind the ids."""

from collections.abc import Iterable, Mapping, Sequence

from crmkit import Work
from crmkit.domain.clients import Company, Contact
from crmkit.domain.deals import Deal
from crmkit.domain.orders import Product
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.domain.staff import Employee, Team
from crmkit.ids import Id
from crmkit.query.conditions import OneOf
from crmkit.query.schema import FieldType, KindSpec

_SHOWN: Mapping[str, tuple[str, ...]] = {
    "contact": ("number", "name", "city", "source", "owner_id", "created_at"),
    "company": ("number", "name", "city", "inn", "activity", "owner_id"),
    "lead": ("title", "status", "channel", "fail_reason", "owner_id", "created_at"),
    "deal": ("title", "stage", "amount", "contact_id", "company_id", "owner_id", "created_at"),
    "task": ("title", "status", "due_at", "deal_id", "owner_id"),
    "reminder": ("text", "status", "due_at", "deal_id", "owner_id"),
    "product": ("name", "sku", "category", "price", "cost"),
    "order": ("number", "placed_at", "status", "total", "contact_id", "owner_id"),
    "employee": ("name", "login", "role", "team_id", "office", "active"),
    "handle": ("type", "value", "contact_id", "company_id", "evidence"),
    "interaction": ("at", "type", "direction", "outcome", "contact_id", "owner_id"),
    "pipeline": ("key", "name", "currency"),
}
_NAMED: Mapping[str, tuple[type[Record], str]] = {
    "contact_id": (Contact, "name"),
    "company_id": (Company, "name"),
    "owner_id": (Employee, "name"),
    "head_id": (Employee, "name"),
    "team_id": (Team, "name"),
    "deal_id": (Deal, "title"),
    "product_id": (Product, "name"),
}
_MOST_SHOWN = 6


def kind_of(word: str) -> KindSpec | None:
    """The kind that a word of the command line names, in the singular or the plural."""
    kinds = schema().kinds
    for name in (word, word.removesuffix("s"), word.removesuffix("ies") + "y"):
        if name in kinds:
            return kinds[name]
    return None


def plural(kind: str) -> str:
    """The kind as a list of it is called."""
    return f"{kind.removesuffix('y')}ies" if kind.endswith(("ny", "ry")) else f"{kind}s"


def shown_fields(spec: KindSpec) -> tuple[str, ...]:
    """The fields that a list shows, beside the id."""
    if spec.name in _SHOWN:
        return _SHOWN[spec.name]
    plain = [
        name
        for name, field in spec.fields.items()
        if field.type.comparable and field.type is not FieldType.ID and name != "version"
    ]
    return tuple(plain[:_MOST_SHOWN])


def listed(
    work: Work, spec: KindSpec, records: Sequence[Record]
) -> tuple[list[str], list[list[object]]]:
    """The headings and the rows of a list of records of the kind, the id first."""
    fields = shown_fields(spec)
    names = names_of(work, records, fields)
    rows = [[str(each.id), *cells(each, fields, names)] for each in records]
    return ["id", *(heading(field) for field in fields)], rows


def names_of(work: Work, records: Iterable[Record], fields: Sequence[str]) -> dict[Id, str]:
    """The names behind the ids in these fields, one question per field whatever the number."""
    given = list(records)
    names: dict[Id, str] = {}
    for field in fields:
        named = _NAMED.get(field)
        ids = {key for record in given if isinstance(key := getattr(record, field, None), Id)}
        if named and ids:
            kind, name = named
            found = work.find(kind, OneOf("id", tuple(ids)))
            names.update((record.id, str(getattr(record, name))) for record in found)
    return names


def cells(record: Record, fields: Sequence[str], names: Mapping[Id, str]) -> list[object]:
    """The record's values in these fields, ids as the names behind them."""
    values: list[object] = []
    for field in fields:
        value = getattr(record, field)
        values.append(names.get(value, str(value)) if isinstance(value, Id) else value)
    return values


def heading(field: str) -> str:
    """The field as a heading."""
    return field.removesuffix("_id").replace("_", " ")
