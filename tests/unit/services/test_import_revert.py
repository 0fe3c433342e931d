"""An import is taken back: what it wrote is undone, what others did since stays."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import asdict
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.app import Crm
from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.custom import CustomField
from crmkit.domain.headings import ImportKind
from crmkit.domain.imported import Imported, Kept, Reverted
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.domain.journal import JournalEntry
from crmkit.domain.orders import Order, OrderLine
from crmkit.domain.record import Record
from crmkit.domain.schema import RECORDS
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.errors import NotAllowed, RuleViolation
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.services.work import Work
from crmkit.testing.builders import NOON
from tests.unit.services.sheets import Sheet, bring, sheet
from tests.unit.services.shop import TEST, Shop
from tests.unit.services.test_import_again import FILES, Cells, files

OWN_BOOKS = (JournalEntry, Imported)
"""What keeps the memory of an import that was taken back."""


def everything(crm: Crm) -> dict[object, dict[str, object]]:
    """Every record but its version, which tells how often it was written."""
    with crm.work(TEST, writes=False) as work:
        kinds: list[type[Record]] = [kind for kind in RECORDS if kind not in OWN_BOOKS]
        records = [record for kind in kinds for record in work.find(kind)]
    return {each.id: asdict(each) | {"version": 0, "kind": each.kind} for each in records}


def reverted(shop: Shop, result: ImportResult) -> Reverted:
    assert result.import_id is not None
    with shop.crm.work(TEST) as work:
        return work.revert_import(result.import_id)


def kept(told: Reverted) -> list[tuple[str, str | None, str]]:
    return sorted((each.kind, each.field, each.why) for each in told.kept)


def only(shop: Shop, kind: type[Record]) -> Record:
    with shop.crm.work(TEST, writes=False) as work:
        (found,) = work.find(kind)
    return found


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("contacts", sheet("ФИО;Телефон;Компания", "Анна;89211234567;Ромашка", "Игорь;8921765;")),
        ("companies", sheet("Компания;Холдинг;Контактное лицо", "Лютик;Сад;Анна", "Сад;;")),
        ("employees", sheet("Сотрудник;Отдел;Руководитель", "Пётр;Склад;Вера", "Вера;Склад;")),
        (
            "orders",
            sheet("Номер;Клиент;Дата;Товар;Цена", "1;Анна;01.02.2026;Чехол;5", "1;;;Стекло;7"),
        ),
        ("deals", sheet("Сделка;Клиент;Телефон", "Чехол;Анна;89211234567")),
    ],
)
def test_nothing_is_left_of_an_import_that_nobody_touched(
    shop: Shop, kind: ImportKind, table: Sheet
) -> None:
    before = everything(shop.crm)
    result = bring(shop, kind, table, chunk=1)
    assert everything(shop.crm) != before
    assert kept(reverted(shop, result)) == []
    assert everything(shop.crm) == before
    assert only(shop, Imported).status == "reverted"  # type: ignore[attr-defined]  # it is one


def test_what_was_filled_is_empty_again_and_what_was_added_is_gone(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(CustomField, of_kind="contact", key="floor", title="Этаж", type="number")
        known = work.recognise(name="Анна Петрова", phone="89211234567")
        work.change(known, tags=("vip",), custom={"floor": 2})
    before = everything(shop.crm)
    table = sheet("ФИО;Телефон;Город;Теги;E-mail", "Анна;89211234567;Псков;опт,vip;a@x.ru")
    told = reverted(shop, bring(shop, "contacts", table))
    assert (told.removed, told.restored, told.kept) == (1, 1, ())
    assert everything(shop.crm) == before


def test_a_field_edited_since_stays_and_is_listed(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        known = work.recognise(name="Анна", phone="89211234567")
    result = bring(shop, "contacts", sheet("Телефон;Город;Регион", "89211234567;Псков;Псковская"))
    with shop.crm.work(TEST) as work:
        work.change(work.get(Contact, known.id), city="Тверь", comment="звонить утром")
    told = reverted(shop, result)
    assert told.kept == (Kept(kind="contact", id=known.id, field="city", why="edited"),)
    after = only(shop, Contact)
    assert isinstance(after, Contact)
    assert (after.city, after.region, after.comment) == ("Тверь", None, "звонить утром")


def test_tags_given_since_stay_and_those_of_the_import_go(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.change(work.recognise(name="Анна", phone="89211234567"), tags=("vip",))
    result = bring(shop, "contacts", sheet("Телефон;Теги", "89211234567;опт"))
    with shop.crm.work(TEST) as work:
        work.change(work.find(Contact)[0], tags=("vip", "опт", "долг"))
    assert reverted(shop, result).kept == ()
    assert only(shop, Contact).tags == ("vip", "долг")  # type: ignore[attr-defined]  # a contact


def test_a_client_edited_since_stays_with_phone_job_and_company(shop: Shop) -> None:
    table = sheet("ФИО;Телефон;Компания", "Анна;89211234567;Ромашка", "Игорь;89217654321;Лютик")
    result = bring(shop, "contacts", table)
    with shop.crm.work(TEST) as work:
        anna = next(each for each in work.find(Contact) if each.name == "Анна")
        work.change(anna, comment="постоянная")
    told = reverted(shop, result)
    assert kept(told) == [("company", None, "needed"), ("contact", None, "edited")]
    assert [only(shop, kind).kind for kind in (Contact, Handle, Employment, Company)]
    assert told.removed == 4


def test_a_client_who_has_a_deal_by_now_stays(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО;Телефон", "Анна;89211234567"))
    with shop.crm.work(TEST) as work:
        work.open_deal(work.find(Contact)[0].id, "Чехол")
    assert kept(reverted(shop, result)) == [("contact", None, "needed")]
    assert only(shop, Handle).archived_at is None


def test_an_order_edited_since_stays_with_its_lines(shop: Shop) -> None:
    table = sheet("Номер;Дата;Товар;Цена", "1;01.02.2026;Чехол;5", "1;;Стекло;7")
    result = bring(shop, "orders", table)
    with shop.crm.work(TEST) as work:
        work.change(work.find(Order)[0], status="returned")
    assert kept(reverted(shop, result)) == [("order", None, "edited")]
    with shop.crm.work(TEST, writes=False) as work:
        assert work.count(OrderLine) == 2


def test_what_was_changed_and_put_back_counts_as_untouched(shop: Shop) -> None:
    before = everything(shop.crm)
    first = bring(shop, "contacts", sheet("ФИО;Телефон", "Анна;89211234567"))
    second = bring(shop, "contacts", sheet("Телефон;Город", "89211234567;Псков"))
    assert reverted(shop, second).restored == 1
    assert reverted(shop, first).kept == ()
    assert everything(shop.crm) == before


def test_whoever_was_merged_since_stays(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО;Телефон", "Анна;89211234567", "Аня;89211234568"))
    with shop.crm.work(TEST) as work:
        work.merge(*work.find(Contact), reason="один человек")
    told = reverted(shop, result)
    assert told.removed == 0
    assert {each.kind for each in told.kept} == {"contact", "handle"}


def test_an_import_is_taken_back_once(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО", "Анна"))
    reverted(shop, result)
    with pytest.raises(RuleViolation, match="taken back already"):
        reverted(shop, result)


def test_numbers_of_clients_are_not_given_a_second_time(shop: Shop) -> None:
    reverted(shop, bring(shop, "contacts", sheet("ФИО", "Анна")))
    with shop.crm.work(TEST) as work:
        assert work.create(Contact, name="Игорь").number == "260302-0002"


def test_who_may_not_delete_takes_nothing_back(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО", "Анна"))
    assert result.import_id is not None
    with shop.crm.work(TEST) as work:
        grants = tuple(Grant(action=each, reach="all") for each in ("read", "import"))
        work.create(Role, key="filler", name="filler", grants=grants)
        work.create(Employee, login="filler", name="filler", role="filler")
    with shop.crm.work("filler") as work, pytest.raises(NotAllowed, match="delete"):
        work.revert_import(result.import_id)
    assert only(shop, Contact).version == 1


def test_employees_taken_back_may_not_work_any_more(shop: Shop) -> None:
    reverted(shop, bring(shop, "employees", sheet("Сотрудник;Логин", "Пётр;petr")))
    with pytest.raises(NotAllowed):
        shop.crm.work("petr")


def test_the_journal_keeps_what_was_taken_back(shop: Shop) -> None:
    result = bring(shop, "contacts", sheet("ФИО", "Анна"))
    reverted(shop, result)
    with shop.crm.work(TEST, writes=False) as work:
        told = [(each.action, each.command) for each in work.find(JournalEntry)[-2:]]
    command = f"import {result.import_id}"
    assert told == [("create", command), ("delete", f"revert {command}")]


EDITS: dict[str, Callable[[Work, Contact], object]] = {
    "a field": lambda work, who: work.change(who, comment="правка"),
    "a filled field": lambda work, who: work.change(who, city="Уфа"),
    "tags": lambda work, who: work.change(who, tags=(*who.tags, "долг")),
    "a deal": lambda work, who: work.open_deal(who.id, "Сделка"),
    "a phone": lambda work, who: work.create(
        Handle, contact_id=who.id, type="phone", value="+79990000001", raw="+79990000001"
    ),
    "the archive": lambda work, who: work.archive(who),
}


def _memory() -> Iterator[Crm]:
    clock = SettableClock(NOON)
    yield Crm(MemoryStorage(), clock=clock, ids=SeededIds(clock))


def _sqlite() -> Iterator[Crm]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        path.write_bytes(_an_empty_shop())
        with closing(Crm.open(f"sqlite:///{path}")) as crm:
            yield crm


@cache
def _an_empty_shop() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        Crm.open(f"sqlite:///{path}").close()
        return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("open_crm", [_memory, _sqlite])
@pytest.mark.parametrize("kind", [*FILES])
def test_import_and_revert_leave_what_was_there_and_what_was_edited(
    kind: ImportKind, open_crm: Callable[[], Iterator[Crm]]
) -> None:
    @settings(max_examples=25 if open_crm is _memory else 5, deadline=None)
    @given(files("contacts"), files(kind), st.lists(_edits(), max_size=3))
    def check(known: list[Cells], rows: list[Cells], edits: list[tuple[str, int]]) -> None:
        for crm in open_crm():
            _import(crm, "contacts", known)
            before = everything(crm)
            result = _import(crm, kind, rows)
            mine = everything(crm)
            edited = [_edit(crm, what, nth) for what, nth in edits]
            since = everything(crm)
            if result.import_id is None:
                assert mine == before
                continue
            with crm.work(TEST) as work:
                told = work.revert_import(result.import_id)
            _judge(before, mine, since=since, after=everything(crm), told=told)
            if not any(edited):
                assert told.kept == ()
                assert everything(crm) == before

    check()


def _edits() -> st.SearchStrategy[tuple[str, int]]:
    return st.tuples(st.sampled_from([*EDITS]), st.integers(0, 9))


def _import(crm: Crm, kind: ImportKind, rows: list[Cells]) -> ImportResult:
    with crm.work(TEST) as work:
        return work.import_table(Sheet([*FILES[kind]], rows), ImportMapping(kind=kind))


def _edit(crm: Crm, what: str, nth: int) -> bool:
    with crm.work(TEST) as work:
        people = work.find(Contact)
        if people:
            EDITS[what](work, people[nth % len(people)])
        return bool(people)


State = dict[object, dict[str, object]]


def _judge(before: State, mine: State, *, since: State, after: State, told: Reverted) -> None:
    """What others did is there; what the import did is not, unless it or its whole is listed."""
    listed: set[tuple[object, str | None]] = {(each.id, each.field) for each in told.kept}
    for key, record in since.items():
        if key in before:
            _judge_fields(before[key], mine[key], since=record, after=after[key], listed=listed)
        elif key not in mine or record != mine[key]:
            assert after[key] == record
        else:
            assert after.get(key, record) == record
    for key in after:
        if key in mine and key not in before:
            assert (key, None) in listed or after[key]["kind"] in {"handle", "employment"} | {
                "order_line"
            }


def _judge_fields(
    before: dict[str, object],
    mine: dict[str, object],
    *,
    since: dict[str, object],
    after: dict[str, object],
    listed: set[tuple[object, str | None]],
) -> None:
    for name, value in after.items():
        if mine[name] == since[name]:
            assert value == before[name], name
        elif name != "tags":
            assert value == since[name], name
            assert mine[name] == before[name] or (since["id"], name) in listed
