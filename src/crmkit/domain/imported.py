"""The record of a client file that was brought in."""

from datetime import datetime
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.headings import ImportKind
from crmkit.domain.record import Record
from crmkit.ids import Id, ImportedId, JournalEntryId

__all__ = ["ImportKind", "ImportStatus", "Imported"]

ImportStatus = Literal["running", "done", "reverted"]


@frozen(kw_only=True, repr=False)
class Imported(Record):
    """A client file that ``actor`` brought in from ``created_at`` on, and how far it got.

    ``file`` is its name and ``digest`` tells its bytes and how they were read; ``mapping`` is the
    mapping in full, as TOML. The counts are of the rows that are committed, so their sum is where
    an import that was cut off goes on; ``errors`` are the rejected ones, a line each. What the
    import wrote stands in the journal under its ``command``, from ``first_entry`` to
    ``last_entry``. An import that wrote nothing has no record.
    """

    kind: ClassVar[str] = "imported"
    keeps_history: ClassVar[bool] = False

    id: ImportedId
    file: str
    digest: str
    of_kind: ImportKind
    mapping: str
    actor: str
    status: ImportStatus = "running"
    created: int = 0
    updated: int = 0
    matched: int = 0
    rejected: int = 0
    errors: str = ""
    first_entry: JournalEntryId
    last_entry: JournalEntryId
    finished_at: datetime | None = None
    reverted_at: datetime | None = None

    @property
    def rows(self) -> int:
        """How many rows of the file have had their outcome."""
        return self.created + self.updated + self.matched + self.rejected

    @property
    def command(self) -> str:
        """What the journal calls the changes of this import."""
        return import_command(self.id)


def import_command(key: ImportedId) -> str:
    """What the journal calls the changes of an import."""
    return f"import {key}"


@frozen(kw_only=True)
class Kept:
    """What taking an import back has left as it is.

    ``field`` was changed since in a record that was there before; None is a record that the import
    made, which was ``edited`` since or is ``needed`` by something that stays.
    """

    kind: str
    id: Id
    field: str | None = None
    why: Literal["edited", "needed"]


@frozen(kw_only=True)
class Reverted:
    """What became of an import that was taken back: records removed, and records put back."""

    record: Imported
    removed: int
    restored: int
    kept: tuple[Kept, ...]
