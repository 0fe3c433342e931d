"""The tables, as SQLAlchemy Core sees them: one per kind of record, read off the schema.

Every table has the primary key ``(tenant, id)`` and every index starts with the tenant, so that
tenants never meet in one statement and may live on different machines. There are no foreign keys,
triggers or sequences. Money takes two columns (``amount``, ``amount_currency``), searchable text
has a folded twin (``name_folded``).
"""

from collections.abc import Iterator, Mapping
from functools import cache

from attrs import field, frozen
from sqlalchemy import Column, Dialect, Index, MetaData, PrimaryKeyConstraint, Table, text

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.ids import Id
from crmkit.query.schema import FieldSpec, FieldType, KindSpec
from crmkit_sqlalchemy.types import BYTES, COLUMN_TYPES, IDENT, NAME, TEXT, WHOLE

PREFIX = "crm_"
SERIES = f"{PREFIX}series"
IDENTITY, IDENTITY_KEY = f"{PREFIX}identity", f"{PREFIX}identity_key"
INDEXES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "contact": (("owner_id", "name", "id"), ("name", "id"), ("created_at",)),
    "company": (("owner_id", "name", "id"), ("name", "id"), ("inn",), ("edrpou",)),
    "handle": (("value",),),
    "inquiry": (("external_id",), ("received_at",)),
    "lead": (
        ("owner_id", "status", "id"),
        ("owner_id", "id"),
        ("external_id",),
        ("created_at",),
        ("deal_id",),
    ),
    "deal": (
        ("owner_id", "stage", "amount", "id"),
        ("owner_id", "id"),
        ("pipeline_id", "stage", "id"),
        ("external_id",),
        ("created_at",),
        ("closed_at",),
        ("lead_id",),
    ),
    "task": (("owner_id", "status", "due_at", "id"), ("status", "due_at", "id")),
    "reminder": (("owner_id", "status", "due_at", "id"), ("status", "due_at", "id")),
    "note": (("contact_id", "id"), ("deal_id", "id")),
    "interaction": (("contact_id", "at", "id"), ("deal_id", "at", "id"), ("external_id",)),
    "product": (("sku",), ("external_id",), ("name", "id")),
    "order": (("number",), ("external_id",), ("placed_at",)),
    "record": (("order_id",),),
    "payment": (("paid_at",), ("external_id",)),
    "employee": (("login",),),
    "segment": (("owner_id",),),
    "outgoing": (("status", "due_at", "id"), ("contact_id", "id")),
    "received": (("created_at",), ("contact_id",)),
    "hold": (("contact_id",),),
    "merge": (("absorbed_id",), ("survivor_id",)),
    "erasure": (("subject_id",),),
    "suppression": (("digest",),),
    "imported": (("digest",),),
    "journal": (("record_id", "id"), ("action", "id")),
}
"""The indexes by fields, beside those that relations need; each has the tenant before them."""

_MYSQL_PREFIX = 150


@frozen
class Layout:
    """How the fields of a kind lie in its table's row.

    ``read`` are the columns of a record: one per field in the order of the class, then the
    currencies. ``written`` are these and the folded twins.
    """

    kind: KindSpec
    money: tuple[str, ...]
    searchable: tuple[str, ...]

    read: tuple[str, ...] = field(init=False)
    written: tuple[str, ...] = field(init=False)

    @read.default
    def _columns_read(self) -> tuple[str, ...]:
        return (*self.kind.fields, *map(currency_of, self.money))

    @written.default
    def _columns_written(self) -> tuple[str, ...]:
        return (*self.read, *map(folded_of, self.searchable))


def currency_of(name: str) -> str:
    """The column of the currency of an amount of money."""
    return f"{name}_currency"


def folded_of(name: str) -> str:
    """The column of the folded twin of a text."""
    return f"{name}_folded"


def teller_of(field: FieldSpec) -> str | None:
    """The column that tells the kind of an id which may be of any kind."""
    return f"{field.name.removesuffix('_id')}_kind" if field.python is Id else None


def unique_of(kind: KindSpec) -> str | None:
    """The field of which a tenant has each value once."""
    record: type[Record] = kind.record
    return record.unique


@cache
def layout(kind: str) -> Layout:
    """How the fields of the kind lie in its row."""
    spec = schema().kind(kind)
    return Layout(
        kind=spec,
        money=tuple(name for name, field in spec.fields.items() if field.type is FieldType.MONEY),
        searchable=tuple(name for name, field in spec.fields.items() if field.searchable),
    )


