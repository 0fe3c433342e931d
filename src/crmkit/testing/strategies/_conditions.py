"""Conditions about a shop: its own values, and strangers', in bounded depth."""

from collections.abc import Callable, Sequence

from attrs import frozen
from hypothesis import strategies as st

from crmkit.domain.record import Record
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
from crmkit.query.questions import Path, Step
from crmkit.query.schema import FieldSpec, FieldType, KindSpec, Relation
from crmkit.testing.strategies._chance import Chance, drawn
from crmkit.testing.strategies._records import Making
from crmkit.testing.strategies._shops import Shop

Asked = Condition[object]
_NEEDLES = ("", "е", "Ё", "анна", " ", "%", "_", "\\", "'", "ß", "🎁", "петр елкин")
_MOST_STEPS = 2


@frozen
class End:
    """A path and the field that it ends at."""

    path: Path[Record]
    spec: FieldSpec


@frozen
class Asking:
    """Makes conditions and paths about a shop."""

    shop: Shop
    chance: Chance

    def condition(self, kind: str, depth: int) -> Asked:
        """A condition about the kind, nested at most ``depth`` deep."""
        spec = self.shop.schema.kind(kind)
        if not depth or self.chance.once_in(2):
            return self.chance.of(_OF_ONE_FIELD)(self, spec)
        return self.chance.of(_OF_OTHERS)(self, spec, depth - 1)

    def end(self, kind: str) -> End:
        """A path over at most two relations to one record."""
        spec, steps = self.shop.schema.kind(kind), list[Step]()
        for _ in range(self.chance.number(0, _MOST_STEPS)):
            onward = [way for way in spec.relations.values() if not way.many]
            if onward:
                way = self.way(onward)
                steps.append(Step(way.name))
                spec = self.shop.schema.kind(way.target)
        field = self.field(spec)
        return End(Path(field.name, tuple(steps)), field)

    def field(self, spec: KindSpec) -> FieldSpec:
        """A comparable field, more often one that has a value somewhere."""
        fields = comparable(spec)
        held = [field for field in fields if self.shop.held(spec, field)]
        return self.chance.of(fields if not held or self.chance.once_in(4) else held)

    def value(self, spec: KindSpec, field: FieldSpec) -> object:
        """A value to compare with, more often one that a record has."""
        held = self.shop.held(spec, field)
        if held and not self.chance.once_in(4):
            return self.chance.of(held)
        return Making(self.shop.schema).value(spec, field, self.chance)

    def way(self, ways: Sequence[Relation]) -> Relation:
        """A relation, to records that are there if there are any."""
        return self.chance.of([way for way in ways if way.target in self.shop.kinds] or ways)


def conditions(shop: Shop, kind: str, depth: int = 2) -> st.SearchStrategy[Asked]:
    """Conditions about the kind, nested at most ``depth`` deep."""
    return drawn(lambda chance: Asking(shop, chance).condition(kind, depth))


def paths(shop: Shop, kind: str) -> st.SearchStrategy[Path[Record]]:
    """Paths to comparable fields, over at most two relations to one record."""
    return drawn(lambda chance: Asking(shop, chance).end(kind).path)


def comparable(spec: KindSpec) -> list[FieldSpec]:
    """The fields whose values are compared, custom ones too."""
    return [field for field in _fields(spec) if field.type.comparable]


def _fields(spec: KindSpec) -> list[FieldSpec]:
    return [*spec.fields.values(), *spec.custom.values()]


def _comparison(asking: Asking, spec: KindSpec) -> Asked:
    field, chance = asking.field(spec), asking.chance
    value = None if chance.once_in(5) else asking.value(spec, field)
    return Compare(field.name, chance.of([*Op]), value)  # type: ignore[arg-type]  # of a comparable field


def _one_of(asking: Asking, spec: KindSpec) -> Asked:
    field = asking.field(spec)
    values = asking.chance.several(lambda _chance: asking.value(spec, field), 0, 3)
    return OneOf(field.name, tuple(values))  # type: ignore[arg-type]  # of a comparable field


def _search(asking: Asking, spec: KindSpec) -> Asked:
    searched, chance = [field for field in _fields(spec) if field.searchable], asking.chance
    if not searched:
        return Everything()
    field = chance.of(searched)
    held = asking.shop.held(spec, field)
    if not held or chance.once_in(3):
        return Text(field.name, chance.of([*TextMatch]), chance.of(_NEEDLES))
    whole = chance.of(held)
    start = chance.number(0, len(whole) - 1)
    return Text(field.name, chance.of([*TextMatch]), whole[start : start + chance.number(1, 6)])


def _tagged(asking: Asking, spec: KindSpec) -> Asked:
    tagged = [field for field in _fields(spec) if field.type is FieldType.TAGS]
    if not tagged:
        return Nothing()
    field = asking.chance.of(tagged)
    held = dict.fromkeys(tag for tags in asking.shop.held(spec, field) for tag in tags)
    return Tagged(field.name, asking.chance.of([*held, "vip"]))


def _sure(asking: Asking, _spec: KindSpec) -> Asked:
    return asking.chance.of((Everything(), Nothing()))


def _joined(asking: Asking, spec: KindSpec, depth: int) -> Asked:
    parts = asking.chance.several(lambda _chance: asking.condition(spec.name, depth), 0, 3)
    return asking.chance.of((Or, And))(tuple(parts))


def _opposite(asking: Asking, spec: KindSpec, depth: int) -> Asked:
    return Not(asking.condition(spec.name, depth))


def _related(asking: Asking, spec: KindSpec, depth: int) -> Asked:
    if not spec.relations:
        return Everything()
    way, chance = asking.way([*spec.relations.values()]), asking.chance
    inner = asking.condition(way.target, depth)
    counted = CountOf[object](way.name, inner, chance.of([*Op]), chance.number(-1, 3))
    return chance.of((AnyOf[object](way.name, inner), AllOf[object](way.name, inner), counted))


_OF_ONE_FIELD: Sequence[Callable[[Asking, KindSpec], Asked]] = (
    _sure,
    _comparison,
    _comparison,
    _comparison,
    _one_of,
    _search,
    _tagged,
)
_OF_OTHERS: Sequence[Callable[[Asking, KindSpec, int], Asked]] = (
    _opposite,
    _joined,
    _joined,
    _related,
    _related,
)
