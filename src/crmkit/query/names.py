"""Typed names to build questions with: ``deal.amount > Money(70000, "USD")``.

`Field` and the relations `One` and `Many` know the kind of record and the type of value, so that
mypy refuses a misspelt field, a value of another type and a condition about another kind.
"""

from collections.abc import Iterable
from typing import Generic, Literal, TypeVar

from attrs import frozen

from crmkit.query.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Everything,
    Not,
    OneOf,
    Op,
    Tagged,
    Text,
    TextMatch,
)
from crmkit.query.questions import Order, Path, Step
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit.query.values import Value

R = TypeVar("R")
T = TypeVar("T")
V = TypeVar("V", bound=Value)
Comparison = Literal["=", "<", "<=", ">", ">="]


@frozen(eq=False)
class Field(Generic[R, V]):
    """A field of ``R`` holding values ``V``; comparing it gives a condition.

    A field reached through a to-one relation (``deal.contact.its(contact.city)``) compares the
    related record's value, and orders and groups by it.
    """

    name: str
    through: tuple[str, ...] = ()

    __hash__ = None  # type: ignore[assignment]  # equality makes a condition, so no hash can agree

    def __eq__(self, other: V | None) -> Condition[R]:  # type: ignore[override]  # builds a condition
        """Equal to the value; None asks for absence."""
        return self._say(Compare(self.name, Op.IS, other))

    def __ne__(self, other: V | None) -> Condition[R]:  # type: ignore[override]  # builds a condition
        """Not equal to the value, absent included; None asks for presence."""
        return Not(self == other)

    def __lt__(self, other: V) -> Condition[R]:
        """Less, earlier, or sooner in code point order."""
        return self._say(Compare(self.name, Op.LESS, other))

    def __le__(self, other: V) -> Condition[R]:
        """Less or equal."""
        return self._say(Compare(self.name, Op.AT_MOST, other))

    def __gt__(self, other: V) -> Condition[R]:
        """More or later."""
        return self._say(Compare(self.name, Op.MORE, other))

    def __ge__(self, other: V) -> Condition[R]:
        """More or equal."""
        return self._say(Compare(self.name, Op.AT_LEAST, other))

    def from_to(self, low: V, high: V) -> Condition[R]:
        """From ``low``, included, up to ``high``, not included: right for days and moments."""
        return (self >= low) & (self < high)

    def is_in(self, values: Iterable[V]) -> Condition[R]:
        """One of the values."""
        return self._say(OneOf(self.name, tuple(values)))

    @property
    def absent(self) -> Condition[R]:
        """There is no value."""
        return self._say(Compare(self.name, Op.IS, None))

    @property
    def present(self) -> Condition[R]:
        """There is a value."""
        return Not(self.absent)

    @property
    def up(self) -> Order[R]:
        """Ascending order by this field."""
        return Order(self.path)

    @property
    def down(self) -> Order[R]:
        """Descending order by this field."""
        return Order(self.path, descending=True)

    @property
    def path(self) -> Path[R]:
        """Where the value is found, for groups and measures."""
        return Path(self.name, tuple(Step(relation) for relation in self.through))

    def _say(self, condition: Condition[object]) -> Condition[R]:
        for relation in reversed(self.through):
            condition = AnyOf(relation, condition)
        return condition  # type: ignore[return-value]  # the outermost relation belongs to R


@frozen(eq=False)
class TextField(Field[R, str]):
    """A text field that can also be searched, whatever its case and ё/е."""

    def contains(self, needle: str) -> Condition[R]:
        """The folded text contains the folded needle."""
        return self._say(Text(self.name, TextMatch.CONTAINS, needle))

    def starts_with(self, needle: str) -> Condition[R]:
        """The folded text starts with the folded needle."""
        return self._say(Text(self.name, TextMatch.STARTS, needle))


@frozen
class TagsField(Generic[R]):
    """A field of tags."""

    name: str

    def has(self, tag: str) -> Condition[R]:
        """The tag is among them."""
        return Tagged(self.name, tag)


@frozen
class One(Generic[R, T]):
    """A relation from ``R`` to at most one ``T``."""

    name: str

    def any(self, condition: Condition[T] | None = None) -> Condition[R]:
        """The related record is there, and fulfils the condition if one is given."""
        return AnyOf(self.name, _loose(condition))

    def its(self, field: Field[T, V]) -> Field[R, V]:
        """A field of the related record, to compare, order or group by."""
        return Field(field.name, (self.name, *field.through))


@frozen
class Many(Generic[R, T]):
    """A relation from ``R`` to any number of ``T``."""

    name: str

    def any(self, condition: Condition[T] | None = None) -> Condition[R]:
        """At least one related record (that fulfils the condition)."""
        return AnyOf(self.name, _loose(condition))

    def all(self, condition: Condition[T]) -> Condition[R]:
        """Every related record fulfils the condition; true where there is none."""
        return AllOf(self.name, _loose(condition))

    def count(
        self, comparison: Comparison, number: int, where: Condition[T] | None = None
    ) -> Condition[R]:
        """The number of related records compares so: ``contact.orders.count(">=", 3)``."""
        return CountOf(self.name, _loose(where), Op(comparison), number)


@frozen
class Names(Generic[R]):
    """What every kind's names share: custom fields by key."""

    def custom(self, key: str, of: type[V]) -> Field[R, V]:
        """The custom field ``key`` with values of type ``of``."""
        del of  # tells mypy the type of the value; the definition tells the store
        return Field(f"{CUSTOM_PREFIX}{key}")


def _loose(condition: Condition[T] | None) -> Condition[object]:
    return Everything() if condition is None else condition  # type: ignore[return-value]  # the relation ties it to T
