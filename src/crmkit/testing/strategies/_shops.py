"""Small shops: related records of many kinds, and the plain-Python answers about them."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import define, evolve, fields
from hypothesis import strategies as st

from crmkit.domain.custom import CustomField, CustomType
from crmkit.domain.record import Record
from crmkit.domain.schema import custom_specs
from crmkit.domain.schema import schema as own_schema
from crmkit.ids import CustomFieldId, Id
from crmkit.query.matching import field_getter
from crmkit.query.questions import Columns, Page, Question, Sheet, Tally, TallyRow
from crmkit.query.reading import Reading
from crmkit.query.schema import FieldSpec, KindSpec, Relation, Schema
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedTally
from crmkit.testing.builders import NOON, an_id
from crmkit.testing.strategies._chance import seeded
from crmkit.testing.strategies._records import Making, id_type

_TYPES: tuple[CustomType, ...] = (
    "text",
    "choice",
    "flag",
    "number",
    "decimal",
    "money",
    "day",
    "moment",
    "tags",
)
CUSTOM_FIELDS: tuple[CustomField, ...] = tuple(
    CustomField(
        id=an_id(CustomFieldId, 1000 + nth),
        created_at=NOON,
        of_kind=kind,
        key=type_,
        title=type_,
        type=type_,
        choices=("красный", "синий") if type_ == "choice" else (),
    )
    for nth, (kind, type_) in enumerate(
        (kind, type_) for kind in ("contact", "deal", "product") for type_ in _TYPES
    )
)
"""A custom field of every type for clients, deals and products; its key is its type."""

_USUAL: Mapping[str, tuple[int, int]] = {
    "employee": (1, 3),
    "team": (0, 2),
    "pipeline": (1, 2),
    "contact": (0, 8),
    "company": (0, 4),
    "handle": (0, 4),
    "lead": (0, 6),
    "deal": (0, 9),
    "product": (0, 4),
    "order": (0, 6),
    "order_line": (0, 6),
    "task": (0, 4),
}
_UNUSUAL = (
    "attachment",
    "consent",
    "custom_field",
    "employment",
    "erasure",
    "hold",
    "imported",
    "inquiry",
    "interaction",
    "link",
    "merge",
    "note",
    "outgoing",
    "payment",
    "plan",
    "received",
    "record",
    "record_type",
    "reminder",
    "role",
    "seal",
    "segment",
    "suppression",
)
_ANY_END = ("contact", "deal")
_FULLEST = 14


@define(frozen=True, slots=False, repr=False)
class Shop:
    """Records, each related to some of the others, and what is known of their custom fields.

    Its repr tells every value, unlike a record's own, for its people are invented.
    """

    records: tuple[Record, ...]
    schema: Schema

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are records of."""
        return tuple(dict.fromkeys(record.kind for record in self.records))

    @cached_property
    def _values(self) -> dict[tuple[str, str], tuple[object, ...]]:
        return {}

    def held(self, spec: KindSpec, field: FieldSpec) -> tuple[Any, ...]:
        """The values that records of the kind hold in the field."""
        known = self._values.get((spec.name, field.name))
        if known is None:
            found = map(field_getter(spec, field.name), self.of(spec.name))
            present = dict.fromkeys(value for value in found if value is not None)
            known = self._values[spec.name, field.name] = tuple(present)
        return known

    def __repr__(self) -> str:
        """A line for each record, with what is filled."""
        return "\n".join(["Shop:", *map(_told, self.records)])

    def of(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind."""
        return tuple(record for record in self.records if record.kind == kind)

    def related(self, relation: Relation, record: object) -> Iterable[Record]:
        """The records at the other end of a relation, found by looking at every record."""
        key = getattr(record, relation.local)
        if key is None:
            return ()
        others = self.of(relation.target)
        return (other for other in others if getattr(other, relation.remote) == key)

    @property
    def reading(self) -> Reading:
        """The meaning of questions about this shop."""
        return Reading(self.schema, self.related)

    def find(self, question: ConfinedQuestion[Record]) -> Page[Record]:
        """The page that every store must answer with."""
        asked: Question[Record] = question.question
        return self.reading.page(asked, self.of(asked.kind))

    def sheet(self, columns: ConfinedColumns[Record]) -> Sheet:
        """The values that every store must answer with."""
        asked: Columns[Record] = columns.columns
        return self.reading.sheet(asked, self.of(asked.question.kind))

    def count(self, question: ConfinedQuestion[Record]) -> int:
        """The number that every store must answer with."""
        asked: Question[Record] = question.question
        return sum(map(self.reading.matches(asked.kind, asked.where), self.of(asked.kind)))

    def tally(self, tally: ConfinedTally[Record]) -> tuple[TallyRow, ...]:
        """The figures that every store must answer with."""
        asked: Tally[Record] = tally.tally
        return self.reading.tally(asked, self.of(asked.kind))


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """About forty records, as stored: version 1. Some refer to records that are not there.

    Hypothesis draws how many records of each kind there are and how full they are, and a seed
    for what is in them; a record stays what it is while others are taken away.
    """
    seed = draw(st.integers(0, 2**32))
    counts = {kind: draw(st.integers(low, high)) for kind, (low, high) in _USUAL.items()}
    counts |= {_UNUSUAL[seed % len(_UNUSUAL)]: draw(st.integers(0, 3))}
    return shop(seed, counts, draw(st.integers(0, _FULLEST)))


def shop(seed: int, counts: Mapping[str, int], fullness: int) -> Shop:
    """The shop with so many records of each kind, made from the seed."""
    schema = own_schema().with_custom(custom_specs(CUSTOM_FIELDS))
    making = Making(schema, _ids(counts, schema), fullness)
    made = (
        making.record(kind, nth, seeded(f"{seed} {kind} {nth}"))
        for kind, count in counts.items()
        for nth in range(1, count + 1)
    )
    return Shop(tuple(evolve(record, version=1) for record in made), schema)


def _ids(counts: Mapping[str, int], schema: Schema) -> dict[type[Id], list[Id]]:
    """Those of the records, and for each kind one more, of a record that is not there."""
    ids: dict[type[Id], list[Id]] = {}
    for kind, count in counts.items():
        of = id_type(schema.kind(kind).fields["id"])
        ids[of] = [an_id(of, nth) for nth in range(1, count + 2)]
        if kind in _ANY_END:
            ids.setdefault(Id, []).extend(ids[of])
    return ids


def _told(record: Record) -> str:
    held = ((known.name, getattr(record, known.name)) for known in fields(type(record)))
    told = (f"{name}={value!r}" for name, value in held if value not in (None, (), {}))
    return f"  {record.kind} {', '.join(told)}"
