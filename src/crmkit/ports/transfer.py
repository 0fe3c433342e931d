"""Moving a tenant whole: the transfer port.

A storage that keeps it can give away everything a tenant has and take in what another storage
gave, ids, versions and journal untouched. `crmkit.transfer` exports, imports and copies by it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from crmkit.domain.record import Record
from crmkit.ports.storage import Storage, UnitOfWork


class Transfer(UnitOfWork, Protocol):
    """A unit of work that also lays records down as they are; what it commits is one step."""

    def series(self) -> Mapping[str, int]:
        """The number series of the tenant, each with the last number taken."""
        ...

    def lay(self, records: Sequence[Record]) -> None:
        """Stores records of one kind as they are, versions included, and writes no journal.

        Journal entries come after the records they tell of; an id whose creation they tell, and
        that no record has, stays taken. Raises Conflict, and stores none, where a record is there
        already.
        """
        ...

    def lay_series(self, numbers: Mapping[str, int]) -> None:
        """Sets the last numbers of these series; a series at 0 is forgotten."""
        ...

    def clear(self) -> None:
        """Forgets everything the tenant has: records, journal and series."""
        ...


@runtime_checkable
class Transferable(Storage, Protocol):
    """A storage whose tenant can be moved."""

    def transfer(self, *, writes: bool) -> Transfer:
        """Opens a unit of work that can also lay records down, as `Storage.open` does."""
        ...
