"""Work: one transaction by one actor, and everything that can be done in it."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Protocol, Self, TypeVar

from crmkit.domain.clients import Contact, HandleType
from crmkit.domain.custom import CustomRecord, Link
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Decision
from crmkit.domain.journal import JournalEntry
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.merging import Prefer
from crmkit.domain.moves import MoveRequest
from crmkit.domain.record import Record
from crmkit.domain.reserved import refuse_reserved
from crmkit.domain.tasks import Reminder, Task
from crmkit.errors import NotSupported
from crmkit.ids import (
    CompanyId,
    ContactId,
    CustomRecordId,
    DealId,
    EmployeeId,
    LeadId,
    MergeId,
    PipelineId,
    TaskId,
)
from crmkit.money import Money
from crmkit.services import convert, decide, link, merge, recognise, remind, restore
from crmkit.services.bring import Bring
from crmkit.services.create import added, changed, created
from crmkit.services.desk import Desk
from crmkit.services.draw import Draw
from crmkit.services.exchange import Exchange
from crmkit.services.inquire import Intake, take_inquiry
from crmkit.services.look import Client
from crmkit.services.merge import Parted
from crmkit.services.personal_data import PersonalData
from crmkit.services.recognise import Recognition
from crmkit.text import clean

R = TypeVar("R", bound=Record)


class Finish(Protocol):
    """Ends a unit of work: commits without an error, rolls back with one."""

    def __call__(
        self,
        desk: Desk,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends it."""
        ...


