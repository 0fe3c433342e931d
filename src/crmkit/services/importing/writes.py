"""What the rows of a chunk write: a row as a whole or not at all, and each record once."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from attrs import evolve, field, mutable

from crmkit.domain.record import Record
from crmkit.ids import Id, JournalEntryId
from crmkit.services.desk import Desk
from crmkit.services.recognise import client_day, client_number, client_series

R = TypeVar("R", bound=Record)


@mutable(kw_only=True)
class Numbers:
    """The client numbers of an import, without a gap where rows are rejected.

    The first one is taken from the storage, which lets nobody else take any until the unit of
    work ends; so those that follow are known, and are taken together at its end.
    """

    desk: Desk
    day: str
    first: int = 0
    taken: int = 0
    kept: int = 0
    used: int = 0

    def next(self) -> str:
        """The next client number."""
        if not self.taken:
            self.first = self.desk.take_numbers(client_series(self.day))
            self.taken = 1
        self.used += 1
        return client_number(self.day, self.first + self.used - 1)

    def keep(self) -> None:
        """The numbers given since the last call belong to records that are kept."""
        self.kept = self.used

    def give_back(self) -> None:
        """The numbers given since the last call are free again."""
        self.used = self.kept

    def settle(self) -> None:
        """Takes from the storage what was given."""
        if self.kept > self.taken:
            self.desk.take_numbers(client_series(self.day), self.kept - self.taken)
            self.taken = self.kept


@mutable(kw_only=True)
class Writes:
    """The writes of a chunk: those of the row under way, and those of the rows before it.

    A record that several rows speak of is written once, as the last of them leaves it. The journal
    has all of them under the ``command``; ``entries`` are the ids of the first and the last entry.
    """

    desk: Desk
    command: str
    now: datetime = field(init=False)
    numbers: Numbers = field(init=False)
    row: list[tuple[Record | None, Record]] = field(factory=list)
    created: dict[Id, Record] = field(factory=dict)
    changed: dict[Id, tuple[Record, Record]] = field(factory=dict)
    entries: tuple[JournalEntryId, JournalEntryId] | None = None

    def __attrs_post_init__(self) -> None:
        """Everything is written at the moment, and numbered by the day, of the beginning."""
        self.now = self.desk.now
        self.numbers = Numbers(desk=self.desk, day=client_day(self.desk))

    def add(self, record: R) -> R:
        """A new record of the row, as it will be stored; BadInput where it may not be."""
        fit = self.desk.fit(record)
        self.row.append((None, fit))
        return fit

    def change(self, record: R, fields: Mapping[str, object]) -> R:
        """The record with these fields changed by the row; BadInput where they may not be."""
        after = self.desk.fit(evolve(record, **fields))  # type: ignore[arg-type]  # names of R's own fields
        self.row.append((record, after))
        return after

    def keep(self) -> list[Record]:
        """Keeps what the row has written, and answers with it."""
        for before, after in self.row:
            if before is None or before.id in self.created:
                self.created[after.id] = after
            else:
                first, _ = self.changed.get(after.id, (before, after))
                self.changed[after.id] = (first, after)
        self.numbers.keep()
        kept, self.row = [after for _, after in self.row], []
        return kept

    def drop(self) -> None:
        """Forgets what the row has written."""
        self.row.clear()
        self.numbers.give_back()

    def hand_over(self) -> None:
        """Hands the writes of the chunk to the storage."""
        changed = [pair for pair in self.changed.values() if pair[0] != pair[1]]
        self.desk.write_trusted(((None, record) for record in self.created.values()), self.command)
        self.desk.write_trusted(changed, self.command)
        self._count_in(len(self.created) + len(changed))
        self.desk.flush()
        self.created, self.changed = {}, {}

    def _count_in(self, written: int) -> None:
        """Takes the entries of the last writes into the range; ids of one program only grow."""
        if written:
            first, last = (self.desk.waiting[at].entry_id for at in (-written, -1))
            self.entries = (self.entries[0] if self.entries else first, last)
