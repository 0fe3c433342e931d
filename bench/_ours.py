"""The same work through crmkit: journal, rights, checks and all."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench import _dataset as data
from crmkit import Crm, Policy, Question, System
from crmkit.domain.clients import Contact, Handle
from crmkit.domain.conversations import Interaction
from crmkit.domain.deals import Deal
from crmkit.domain.imports import ImportMapping
from crmkit.domain.journal import Cause
from crmkit.domain.pipelines import Pipeline, Stage
from crmkit.domain.record import Record
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Task
from crmkit.fields import deal
from crmkit.ids import (
    ContactId,
    DealId,
    EmployeeId,
    HandleId,
    InteractionId,
    JournalEntryId,
    PipelineId,
    TaskId,
)
from crmkit.money import Money
from crmkit.ports.storage import Change, Storage, Writing
from crmkit.query.conditions import OneOf
from crmkit.query.questions import Page

CHUNK = 5_000
BENCH = System("bench")
COLUMNS = {
    "name": "name",
    "phone1": "phone",
    "phone2": "phone_2",
    "email": "email",
    "company": "comment",  # the floor keeps it as text too
    "source": "source",
}


def opened(path: Path) -> Crm:
    """The client base."""
    return Crm.open(f"sqlite:///{path}", policy=Policy(regions=("RU",)))


def build(path: Path, people: int) -> None:
    """The same base as the floor's; the managers are employees, the third asks for the lists."""
    crm = opened(path)
    with crm.work(BENCH) as work:
        work.create(Pipeline, key="bench", name="Bench", stages=_stages())
        for number in range(1, data.OWNERS + 1):
            work.create(Employee, login=f"m{number}", name=f"Менеджер {number}")
        staff = {each.login: each.id for each in work.find(Employee)}
        pipeline = next(each for each in work.find(Pipeline) if each.key == "bench")
    owners = [staff[f"m{number}"] for number in range(1, data.OWNERS + 1)]
    storage = crm._storage  # noqa: SLF001 - the base is laid below the desk, as the floor's is
    _lay(storage, _contacts(people, owners))
    _lay(storage, _handles(people))
    _lay(storage, _deals(people, owners, pipeline.id))
    _lay(storage, _calls(people))
    _lay(storage, _tasks(people, owners))
    crm.close()


def import_file(crm: Crm, path: Path) -> tuple[int, int]:
    """W1: the numbers of new and known people in the file."""
    reader = crm.plugins.table_reader("csv", {})
    mapping = ImportMapping(kind="contacts", columns=COLUMNS)
    with reader.open(path) as table, crm.work(BENCH) as work:
        result = work.import_table(table, mapping)
    return result.created, result.matched + result.updated


def page(crm: Crm, after: str | None = None) -> tuple[Page[Deal], dict[ContactId, str]]:
    """W4: a page of the third manager's deals in negotiation, with the clients' names."""
    question = Question(
        kind="deal",
        where=deal.stage == "negotiation",
        order=(deal.amount.down,),
        size=20,
        after=after,
    )
    with crm.work("m3", writes=False) as work:
        found = work.page(question)
        ids = tuple({each.contact_id for each in found.records if each.contact_id})
        names = {each.id: each.name for each in work.find(Contact, OneOf("id", ids))}
    return found, names


def deep_page(crm: Crm, number: int) -> str | None:
    """The cursor of the page of this number."""
    after: str | None = None
    for _ in range(number - 1):
        after = page(crm, after)[0].after
        if after is None:
            break
    return after


def card(crm: Crm) -> list[int]:
    """W5: the card of the first client; how many rows each part has."""
    with crm.work(BENCH, writes=False) as work:
        shown = work.card(ContactId(_id(1, 0)))
    parts = (shown.handles, shown.deals, shown.timeline, shown.tasks)
    return [1, *(len(part) for part in parts)]


def _stages() -> tuple[Stage, ...]:
    kinds = {"won": "won", "lost": "lost"}
    return tuple(
        Stage(key=key, title=key, kind=kinds.get(key, "open"))  # type: ignore[arg-type]  # one of the two
        for key in data.STAGES
    )


def _lay(storage: Storage, records: Iterator[Record]) -> None:
    cause = Cause(actor="system:bench", command="build")
    number = 0
    while True:
        changes = []
        for record in records:
            number += 1
            entry = JournalEntryId(_id(9, hash((record.kind, number)) & 0xFFFFFFFFFF))
            changes.append(Change(None, record, entry))
            if len(changes) == CHUNK:
                break
        if not changes:
            return
        with storage.open(writes=True) as unit:
            unit.write(Writing(changes=changes, cause=cause, at=data.NOW))
            unit.commit()


def _contacts(people: int, owners: list[EmployeeId]) -> Iterator[Contact]:
    for number in range(people):
        each = data.person(number)
        yield Contact(
            id=ContactId(_id(1, number)),
            created_at=data.START,
            number=f"base-{number}",
            name=each.name,
            source=each.source,
            comment=each.company,
            owner_id=owners[number % data.OWNERS],
        )


def _handles(people: int) -> Iterator[Handle]:
    for number in range(people):
        each = data.person(number)
        typed = [*(("phone", phone) for phone in each.phones), ("email", each.email)]
        for at, (kind, value) in enumerate(typed):
            yield Handle(
                id=HandleId(_id(2, 3 * number + at)),
                created_at=data.START,
                contact_id=ContactId(_id(1, number)),
                type="phone" if kind == "phone" else "email",
                value=value,
                raw=value,
            )


def _deals(people: int, owners: list[EmployeeId], pipeline: PipelineId) -> Iterator[Deal]:
    for number, sale in enumerate(data.sales(people)):
        closed = sale.stage in {"won", "lost"}
        yield Deal(
            id=DealId(_id(3, number)),
            created_at=sale.created,
            title=f"Сделка {number}",
            contact_id=ContactId(_id(1, sale.client)),
            pipeline_id=pipeline,
            stage=sale.stage,
            outcome="won" if sale.stage == "won" else "lost" if closed else "open",
            amount=Money(sale.amount, "RUB"),
            owner_id=owners[sale.owner - 1],
            closed_at=sale.created + timedelta(days=9) if closed else None,
        )


def _calls(people: int) -> Iterator[Interaction]:
    for number, client in enumerate([*range(people), *([0] * data.CALLS_OF_FIRST)]):
        yield Interaction(
            id=InteractionId(_id(4, number)),
            created_at=data.START,
            contact_id=ContactId(_id(1, client)),
            type="call",
            direction="in",
            at=data.START + timedelta(seconds=number),
            text="Спрашивал о доставке",
        )


def _tasks(people: int, owners: list[EmployeeId]) -> Iterator[Task]:
    for number in range(people):
        client = 0 if number < data.DEALS_OF_FIRST else number
        yield Task(
            id=TaskId(_id(5, number)),
            created_at=data.START,
            title=f"Перезвонить {number}",
            contact_id=ContactId(_id(1, client)),
            owner_id=owners[number % data.OWNERS],
        )


def _id(kind: int, number: int) -> bytes:
    return kind.to_bytes(6, "big") + number.to_bytes(10, "big")
