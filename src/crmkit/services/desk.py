"""The desk: where an actor's rights meet the storage. Every read and every write passes here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import TypeVar

from attrs import evolve, field, frozen, mutable

from crmkit.domain.custom import CustomField
from crmkit.domain.definitions import check_definition, check_own
from crmkit.domain.door import checked
from crmkit.domain.events import Event
from crmkit.domain.journal import Cause
from crmkit.domain.permissions import OWNED, Viewer, everything, scope
from crmkit.domain.policy import Policy
from crmkit.domain.record import Record
from crmkit.domain.staff import Action
from crmkit.errors import NotAllowed, NotFound
from crmkit.ids import EmployeeId, Id, JournalEntryId
from crmkit.ports.clock import Clock
from crmkit.ports.ids import Ids
from crmkit.ports.storage import Change, UnitOfWork, Writing
from crmkit.query.conditions import Compare, Condition, Everything, OneOf, Op
from crmkit.query.questions import Page, Question, Tally, TallyRow
from crmkit.query.scope import Scope
from crmkit.query.values import Value
from crmkit.services import directory
from crmkit.services.directory import Directory

R = TypeVar("R", bound=Record)
Key = TypeVar("Key", bound=Id)

_AMONG = 5_000
"""How many values one question names; a longer list is asked for in parts."""
_REFERENCES: Mapping[str, str] = {
    "contact_id": "contact",
    "company_id": "company",
    "lead_id": "lead",
    "deal_id": "deal",
    "order_id": "order",
    "record_id": "record",
}


@frozen(kw_only=True)
class Rights:
    """Who acts and how far each action reaches. Without a viewer it is the system itself."""

    actor: str
    viewer: Viewer | None = None
    scopes: dict[Action, Scope] = field(factory=dict)

    def scope(self, action: Action) -> Scope:
        """The records that the action reaches, worked out once."""
        found = self.scopes.get(action)
        if found is None:
            found = everything() if self.viewer is None else scope(self.viewer, action)
            self.scopes[action] = found
        return found

    def demand(self, action: Action, kind: str) -> None:
        """Raises NotAllowed when no grant covers the action on the kind at all."""
        if self.viewer is not None and self.viewer.reach(action, kind) is None:
            role = self.viewer.employee.role
            message = f"the role {role!r} has no grant to {action} a {kind}"
            raise NotAllowed(message, where=kind, hint="ask whoever sets up the roles")


@mutable(kw_only=True)
class Desk:
    """What services work with: scoped reads, checked writes, the clock and the ids of one unit.

    Writes are gathered and go to the storage together, at the latest before the next read.
    """

    unit: UnitOfWork
    rights: Rights
    directory: Directory
    clock: Clock
    ids: Ids
    policy: Policy = field(factory=Policy)
    known: set[Id] = field(factory=set)
    waiting: list[tuple[Cause, Change]] = field(factory=list)
    events: list[Event] = field(factory=list)
    discarded: bool = False

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
        self.known.update(record.id for record in page.records)
        return page

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

    def count(self, question: Question[R]) -> int:
        """How many visible records fulfil the condition."""
        self.flush()
        return self.unit.count(self.rights.scope("read").question(question, self.directory.schema))

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """Figures about visible records."""
        self.flush()
        return self.unit.tally(self.rights.scope("read").tally(tally, self.directory.schema))

    def add(self, record: R, command: str, rule: str | None = None) -> R:
        """Stores a new record, checked and permitted, and answers with it as stored."""
        self.rights.demand("create", record.kind)
        fit = checked(record, self.directory.schema.kind(record.kind))
        self._check_definitions(None, fit)
        self._permit_owner(fit)
        self._permit_references(fit)
        return self._write(None, fit, command, rule)

    def fit(self, record: R) -> R:
        """The record as it may be stored; raises BadInput naming the field that is wrong."""
        return checked(record, self.directory.schema.kind(record.kind))

    def write_trusted(self, changes: Iterable[tuple[Record | None, Record]], command: str) -> None:
        """Stores what a bulk command that was permitted as a whole has made: before and after.

        Every record has passed `fit`.
        """
        cause = Cause(actor=self.rights.actor, command=command)
        for before, after in changes:
            self._gather(before, after, cause)

    def add_trusted(self, record: Record, command: str) -> None:
        """Stores a new record of a bulk command that was permitted as a whole."""
        fit = checked(record, self.directory.schema.kind(record.kind))
        self._gather(None, fit, Cause(actor=self.rights.actor, command=command))

    def change_trusted(self, before: R, after: R, command: str) -> R:
        """Stores a changed record of a bulk command that was permitted as a whole."""
        fit = checked(after, self.directory.schema.kind(after.kind))
        self._gather(before, fit, Cause(actor=self.rights.actor, command=command))
        return evolve(fit, version=fit.version + 1)

    def change(self, before: R, after: R, command: str, rule: str | None = None) -> R:
        """Stores a changed record, checked and permitted, and answers with it as stored."""
        action: Action = "change"
        if after.archived_at != before.archived_at:
            action = "archive"
        self._permit(action, before)
        if _owner(after) != _owner(before):
            self.rights.demand("assign", before.kind)
        fit = checked(after, self.directory.schema.kind(after.kind))
        if fit == before:
            return before
        self._check_definitions(before, fit)
        return self._write(before, fit, command, rule)

    def delete(self, record: Record, command: str) -> None:
        """Removes a record for good, where a role grants that; the journal keeps what it was."""
        self._permit("delete", record)
        self._write(record, None, command, None)

    def take_numbers(self, series: str, count: int = 1) -> int:
        """The next numbers of a series."""
        return self.unit.take_numbers(series, count)

    def renew_directory(self) -> None:
        """Makes this and every other Crm read the directory anew, after a change of it."""
        self.flush()
        self.unit.take_numbers(directory.SERIES)
        self.directory = directory.read(self.unit, self.directory.revision + 1)

    def flush(self) -> None:
        """Hands the gathered writes to the storage."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        now = self.now
        start = 0
        for end in range(1, len(waiting) + 1):
            if end == len(waiting) or waiting[end][0] != waiting[start][0]:
                cause = waiting[start][0]
                changes = [change for _, change in waiting[start:end]]
                self.unit.write(Writing(changes=changes, cause=cause, at=now))
                start = end

    def _write(self, before: R | None, after: R | None, command: str, rule: str | None) -> R:
        cause = Cause(actor=self.rights.actor, command=command, rule=rule)
        self._gather(before, after, cause)
        record = before if after is None else after
        assert record is not None  # noqa: S101 - a change has at least one side
        self.known.add(record.id)
        action = "create" if before is None else ("delete" if after is None else "change")
        self.events.append(
            Event(
                kind=record.kind,
                action=action,
                record_id=record.id,
                actor=cause.actor,
                command=command,
                at=self.now,
            )
        )
        if record.kind in directory.KINDS:
            self.renew_directory()
        return record if after is None else evolve(after, version=after.version + 1)

    def _gather(self, before: Record | None, after: Record | None, cause: Cause) -> None:
        self.waiting.append((cause, Change(before, after, JournalEntryId(self.ids.next()))))

    def _check_definitions(self, before: Record | None, after: Record) -> None:
        if isinstance(after, CustomField):
            defined = before if isinstance(before, CustomField) else None
            check_definition(defined, after, self.directory.custom)
        check_own(after, self.directory.custom, self.directory.types)

    def _permit(self, action: Action, record: Record) -> None:
        self.rights.demand(action, record.kind)
        reached = self.rights.scope(action).of(record.kind)
        if isinstance(reached, Everything):
            return
        if reached == self.rights.scope("read").of(record.kind) and record.id in self.known:
            return
        self.flush()
        condition: Condition[Record] = Compare("id", Op.IS, record.id)
        question = Question(kind=record.kind, where=condition)
        confined = self.rights.scope(action).question(question, self.directory.schema)
        if not self.unit.count(confined):
            self.get(type(record), record.id)
            message = f"the grant to {action} a {record.kind} does not reach this one"
            raise NotAllowed(message, where=f"{record.kind} {record.id}")

    def _permit_owner(self, record: Record) -> None:
        viewer = self.rights.viewer
        if viewer is None or record.kind not in OWNED:
            return
        reach = viewer.reach("create", record.kind)
        if reach is None or reach == "all" or _owner(record) in {None, *viewer.owners(reach)}:
            return
        message = f"the grant to create a {record.kind} does not reach this owner"
        raise NotAllowed(message, where=f"{record.kind}.owner_id")

    def _permit_references(self, record: Record) -> None:
        """Refuses a record about something the actor cannot see."""
        if self.rights.viewer is None:
            return
        for name, kind in _REFERENCES.items():
            key = getattr(record, name, None)
            if isinstance(key, Id) and key not in self.known:
                self.get(self.directory.schema.kind(kind).record, key)


def _owner(record: Record) -> EmployeeId | None:
    return getattr(record, "owner_id", None)
