"""Checking a condition: every name, value and size in it."""

from collections.abc import Mapping
from typing import Self, TypeVar

from attrs import evolve, frozen, mutable

from crmkit.errors import BadQuestion
from crmkit.query.conditions import (
    AllOf,
    And,
    AnyOf,
    Compare,
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
from crmkit.query.fitting import LARGEST_NUMBER, require_fit, require_needle, require_text
from crmkit.query.schema import FieldSpec, FieldType, KindSpec, Schema

T = TypeVar("T")
DEEPEST = 12
MOST_PARTS = 500
MOST_VALUES = 10_000


@frozen
class Spot:
    """Where in a condition we are: about which kind, by which relations, how deep."""

    kind: KindSpec
    trail: str
    depth: int = 1

    def deeper(self) -> Self:
        """The same place, one level further in."""
        return evolve(self, depth=self.depth + 1)

    def across(self, relation: str, schema: Schema) -> Self:
        """The other end of a relation, one level further in."""
        target = schema.target(self.kind.name, of(str, relation, self.trail))
        return evolve(self.deeper(), kind=target, trail=f"{self.trail}.{relation}")

    def field(self, name: str) -> tuple[FieldSpec, str]:
        """The field of this name, and where it stands."""
        return self.kind.field(of(str, name, self.trail)), f"{self.trail}.{name}"


@mutable
class Checking:
    """One question being checked; it counts the parts it has come across."""

    schema: Schema
    parts: int = 0

    def count(self) -> None:
        """One part more; refuses a question of too many."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            message = f"a question has at most {MOST_PARTS} parts"
            raise BadQuestion(message, where="question", hint="use one of several values instead")

    def condition(self, spot: Spot, condition: object) -> None:
        """Passes a condition that makes sense at this spot."""
        self.count()
        require_shallow(spot)
        match condition:
            case Everything() | Nothing():
                pass
            case And(parts) | Or(parts):
                for part in of(tuple, parts, spot.trail):
                    self.condition(spot.deeper(), part)
            case Not(inner):
                self.condition(spot.deeper(), inner)
            case AnyOf(relation, inner) | AllOf(relation, inner) | CountOf(relation, inner):
                _require_count(condition, spot)
                self.condition(spot.across(relation, self.schema), inner)
            case _:
                _require_own(condition, spot)


def of(python: type[T], value: object, where: str) -> T:
    """The value, if it is of this type; BadQuestion naming ``where`` if not."""
    if isinstance(value, python):
        return value
    message = f"{python.__name__} is expected, not {type(value).__name__}"
    raise BadQuestion(message, where=where)


def is_between(value: object, low: int, high: int) -> bool:
    """Whether it is a whole number from ``low`` to ``high``, both included."""
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def require_comparable(spec: FieldSpec, where: str) -> None:
    """Refuses a field whose values are not compared, ordered or grouped."""
    if not spec.type.comparable:
        hint = _INSTEAD[spec.type]
        raise BadQuestion(
            "this field cannot be compared, ordered or grouped", where=where, hint=hint
        )


def require_shallow(spot: Spot) -> None:
    """Refuses a condition that is nested too deep."""
    if spot.depth > DEEPEST:
        message = f"conditions are nested more than {DEEPEST} deep"
        raise BadQuestion(message, where=spot.trail, hint="ask in two questions")


def _require_count(condition: object, spot: Spot) -> None:
    if isinstance(condition, CountOf):
        of(Op, condition.op, spot.trail)
        if not is_between(condition.number, -LARGEST_NUMBER, LARGEST_NUMBER):
            raise BadQuestion("a count is compared with a whole number", where=spot.trail)


def _require_own(condition: object, spot: Spot) -> None:
    match condition:
        case Compare():
            _require_compare(condition, *spot.field(condition.name))
        case OneOf():
            _require_one_of(condition, *spot.field(condition.name))
        case Text():
            _require_search(condition, *spot.field(condition.name))
        case Tagged():
            _require_tagged(condition, *spot.field(condition.name))
        case _:
            message = f"{type(condition).__name__} is no condition"
            raise BadQuestion(message, where=spot.trail)


def _require_compare(condition: Compare[T], spec: FieldSpec, where: str) -> None:
    of(Op, condition.op, where)
    require_comparable(spec, where)
    if condition.value is not None:
        require_fit(condition.value, spec, where=where)


def _require_one_of(condition: OneOf[T], spec: FieldSpec, where: str) -> None:
    require_comparable(spec, where)
    if len(of(tuple, condition.values, where)) > MOST_VALUES:
        raise BadQuestion(f"one of at most {MOST_VALUES} values", where=where)
    for value in condition.values:
        require_fit(value, spec, where=where)


def _require_search(condition: Text[T], spec: FieldSpec, where: str) -> None:
    of(TextMatch, condition.match, where)
    if not spec.searchable:
        message = "this field is not searched"
        raise BadQuestion(message, where=where, hint="compare its whole value instead")
    require_needle(of(str, condition.needle, where), where=where)


def _require_tagged(condition: Tagged[T], spec: FieldSpec, where: str) -> None:
    if spec.type is not FieldType.TAGS:
        raise BadQuestion("this field holds no tags", where=where, hint="compare its value instead")
    require_text(of(str, condition.tag, where), where=where)


_INSTEAD: Mapping[FieldType, str] = {
    FieldType.TAGS: "ask whether it has a tag",
    FieldType.DOCUMENT: "it is kept whole; read the record",
    FieldType.CUSTOM: "name one custom field: custom.KEY",
}
