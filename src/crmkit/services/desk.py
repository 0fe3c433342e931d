"""The desk: where an actor's rights meet the storage. Every read and every write passes here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import TypeVar
from weakref import WeakValueDictionary

from attrs import evolve, field, mutable

from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.definitions import check_filled_in
from crmkit.domain.door import checked
from crmkit.domain.events import Event
from crmkit.domain.journal import Cause, differences
from crmkit.domain.permissions import everything
from crmkit.domain.policy import Policy
from crmkit.domain.record import Record
from crmkit.domain.reserved import refuse_reserved
from crmkit.domain.staff import Action
from crmkit.errors import Conflict, NotFound, NotSupported, RuleViolation
from crmkit.ids import EmployeeId, Id, JournalEntryId
from crmkit.ports.clock import Clock
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Change, UnitOfWork, Writing
from crmkit.query.conditions import And, Compare, Condition, Everything, OneOf, Op
from crmkit.query.questions import Columns, Page, Question, Sheet, Tally, TallyRow
from crmkit.query.values import Value
from crmkit.services import directory, guards
from crmkit.services.directory import Directory
from crmkit.services.rights import Refused, Rights, demanded, owner, referred_to

R = TypeVar("R", bound=Record)
Key = TypeVar("Key", bound=Id)

_AMONG = 5_000
"""How many values one question names; a longer list is asked for in parts."""


@mutable(kw_only=True)
class Desk:
    """What services work with: scoped reads, checked writes, the clock and the ids of one unit.

    Writes are gathered and go to the storage together, at the latest before the next read.
    """

    unit: UnitOfWork
    writes: bool = True
    rights: Rights
    directory: Directory
    clock: Clock
    ids: Ids
    policy: Policy = field(factory=Policy)
    known: WeakValueDictionary[Id, Record] = field(factory=WeakValueDictionary)
    waiting: list[Change] = field(factory=list)
    events: list[Event] = field(factory=list)
    flushes: int = 0
    broken: BaseException | None = None
    discarded: bool = False
    over: bool = False

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    @property
    def own_id(self) -> EmployeeId | None:
        """The employee who acts, None for the system."""
        return None if self.rights.viewer is None else self.rights.viewer.employee.id

    def new_id(self, make: Callable[[bytes], Key]) -> Key:
        """A fresh id of the given type: ``desk.new_id(DealId)``."""
        return make(self.ids.next())

    def page(self, question: Question[R]) -> Page[R]:
        """The page of visible records."""
        self.flush()
        confined = self.rights.scope("read").question(question, self.directory.schema)
        page = self.unit.find(confined)
        self.remember(page.records)
        return page

    def remember(self, records: Iterable[Record]) -> None:
        """Knows the records as they are stored; needed only where something may be written."""
        if self.writes:
            self.known.update((record.id, record) for record in records)

    def sheet(self, columns: Columns[R]) -> Sheet:
        """The values of the page of visible records."""
        self.flush()
        confined = self.rights.scope("read").columns(columns, self.directory.schema)
        return self.unit.sheet(confined)

    def find(self, record: type[R], where: Condition[R] | None = None) -> tuple[R, ...]:
        """All visible records that fulfil the condition."""
        condition = Everything[R]() if where is None else where
        return self.page(Question(kind=record.kind, where=condition)).records

    def everywhere(self, record: type[R], where: Condition[R]) -> tuple[R, ...]:
        """Records whoever may see them: for recognising a client, which must look everywhere.

        What of it reaches the actor is decided by the caller, by a stated policy.
        """
        self.flush()
        question = Question(kind=record.kind, where=where)
        return self.unit.find(everything().question(question, self.directory.schema)).records

    def everywhere_among(
        self, record: type[R], name: str, values: Iterable[Value]
    ) -> tuple[R, ...]:
        """Records with one of the values in the field, however many values there are."""
        wanted = tuple(dict.fromkeys(values))
        parts = (wanted[at : at + _AMONG] for at in range(0, len(wanted), _AMONG))
        return tuple(chain.from_iterable(self.everywhere(record, OneOf(name, p)) for p in parts))

    def get(self, record: type[R], key: Id) -> R:
        """The visible record of this id; NotFound where it is absent or hidden alike."""
        found = self.find(record, Compare("id", Op.IS, key))
        if not found:
            message = "no such record, or not visible to this actor"
            raise NotFound(message, where=f"{record.kind} {key}")
        return found[0]

    def known_again(self, records: Iterable[R]) -> Iterator[R]:
        """The same records, after one look at all of them; they stay known while it lasts."""
        given = tuple(records)
        unseen = [record for record in given if record.id not in self.known]
        held: list[tuple[Record, ...]] = []
        for kind in dict.fromkeys(map(type, unseen)):
            ids = tuple(record.id for record in unseen if type(record) is kind)
            parts = (ids[at : at + _AMONG] for at in range(0, len(ids), _AMONG))
            held.extend(self.find(kind, OneOf("id", part)) for part in parts)
        yield from given

    def count(self, question: Question[R]) -> int:
        """How many visible records fulfil the condition."""
        self.flush()
        return self.unit.count(self.rights.scope("read").question(question, self.directory.schema))

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """Figures about visible records."""
        self.flush()
        return self.unit.tally(self.rights.scope("read").tally(tally, self.directory.schema))

    def add(self, record: R, command: str, rule: str | None = None, *, by_hand: bool = False) -> R:
        """Stores a new record, checked and permitted, and answers with it as stored.

        ``by_hand`` demands the custom fields that the shop requires; what comes from outside by
        itself cannot be asked for them.
        """
        self.rights.demand("create", record.kind)
        fit = self.fit(record)
        self.rights.demand_place("create", fit)
        self.rights.demand_owner(fit)
        self._permit_references(None, fit)
        guards.check(None, fit, self.directory)
        if by_hand:
            check_filled_in(None, fit, self.directory.custom)
        return self._write(None, fit, command, rule)

    def fit(self, record: R) -> R:
        """The record as it may be stored; raises BadInput naming the field that is wrong."""
        return checked(record, self.directory.schema.kind(record.kind))

    def write_trusted(
        self, changes: Iterable[tuple[Record | None, Record | None]], command: str
    ) -> None:
        """Stores what a bulk command that was permitted as a whole has made: before and after.

        Every record has passed `fit`.
        """
        cause = Cause(actor=self.rights.actor, command=command)
        for before, after in changes:
            self._gather(before, after, cause)

    def change(
        self,
        before: R,
        after: R,
        command: str,
        rule: str | None = None,
        *,
        commanded: bool = False,
    ) -> R:
        """Stores a changed record, checked and permitted, and answers with it as stored.

        Only what is ``commanded`` may change the fields that a command keeps for itself. What
        changes is told from the stored record, whatever ``before`` claims.
        """
        stored = self._stored(before)
        fit = self.fit(after)
        if fit.id != stored.id:
            refuse_reserved(stored.kind, ["id"])
        changed = differences(stored, fit)
        if not changed:
            return stored
        for action in sorted(demanded(changed)):
            self._permit(action, stored)
            self.rights.demand_place(action, fit)
        if not commanded:
            refuse_reserved(stored.kind, changed)
        self._permit_references(stored, fit)
        guards.check(stored, fit, self.directory)
        check_filled_in(stored, fit, self.directory.custom)
        self._keep_stages(stored, fit)
        return self._write(stored, fit, command, rule)

    def delete(self, record: Record, command: str) -> None:
        """Removes a record for good, where a role grants that; the journal keeps what it was."""
        stored = self._stored(record)
        self._permit("delete", stored)
        guards.check_deletion(stored)
        self._keep_stages(stored, None)
        self._write(stored, None, command, None)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """A command of several writes: if it fails, none of them stays.

        What has not gone to the storage is forgotten; otherwise the whole work can only be
        rolled back, even if somebody catches the error.
        """
        flushes, writes, events = self.flushes, len(self.waiting), len(self.events)
        try:
            yield
        except BaseException as exc:
            if len(self.events) > events:
                if self.flushes != flushes:
                    self.broken = exc
                del self.waiting[writes:], self.events[events:]
                self.known.clear()
            raise

    def take_numbers(self, series: str, count: int = 1) -> int:
        """The next numbers of a series."""
        return self.unit.take_numbers(series, count)

    def renew_directory(self) -> None:
        """Makes this and every other Crm read the directory anew, after a change of it."""
        self.flush()
        self.unit.take_numbers(directory.SERIES)
        self.directory = directory.read(self.unit, self.directory.revision + 1)

    def flush(self) -> None:
        """Hands the gathered writes to the storage, all together."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        self.flushes += 1
        try:
            cause = Cause(actor=self.rights.actor, command="work")  # each change has its own
            self.unit.write(Writing(changes=waiting, cause=cause, at=self.now))
        except BaseException as exc:
            self.broken = exc
            raise

    def demand_sound(self) -> None:
        """Raises the error that broke a command halfway, even if somebody caught it then."""
        if self.broken is not None:
            raise self.broken

    def _write(self, before: R | None, after: R | None, command: str, rule: str | None) -> R:
        cause = Cause(actor=self.rights.actor, command=command, rule=rule)
        self._gather(before, after, cause)
        record = before if after is None else after
        assert record is not None  # noqa: S101 - a change has at least one side
        version = 0 if before is None else before.version
        stored = record if after is None else evolve(record, version=version + 1)
        action = "create" if before is None else ("delete" if after is None else "change")
        self._note(stored, action, cause)
        if after is None or (before is not None and owner(before) != owner(after)):
            self.known.pop(record.id, None)
        else:
            self.known[record.id] = stored
        if record.kind in directory.KINDS:
            self.renew_directory()
        return stored

    def _note(self, record: Record, action: str, cause: Cause) -> None:
        event = Event(
            kind=record.kind,
            action=action,
            record_id=record.id,
            actor=cause.actor,
            command=cause.command,
            at=self.now,
        )
        self.events.append(event)

    def _gather(self, before: Record | None, after: Record | None, cause: Cause) -> None:
        if self.over:
            message = "the work is over"
            raise NotSupported(message, where="unit of work", hint="open another one")
        salt = None if before is None else self.ids.salt()
        entry_id = JournalEntryId(self.ids.next())
        self.waiting.append(Change(before, after, entry_id, salt, cause))

    def _stored(self, record: R) -> R:
        """The record as the storage has it, if it is visible and still of this version."""
        kind = type(record)
        known = self.known.get(record.id)
        stored = known if isinstance(known, kind) else self.get(kind, record.id)
        if stored.version != record.version:
            where = f"{record.kind} {record.id}"
            message = "the record was changed meanwhile"
            raise Conflict(message, expected=record.version, found=stored.version, where=where)
        return stored

    def _permit(self, action: Action, record: Record) -> None:
        """Refuses an action that does not reach a record which the actor sees."""
        self.rights.demand(action, record.kind, record.id)
        reached = self.rights.scope(action).of(record.kind)
        if isinstance(reached, Everything) or reached == self.rights.scope("read").of(record.kind):
            return
        self.flush()
        condition: Condition[Record] = Compare("id", Op.IS, record.id)
        question = Question(kind=record.kind, where=condition)
        confined = self.rights.scope(action).question(question, self.directory.schema)
        if not self.unit.count(confined):
            message = f"the grant to {action} a {record.kind} does not reach this one"
            refused = Refused(action, record.kind, record.id)
            self.rights.refuse(refused, message, f"{record.kind} {record.id}")

    def _permit_references(self, before: Record | None, after: Record) -> None:
        """Refuses a record about something the actor cannot see."""
        if self.rights.viewer is None:
            return
        for name, kind in referred_to(after, self.directory.schema):
            key = getattr(after, name)
            if isinstance(key, Id) and key not in self.known and key != getattr(before, name, None):
                self.get(self.directory.schema.kind(kind).record, key)

    def _keep_stages(self, before: Record, after: Record | None) -> None:
        """Refuses to take away a stage of a pipeline in which something stands."""
        left = guards.left_stages(before, after)
        if left and any(self._stand_in(kind, before.id, left) for kind in (Deal, CustomRecord)):
            message = f"something stands in one of the stages {', '.join(left)}"
            raise RuleViolation(message, rule="stage", where="pipeline", hint="move it away first")

    def _stand_in(self, kind: type[Record], pipeline: Id, stages: Sequence[str]) -> int:
        self.flush()
        where: Condition[Record] = And(
            (Compare("pipeline_id", Op.IS, pipeline), OneOf("stage", tuple(stages)))
        )
        question = Question(kind=kind.kind, where=where)
        return self.unit.count(everything().question(question, self.directory.schema))
