"""The clerk: puts records into a storage and looks them up, each time in a unit of its own."""

from collections.abc import Iterable
from typing import TypeVar

from attrs import evolve, field, frozen

from crmkit.domain.journal import Cause, JournalEntry, Noted
from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.ids import Id, JournalEntryId
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Change, Note, Storage, Writing
from crmkit.query.conditions import Compare, Condition, Everything, Op
from crmkit.query.questions import (
    Columns,
    Order,
    Page,
    Path,
    Question,
    Search,
    Sheet,
    Tally,
    TallyRow,
)
from crmkit.query.schema import Schema
from crmkit.query.scope import Scope
from crmkit.testing.builders import NOON

R = TypeVar("R", bound=Record)

CAUSE = Cause(actor="system:contract", command="test")


def _entry_ids() -> Ids:
    return SeededIds(SettableClock(NOON))


@frozen
class Clerk:
    """Works at a storage as the system, unless a scope says otherwise; every write is at noon."""

    storage: Storage
    schema: Schema = field(factory=schema)
    scope: Scope = field(factory=everything)
    _ids: Ids = field(factory=_entry_ids, eq=False)

    def create(self, *records: Record) -> None:
        """Stores new records in one unit."""
        self.write(*((None, record) for record in records))

    def change(self, before: R, **fields: object) -> R:
        """Stores the record with these fields changed, and answers with it as stored."""
        after = evolve(before, **fields)  # type: ignore[arg-type]  # the test names the fields
        self.write((before, after))
        return evolve(after, version=before.version + 1)

    def delete(self, record: Record) -> None:
        """Removes the record."""
        self.write((record, None))

    def write(self, *pairs: tuple[Record | None, Record | None]) -> None:
        """Stores these changes, before and after, in one unit."""
        with self.storage.open(writes=True) as unit:
            unit.write(self.writing(*pairs))
            unit.commit()

    def writing(self, *pairs: tuple[Record | None, Record | None]) -> Writing:
        """A batch of these changes, each with an entry id of its own."""
        changes = [
            Change(before, after, JournalEntryId(self._ids.next()), self._ids.salt())
            for before, after in pairs
        ]
        return Writing(changes=changes, cause=CAUSE, at=NOON)

    def note(self, action: Noted, kind: str, key: Id) -> None:
        """Leaves an entry without a change in a unit of its own."""
        with self.storage.open(writes=True) as unit:
            unit.write(self.noted(action, kind, key))
            unit.commit()

    def noted(self, action: Noted, kind: str, key: Id) -> Writing:
        """A batch of one note alone."""
        entry_id = JournalEntryId(self._ids.next())
        note = Note(action=action, record_kind=kind, record_id=key, entry_id=entry_id)
        return Writing(changes=(), notes=(note,), cause=CAUSE, at=NOON)

    def find(self, record: type[R], where: Condition[R] | None = None, *order: Order[R]) -> list[R]:
        """The records of a kind that fulfil the condition, in this order."""
        condition = Everything[R]() if where is None else where
        question = Question(kind=record.kind, where=condition, order=order)
        return [*self.page(question).records]

    def page(self, question: Question[R]) -> Page[R]:
        """The page asked for."""
        with self.storage.open(writes=False) as unit:
            return unit.find(self.scope.question(question, self.schema))

    def sheet(self, columns: Columns[R]) -> Sheet:
        """The values asked for."""
        with self.storage.open(writes=False) as unit:
            return unit.sheet(self.scope.columns(columns, self.schema))

    def count(self, question: Question[R]) -> int:
        """The number of records asked about."""
        with self.storage.open(writes=False) as unit:
            return unit.count(self.scope.question(question, self.schema))

    def search(self, search: Search[R]) -> list[R]:
        """The records most like the text, the likest first."""
        with self.storage.open(writes=False) as unit:
            return [*unit.search(self.scope.search(search, self.schema))]

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """The figures asked for."""
        with self.storage.open(writes=False) as unit:
            return unit.tally(self.scope.tally(tally, self.schema))

    def get(self, record: R) -> R | None:
        """The record as it is stored now."""
        found = self.find(type(record), Compare("id", Op.IS, record.id))
        return found[0] if found else None

    def journal(self, *records: Record) -> list[JournalEntry]:
        """The entries about these records (about all, if none is given), the oldest first."""
        where: Condition[JournalEntry] = Everything()
        entries = self.find(JournalEntry, where, Order(Path("created_at")))
        about: Iterable[Id] = {record.id for record in records}
        return [entry for entry in entries if not records or entry.record_id in about]
