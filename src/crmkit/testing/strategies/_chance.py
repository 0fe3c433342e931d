"""Chance: the one way in which everything here is made, by Hypothesis or from a seed.

Drawing by Hypothesis lets it shrink what failed, at a tenth of a millisecond for each number; a
seeded chance is a hundred times faster. What one makes, the other can make too.
"""

from collections.abc import Callable, Sequence
from random import Random  # noqa: TID251 - from a drawn seed
from typing import TypeVar

from attrs import frozen
from hypothesis import strategies as st

T = TypeVar("T")


@frozen
class Chance:
    """Picks numbers, and by them everything else; smaller numbers make simpler things."""

    number: Callable[[int, int], int]
    """A whole number from the first to the second, both included."""

    def of(self, things: Sequence[T]) -> T:
        """One of the things."""
        return things[self.number(0, len(things) - 1)]

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.number(1, times) == times

    def some(self, things: Sequence[T], most: int) -> list[T]:
        """Up to so many different things, in any order."""
        left = [*things]
        wanted = self.number(0, min(most, len(left)))
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(wanted)]

    def several(self, make: Callable[["Chance"], T], least: int, most: int) -> list[T]:
        """From ``least`` to ``most`` things, made one by one."""
        return [make(self) for _ in range(self.number(least, most))]


def seeded(seed: str) -> Chance:
    """The chance that always goes the same way from this seed on."""
    return Chance(Random(seed).randint)  # noqa: S311 - repeatable is what it should be


def drawn(make: Callable[[Chance], T]) -> st.SearchStrategy[T]:
    """The strategy that draws every number of the making."""
    return _drawn(make)


@st.composite
def _drawn(draw: st.DrawFn, make: Callable[[Chance], T]) -> T:
    return make(Chance(lambda low, high: draw(st.integers(low, high))))
