"""Refusals: what an actor was denied is written down, even though nothing else of the work is.

So is what an actor opened, where the policy asks it; a work for reading writes nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from threading import Lock

from attrs import field, frozen

from crmkit.domain.journal import Cause, Noted
from crmkit.errors import CrmError
from crmkit.ids import Id, JournalEntryId
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
        """What is to be written down of refusals and views in a work that is about to end."""
        now = self.clock.now()
        fresh = [each for each in rights.refused if self._is_due(rights.actor, each, now)]
        rights.refused.clear()
        refused = [
            Writing(
                changes=(),
                notes=(self._note("refuse", each.kind, each.key),),
                cause=Cause(actor=rights.actor, command=each.action),
                at=now,
            )
            for each in fresh
        ]
        return (*refused, *self._views(rights, now))

    def _views(self, rights: Rights, now: datetime) -> Iterator[Writing]:
        notes = tuple(self._note("view", kind, key) for key, kind in rights.viewed.items())
        rights.viewed.clear()
        if notes:
            cause = Cause(actor=rights.actor, command="view")
            yield Writing(changes=(), notes=notes, cause=cause, at=now)

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
            error.add_note(f"what was refused or viewed could not be written down: {exc}")

    def _note(self, action: Noted, kind: str, key: Id) -> Note:
        entry_id = JournalEntryId(self.ids.next())
        return Note(action=action, record_kind=kind, record_id=key, entry_id=entry_id)

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
