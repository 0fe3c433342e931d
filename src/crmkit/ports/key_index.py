"""Who shares which candidate key, in a whole base at once: the index that a batch run needs.

A key is a number of 63 bits; see `crmkit.matching.keys`. The index is made of a table of them all.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

Pair = tuple[int, int]
"""Two records by their places, the lower one first."""


class KeyTable:
    """Columns of one length: a key, how many records may share it, the place of one that has it.

    No record has a key twice. The places are whole numbers from 0, in rising order.
    """

    def __init__(self) -> None:
        """A table without rows."""
        self.keys = array("q")
        self.most = array("B")
        self.places = array("i")

    def __len__(self) -> int:
        """How many rows it has."""
        return len(self.keys)

    def add(self, key: int, most: int, place: int) -> None:
        """Appends a row."""
        self.keys.append(key)
        self.most.append(most)
        self.places.append(place)

    def extend(self, other: "KeyTable", offset: int) -> None:
        """Appends the rows of another table, whose places begin at the offset here."""
        self.keys.extend(other.keys)
        self.most.extend(other.most)
        self.places.extend(array("i", [place + offset for place in other.places]))


class KeyIndex(Protocol):
    """Who shares which key."""

    def members(self, key: int) -> Sequence[int]:
        """The places of the records that have the key, in rising order; none for an unknown key."""
        ...

    def pairs(self) -> Iterator[Pair]:
        """Every two records that share a key which no more records share than may, once each."""
        ...


KeyIndexer = Callable[[KeyTable], KeyIndex]
"""Makes an index of a table, which is not changed afterwards."""
