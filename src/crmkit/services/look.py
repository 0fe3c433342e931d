"""Look: what can be asked in a unit of work."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from crmkit.domain.clients import Company, Contact
from crmkit.domain.journal import JournalEntry
from crmkit.domain.merging import Merge
from crmkit.domain.record import Record
from crmkit.ids import ContactId, Id
from crmkit.query.conditions import And, Condition, Everything
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
from crmkit.services import link, merge, restore, show
from crmkit.services import search as searching
from crmkit.services.desk import Desk

if TYPE_CHECKING:
    from crmkit.reports import Options, ReportTable

R = TypeVar("R", bound=Record)
Client = TypeVar("Client", Contact, Company)


class Look:
    """The questions of a unit of work; each is confined to what its actor may see."""

    def __init__(self, desk: Desk) -> None:
        """Made by ``Crm.work``."""
        self._desk = desk

    @property
    def schema(self) -> Schema:
        """The kinds of record with their fields, the shop's custom fields included."""
        return self._desk.directory.schema

    @property
    def scope(self) -> Scope:
        """What the actor may see, kind by kind; for an adapter that puts up a wall of its own."""
        return self._desk.rights.scope("read")

    @property
    def now(self) -> datetime:
        """The present moment by the Crm's clock."""
        return self._desk.now

    def get(self, record: type[R], key: Id) -> R:
        """The record of this id; NotFound where it is absent or hidden alike.

        The id of a client that was merged into another one answers as that one, for ever.
        """
        return self._opened(merge.get(self._desk, record, key))

    def find(
        self,
        record: type[R],
        *conditions: Condition[R],
        order: Sequence[Order[R]] = (),
        limit: int | None = None,
    ) -> tuple[R, ...]:
        """The visible records that fulfil every condition, at most ``limit`` of them."""
        question = Question(
            kind=record.kind, where=all_of(conditions), order=tuple(order), size=limit
        )
        return self._desk.page(question).records

    def page(self, question: Question[R]) -> Page[R]:
        """One page of visible records, and the cursor of the next."""
        return self._desk.page(question)

    def sheet(self, question: Question[R], *columns: Path[R]) -> Sheet:
        """The values of one page of visible records, and the cursor of the next.

        A column is a field of the record, or of a related one: then it is None where that is
        absent or hidden. A long list is read several times as quickly as whole records are.
        """
        return self._desk.sheet(Columns(question=question, paths=columns))

    def search(
        self, text: str, kind: type[Client], *conditions: Condition[Client], limit: int = 20
    ) -> tuple[Client, ...]:
        """The visible people or companies whose names are most like the text, the likest first.

        A part of a name is enough; a typo or two, the order of words, case and ё/е do not hinder.
        `crmkit.query.likeness` says exactly what is how like.
        """
        where: Condition[Client] = all_of(conditions)
        asked = Search[Client](kind=kind.kind, name="name", text=text, where=where, size=limit)
        return searching.search(self._desk, asked)

    def count(self, record: type[R], *conditions: Condition[R]) -> int:
        """How many visible records fulfil every condition."""
        return self._desk.count(Question(kind=record.kind, where=all_of(conditions)))

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """Figures about visible records."""
        return self._desk.tally(tally)

    def card(self, contact_id: ContactId) -> show.ClientCard:
        """The client's card: profile, handles, deals, open tasks and the latest events."""
        found = show.card(self._desk, contact_id)
        self._opened(found.contact)
        return found

    def merges(self, client: Contact | Company) -> tuple[Merge, ...]:
        """The merges that made the client what it is, the oldest first."""
        return merge.merges(self._desk, client)

    def links(self, record: Record) -> tuple[link.LinkedRecord, ...]:
        """The record's links with others, as they read from its end."""
        return link.links(self._desk, record)

    def history(self, record: Record) -> tuple[JournalEntry, ...]:
        """Every change of the record, the oldest first: who, when, before, after, why."""
        return restore.history(self._desk, record)

    def report(self, name: str, options: "Options | None" = None) -> "ReportTable":
        """A report by its name over what the actor may see; `crmkit.reports` lists them."""
        from crmkit.reports import Options, run_report  # noqa: PLC0415 - many programs never report

        zone = self._desk.policy.zone.key
        return run_report(name, self, options or Options(zone=zone))

    def _opened(self, record: R) -> R:
        """The record, remembered where the policy asks who opens such ones."""
        if record.kind in self._desk.policy.views:
            self._desk.rights.viewed[record.id] = record.kind
        return record


def all_of(conditions: Sequence[Condition[R]]) -> Condition[R]:
    """The condition that all of these hold."""
    return Everything() if not conditions else And(tuple(conditions))
