"""Moving a tenant into memory and out of it."""

from collections.abc import Mapping, Sequence

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.memory.identities import IdentityLayer
from crmkit.memory.rows import Layer, Table
from crmkit.memory.storage import MemoryUnit
from crmkit.memory.writing import Batch


class MemoryTransfer(MemoryUnit):
    """One transaction on a memory storage in which records are laid down as they are."""

    def series(self) -> Mapping[str, int]:
        """The number series, each with the last number taken."""
        numbers = {**self._seen.numbers, **self._numbers}
        return {name: last for name, last in numbers.items() if last}

    def last_number(self, series: str) -> int:
        """The last number taken from a series, 0 where it was forgotten."""
        return self._numbers.get(series, self._seen.numbers.get(series, 0))

    def lay(self, records: Sequence[Record]) -> None:
        """Stores records of one kind as they are, or raises and stores none."""
        self._demand_writes()
        _Laying(self._changing).lay(records)

    def lay_series(self, numbers: Mapping[str, int]) -> None:
        """Sets the last numbers of these series."""
        self._demand_writes()
        self._numbers.update(numbers)

    def clear(self) -> None:
        """Forgets everything the tenant has."""
        self._demand_writes()
        self._layers = {kind: _Emptied() for kind in schema().kinds}
        self._numbers = dict.fromkeys(self.series(), 0)
        self._identities = IdentityLayer(self._seen.identities, emptied=True)


class _Laying(Batch):
    """Records that are stored at the version they have."""

    def lay(self, records: Sequence[Record]) -> None:
        """Lays them over the unit's state, or raises and leaves it alone."""
        for record in records:
            self._create(record)
            if isinstance(record, JournalEntry) and record.action == "create":
                self._spend(record)
        for kind, layer in self._layers.items():
            layer.pour_into(self._below(kind))

    def _spend(self, entry: JournalEntry) -> None:
        layer = self._layer(entry.record_kind)
        if layer.get(entry.record_id) is None:
            layer.drop(entry.record_id)


class _Emptied(Layer):
    """Changes laid over nothing, whatever is below."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(Table())

    def pour_into(self, below: Table | Layer) -> None:
        """Makes what is below empty, and then the changes there."""
        for record in [*below.all()]:
            below.drop(record.id)
        if isinstance(below, Table):
            below.gone.clear()
        super().pour_into(below)
