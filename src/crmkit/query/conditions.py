"""Conditions: what a record must be like. The closed part of the language that filters.

A condition is a value: it can be compared, kept, sent as JSON and read in two ways (plain Python
and SQL). ``R`` is the kind of record it speaks of, so that mypy refuses a condition about orders
where one about clients is meant.

Absent values: a comparison with an absent value (None, on either side) is false, and ``Not`` of
it is true; to ask for absence itself, compare with ``Op.IS`` and None.
"""

from enum import StrEnum
from typing import Generic, TypeVar

from attrs import field, frozen

from crmkit.query.values import Value

R = TypeVar("R")


class Op(StrEnum):
    """The comparisons. ``IS`` is equality that also accepts None for «absent»."""

    IS = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class TextMatch(StrEnum):
    """How a needle must stand in a text; both are folded first (case, ё/е, spaces)."""

    CONTAINS = "contains"
    STARTS = "starts"


class Condition(Generic[R]):
    """Something true or false of a record of kind ``R``; combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    def __and__(self, other: "Condition[R]") -> "Condition[R]":
        """Both hold."""
        return And((*_parts(And, self), *_parts(And, other)))

    def __or__(self, other: "Condition[R]") -> "Condition[R]":
        """At least one holds."""
        return Or((*_parts(Or, self), *_parts(Or, other)))

    def __invert__(self) -> "Condition[R]":
        """It does not hold."""
        return self.condition if isinstance(self, Not) else Not(self)

    def __bool__(self) -> bool:
        """Refused: ``and``, ``or``, ``not`` and chained comparisons would drop a part silently."""
        message = "a condition has no truth value here: combine conditions with &, | and ~"
        raise TypeError(message)


@frozen
class Everything(Condition[R]):
    """True of every record."""


@frozen
class Nothing(Condition[R]):
    """True of no record."""


@frozen
class And(Condition[R]):
    """All parts hold (of no parts: true)."""

    parts: tuple[Condition[R], ...]


@frozen
class Or(Condition[R]):
    """At least one part holds (of no parts: false)."""

    parts: tuple[Condition[R], ...]


@frozen
class Not(Condition[R]):
    """The condition does not hold."""

    condition: Condition[R]


@frozen
class Compare(Condition[R]):
    """The field's value stands in this relation to ``value``.

    Money compares within its currency only: an amount in another currency is neither equal nor
    less nor more. Custom fields are named ``custom.KEY``.
    """

    name: str
    op: Op
    value: Value | None


@frozen
class OneOf(Condition[R]):
    """The field's value is one of these (never true of an absent value)."""

    name: str
    values: tuple[Value, ...]


@frozen
class Text(Condition[R]):
    """The searchable text field contains or starts with the needle, both folded."""

    name: str
    match: TextMatch
    needle: str


@frozen
class Tagged(Condition[R]):
    """The field of tags holds this tag."""

    name: str
    tag: str


@frozen
class AnyOf(Condition[R]):
    """At least one related record fulfils the condition."""

    relation: str
    condition: Condition[object]


@frozen
class AllOf(Condition[R]):
    """Every related record fulfils the condition (true where there is none)."""

    relation: str
    condition: Condition[object]


@frozen
class CountOf(Condition[R]):
    """The number of related records that fulfil the condition compares so with ``number``."""

    relation: str
    condition: Condition[object]
    op: Op
    number: int = field()


def _parts(joined: type[And[R]] | type[Or[R]], condition: Condition[R]) -> tuple[Condition[R], ...]:
    return condition.parts if isinstance(condition, joined) else (condition,)
