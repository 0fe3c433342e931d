"""Refusals: what an actor was denied is written down, even though nothing else of the work is."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from threading import Lock

from attrs import field, frozen

from crmkit.domain.journal import Cause
from crmkit.errors import CrmError
from crmkit.ids import JournalEntryId
from crmkit.ports.clock import Clock
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Note, Storage, UnitOfWork, Writing
from crmkit.services.rights import Refused, Rights

PAUSE = timedelta(minutes=1)
"""For so long after a refusal the same one to the same actor is not written down again."""
_MANY = 1_000


@frozen
class Refusals:
    """Leaves an entry per refusal in the journal, whatever becomes of the work it was refused in.

    What is refused to an actor again and again, the same action on the same kind of record, leaves
    one entry a minute: whoever tries cannot flood the journal.
    """

    storage: Storage
    clock: Clock
    ids: Ids
    _last: dict[tuple[str, str, str], datetime] = field(factory=dict, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def taken(self, rights: Rights) -> tuple[Writing, ...]:
        """What is to be written down of the refusals in a work that is about to end."""
        now = self.clock.now()
        fresh = [each for each in rights.refused if self._is_due(rights.actor, each, now)]
        rights.refused.clear()
        return tuple(
            Writing(
                changes=(),
                notes=(self._note(each),),
                cause=Cause(actor=rights.actor, command=each.action),
                at=now,
            )
            for each in fresh
        )

    def keep(self, refused: Sequence[Writing], error: BaseException | None) -> None:
        """Writes them down in a commit of their own; of a failure the ``error`` is told, if any."""
        if not refused:
            return
        try:
            with self.storage.open(writes=True) as unit:
                write(unit, refused)
                unit.commit()
        except CrmError as exc:
            if error is None:
                raise
            error.add_note(f"what was refused could not be written down: {exc}")

    def _note(self, refused: Refused) -> Note:
        return Note(
            action="refuse",
            record_kind=refused.kind,
            record_id=refused.key,
            entry_id=JournalEntryId(self.ids.next()),
        )

    def _is_due(self, actor: str, refused: Refused, now: datetime) -> bool:
        key = (actor, refused.action, refused.kind)
        with self._lock:
            last = self._last.get(key)
            if last is not None and timedelta(0) <= now - last < PAUSE:
                return False
            if len(self._last) >= _MANY:
                self._last.clear()
            self._last[key] = now
            return True


def write(unit: UnitOfWork, refused: Iterable[Writing]) -> None:
    """Writes the refusals down in a unit of work."""
    for each in refused:
        unit.write(each)
