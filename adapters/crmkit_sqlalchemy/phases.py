"""Batches of changes in phases: in each, what is created, changed and deleted can be grouped.

A phase is carried out kind by kind: creations first, then changes, then deletions. So a record
is in a phase once, and what takes a number that the phase sets free waits for the next one.
"""

from collections.abc import Iterator, Sequence

from attrs import field, mutable

from crmkit.domain.record import Record
from crmkit.ports.storage import Change


@mutable
class Phase:
    """Changes that do not depend on each other, by kind."""

    created: dict[str, list[Record]] = field(factory=dict)
    changed: dict[str, list[tuple[Record, Record]]] = field(factory=dict)
    deleted: dict[str, list[Record]] = field(factory=dict)
    _touched: set[bytes] = field(factory=set)
    _freed: set[str] = field(factory=set)

    def admits(self, change: Change) -> bool:
        """Whether the change can be carried out in any order with the others."""
        record = change.record
        needs_value = record.kind in self._freed and change.after is not None
        return record.id not in self._touched and not needs_value

    def add(self, change: Change) -> None:
        """Puts the change to those of its sort."""
        before, after, kind = change.before, change.after, change.record.kind
        if before is None:
            self.created.setdefault(kind, []).append(change.record)
        elif after is None:
            self.deleted.setdefault(kind, []).append(before)
        else:
            self.changed.setdefault(kind, []).append((before, after))
        self._touched.add(change.record.id)
        if before is not None and before.unique and _unique(before) != _unique(after):
            self._freed.add(kind)


def phases(changes: Sequence[Change]) -> Iterator[Phase]:
    """The changes, in as few phases as keep their meaning."""
    phase = Phase()
    for change in changes:
        if not phase.admits(change):
            yield phase
            phase = Phase()
        phase.add(change)
    yield phase


def _unique(record: Record | None) -> object:
    return getattr(record, record.unique) if record and record.unique else None
