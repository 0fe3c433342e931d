"""The key index as sorted columns: who shares a key lies side by side."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from crmkit.ports.key_index import KeyTable, Pair

Places = NDArray[np.int32]
Numbers = NDArray[np.int64]

_AT_ONCE = 1_000_000
_MOST = 255


class NumpyKeyIndex:
    """An index of some twenty bytes a key."""

    def __init__(self, table: KeyTable) -> None:
        """Sorts the table by key, records in rising order."""
        keys = np.frombuffer(table.keys, dtype=np.int64)
        places = np.frombuffer(table.places, dtype=np.int32)
        most = np.frombuffer(table.most, dtype=np.uint8)
        order = np.lexsort((places, keys))
        self._keys: Numbers = keys[order]
        self._places: Places = places[order]
        self._starts, self._sizes = _runs(self._keys)
        self._most = most[order][self._starts]
        self._records = int(places[-1]) + 1 if len(places) else 0

    def members(self, key: int) -> Sequence[int]:
        """The places of the records that have the key, in rising order."""
        start = int(np.searchsorted(self._keys, key, "left"))
        end = int(np.searchsorted(self._keys, key, "right"))
        found: list[int] = self._places[start:end].tolist()
        return found

    def pairs(self) -> Iterator[Pair]:
        """Every two records that share a key which no more records share than may, once each."""
        found = [self._pairs_of(int(size)) for size in np.unique(self._sizes) if 1 < size <= _MOST]
        if not found:
            return
        every = np.unique(np.concatenate(found))
        for start in range(0, len(every), _AT_ONCE):
            ones, others = np.divmod(every[start : start + _AT_ONCE], self._records)
            yield from zip(ones.tolist(), others.tolist(), strict=True)

    def _pairs_of(self, size: int) -> Numbers:
        """The pairs within the groups of one size, each as one number."""
        starts = self._starts[(self._sizes == size) & (size <= self._most)]
        groups = self._places[starts[:, None] + np.arange(size)].astype(np.int64)
        one, other = np.triu_indices(size, 1)
        numbers: Numbers = (groups[:, one] * self._records + groups[:, other]).ravel()
        return np.unique(numbers)


def _runs(keys: Numbers) -> tuple[Numbers, Numbers]:
    """Where each run of equal keys starts, and how long it is."""
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return starts, np.diff(np.append(starts, len(keys)))
