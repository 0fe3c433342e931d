"""Chance: the one source of every random choice, the same again for the same seed.

Only ``Random.random()`` is used: its sequence is promised to stay the same in every Python.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random  # noqa: TID251 - made-up clients, the same again for the same seed
from typing import TypeVar

V = TypeVar("V")

_LARGEST_SHARE = 1_000_000
_FLATTENED_BY = 3


class Chance:
    """Chooses by the seed."""

    def __init__(self, seed: int) -> None:
        """Starts the sequence of the seed."""
        self._random = Random(seed)  # noqa: S311 - no secret depends on it

    def below(self, limit: int) -> int:
        """A whole number from 0 to one less than the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def happens(self, share: float) -> bool:
        """True in so large a share of the cases."""
        return self._random.random() < share

    def one(self, choices: Sequence[V]) -> V:
        """One of the choices, all equally likely."""
        return choices[self.below(len(choices))]

    def ranked(self, choices: Sequence[V]) -> V:
        """One of the choices, the first likeliest: the n-th about 1/n as often, by Zipf's law."""
        bounds = _bounds(len(choices))
        return choices[bisect_right(bounds, self.below(bounds[-1]))]

    def weighted(self, choices: Sequence[tuple[V, int]]) -> V:
        """One of the choices, each as likely as its weight says."""
        left = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def shuffled(self, values: Sequence[V]) -> list[V]:
        """The values in another order."""
        mixed = list(values)
        for place in range(len(mixed) - 1, 0, -1):
            other = self.below(place + 1)
            mixed[place], mixed[other] = mixed[other], mixed[place]
        return mixed

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(str(self.below(10)) for _ in range(count))


@cache
def _bounds(count: int) -> tuple[int, ...]:
    """Where each rank's part of a line ends; whole numbers, so that every machine agrees."""
    parts = (_LARGEST_SHARE // (_FLATTENED_BY + rank) for rank in range(count))
    return tuple(accumulate(parts))
