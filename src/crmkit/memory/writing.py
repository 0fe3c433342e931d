"""Writing a batch of changes: versions, ids and client numbers are checked, the journal is kept."""

from collections.abc import Callable, Sequence

from attrs import evolve

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.errors import Conflict, NotSupported
from crmkit.ids import Id, JournalEntryId
from crmkit.memory.rows import Layer
from crmkit.ports.storage import Change, Writing


class Batch:
    """The changes of one writing, laid over a unit's own state until all of them have passed."""

    def __init__(self, layer: Callable[[str], Layer]) -> None:
        """Take the way to the unit's state of a kind."""
        self._below = layer
        self._layers: dict[str, Layer] = {}

    def write(self, writing: Writing) -> None:
        """Lays all changes over the unit's state, or raises and leaves it alone."""
        for change in writing.changes:
            self._lay(change)
        for entry in writing.entries():
            self._create(entry)
        for key in writing.erased:
            self._forget(key)
        for kind, layer in self._layers.items():
            layer.pour_into(self._below(kind))

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        """Lays the seal and the marked entries over the unit's state, or raises."""
        journal = self._layer(JournalEntry.kind)
        self._create(evolve(seal, version=seal.version + 1))
        for key in entries:
            entry = journal.get(key)
            if not isinstance(entry, JournalEntry) or entry.seal is not None:
                message = "the entry is gone, or under a seal"
                raise Conflict(message, where=f"journal {key}", hint="seal what is not sealed yet")
            journal.put(evolve(entry, seal=seal.number))
        for kind, layer in self._layers.items():
            layer.pour_into(self._below(kind))

    def _forget(self, key: Id) -> None:
        journal = self._layer(JournalEntry.kind)
        for entry in [*journal.where("record_id", key)]:
            if isinstance(entry, JournalEntry):
                journal.put(evolve(entry, changes={}, salt=None))

    def _lay(self, change: Change) -> None:
        before, after = change.before, change.after
        if change.record.kind == JournalEntry.kind:
            message = "the journal is kept by the storage and cannot be written"
            raise NotSupported(message, where="journal", hint="change the record itself")
        if before is None:
            self._create(evolve(change.record, version=change.record.version + 1))
        else:
            self._replace(before, after)

    def _create(self, record: Record) -> None:
        layer = self._layer(record.kind)
        there = layer.get(record.id)
        if there is not None or (record.keeps_history and layer.spent(record.id)):
            message = "there is, or was, a record with this id already"
            found = None if there is None else there.version
            raise Conflict(message, expected=0, found=found, where=_place(record), hint=None)
        self._refuse_taken(layer, record)
        layer.put(record)

    def _replace(self, before: Record, after: Record | None) -> None:
        layer = self._layer(before.kind)
        there = layer.get(before.id)
        found = None if there is None else there.version
        if found != before.version:
            message = "the record is gone" if found is None else "the record was changed meanwhile"
            raise Conflict(message, expected=before.version, found=found, where=_place(before))
        if after is None:
            layer.drop(before.id)
            return
        self._refuse_taken(layer, after)
        layer.put(evolve(after, version=before.version + 1))

    def _refuse_taken(self, layer: Layer, record: Record) -> None:
        if record.unique is None:
            return
        value = getattr(record, record.unique)
        if any(other.id != record.id for other in layer.where(record.unique, value)):
            message = f"another record has this {record.unique} already"
            raise Conflict(message, where=_place(record), hint=f"take a fresh {record.unique}")

    def _layer(self, kind: str) -> Layer:
        layer = self._layers.get(kind)
        if layer is None:
            layer = self._layers[kind] = Layer(self._below(kind))
        return layer


def _place(record: Record) -> str:
    return f"{record.kind} {record.id}"
