"""A small shop of random records, and random questions about it, made from the schema.

Values come from small pools, so that conditions hit and ties are frequent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from random import Random
from typing import Self, TypeVar

from attrs import frozen
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.domain.schema import schema as own_schema
from crmkit.ids import Id
from crmkit.money import Money
from crmkit.query.conditions import (
    AllOf,
    And,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Everything,
    Not,
    Nothing,
    OneOf,
    Op,
    Or,
    Tagged,
    Text,
    TextMatch,
)
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Function,
    Measure,
    Order,
    Page,
    Path,
    Period,
    Question,
    Span,
    Step,
    Tally,
    TallyRow,
)
from crmkit.query.reading import Reading
from crmkit.query.schema import FieldSpec, FieldType, KindSpec, Relation, Schema
from crmkit.query.values import Value

R = TypeVar("R")
KINDS = ("contact", "deal", "order", "order_line", "product")
CUSTOM = {
    "colour": FieldSpec(name="colour", type=FieldType.CHOICE, choices=("red", "blue")),
    "weight": FieldSpec(name="weight", type=FieldType.DECIMAL),
    "marks": FieldSpec(name="marks", type=FieldType.TAGS),
}
SCHEMA: Schema = own_schema().with_custom(dict.fromkeys(("contact", "deal", "product"), CUSTOM))

_IDS = [number.to_bytes(16) for number in range(5)]
_POOLS: Mapping[FieldType, list[Value]] = {
    FieldType.TEXT: ["Анна", "анна  ", "ЁЛКА", "елка", "mobile phone", "Ω", "\U0001f600", "~"],
    FieldType.FLAG: [True, False],
    FieldType.NUMBER: [-7, 0, 3, 2**53 + 1],
    FieldType.DECIMAL: [Decimal("1.50"), Decimal("1.5"), Decimal(-2), Decimal("0.333")],
    FieldType.MONEY: [Money(70000, "USD"), Money(-1, "RUB"), Money(5, "RUB"), Money(5, "USD")],
    FieldType.DAY: [date(2016, 4, 1), date(2016, 5, 31), date(2020, 2, 29)],
    FieldType.MOMENT: [
        datetime(2016, 3, 31, 21, tzinfo=UTC),
        datetime(2016, 4, 1, tzinfo=UTC),
        datetime(2016, 4, 1, 0, 0, 0, 500_000, tzinfo=UTC),
        datetime(2016, 3, 31, 23, 59, 59, 1, tzinfo=UTC),
    ],
}
_TAGS = ["vip", "VIP", "опт"]


@frozen
class Shop:
    """Records by kind, and how they find each other."""

    records: Mapping[str, list[Record]]

    def related(self, relation: Relation, record: object) -> Iterable[object]:
        """The records at the other end, by looking at each."""
        key = getattr(record, relation.local)
        others = self.records.get(relation.target, [])
        return [
            other for other in others if key is not None and getattr(other, relation.remote) == key
        ]

    @classmethod
    def of(cls, *records: Record) -> Self:
        """The shop of these records."""
        kinds: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            kinds[record.kind].append(record)
        return cls(kinds)

    def page(self, question: Question[R]) -> Page[R]:
        """What the plain-Python reading answers."""
        records: list[R] = self.records.get(question.kind, [])  # type: ignore[assignment]  # its kind
        return self.reading.page(question, records)

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """What the plain-Python reading answers."""
        records: list[R] = self.records.get(tally.kind, [])  # type: ignore[assignment]  # its kind
        return self.reading.tally(tally, records)

    @property
    def reading(self) -> Reading:
        """The plain-Python reading over the shop."""
        return Reading(SCHEMA, self.related)


def values(spec: FieldSpec) -> Sequence[Value]:
    """Values that fit the field."""
    if spec.type is FieldType.ID:
        return [_named(spec, raw) for raw in _IDS]
    return spec.choices or _POOLS[spec.type]


@cache
def shop(number: int) -> Shop:
    """The shop of this number: a few records of each kind, at random but always the same."""
    chance = Random(number)  # noqa: S311 - the same shop every time, no secret
    return Shop({kind: [*_records(SCHEMA.kind(kind), chance)] for kind in KINDS})


shops = st.integers(0, 499).map(shop)


def _records(kind: KindSpec, chance: Random) -> Iterator[Record]:
    for raw in _IDS[: chance.randint(0, len(_IDS))]:
        fields = {
            name: _content(spec, chance)
            for name, spec in kind.fields.items()
            if name != "id" and spec.type is not FieldType.DOCUMENT
        }
        yield kind.record(id=_named(kind.fields["id"], raw), **fields)


def _content(spec: FieldSpec, chance: Random) -> object:
    if spec.type is FieldType.TAGS:
        return (*chance.sample(_TAGS, chance.randint(0, 2)),)
    if spec.type is FieldType.CUSTOM:
        return {key: _content(CUSTOM[key], chance) for key in CUSTOM if chance.randint(0, 2)}
    if spec.optional and not chance.randint(0, 3):
        return None
    return chance.choice(values(spec))


def comparable(kind: str) -> list[str]:
    """The fields of the kind whose values compare, custom ones too."""
    spec = SCHEMA.kind(kind)
    own = [name for name, field in spec.fields.items() if field.type.comparable]
    return own + [f"custom.{key}" for key, field in spec.custom.items() if field.type.comparable]


@cache
def conditions(kind: str, depth: int = 3) -> st.SearchStrategy[Condition[object]]:
    """Conditions about the kind, nested at most ``depth`` deep."""
    simple = st.one_of(_comparisons(kind), _comparisons(kind), _others(kind))
    if not depth:
        return simple
    inner = st.deferred(lambda: conditions(kind, depth - 1))
    parts = st.lists(inner, max_size=3).map(tuple)
    joined = st.one_of(parts.map(And), parts.map(Or), inner.map(Not))
    return st.one_of(simple, joined, _about_related(kind, depth - 1))


def relations(kind: str) -> list[Relation]:
    """The relations of the kind to kinds of the shop."""
    return [found for found in SCHEMA.kind(kind).relations.values() if found.target in KINDS]


@cache
def paths(kind: str) -> st.SearchStrategy[Path[object]]:
    """Paths to comparable fields, at most one step long."""
    own = st.sampled_from([Path[object](name) for name in comparable(kind)])
    one = [relation for relation in relations(kind) if not relation.many]
    further = [
        Path[object](name, (Step(relation.name),))
        for relation in one
        for name in comparable(relation.target)
    ]
    return own | st.sampled_from(further) if further else own


@cache
def questions(kind: str) -> st.SearchStrategy[Question[object]]:
    """Questions about the kind, without a page."""
    orders = st.builds(Order[object], paths(kind), st.booleans())
    return st.builds(
        Question[object],
        kind=st.just(kind),
        where=conditions(kind, 1),
        order=st.lists(orders, max_size=3).map(tuple),
    )


@cache
def tallies(kind: str) -> st.SearchStrategy[Tally[object]]:
    """Tallies about the kind, with up to two groupings and two measures."""
    return st.builds(
        Tally[object],
        kind=st.just(kind),
        where=conditions(kind, 1),
        by=st.lists(_buckets(kind), max_size=2).map(tuple),
        measures=st.tuples(_measures(kind, "one"), _measures(kind, "two")),
    )


def _buckets(kind: str) -> st.SearchStrategy[Bucket[object]]:
    periods = _of_type(kind, FieldType.DAY, FieldType.MOMENT)
    amounts = _of_type(kind, FieldType.NUMBER, FieldType.DECIMAL, FieldType.MONEY)
    zones = st.sampled_from(["UTC", "Europe/Moscow", "America/Havana"])
    edges = st.sets(st.integers(-9, 9), min_size=1).map(lambda found: tuple(sorted(found)))
    return st.one_of(
        st.builds(ByField[object], paths(kind)),
        st.builds(ByPeriod[object], periods, st.sampled_from(Period), zones),
        st.builds(ByBands[object], amounts, edges),
    )


def _measures(kind: str, name: str) -> st.SearchStrategy[Measure[object]]:
    amounts = _of_type(kind, FieldType.NUMBER, FieldType.DECIMAL)
    moments = _of_type(kind, FieldType.MOMENT)
    shapes: dict[Function, st.SearchStrategy[Path[object] | Span[object] | None]] = {
        Function.COUNT: st.none() | paths(kind),
        Function.SHARE: st.none(),
        Function.DISTINCT: paths(kind),
    }
    figures = amounts | st.builds(Span[object], moments, moments)
    made = [
        st.builds(
            Measure[object],
            name=st.just(name),
            function=st.just(function),
            of=shapes.get(function, figures),
            where=conditions(kind, 1),
            q=st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]),
        )
        for function in Function
    ]
    return st.one_of(made)


def _of_type(kind: str, *types: FieldType) -> st.SearchStrategy[Path[object]]:
    spec = SCHEMA.kind(kind)
    return st.sampled_from(
        [Path[object](n) for n in comparable(kind) if spec.field(n).type in types]
    )


def _named(spec: FieldSpec, raw: bytes) -> Id:
    python = spec.python
    return python(raw) if isinstance(python, type) and issubclass(python, Id) else Id(raw)


@st.composite
def _comparisons(draw: st.DrawFn, kind: str) -> Condition[object]:
    name = draw(st.sampled_from(comparable(kind)))
    fitting = st.sampled_from(values(SCHEMA.kind(kind).field(name)))
    if draw(st.booleans()):
        return OneOf(name, tuple(draw(st.lists(fitting, max_size=3))))
    return Compare(name, draw(st.sampled_from(Op)), draw(st.none() | fitting))


@st.composite
def _others(draw: st.DrawFn, kind: str) -> Condition[object]:
    fields = SCHEMA.kind(kind).fields.values()
    searched = [field.name for field in fields if field.searchable]
    tagged = [field.name for field in fields if field.type is FieldType.TAGS]
    made: list[Condition[object]] = [Everything(), Nothing()]
    if searched:
        needle = draw(st.sampled_from(["", "ан", "ЕЛ", "a  phone"]))
        match = draw(st.sampled_from(TextMatch))
        made.append(Text(draw(st.sampled_from(searched)), match, needle))
    if tagged:
        made.append(Tagged(draw(st.sampled_from(tagged)), draw(st.sampled_from(_TAGS))))
    return draw(st.sampled_from(made))


@st.composite
def _about_related(draw: st.DrawFn, kind: str, depth: int) -> Condition[object]:
    relation = draw(st.sampled_from(relations(kind)))
    inner = draw(conditions(relation.target, depth))
    counted = CountOf[object](
        relation.name, inner, draw(st.sampled_from(Op)), draw(st.integers(0, 3))
    )
    quantified = (AnyOf[object](relation.name, inner), AllOf[object](relation.name, inner), counted)
    return draw(st.sampled_from(quantified))
