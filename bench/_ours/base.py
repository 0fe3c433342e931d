"""The same base as the floor's; the managers are employees, the third asks for the lists."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from attrs import frozen

from bench import _dataset as data
from crmkit import Crm, Policy, System
from crmkit.domain.clients import Contact, Handle
from crmkit.domain.conversations import Interaction
from crmkit.domain.deals import Deal
from crmkit.domain.journal import Cause
from crmkit.domain.leads import Lead
from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate
from crmkit.domain.plans import Plan
from crmkit.domain.record import Record
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import (
    ContactId,
    DealId,
    EmployeeId,
    HandleId,
    InteractionId,
    JournalEntryId,
    LeadId,
    PipelineId,
    PlanId,
    ReminderId,
    TaskId,
)
from crmkit.money import Money
from crmkit.ports.storage import Change, Storage, Writing
from crmkit_sqlalchemy.opening import engine_for, maintenance_of

CHUNK = 5_000
BENCH = System("bench")
PIPELINE = "bench"
_OUTCOMES = {"won": "won", "lost": "lost"}


class _Clock:
    """It is always the moment that the data ends at."""

    def now(self) -> datetime:
        return data.NOW


def opened(url: str) -> Crm:
    """The client base."""
    return Crm.open(url, policy=Policy(regions=("RU",)), clock=_Clock())


def build(url: str, people: int) -> None:
    """The base of so many clients."""
    maintenance_of({"url": url}).upgrade()
    crm = opened(url)
    with crm.work(BENCH) as work:
        work.create(Pipeline, key=PIPELINE, name="Bench", stages=_stages(), lost_reasons=data.LOST)
        for number in range(1, data.OWNERS + 1):
            work.create(Employee, login=f"m{number}", name=f"Менеджер {number}")
        staff = {each.login: each.id for each in work.find(Employee)}
        pipeline = next(each for each in work.find(Pipeline) if each.key == PIPELINE)
    owners = [staff[f"m{number}"] for number in range(1, data.OWNERS + 1)]
    base = Base(people=people, owners=owners, pipeline=pipeline.id)
    storage = crm._storage  # noqa: SLF001 - the base is laid below the desk, as the floor's is
    for records in (
        *(base.contacts(), base.handles(), base.leads(), base.deals(), base.calls()),
        *(base.tasks(), base.reminders(), base.plans()),
    ):
        _lay(storage, records)
    crm.close()
    _analyse(url)


def _stages() -> tuple[Stage, ...]:
    return tuple(
        Stage(
            key=key,
            title=key,
            kind=_OUTCOMES.get(key, "open"),  # type: ignore[arg-type]  # one of the three
            tasks=(TaskTemplate(title=f"После {key}"),) if key in data.MOVES else (),
        )
        for key in data.STAGES
    )


def _lay(storage: Storage, records: Iterator[Record]) -> None:
    cause, number = Cause(actor="system:bench", command="build"), 0
    while chunk := list(islice(records, CHUNK)):
        changes = []
        for record in chunk:
            number += 1
            entry = JournalEntryId(_id(9, (_NUMBERS[record.kind] << 40) + number))
            changes.append(Change(None, record, entry))
        with storage.open(writes=True) as unit:
            unit.write(Writing(changes=changes, cause=cause, at=data.NOW))
            unit.commit()


def _analyse(url: str) -> None:
    engine = engine_for(url)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


_KINDS: tuple[type[Record], ...] = (Contact, Handle, Lead, Deal, Interaction, Task, Reminder, Plan)
_NUMBERS = {kind.kind: number for number, kind in enumerate(_KINDS)}


@frozen(kw_only=True)
class Base:
    """The records of the base."""

    people: int
    owners: list[EmployeeId]
    pipeline: PipelineId

    def contacts(self) -> Iterator[Contact]:
        """As many as are asked for."""
        for number in range(self.people):
            each = data.person(number)
            yield Contact(
                id=client_id(number),
                created_at=data.START,
                number=f"base-{number}",
                name=each.name,
                source=each.source,
                comment=each.company,
                owner_id=self.owners[number % data.OWNERS],
            )

    def handles(self) -> Iterator[Handle]:
        """Two phones and an e-mail of each."""
        for number in range(self.people):
            each = data.person(number)
            typed = [*(("phone", phone) for phone in each.phones), ("email", each.email)]
            for at, (kind, value) in enumerate(typed):
                yield Handle(
                    id=HandleId(_id(2, 3 * number + at)),
                    created_at=data.START,
                    contact_id=client_id(number),
                    type="phone" if kind == "phone" else "email",
                    value=value,
                    raw=value,
                )

    def leads(self) -> Iterator[Lead]:
        """One each; those converted have a client and a deal."""
        for number, each in enumerate(data.leads(self.people)):
            done = each.converted is not None
            yield Lead(
                id=LeadId(_id(6, number)),
                created_at=each.created,
                title=each.name,
                name=each.name,
                phone=each.phone,
                email=each.email,
                source=each.source,
                owner_id=self.owners[each.owner - 1],
                pipeline_id=self.pipeline,
                status="converted" if done else "open",
                closed_at=each.converted,
                contact_id=client_id(number) if done else None,
                deal_id=DealId(_id(3, number)) if done else None,
            )

    def deals(self) -> Iterator[Deal]:
        """One each, but the first client has ten."""
        for number, sale in enumerate(data.sales(self.people)):
            yield Deal(
                id=DealId(_id(3, number)),
                created_at=sale.created,
                title=f"Сделка {number}",
                contact_id=client_id(sale.client),
                pipeline_id=self.pipeline,
                stage=sale.stage,
                outcome=_OUTCOMES.get(sale.stage, "open"),  # type: ignore[arg-type]  # one of the three
                amount=Money(sale.amount, "RUB"),
                source=sale.source,
                owner_id=self.owners[sale.owner - 1],
                closed_at=sale.closed,
                lost_reason=sale.lost,
            )

    def calls(self) -> Iterator[Interaction]:
        """One each, and five hundred more of the first."""
        for number, client in enumerate([*range(self.people), *([0] * data.CALLS_OF_FIRST)]):
            yield Interaction(
                id=InteractionId(_id(4, number)),
                created_at=data.START,
                contact_id=client_id(client),
                type="call",
                direction="in",
                at=data.START + timedelta(seconds=number),
                text="О доставке",
            )

    def tasks(self) -> Iterator[Task]:
        """One each, ten of the first."""
        for number in range(self.people):
            yield Task(
                id=TaskId(_id(5, number)),
                created_at=data.START,
                title=f"Перезвонить {number}",
                contact_id=client_id(0 if number < data.DEALS_OF_FIRST else number),
                owner_id=self.owners[number % data.OWNERS],
            )

    def reminders(self) -> Iterator[Reminder]:
        """One each; one of a hundred is due."""
        for number in range(self.people):
            yield Reminder(
                id=ReminderId(_id(7, number)),
                created_at=data.START,
                text=f"Напомнить {number}",
                contact_id=client_id(number),
                owner_id=self.owners[number % data.OWNERS],
                due_at=data.due(number),
            )

    def plans(self) -> Iterator[Plan]:
        """One a manager and month."""
        number = 0
        for owner in self.owners:
            for year, month in data.MONTHS:
                after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
                yield Plan(
                    id=PlanId(_id(8, number)),
                    created_at=data.START,
                    owner_id=owner,
                    starts_on=date(year, month, 1),
                    ends_on=(after - timedelta(days=1)).date(),
                    target=Money(data.TARGET, "RUB"),
                )
                number += 1


def client_id(number: int) -> ContactId:
    """The id of a client of the base."""
    return ContactId(_id(1, number))


def _id(kind: int, number: int) -> bytes:
    return kind.to_bytes(6, "big") + number.to_bytes(10, "big")
