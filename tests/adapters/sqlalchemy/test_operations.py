"""How many calls of the driver the work of a sales desk takes, from entering a unit to its commit.

A number that grows is a slower page; one that depends on how much there is, is a fault.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from attrs import frozen
from sqlalchemy import create_engine

from crmkit.domain.deals import Deal
from crmkit.domain.imports import ImportMapping
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.tasks import Reminder, Task
from crmkit.fields import deal, lead
from crmkit.money import Money
from crmkit.services.work import Work
from crmkit.testing.world import World, a_world
from crmkit_sqlalchemy import open_storage
from tests.adapters.sqlalchemy.support import fresh_file
from tests.unit.services.sheets import sheet

PHONE, MAIL = "+79161234567", "anna@example.com"
OTHER = "+79169998877"


def _counting(calls: list[str]) -> type[sqlite3.Connection]:
    """A class of the driver's connections whose cursors note what they are asked to execute."""

    class Cursor(sqlite3.Cursor):
        def execute(self, text: str, *values: object) -> Self:
            calls.append(text)
            return super().execute(text, *values)  # type: ignore[arg-type]  # as given

        def executemany(self, text: str, *rows: object) -> Self:
            calls.append(text)
            return super().executemany(text, *rows)  # type: ignore[arg-type]  # as given

    class Connection(sqlite3.Connection):
        def cursor(self, *_factory: object) -> Cursor:  # type: ignore[override]  # ours, always
            return Cursor(self)

    return Connection


@frozen
class Desk:
    """A world on a file, and the calls that its work makes."""

    world: World
    calls: list[str]

    def cost(self, do: Callable[[Work], object], *, writes: bool = False) -> int:
        """The calls of one unit, beside its beginning and its savepoints."""
        with self.world.work(writes=False):
            pass  # who is in the team is read once, not with each unit
        self.calls.clear()
        with self.world.work(writes=writes) as work:
            do(work)
        begin, revision, *calls = self.calls
        assert begin.startswith("BEGIN")
        assert "crm_series" in revision
        return sum("SAVEPOINT" not in call for call in calls)

    def fill(self, count: int) -> None:
        """Gives Anna so many more deals, inquiries and tasks."""
        with self.world.work() as work:
            client = work.recognise(name="Анна Петрова", phone=PHONE)
            for nth in range(count):
                work.open_deal(client.id, title=f"Заказ {nth}", amount=Money(nth + 1, "RUB"))
                work.take_inquiry(NewInquiry(channel="site", phone=PHONE, text=f"Вопрос {nth}"))
                work.create(Task, title="Позвонить", contact_id=client.id)
                work.create(Reminder, text="Напомнить", contact_id=client.id, due_at=work.now)
            work.create(Lead, title="Новый", name="Новый", phone=OTHER, email="new@example.com")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with a client who has dealings."""
    calls: list[str] = []
    engine = create_engine(
        f"sqlite:///{fresh_file(tmp_path)}", connect_args={"factory": _counting(calls)}
    )
    desk = Desk(a_world(storage=open_storage(engine)), calls)
    desk.fill(3)
    yield desk
    engine.dispose()


def _list(work: Work) -> object:
    return work.find(Deal, deal.outcome == "open", order=[deal.amount.down], limit=50)


def _card(work: Work) -> object:
    return work.card(work.find(Deal, limit=1)[0].contact_id)  # type: ignore[arg-type]  # it has one


def _lookup(work: Work) -> object:
    return work.lookup(phone=PHONE)


def _recognise(work: Work) -> object:
    return work.recognise(phone=PHONE, email=MAIL)


def _meet(work: Work) -> object:
    return work.recognise(name="Борис Котов", phone="+79167654321", email="boris@example.com")


def _inquiry(work: Work) -> object:
    return work.take_inquiry(NewInquiry(channel="site", phone=PHONE, text="Где мой заказ?"))


def _move(work: Work) -> object:
    (first, *_) = work.find(Deal, limit=1)
    return work.move(first.id, "working")


def _lead(work: Work) -> object:
    found = work.lookup(phone=PHONE, email=MAIL)
    client = found.contact.id if found else None
    return work.create(Lead, title="Спрашивает", contact_id=client, phone=PHONE, email=MAIL)


def _convert(work: Work) -> object:
    (first,) = work.find(Lead, lead.contact_id.absent, limit=1)
    return work.convert(first.id)


def _fire(work: Work) -> object:
    return work.fire_reminders()


def _bring(clients: range) -> Callable[[Work], object]:
    rows = (f"Клиент {nth};+7916{nth:07d};client{nth}@example.com" for nth in clients)
    table = sheet("Имя;Телефон;E-mail", *rows)
    mapping = ImportMapping.guess("contacts", table.columns)
    return lambda work: work.import_table(table, mapping)


READING = {"a page": (_list, 1), "a client behind a phone": (_lookup, 2), "a card": (_card, 9)}
# Where a client's name is written, one call asks whether the index of names is to be kept in step.
WRITING = {
    "a known client": (_recognise, 5),
    "a new client": (_meet, 6),
    "an inquiry": (_inquiry, 6),
    "a move": (_move, 4),
    "a lead of a known client": (_lead, 4),
    "a conversion with a new client": (_convert, 12),
    "a hundred reminders": (_fire, 3),
}


@pytest.mark.parametrize("name", READING)
def test_reading_takes_as_many_calls_however_much_there_is(desk: Desk, name: str) -> None:
    do, calls = READING[name]
    before = desk.cost(do)
    desk.fill(20)
    assert (before, desk.cost(do)) == (calls, calls)


@pytest.mark.parametrize("name", WRITING)
def test_writing_takes_no_more_calls_than_this(desk: Desk, name: str) -> None:
    do, calls = WRITING[name]
    desk.fill(20)
    assert desk.cost(do, writes=True) <= calls


def test_a_chunk_of_an_import_takes_as_many_calls_however_long_it_is(desk: Desk) -> None:
    chunks = (range(10), range(100, 400))
    assert [desk.cost(_bring(chunk), writes=True) for chunk in chunks] == [8, 8]
