"""The key index in dictionaries: the meaning of the port, fast enough for tens of thousands."""

from collections.abc import Iterator, Sequence

from crmkit.ports.key_index import KeyTable, Pair


class MemoryKeyIndex:
    """An index in dictionaries; about a kilobyte a record."""

    def __init__(self, table: KeyTable) -> None:
        """Reads the whole table."""
        self._members: dict[int, list[int]] = {}
        self._most: dict[int, int] = {}
        for key, most, place in zip(table.keys, table.most, table.places, strict=True):
            self._members.setdefault(key, []).append(place)
            self._most[key] = most

    def members(self, key: int) -> Sequence[int]:
        """The places of the records that have the key, in rising order."""
        return self._members.get(key, ())

    def pairs(self) -> Iterator[Pair]:
        """Every two records that share a key which no more records share than may, once each."""
        seen: set[Pair] = set()
        for key, members in self._members.items():
            if len(members) > self._most[key]:
                continue
            for at, one in enumerate(members):
                for other in members[at + 1 :]:
                    if (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other