class Work(Bring, Draw, Exchange, PersonalData):
    """A unit of work opened for an actor; leave its ``with`` block normally and it is committed.

    An exception inside the block rolls everything back. Every read is confined to what the actor
    may see, every write is checked against the actor's grants and kept in the journal.
    """

    def __init__(self, desk: Desk, finish: Finish) -> None:
        """Made by ``Crm.work``."""
        super().__init__(desk)
        self._finish = finish

    def __enter__(self) -> Self:
        """The work itself; NotSupported when it is over."""
        if self._desk.over:
            message = "the work is over"
            raise NotSupported(message, where="unit of work", hint="open another one")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commits, or rolls back after an exception."""
        self._finish(self._desk, kind, error, trace)

    def create(self, record: type[R], **fields: object) -> R:
        """A new stored record of the class; crmkit gives id, moment, owner and client number.

        The owner is the employee who acts, if none is named.

        Raises BadInput for a field that the class does not have or a value that does not fit it.
        """
        return created(self._desk, record, fields)

    def add(self, record: R) -> R:
        """Stores a record that was built whole, and answers with it as stored."""
        return added(self._desk, record)

    def change(self, record: R, **fields: object) -> R:
        """The record with these fields changed, stored.

        Raises Conflict when somebody else changed it since it was read, and RuleViolation for
        what a command alone changes: a deal's stage, a lead's status.
        """
        refuse_reserved(record.kind, fields)
        return self._desk.change(record, changed(record, fields), "change")

    def archive(self, record: R) -> R:
        """Takes the record out of the daily lists; nothing is lost."""
        return self.change(record, archived_at=self.now)

    def delete(self, record: Record) -> None:
        """Removes the record for good, where the actor's role grants that."""
        self._desk.delete(record, "delete")

    def restore(self, record: R, name: str, entry: JournalEntry) -> R:
        """The record with one field as it was before the journal's entry."""
        return restore.restore(self._desk, record, name, entry)

    def assign(self, records: Iterable[R], owner: EmployeeId | str) -> tuple[R, ...]:
        """Gives records (clients, leads, deals, tasks) to an active employee, in one go."""
        given = {"owner_id": self._desk.directory.employee(owner).id}
        with self._desk.whole():
            return tuple(
                self._desk.change(record, changed(record, given), "assign")
                for record in self._desk.known_again(records)
            )

    def recognise(
        self,
        *,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        handles: Mapping[HandleType, str] | None = None,
        source: str | None = None,
    ) -> Contact:
        """The one client behind these: the known one, with what is new added, or a new one."""
        someone = recognise.person(name, phone, email, handles=handles, source=source)
        with self._desk.whole():
            return recognise.recognise(self._desk, someone).contact

    def lookup(
        self,
        *,
        name: str | None = None,
        phone: str | None = None,
        email: str | None = None,
        handles: Mapping[HandleType, str] | None = None,
    ) -> Recognition | None:
        """The known client behind these and the keys that led there; None if none is visible."""
        someone = recognise.person(name, phone, email, handles=handles)
        for match in recognise.visible(self._desk, recognise.find(self._desk, someone)):
            return Recognition(contact=match.contact, known=True, by=match.by)
        return None

    def take_inquiry(self, inquiry: NewInquiry) -> Intake:
        """Takes an inquiry: recognises the client and opens a lead.

        The same channel and external id twice is one inquiry: the second time writes nothing.
        """
        with self._desk.whole():
            return take_inquiry(self._desk, inquiry)

    def convert(
        self,
        lead: LeadId,
        *,
        pipeline: PipelineId | str | None = None,
        title: str | None = None,
        amount: Money | None = None,
    ) -> Deal:
        """The one deal that the lead becomes, in the first stage of its pipeline."""
        with self._desk.whole():
            return convert.convert(self._desk, lead, pipeline=pipeline, title=title, amount=amount)

    def fail(self, lead: LeadId, reason: str) -> Lead:
        """The lead, failed for one of its pipeline's reasons."""
        return convert.fail(self._desk, lead, reason)

    def open_deal(
        self,
        client: ContactId | CompanyId,
        title: str,
        *,
        pipeline: PipelineId | str | None = None,
        amount: Money | None = None,
        owner: EmployeeId | str | None = None,
    ) -> Deal:
        """A deal with the client, in the first stage of the pipeline (the shop's first one)."""
        owner_id = None if owner is None else self._desk.directory.employee(owner).id
        new = convert.NewDeal(
            title=title,
            contact_id=client if isinstance(client, ContactId) else None,
            company_id=client if isinstance(client, CompanyId) else None,
            pipeline=pipeline,
            amount=amount,
            owner_id=owner_id,
        )
        with self._desk.whole():
            return convert.open_deal(self._desk, new)

    def move(
        self, deal: DealId, stage: str, *, lost_reason: str | None = None, reopen: bool = False
    ) -> Deal:
        """The deal in another stage, with the tasks that stage asks for.

        Raises RuleViolation naming the rule where the pipeline forbids the move. ``reopen``
        takes a won or lost deal back to an open stage.
        """
        request = MoveRequest(stage=stage, lost_reason=lost_reason, reopen=reopen)
        with self._desk.whole():
            return decide.move_deal(self._desk, deal, request)

    def move_record(
        self, record: CustomRecordId, stage: str, *, reopen: bool = False
    ) -> CustomRecord:
        """The record of the shop's own type in another stage of its pipeline, as deals move."""
        request = MoveRequest(stage=stage, reopen=reopen)
        with self._desk.whole():
            return decide.move_record(self._desk, record, request)

    def merge(
        self,
        survivor: Client,
        absorbed: Client,
        *,
        reason: str,
        prefer: Prefer = "survivor",
        take: Iterable[str] = (),
    ) -> Client:
        """The survivor, completed from the absorbed client, whose records are all its own now.

        Where both have a value, the survivor's stays; with ``prefer="newest"`` the one changed
        last, and from the fields in ``take`` the absorbed's (custom ones as ``custom.KEY``).
        Nothing is lost: the absorbed record is archived, its id answers as the survivor, and
        `unmerge` parts the two at any later time. Raises RuleViolation when they are one already.
        """
        with self._desk.whole():
            return merge.merge(
                self._desk, survivor, absorbed, reason=reason, prefer=prefer, take=frozenset(take)
            )

    def unmerge(self, merge_id: MergeId) -> Parted:
        """Parts two merged clients; whatever was added or changed since is kept.

        Records go back to the absorbed client unless they were given to somebody else since; what
        was added about its deals and leads goes with them. A field changed since stays with the
        survivor, and ``kept`` names it.
        """
        with self._desk.whole():
            return merge.unmerge(self._desk, merge_id)

    def link(self, source: Record, target: Record, *, reads: str, inverse: str) -> Link:
        """The link of two records: ``reads="repairs"`` there, ``inverse="is repaired by"`` back."""
        return link.link(self._desk, source, target, reads=reads, inverse=inverse)

    def apply(self, decisions: Iterable[Decision], *, rule: str) -> None:
        """Does what a sales rule decided; the journal keeps the rule's name with every change."""
        with self._desk.whole():
            decide.apply(self._desk, decisions, rule=clean(rule, where="rule"))

    def due_reminders(self, limit: int = 100) -> tuple[Reminder, ...]:
        """The waiting reminders whose moment has come, the oldest first."""
        return remind.due(self._desk, self.now, limit)

    def fire_reminders(self, limit: int = 100) -> tuple[Reminder, ...]:
        """The due reminders, marked as fired: each fires once, whoever asks."""
        with self._desk.whole():
            return remind.fire(self._desk, limit)

    def complete(self, task: TaskId, result: str | None = None) -> Task:
        """The task, done, with its result."""
        return remind.complete(self._desk, task, result)

    def roll_back(self) -> None:
        """Undoes everything this work has written; it ends without a commit."""
        self._desk.discarded = True
