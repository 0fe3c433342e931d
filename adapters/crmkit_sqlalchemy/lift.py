"""Takes the values out of conditions, as the database keeps them, and leaves the shape."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import floor
from operator import eq, ge, gt, le, lt
from typing import TypeVar

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
from crmkit.query.questions import Path
from crmkit.query.schema import FieldType, KindSpec, Schema
from crmkit.query.values import Value
from crmkit.text import fold
from crmkit_sqlalchemy.dialects import Database, money_to_pair
from crmkit_sqlalchemy.shapes import (
    Absent,
    Among,
    Compared,
    Contains,
    Counted,
    Every,
    Fixed,
    Held,
    Opposite,
    Related,
    Shape,
    Some,
    Starts,
    Way,
)
from crmkit_sqlalchemy.types import BAR, DECIMAL_PLACES, LARGEST

R = TypeVar("R")

ALWAYS, NEVER = Fixed(truth=True), Fixed(truth=False)
"""The only two of their sort."""
_OPPOSITE = {
    Op.LESS: Op.AT_LEAST,
    Op.AT_LEAST: Op.LESS,
    Op.MORE: Op.AT_MOST,
    Op.AT_MOST: Op.MORE,
    Op.IS: Op.MORE,  # asked of 0 alone, and a count is not less
}
_COMPARISON = {Op.IS: eq, Op.LESS: lt, Op.AT_MOST: le, Op.MORE: gt, Op.AT_LEAST: ge}
_LAST, _BEFORE_HALVES, _AFTER_HALVES = 0x10FFFF, 0xD7FF, 0xE000


class Lifting:
    """The values of one question, in the order of their slots; the tenant is the first."""

    def __init__(self, schema: Schema, database: Database, tenant: int) -> None:
        """Starts with the tenant alone."""
        self.schema = schema
        self._database = database
        self.values: list[object] = [tenant]

    def slot(self, value: object) -> int:
        """Puts the value, already as the database keeps it, into the next slot."""
        self.values.append(value)
        return len(self.values) - 1

    def kept(self, value: Value, kept: FieldType) -> int:
        """Puts a value of a field of this type into the next slots; answers with the first."""
        return self.all_kept((value,), kept)

    def all_kept(self, values: Sequence[Value], kept: FieldType) -> int:
        """Puts values of a field of this type into the next slots; answers with the first."""
        slot, encode = len(self.values), self._database.encoder(kept)
        if kept is FieldType.MONEY:
            self.values += chain.from_iterable(map(money_to_pair, values))  # type: ignore[arg-type]  # all are money
        else:
            self.values += values if encode is None else map(encode, values)
        return slot

    def shape(self, kind: str, condition: Condition[R]) -> Shape:
        """The shape of a condition about records of the kind."""
        return _LIFT[type(condition)](self, self.schema.kind(kind), condition)

    def way(self, kind: str, path: Path[R]) -> Way:
        """The shape of a path."""
        steps = []
        for step in path.steps:
            kind = self.schema.target(kind, step.relation).name
            steps.append((step.relation, self.shape(kind, step.guard)))
        return Way(self._held(self.schema.kind(kind), path.name), tuple(steps))

    def _held(self, kind: KindSpec, name: str) -> Held:
        return Held(name, kind.field(name).type)

    def fixed(self, _kind: KindSpec, condition: Condition[R]) -> Shape:
        """Everything and Nothing."""
        return ALWAYS if isinstance(condition, Everything) else NEVER

    def joined(self, kind: KindSpec, condition: And[R] | Or[R]) -> Shape:
        """And, Or."""
        both = isinstance(condition, And)
        neutral, final = (ALWAYS, NEVER) if both else (NEVER, ALWAYS)
        parts = [self.shape(kind.name, part) for part in condition.parts]
        if any(part is final for part in parts):
            return final
        left = tuple([part for part in parts if part is not neutral])
        if len(left) < 2:  # noqa: PLR2004 - one part needs no joining
            return left[0] if left else neutral
        return Every(left) if both else Some(left)

    def opposite(self, kind: KindSpec, condition: Not[R]) -> Shape:
        """Not."""
        return _not(self.shape(kind.name, condition.condition))

    def compared(self, kind: KindSpec, condition: Compare[R]) -> Shape:
        """Compare."""
        field, value, op = self._held(kind, condition.name), condition.value, condition.op
        if value is None:
            return Absent(field) if op is Op.IS else NEVER
        if field.kept is FieldType.DECIMAL and isinstance(value, Decimal):
            return self._compared_decimal(field, op, value)
        return Compared(field, op, self.kept(value, field.kept))

    def _compared_decimal(self, field: Held, op: Op, value: Decimal) -> Shape:
        """Compares in whole millionths, to which a finer value is never equal."""
        exact = Fraction(value) * 10**DECIMAL_PLACES
        below = floor(exact)
        if below != exact:
            if op is Op.IS:
                return NEVER
            op = Op.AT_MOST if op in {Op.LESS, Op.AT_MOST} else Op.MORE
        elif abs(below) > LARGEST and op is Op.IS:
            return NEVER
        return Compared(field, op, self.slot(max(-LARGEST - 1, min(below, LARGEST))))

    def among(self, kind: KindSpec, condition: OneOf[R]) -> Shape:
        """OneOf; a list is filled up with repetitions, so that few lengths make few statements."""
        field = self._held(kind, condition.name)
        values = [*condition.values]
        if field.kept is FieldType.DECIMAL:
            values = [*filter(_is_in_millionths, values)]
        if not values:
            return NEVER
        if len(values) == 1:
            return Compared(field, Op.IS, self.kept(values[0], field.kept))
        count = 1 << (len(values) - 1).bit_length()
        values += values[-1:] * (count - len(values))
        return Among(field, self.all_kept(values, field.kept), count)

    def text(self, kind: KindSpec, condition: Text[R]) -> Shape:
        """Text."""
        field, needle = self._held(kind, condition.name), fold(condition.needle)
        if not needle:
            return _not(Absent(field))
        if condition.match is TextMatch.CONTAINS:
            return Contains(field, self.slot(self._database.needle(needle)))
        end = _text_after(needle)
        slot = self.slot(needle)
        if end is not None:
            self.slot(end)
        return Starts(field, slot, end is not None)

    def tagged(self, kind: KindSpec, condition: Tagged[R]) -> Shape:
        """Tagged."""
        tag = self._database.needle(f"{BAR}{condition.tag}{BAR}")
        return Contains(self._held(kind, condition.name), self.slot(tag))

    def related(self, kind: KindSpec, condition: AnyOf[R]) -> Shape:
        """AnyOf."""
        target = self.schema.target(kind.name, condition.relation).name
        part = self.shape(target, condition.condition)
        return part if part is NEVER else Related(condition.relation, part)

    def all_related(self, kind: KindSpec, condition: AllOf[R]) -> Shape:
        """AllOf: not any that does not fulfil it."""
        target = self.schema.target(kind.name, condition.relation).name
        part = _not(self.shape(target, condition.condition))
        return ALWAYS if part is NEVER else Opposite(Related(condition.relation, part))

    def counted(self, kind: KindSpec, condition: CountOf[R]) -> Shape:
        """CountOf; a comparison that is true of 0 is said as the opposite of its opposite."""
        op, number = condition.op, condition.number
        target = self.schema.target(kind.name, condition.relation).name
        true_of_none = _COMPARISON[op](0, number)
        part = self.shape(target, condition.condition)
        if part is NEVER:
            return ALWAYS if true_of_none else NEVER
        op = _OPPOSITE[op] if true_of_none else op
        if (op, number) in {(Op.MORE, 0), (Op.AT_LEAST, 1)}:
            shape: Shape = Related(condition.relation, part)
        else:
            shape = Counted(condition.relation, part, op, self.slot(number))
        return _not(shape) if true_of_none else shape


def _not(shape: Shape) -> Shape:
    match shape:
        case Fixed(truth):
            return NEVER if truth else ALWAYS
        case Opposite(part):
            return part
        case _:
            return Opposite(shape)


def _is_in_millionths(value: Value) -> bool:
    if not isinstance(value, Decimal):
        return True
    exact = Fraction(value) * 10**DECIMAL_PLACES
    return bool(exact.denominator == 1 and abs(exact) <= LARGEST)


def _text_after(prefix: str) -> str | None:
    """The first text after all that start with the prefix; None if there is none."""
    while prefix:
        code = ord(prefix[-1])
        prefix = prefix[:-1]
        if code < _LAST:
            return prefix + chr(_AFTER_HALVES if code == _BEFORE_HALVES else code + 1)
    return None


_LIFT: Mapping[type, Callable[..., Shape]] = {
    Everything: Lifting.fixed,
    Nothing: Lifting.fixed,
    And: Lifting.joined,
    Or: Lifting.joined,
    Not: Lifting.opposite,
    Compare: Lifting.compared,
    OneOf: Lifting.among,
    Text: Lifting.text,
    Tagged: Lifting.tagged,
    AnyOf: Lifting.related,
    AllOf: Lifting.all_related,
    CountOf: Lifting.counted,
}
