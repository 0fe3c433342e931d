"""The key index in dictionaries: the meaning of the port, fast enough for tens of thousands."""

from collections.abc import Iterable, Iterator, Sequence

from crmkit.matching.keys import CAPS, keys_of
from crmkit.matching.profile import Profile
from crmkit.ports.key_index import KeyTable, Pair


class PlainKeyIndex:
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


def add_keys(table: KeyTable, place: int, profile: Profile) -> None:
    """Appends the keys of one record."""
    for key, kind in keys_of(profile).items():
        table.add(key, CAPS[kind], place)


def key_table(profiles: Iterable[Profile]) -> KeyTable:
    """The table of the profiles, in their order."""
    table = KeyTable()
    for place, profile in enumerate(profiles):
        add_keys(table, place, profile)
    return table
