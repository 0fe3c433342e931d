"""A shop's books at random, and units of work that answer about them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from crmkit.app import Actor, Crm, System
from crmkit.domain.journal import Cause
from crmkit.domain.record import Record
from crmkit.ids import (
    CompanyId,
    ContactId,
    DealId,
    EmployeeId,
    Id,
    JournalEntryId,
    PipelineId,
    ProductId,
    TeamId,
)
from crmkit.memory.clock import SettableClock
from crmkit.memory.storage import MemoryStorage
from crmkit.money import Money
from crmkit.ports.storage import Change, Writing
from crmkit.query.questions import Figure
from crmkit.reports import Options, run_report
from crmkit.services.work import Work
from crmkit.testing.builders import (
    NOON,
    a_contact,
    a_deal,
    a_lead,
    a_pipeline,
    a_product,
    a_task,
    a_team,
    an_employee,
    an_id,
    an_inquiry,
    an_order,
)

ZONE = "Europe/Moscow"
R = TypeVar("R", bound=Record)
T = TypeVar("T")
K = TypeVar("K", bound=Id)
_OUTCOMES = {"won": "won", "delivery": "won", "lost": "lost"}
Row = dict[str, Any]  # a test knows what its column holds


def asked(records: Iterable[Record], actor: Actor | None = None, *, at: datetime = NOON) -> Work:
    """A unit of work, opened at that moment, over these records."""
    storage = MemoryStorage()
    changes = [
        Change(None, record, an_id(JournalEntryId, nth)) for nth, record in enumerate(records)
    ]
    with storage.open(writes=True) as unit:
        unit.write(Writing(changes=changes, cause=Cause(actor="test", command="test"), at=NOON))
        unit.commit()
    crm = Crm(storage, clock=SettableClock(at))
    return crm.work(actor or System("test"), writes=False)


def by(*words: str) -> Options:
    """The options of a shop in Moscow that wants these groups."""
    return Options(zone=ZONE, by=words)


def rows(name: str, records: Iterable[Record], options: Options | None = None) -> list[Row]:
    """The report's rows over these records."""
    return run_report(name, asked(records), options or by()).as_dicts()


