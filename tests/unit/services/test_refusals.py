"""What is denied changes nothing, and is written down."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.journal import NOBODY, JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.schema import RECORDS
from crmkit.domain.staff import Action, Employee, Grant, Role
from crmkit.errors import NotAllowed, TemporaryFailure
from crmkit.fields import contact
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import UnitOfWork
from crmkit.testing import builders
from crmkit.testing.builders import NOON

ROLES = ("manager", "head", "analyst", "guest")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOON)


@pytest.fixture
def crm(clock: SettableClock) -> Crm:
    crm = Crm(MemoryStorage(), clock=clock, ids=SeededIds(clock))
    with crm.work(System("set up")) as work:
        work.create(Role, key="guest", name="Гость", grants=())
        work.create(Role, key="reader", name="Чтец", grants=_reads_all())
        for role in (*ROLES, "reader"):
            work.create(Employee, login=role, name=role, role=role)
        anna = work.create(Contact, name="Анна")
        work.open_deal(anna.id, "Заказ")
    return crm


def _reads_all() -> tuple[Grant, ...]:
    return (Grant(action="read", reach="all"),)


def refusals(crm: Crm) -> list[JournalEntry]:
    with crm.work(System("audit"), writes=False) as work:
        return [entry for entry in work.find(JournalEntry) if entry.action == "refuse"]


def dump(crm: Crm) -> list[Record]:
    """Everything there is but the entries of refusals."""
    with crm.work(System("audit"), writes=False) as work:
        records = [record for kind in RECORDS for record in work.find(kind)]
    return [each for each in records if getattr(each, "action", None) != "refuse"]


def made() -> list[str]:
    names = [*vars(builders)]
    return [each for each in names if each.startswith(("a_", "an_"))]


MAKERS = sorted(set(made()) - {"an_id", "a_journal_entry"})


@pytest.mark.parametrize("maker", MAKERS)
def test_a_creation_without_a_grant_leaves_its_refusal_and_nothing_else(
    crm: Crm, maker: str
) -> None:
    record: Record = getattr(builders, maker)()
    before = dump(crm)
    for role in ("analyst", "guest", "reader"):
        with pytest.raises(NotAllowed), crm.work(role) as work:
            work.add(record)
    assert dump(crm) == before
    told = [(entry.record_kind, entry.command, entry.record_id) for entry in refusals(crm)]
    assert told == [(record.kind, "create", NOBODY)] * 3


@pytest.mark.parametrize(
    ("action", "field"),
    [("change", "comment"), ("archive", "archived_at"), ("assign", "owner_id"), ("delete", "")],
)
@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_a_change_without_a_grant_leaves_its_refusal_and_nothing_else(
    crm: Crm, role: str, action: Action, field: str
) -> None:
    before = dump(crm)
    with crm.work(role) as work:
        (anna,) = work.find(Contact)
        own = work.find(Employee)[0].id
        value: object = {"comment": "секрет", "archived_at": NOON, "owner_id": own}.get(field)
        attempts: dict[str, Callable[[], object]] = {
            "delete": lambda: work.delete(anna),
            "archive": lambda: work.archive(anna),
        }
        with pytest.raises(NotAllowed):
            attempts.get(action, lambda: work.change(anna, **{field: value}))()
    assert dump(crm) == before
    (entry,) = refusals(crm)
    assert (entry.record_kind, entry.record_id, entry.command) == ("contact", anna.id, action)
    assert entry.actor == str(next(e.id for e in _staff(crm) if e.login == role))
    assert "секрет" not in str(vars_of(entry))


def vars_of(entry: JournalEntry) -> list[object]:
    return [entry.changes, entry.command, entry.actor, entry.rule]


def _staff(crm: Crm) -> tuple[Employee, ...]:
    with crm.work(System("audit"), writes=False) as work:
        return work.find(Employee)


def test_a_refusal_that_was_caught_is_written_down_all_the_same(crm: Crm) -> None:
    with crm.work("reader") as work, suppress(NotAllowed):
        work.create(Contact, name="Анна")
    assert [entry.command for entry in refusals(crm)] == ["create"]


def test_a_work_that_went_on_after_a_refusal_keeps_both_in_its_own_commit(crm: Crm) -> None:
    storage = crm._storage
    units: list[bool] = []

    def open_once(*, writes: bool) -> UnitOfWork:
        units.append(writes)
        if len(units) > 1:
            message = "the disk is full"
            raise TemporaryFailure(message, where="storage", hint=None)
        return MemoryStorage.open(storage, writes=writes)  # type: ignore[arg-type]  # a memory one

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "open", open_once)
        with crm.work("manager") as work, suppress(NotAllowed):
            work.delete(work.recognise(name="Олег", phone="89211234567"))
    assert units == [True]
    assert len(refusals(crm)) == 1
    with crm.work(System("audit"), writes=False) as look:
        assert look.find(Contact, contact.name == "Олег")


def test_what_went_wrong_comes_before_a_refusal_that_cannot_be_written_down(crm: Crm) -> None:
    with crm.work(System("in the way")):
        crm._storage._patience = 0.01  # type: ignore[attr-defined]  # a memory one
        with pytest.raises(NotAllowed) as caught, crm.work("guest", writes=False) as work:
            work._desk.rights.demand("delete", "contact")
    assert "could not be written down" in caught.value.__notes__[0]


def test_the_same_refusal_leaves_one_entry_a_minute(crm: Crm, clock: SettableClock) -> None:
    def attempt() -> None:
        with suppress(NotAllowed), crm.work("guest") as work:
            work.create(Contact, name="Анна")

    for _ in range(50):
        attempt()
    assert len(refusals(crm)) == 1
    clock.advance(seconds=61)
    attempt()
    assert len(refusals(crm)) == 2


def test_a_refusal_is_no_part_of_the_records_history(crm: Crm) -> None:
    with suppress(NotAllowed), crm.work("reader") as work:
        work.archive(work.find(Contact)[0])
    with crm.work(System("audit")) as work:
        (anna,) = work.find(Contact)
        assert [entry.action for entry in work.history(anna)] == ["create"]


def test_refusals_are_sealed_with_the_rest(crm: Crm) -> None:
    with suppress(NotAllowed), crm.work("guest") as work:
        work.create(Contact, name="Анна")
    crm.seal()
    seen = crm.verify()
    assert seen.sound
    assert seen.unsealed == 0
