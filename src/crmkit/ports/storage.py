"""Where records are kept: the storage port.

A storage opens units of work. A unit answers confined questions (an actor's scope is already in
them, so a storage never decides about rights) and writes changes; all of its writes, the journal
included, are committed together or not at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self, TypeVar

from attrs import frozen

from crmkit.domain.commitments import commitment
from crmkit.domain.journal import Cause, JournalEntry, Noted, differences
from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.errors import BadInput
from crmkit.ids import ContactId, Id, JournalEntryId
from crmkit.query.questions import Page, Sheet, TallyRow
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion, ConfinedSearch, ConfinedTally

R = TypeVar("R", bound=Record)


@frozen
class Change:
    """One record before and after: created (no before), changed, or deleted (no after).

    ``after.version`` is the version that was read; the storage stores it one higher.
    ``entry_id`` is the id of the journal entry that this change leaves. With a ``salt``, which
    nobody can guess, the entry is committed to; that of a creation has nothing to commit to.
    ``cause`` is its own, where it is not that of its batch.
    """

    before: Record | None
    after: Record | None
    entry_id: JournalEntryId
    salt: bytes | None = None
    cause: Cause | None = None

    @property
    def record(self) -> Record:
        """The record in question, as it is after the change if it is still there."""
        record = self.before if self.after is None else self.after
        if record is None:
            message = "a change needs a record, before it or after it"
            raise BadInput(message, where="change")
        return record

    def entry(self, cause: Cause, at: datetime) -> JournalEntry:
        """The journal entry that the change leaves, as it is stored; ``cause`` is the batch's."""
        record, cause = self.record, self.cause or cause
        created, deleted = self.before is None, self.after is None
        changes = {} if created else differences(self.before, self.after)
        salt = None if created or self.salt is None else self.salt.hex()
        return JournalEntry(
            id=self.entry_id,
            version=1,
            created_at=at,
            record_kind=record.kind,
            record_id=record.id,
            action="create" if created else ("delete" if deleted else "change"),
            actor=cause.actor,
            command=cause.command,
            rule=cause.rule,
            changes=changes,
            salt=salt,
            commitment=None if salt is None else commitment(salt, changes),
        )


@frozen(kw_only=True)
class Note:
    """A journal entry without a change: an erasure, a refusal, an export or a view of a record.

    The note of an erasure destroys changes and salt in every entry about the record, those of the
    same writing included; their commitments stay. Nothing else alters an entry.
    """

    action: Noted
    record_kind: str
    record_id: Id
    entry_id: JournalEntryId

    def entry(self, cause: Cause, at: datetime) -> JournalEntry:
        """The journal entry, as it is stored."""
        return JournalEntry(
            id=self.entry_id,
            version=1,
            created_at=at,
            record_kind=self.record_kind,
            record_id=self.record_id,
            action=self.action,
            actor=cause.actor,
            command=cause.command,
            rule=cause.rule,
            changes={},
        )


@frozen(kw_only=True, repr=False)
class Identity:
    """What a client is recognised by, kept beside the client and told by no journal.

    ``keys`` are numbers of 63 bits that clients may share, ``dropped`` those that it had and has no
    more. Without keys and profile nothing is kept of the client.
    """

    contact_id: ContactId
    keys: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    profile: bytes = b""


@frozen(kw_only=True)
class Writing:
    """A batch of changes with a cause and a moment; the journal keeps both for each.

    ``identities`` are stored in the same transaction, one of each client at most.
    """

    changes: Sequence[Change]
    cause: Cause
    at: datetime
    notes: Sequence[Note] = ()
    identities: Sequence[Identity] = ()

    def entries(self) -> list[JournalEntry]:
        """The journal entries that the batch leaves."""
        kept = [change for change in self.changes if change.record.keeps_history]
        entries = [change.entry(self.cause, self.at) for change in kept]
        return entries + [note.entry(self.cause, self.at) for note in self.notes]

    @property
    def erased(self) -> tuple[Id, ...]:
        """The ids of the records about which the journal forgets what it held."""
        return tuple(note.record_id for note in self.notes if note.action == "erase")


class UnitOfWork(Protocol):
    """One transaction; a context manager that rolls back unless ``commit`` was called."""

    def find(self, question: ConfinedQuestion[R]) -> Page[R]:
        """Answers with the records asked for, equal to the plain-Python reading."""
        ...

    def sheet(self, columns: ConfinedColumns[R]) -> Sheet:
        """Answers with the values asked for of a page of records, equal to the plain reading."""
        ...

    def claim(self, question: ConfinedQuestion[R]) -> tuple[R, ...]:
        """Answers as `find` does, and keeps the records from other claims until the unit ends.

        Records that another unit is claiming are passed over without waiting, for the next ones
        in order. A unit opened for reading refuses with NotSupported.
        """
        ...

    def count(self, question: ConfinedQuestion[R]) -> int:
        """Counts the records that fulfil the condition, whatever its order and page."""
        ...

    def search(self, search: ConfinedSearch[R]) -> tuple[R, ...]:
        """Answers with the records most like the text, as `crmkit.query.likeness` has it.

        A storage that cannot do this without reading everything may raise NotSupported; crmkit
        then reads a limited number of records itself.
        """
        ...

    def tally(self, tally: ConfinedTally[R]) -> tuple[TallyRow, ...]:
        """Answers with the figures asked for, equal to the plain-Python reading."""
        ...

    def write(self, writing: Writing) -> None:
        """Stores every change with its journal entry, and the notes, or raises and stores none.

        Raises Conflict when a record's version is not the one in ``before`` (or it is gone), and
        when an id or a client number is there already; the id of a deleted record stays taken.
        The journal is written so and in no other way: a change of an entry itself raises
        NotSupported.
        """
        ...

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        """Stores a seal and puts its number on these journal entries, or raises and does neither.

        Raises Conflict when there is a seal of this number already, and when one of the entries is
        gone or under a seal.
        """
        ...

    def sharing(self, keys: Sequence[int], most: int) -> Mapping[int, tuple[ContactId, ...]]:
        """Who has each of the keys: of at most ``most`` clients the ids, the lowest first.

        Keys that nobody has are left out. A key of 100,000 clients costs no more than one of
        ``most``.
        """
        ...

    def profiles(self, contacts: Sequence[ContactId]) -> Mapping[ContactId, bytes]:
        """The profiles of these clients; those without one are left out."""
        ...

    def take_numbers(self, series: str, count: int = 1) -> int:
        """Takes the next ``count`` numbers of a series from 1 on, and answers with the first.

        Committed numbers never repeat and leave no gap; those of a unit rolled back return.
        """
        ...

    def last_number(self, series: str) -> int:
        """The last number taken from a series, 0 before the first."""
        ...

    def commit(self) -> None:
        """Makes every write of the unit lasting; the unit cannot be used afterwards.

        A unit opened for reading has nothing to commit, and ends without complaint.
        """
        ...

    def __enter__(self) -> Self:
        """The unit itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Rolls back what was not committed and gives the connection back."""
        ...


class Storage(Protocol):
    """Keeps the records of one tenant."""

    def open(self, *, writes: bool) -> UnitOfWork:
        """Opens a unit of work; one opened without ``writes`` refuses to write with NotSupported.

        Units of several threads do not disturb each other: each sees a consistent state. A unit
        that writes may have to wait for another one when it is entered, and raises
        TemporaryFailure when that takes too long. Raises AdapterError after `close`.
        """
        ...

    def close(self) -> None:
        """Gives back connections and files; a closed storage can be opened again by its URL."""
        ...
