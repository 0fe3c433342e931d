"""Refusals: what an actor was denied is written down, even though nothing else of the work is."""

from datetime import datetime, timedelta
from threading import Lock

from attrs import field, frozen

from crmkit.domain.journal import Cause
from crmkit.ids import JournalEntryId
from crmkit.ports.clock import Clock
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Note, Storage, Writing
from crmkit.services.rights import Refused, Rights

PAUSE = timedelta(minutes=1)
"""For so long after a refusal the same one to the same actor is not written down again."""
_MANY = 1_000


@frozen
class Refusals:
    """Leaves an entry per refusal in the journal, in a commit of its own.

    What is refused to an actor again and again, the same action on the same kind of record, leaves
    one entry a minute: whoever tries cannot flood the journal.
    """

    storage: Storage
    clock: Clock
    ids: Ids
    _last: dict[tuple[str, str, str], datetime] = field(factory=dict, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def keep(self, rights: Rights) -> None:
        """Writes down what was refused to the actor in a work that is over."""
        now = self.clock.now()
        fresh = [each for each in rights.refused if self._is_due(rights.actor, each, now)]
        rights.refused.clear()
        if not fresh:
            return
        with self.storage.open(writes=True) as unit:
            for each in fresh:
                cause = Cause(actor=rights.actor, command=each.action)
                unit.write(Writing(changes=(), notes=(self._note(each),), cause=cause, at=now))
            unit.commit()

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