def grouped(things: Iterable[T], key: Callable[[T], Figure]) -> dict[Figure, list[T]]:
    """The things by their keys."""
    groups = defaultdict[Figure, list[T]](list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


def local(moment: datetime) -> date:
    """The day in Moscow, which has been three hours ahead of UTC since 2014."""
    return (moment + timedelta(hours=3)).date()


def month(moment: datetime | None) -> date | None:
    """The first day of the month in Moscow."""
    return None if moment is None else local(moment).replace(day=1)


def figures(found: Iterable[Row], *names: str) -> list[Row]:
    """The rows with these columns alone."""
    return [{name: row[name] for name in names} for row in found]


@frozen
class Books:
    """Records of many kinds, and a unit of work over them."""

    records: tuple[Record, ...]
    work: Work

    def of(self, record: type[R]) -> list[R]:
        """The records of one class."""
        return [each for each in self.records if isinstance(each, record)]

    def rows(self, name: str, *words: str, options: Options | None = None) -> list[Row]:
        """The report's rows, by these words or else its usual ones."""
        return run_report(name, self.work, options or by(*words)).as_dicts()


@cache
def books(number: int) -> Books:
    """The books of this number: at random, but always the same."""
    chance = Random(number)  # noqa: S311 - the same books every time, no secret
    records = (*_the_shop(), *_clients(chance), *_sales(chance))
    return Books(records, asked(records))


some_books = st.integers(0, 24).map(books)


def _the_shop() -> Iterator[Record]:
    """Two of the three managers have one name; the second pipeline keeps its own stages."""
    yield a_team(1, head_id=an_id(EmployeeId, 3))
    yield a_team(2)
    for nth in (1, 2, 3):
        name = "Ёлка" if nth < 3 else "ежов"
        yield an_employee(nth, name=name, team_id=an_id(TeamId, 1 + nth % 2))
    yield a_pipeline(1)
    second = a_pipeline(2, name="Опт", currency="USD")
    yield evolve(second, stages=second.stages[:5], transitions=())
    yield from (a_product(nth) for nth in (1, 2))


def _clients(chance: Random) -> Iterator[Record]:
    for nth in range(1, chance.randint(1, 9)):
        yield a_contact(
            nth,
            sex=chance.choice(["female", "male", None]),
            birth_date=chance.choice([None, date(2008, 3, 2), date(2008, 3, 3), date(1990, 5, 1)]),
            city=chance.choice(["Москва", "Тверь", None]),
            party=chance.choice(["client", "client", "supplier"]),
            archived_at=chance.choice([None, None, None, NOON]),
        )
    for nth in range(1, chance.randint(1, 12)):
        yield an_order(
            nth,
            placed_at=_moment(chance),
            contact_id=_one(chance, ContactId, 3),
            company_id=_one(chance, CompanyId, 2),
            owner_id=_one(chance, EmployeeId, 3),
            status=chance.choice(["new", "paid", "done", "cancelled", "returned"]),
        )


def _sales(chance: Random) -> Iterator[Record]:
    for nth in range(1, chance.randint(1, 9)):
        yield an_inquiry(nth, received_at=_moment(chance), channel=_channel(chance) or "site")
    for nth in range(1, chance.randint(1, 12)):
        yield a_lead(
            nth,
            created_at=_moment(chance),
            channel=_channel(chance),
            owner_id=_one(chance, EmployeeId, 3),
            qualification=chance.choice(["target", "non_target", None]),
            status=chance.choice(["open", "converted", "failed"]),
            deal_id=_one(chance, DealId, 12),
        )
    for nth in range(1, chance.randint(1, 16)):
        yield _deal(nth, chance)
    for nth in range(1, chance.randint(1, 9)):
        yield a_task(
            nth,
            due_at=chance.choice([None, NOON, _moment(chance), _moment(chance)]),
            owner_id=_one(chance, EmployeeId, 3),
            status=chance.choice(["open", "open", "done"]),
            archived_at=chance.choice([None, None, None, NOON]),
        )


def _deal(nth: int, chance: Random) -> Record:
    stage = chance.choice(["new", "working", "won", "delivery", "lost", "gone"])
    outcome = _OUTCOMES.get(stage, "open")
    begun = _moment(chance)
    return a_deal(
        nth,
        created_at=begun,
        stage=stage,
        outcome=outcome,
        pipeline_id=an_id(PipelineId, chance.randint(1, 2)),
        owner_id=_one(chance, EmployeeId, 3),
        product_id=_one(chance, ProductId, 2),
        channel=_channel(chance),
        amount=chance.choice([None, *(Money(minor, "RUB") for minor in (0, 5, 99_999, 250_001))]),
        closed_at=None
        if outcome == "open"
        else begun + timedelta(seconds=chance.randint(0, 10**7)),
        lost_reason=chance.choice(["price", "silent", None]) if outcome == "lost" else None,
        archived_at=chance.choice([None, None, None, NOON]),
    )


def _moment(chance: Random) -> datetime:
    """Up to three months before noon, often at the very border of a month."""
    border = datetime(2026, chance.choice([1, 2, 3]), 1, tzinfo=NOON.tzinfo) - timedelta(hours=3)
    near: Sequence[datetime] = [border, border - timedelta(microseconds=1)]
    return chance.choice([*near, NOON - timedelta(seconds=chance.randint(0, 90 * 86_400))])


def _channel(chance: Random) -> str | None:
    return chance.choice(["site", "call", "telegram", None])


def _one(chance: Random, of: type[K], many: int) -> K | None:
    return chance.choice([None, *(an_id(of, nth) for nth in range(1, many + 1))])
