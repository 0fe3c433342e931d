"""Which word of a name is the surname, the first name and the patronymic."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from crmkit.domain._name_words import Evidence, Role

Order = tuple[Role, ...]

_AT = {"last": 0, "first": 1, "middle": 2}
_REMEMBERED = 2**12

# The likelier order stands earlier: of equally good ones the first is taken.
ORDERS: tuple[tuple[Order, ...], ...] = (
    ((),),
    (("first",), ("last",), ("middle",)),
    (
        ("last", "first"),
        ("first", "last"),
        ("first", "middle"),
        ("last", "middle"),
        ("middle", "first"),
        ("middle", "last"),
    ),
    (
        ("last", "first", "middle"),
        ("first", "middle", "last"),
        ("last", "middle", "first"),
        ("first", "last", "middle"),
        ("middle", "first", "last"),
        ("middle", "last", "first"),
    ),
)
_WESTERN: tuple[Order, ...] = ((), ("first",), ("first", "last"), ("first", "middle", "last"))


def _place(role: Role, order: Order) -> int:
    return order.index(role) if role in order else -1


PLACES: Mapping[Order, tuple[int, int, int]] = MappingProxyType(
    {
        order: (_place("last", order), _place("first", order), _place("middle", order))
        for orders in ORDERS
        for order in orders
    }
)
"""Where the surname, the first name and the patronymic stand; -1 for none."""
_UNUSUAL = {("middle", "first"), ("middle", "last")}
MOST = len(ORDERS) - 1
_STATED, _TIE = 6, 1


@lru_cache(_REMEMBERED)
def likeliest_order(words: tuple[Evidence, ...], stated: Order = ()) -> Order:
    """The order that the words' evidence speaks for; where it says nothing, the surname is first.

    An order stated by columns holds until the words plainly contradict it. Of words that may all
    be both names, as in the west, the first name rather stands first.
    """
    expected, bonus = stated, _STATED
    if not stated and all(0 < word[0] < word[1] for word in words):
        expected, bonus = _WESTERN[len(words)], _TIE
    return max(
        ORDERS[len(words)],
        key=lambda order: _fitness(order, words) + (bonus if order == expected else 0),
    )


def _fitness(order: Order, words: tuple[Evidence, ...]) -> int:
    """How well the words stand in this order; ``Петрович Иван`` is more likely a surname first."""
    fit = -4 if order in _UNUSUAL else 0
    return fit + sum(word[_AT[role]] for role, word in zip(order, words, strict=True))
