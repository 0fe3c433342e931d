"""Duplicates in tables: the profiles of rows, packed, so that a million of them fit into memory."""

from collections.abc import Sequence
from typing import overload

import msgspec
from attrs import frozen

from crmkit.matching.keys import add_keys
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.profile import Profile, profile
from crmkit.ports.key_index import KeyTable

Cells = Sequence[str]
"""The texts of one row, one for each of the reading's kinds; an empty one says nothing."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Profile).decode


@frozen(kw_only=True)
class Reading:
    """What the cells of a row hold, and whose phones stand without a country code."""

    kinds: tuple[ColumnKind, ...]
    regions: tuple[str, ...]


class Packed(Sequence[Profile]):
    """Profiles in a tenth of the memory; one is unpacked whenever it is asked for."""

    def __init__(self) -> None:
        """None yet."""
        self._packed: list[bytes] = []

    def extend(self, packed: Sequence[bytes]) -> None:
        """Appends profiles as `read_rows` packs them."""
        self._packed.extend(packed)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> Profile: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Profile]: ...

    def __getitem__(self, place: int | slice) -> Profile | Sequence[Profile]:
        """The profile at the place."""
        if isinstance(place, slice):
            return [_decode(each) for each in self._packed[place]]
        return _decode(self._packed[place])


def read_rows(rows: Sequence[Cells], reading: Reading) -> tuple[list[bytes], KeyTable]:
    """The profiles of the rows, packed, and their keys; fit for a pool of processes."""
    table, packed = KeyTable(), []
    for place, cells in enumerate(rows):
        found = profile(zip(reading.kinds, cells, strict=True), reading.regions)
        add_keys(table, place, found)
        packed.append(_encode(found))
    return packed, table