@cache
def metadata() -> MetaData:
    """All tables, in a collection of their own."""
    found = MetaData()
    for kind in schema().kinds.values():
        _add(kind, found)
    Table(
        SERIES,
        found,
        Column("tenant", WHOLE, nullable=False),
        Column("name", NAME, nullable=False),
        Column("last", WHOLE, nullable=False),
        PrimaryKeyConstraint("tenant", "name", name=f"pk_{SERIES}"),
    )
    Table(
        IDENTITY,
        found,
        Column("tenant", WHOLE, nullable=False),
        Column("contact_id", IDENT, nullable=False),
        Column("profile", BYTES, nullable=False),
        PrimaryKeyConstraint("tenant", "contact_id", name=f"pk_{IDENTITY}"),
        sqlite_with_rowid=False,
    )
    Table(
        IDENTITY_KEY,
        found,
        Column("tenant", WHOLE, nullable=False),
        Column("key", WHOLE, nullable=False),
        Column("contact_id", IDENT, nullable=False),
        PrimaryKeyConstraint("tenant", "key", "contact_id", name=f"pk_{IDENTITY_KEY}"),
        sqlite_with_rowid=False,
    )
    return found


def table(kind: str) -> Table:
    """The table of the kind."""
    return metadata().tables[f"{PREFIX}{kind}"]


@cache
def served(kind: str) -> frozenset[str]:
    """The fields by whose value an index finds the records of the kind."""
    return frozenset({"id", *(fields[0] for fields in _indexes(schema().kind(kind)))})


@cache
def in_order(kind: str) -> frozenset[str]:
    """The fields by which an index has the records of the kind in order, be it of one owner."""
    return frozenset(name for fields in _indexes(schema().kind(kind)) for name in fields)


def _add(kind: KindSpec, found: MetaData) -> None:
    name = f"{PREFIX}{kind.name}"
    Table(
        name,
        found,
        Column("tenant", WHOLE, nullable=False),
        *_columns(kind),
        PrimaryKeyConstraint("tenant", "id", name=f"pk_{name}"),
        *(_index(kind, fields) for fields in _indexes(kind)),
        *([_creations(name)] if kind.record is JournalEntry else []),
    )


def _columns(kind: KindSpec) -> Iterator[Column[object]]:
    plan = layout(kind.name)
    for spec in kind.fields.values():
        yield Column(spec.name, COLUMN_TYPES[spec.type], nullable=spec.optional)
    for name in plan.money:
        yield Column(currency_of(name), TEXT, nullable=kind.fields[name].optional)
    for name in plan.searchable:
        yield Column(folded_of(name), TEXT, nullable=kind.fields[name].optional)


def _indexes(kind: KindSpec) -> list[tuple[str, ...]]:
    name = unique_of(kind)
    unique = [(name,)] if name else []
    stated = [*unique, *INDEXES.get(kind.name, ())]
    leading = {fields[0] for fields in stated}
    keys = dict.fromkeys(
        relation.remote
        for other in schema().kinds.values()
        for relation in other.relations.values()
        if relation.target == kind.name and relation.many
    )
    return [*stated, *((key,) for key in keys if key not in leading)]


def _index(kind: KindSpec, fields: tuple[str, ...]) -> Index:
    columns = [column for name in fields for column in _columns_of(kind.fields[name])]
    unique = fields == (unique_of(kind),)
    first = kind.fields[fields[0]]
    # Most records lack most references: an index of those that have one is small and cheap.
    present = text(f"{first.name} IS NOT NULL") if first.optional else None
    lengths = {name: _MYSQL_PREFIX for name in columns if _is_text(kind, name)}
    return Index(
        f"{'uq' if unique else 'ix'}_{PREFIX}{kind.name}_{'_'.join(fields)}",
        "tenant",
        *columns,
        unique=unique,
        sqlite_where=present,
        postgresql_where=present,
        mysql_length=lengths,
        mariadb_length=lengths,
    )


def _creations(name: str) -> Index:
    """Of every id there is one creation: an id is given once, even after a deletion."""
    only = text("action = 'create'")
    index = Index(
        f"uq_{name}_creation",
        "tenant",
        "record_id",
        unique=True,
        sqlite_where=only,
        postgresql_where=only,
    )
    return index.ddl_if(callable_=_knows_partial_indexes)


def _knows_partial_indexes(*_arguments: object, dialect: Dialect, **_options: object) -> bool:
    return dialect.name in {"sqlite", "postgresql"}


def _columns_of(field: FieldSpec) -> tuple[str, ...]:
    if field.type is FieldType.MONEY:
        return (currency_of(field.name), field.name)
    return (folded_of(field.name),) if field.searchable else (field.name,)


def _is_text(kind: KindSpec, column: str) -> bool:
    field = kind.fields.get(column)
    return field is None or field.type in {FieldType.TEXT, FieldType.CHOICE}
