"""Order, and what comes after the place where the page before ended, without any OFFSET."""

from collections.abc import Sequence

from attrs import frozen
from sqlalchemy import ColumnElement, and_, or_, tuple_

from crmkit.query.schema import FieldType
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.shapes import After
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.types import COLUMN_TYPES, IDENT, TEXT

Test = ColumnElement[bool]


@frozen(eq=False)
class Key:
    """One part of an order: the expressions that rank it (money has two, absent together)."""

    ranks: tuple[Expression, ...]
    kept: FieldType
    descending: bool
    optional: bool

    def order(self, database: Database, *, alike: bool = False) -> list[Expression]:
        """What to order by; where values are ``alike``, present or absent all, as an index is."""
        optional = self.optional and not alike
        return [
            part
            for rank in self.ranks
            for part in database.ordered(rank, descending=self.descending, optional=optional)
        ]

    def places(self, slot: int) -> list[Expression]:
        """The value of the place, ranked alike; the currency is in the slot after the amount."""
        amount = parameter(slot, COLUMN_TYPES[self.kept])
        return [amount] if len(self.ranks) == 1 else [parameter(slot + 1, TEXT), amount]

    def beyond(self, slot: int) -> Test:
        """Comes strictly after the place, both being present."""
        places = self.places(slot)
        *others, last = zip(self.ranks, places, strict=True)
        test = _beyond(*last, falls=self.descending)
        for rank, place in others:
            test = or_(_beyond(rank, place, falls=self.descending), and_(rank == place, test))
        return test

    def equal(self, slot: int | None) -> Test:
        """Stands at the place."""
        if slot is None:
            return self.ranks[0].is_(None)
        return and_(*(rank == at for rank, at in zip(self.ranks, self.places(slot), strict=True)))


@frozen(eq=False)
class Stretch:
    """A part of an order that an index has as it is: its condition, and what to order it by."""

    test: Test | None
    order: Sequence[Expression]


@frozen(eq=False)
class Sequenced:
    """A whole order: its keys, and the id that breaks ties in the direction of the last one."""

    keys: Sequence[Key]
    key: Expression
    database: Database

    @property
    def falls(self) -> bool:
        """Whether ids descend."""
        return bool(self.keys) and self.keys[-1].descending

    def order(self) -> list[Expression]:
        """What to order by."""
        return [*(part for key in self.keys for part in key.order(self.database)), self._last]

    def stretches(self, place: After | None, *, apart: bool = False) -> list[Stretch]:
        """What comes after the place: one stretch, or two that have no record in common.

        The second holds what lacks the first value. Without a place there is one, unless absent
        values are wanted ``apart`` and no index has them where they belong.
        """
        first = self.keys[0] if self.keys else None
        if first is None:
            return [Stretch(None if place is None else self._after(place, 0), self.order())]
        others = (part for key in self.keys[1:] for part in key.order(self.database))
        order = [*first.order(self.database, alike=True), *others, self._last]
        if place is None:
            if not (apart and self._is_misplaced(first)):
                return [Stretch(None, self.order())]
            test: Test = first.ranks[0].is_not(None)
        elif place.slots[0] is None:
            return [Stretch(self._after(place, 0), order)]
        else:
            test = self._present(place, first)
        absent = [first.ranks[0].is_(None)] if first.optional else []
        return [Stretch(each, order) for each in (test, *absent)]

    @property
    def _last(self) -> Expression:
        return self.key.desc() if self.falls else self.key.asc()

    def _is_misplaced(self, first: Key) -> bool:
        """Whether an index has the absent values where they do not belong."""
        return first.optional and not self.database.indexed_last(descending=first.descending)

    def _present(self, place: After, first: Key) -> Test:
        """Comes after the place, and has the first value, as the place has."""
        if self._is_one_range(place):
            return self._in_one_range(place)
        slot = place.slots[0] or 0
        bound = first.places(slot)[0]
        limit = _beyond(first.ranks[0], bound, falls=first.descending, or_at=True)
        return and_(limit, self._after(place, 0))

    def _is_one_range(self, place: After) -> bool:
        alike = {key.descending for key in self.keys} == {self.falls}
        return (
            self.database.row_values
            and alike
            and None not in place.slots
            and not any(key.optional for key in self.keys[1:])
        )

    def _in_one_range(self, place: After) -> Test:
        ranks = [rank for key in self.keys for rank in key.ranks]
        slots = zip(self.keys, place.slots, strict=True)
        places = [at for key, slot in slots if slot is not None for at in key.places(slot)]
        here = tuple_(*ranks, self.key)
        there = tuple_(*places, parameter(place.key, IDENT))
        return here < there if self.falls else here > there

    def _after(self, place: After, nth: int) -> Test:
        if nth == len(self.keys):
            return _beyond(self.key, parameter(place.key, IDENT), falls=self.falls)
        key, slot = self.keys[nth], place.slots[nth]
        at_place = and_(key.equal(slot), self._after(place, nth + 1))
        if slot is None:
            return at_place
        absent = [key.ranks[0].is_(None)] if key.optional and nth else []
        return or_(key.beyond(slot), *absent, at_place)


def _beyond(rank: Expression, place: Expression, *, falls: bool, or_at: bool = False) -> Test:
    if or_at:
        return rank <= place if falls else rank >= place
    return rank < place if falls else rank > place
