"""Moving a tenant: how a move goes on that was cut off, and what it is refused for."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from attrs import evolve

from crmkit.app import Crm, System
from crmkit.domain.clients import Contact
from crmkit.errors import AdapterError, BadFile, BadInput, Conflict, NotSupported
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.memory.storage import MemoryStorage
from crmkit.services.transfer import giving
from crmkit.services.transfer.lines import Line
from crmkit.services.transfer.marks import Mark
from crmkit.services.transfer.reading import read_lines
from crmkit.services.transfer.taking import take
from crmkit.testing.builders import NOON, a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.world import a_world
from crmkit.transfer import copy_tenant, export_tenant, import_tenant
from tests.mutants.faulty import FaultyUnit, faulty
from tests.unit.services.streams import exported, is_empty


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving, "SIZE", 2)


@pytest.fixture
def shop() -> MemoryStorage:
    """A storage with seven clients, one deleted again, and their deals."""
    storage = MemoryStorage()
    with a_world(storage=storage).work() as work:
        for nth in range(6):
            client = work.recognise(name=f"Клиент {nth}", phone=f"+7916123456{nth}")
            work.open_deal(client.id, title=f"Заказ {nth}")
    clerk = _at(storage)
    clerk.create(a_contact(99))
    clerk.delete(a_contact(99, version=1))
    return storage


@pytest.fixture
def file(shop: MemoryStorage, tmp_path: Path) -> Path:
    """The shop's stream."""
    return exported(shop, tmp_path / "shop.jsonl")


def _at(storage: MemoryStorage, seed: int = 1) -> Clerk:
    """A clerk whose entries have ids that nobody else's have."""
    return Clerk(storage, ids=SeededIds(SettableClock(NOON), seed))


def _lines(file: Path) -> list[Line]:
    with file.open("rb") as stream:
        return [*read_lines(stream)]


def _cut_off(lines: Sequence[Line], after: int) -> Iterator[Line]:
    yield from islice(lines, after)
    raise KeyboardInterrupt


def test_a_move_cut_off_anywhere_goes_on_and_loses_and_doubles_nothing(
    file: Path, tmp_path: Path
) -> None:
    lines = _lines(file)
    for after in range(1, len(lines)):
        target = MemoryStorage()
        with pytest.raises(KeyboardInterrupt):
            take(_cut_off(lines, after), target)
        moved = import_tenant(file, target)
        assert moved.found == sum(line.count for line in lines[1:after] if hasattr(line, "count"))
        assert exported(target, tmp_path / "again").read_bytes() == file.read_bytes()


def test_a_move_that_never_gets_far_arrives_in_the_end(file: Path, shop: MemoryStorage) -> None:
    target, lines = MemoryStorage(), _lines(file)
    for after in range(1, len(lines), 3):
        with pytest.raises(KeyboardInterrupt):
            take(_cut_off(lines, after), target)
    copy_tenant(shop, target)
    assert Clerk(target).find(Contact) == Clerk(shop).find(Contact)


def test_an_arrived_tenant_is_worked_in_like_any_other(shop: MemoryStorage) -> None:
    target = MemoryStorage()
    copy_tenant(shop, target)
    with pytest.raises(Conflict):
        Clerk(target).create(a_contact(99))
    numbers = {client.number for client in Clerk(shop).find(Contact)}
    with Crm(target, clock=SettableClock(NOON)).work(System("test")) as work:
        assert work.recognise(name="Новый", phone="+79160000000").number not in numbers


def test_a_tenant_that_is_still_coming_is_neither_worked_in_nor_moved_on(
    file: Path, tmp_path: Path
) -> None:
    target = MemoryStorage()
    with pytest.raises(KeyboardInterrupt):
        take(_cut_off(_lines(file), 4), target)
    with pytest.raises(AdapterError, match="not finished"):
        Crm(target).work(System("too early"))
    with pytest.raises(Conflict, match="not all of it"):
        export_tenant(target, tmp_path / "half")
    assert not (tmp_path / "half").exists()


def test_a_tenant_with_anything_in_it_takes_nothing_in(file: Path) -> None:
    target = MemoryStorage()
    Clerk(target).create(a_contact(7))
    with pytest.raises(Conflict, match="not empty: it has contact, journal"):
        import_tenant(file, target)
    assert len(Clerk(target).find(Contact)) == 1


def test_the_beginning_of_another_move_is_not_gone_on_with(file: Path, shop: MemoryStorage) -> None:
    target = MemoryStorage()
    with pytest.raises(KeyboardInterrupt):
        take(_cut_off(_lines(file), 4), target)
    _at(shop, 2).change(Clerk(shop).find(Contact)[0], city="Уфа")
    with pytest.raises(Conflict, match="another move"):
        copy_tenant(shop, target)
    copy_tenant(shop, target, anew=True)
    assert Clerk(target).find(Contact) == Clerk(shop).find(Contact)


def test_anew_never_empties_a_finished_tenant(file: Path) -> None:
    target = MemoryStorage()
    import_tenant(file, target)
    with pytest.raises(Conflict, match="not empty"):
        import_tenant(file, target, anew=True)
    assert len(Clerk(target).find(Contact)) == 6


def test_two_programs_do_not_move_into_one_tenant(file: Path) -> None:
    target, lines = MemoryStorage(), _lines(file)

    def with_another_one_between() -> Iterator[Line]:
        yield from lines[:3]
        with pytest.raises(KeyboardInterrupt):
            take(_cut_off(lines, 5), target)
        yield from lines[3:]

    with pytest.raises(Conflict, match="at the same time"):
        take(with_another_one_between(), target)
    import_tenant(file, target)


def test_what_somebody_writes_meanwhile_is_noticed_at_the_end(file: Path) -> None:
    target, lines = MemoryStorage(), _lines(file)

    def with_a_change_between() -> Iterator[Line]:
        yield from lines[:-1]
        first = Clerk(target).find(Contact)[0]
        _at(target, 3).change(first, city="Уфа")
        yield lines[-1]

    with pytest.raises(Conflict, match="differs from the stream in: contact, journal"):
        take(with_a_change_between(), target)
    assert import_tenant(file, target, anew=True).found == 0


def test_rows_that_are_no_records_take_what_came_before_them_away(file: Path) -> None:
    target, lines = MemoryStorage(), _lines(file)

    def spoilt() -> Iterator[Line]:
        yield from lines[:4]
        raise BadFile("spoilt", where="stream")

    with pytest.raises(BadFile):
        take(spoilt(), target)
    assert is_empty(target)


def test_a_file_appears_whole_or_not_at_all(shop: MemoryStorage, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_tenant(shop, tmp_path / "shop.jsonl", progress=stop)
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_there_is_not_written_over_unasked(
    shop: MemoryStorage, tmp_path: Path
) -> None:
    file = tmp_path / "shop.jsonl"
    file.write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        export_tenant(shop, file)
    assert file.read_text() == "mine"


def test_others_write_on_while_a_tenant_isexported(shop: MemoryStorage, tmp_path: Path) -> None:
    before = exported(shop, tmp_path / "before").read_bytes()
    clerk, written = _at(shop, 4), [a_contact(nth) for nth in range(60, 90)]

    def write(_done: int, _total: int) -> None:
        if written:
            clerk.create(evolve(written.pop(), version=0))

    export_tenant(shop, tmp_path / "during", clock=SettableClock(NOON), progress=write)
    assert (tmp_path / "during").read_bytes() == before


def test_progress_is_told_to_its_end(shop: MemoryStorage, file: Path) -> None:
    steps: list[tuple[int, int]] = []
    copy_tenant(shop, MemoryStorage(), progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    steps.clear()
    import_tenant(file, MemoryStorage(), progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]


def test_a_storage_that_cannot_move_says_so(shop: MemoryStorage) -> None:
    with pytest.raises(NotSupported, match="FaultyStorage cannot move"):
        copy_tenant(shop, faulty(FaultyUnit))


def test_memory_has_no_url_to_move_from(shop: MemoryStorage) -> None:
    with pytest.raises(BadInput, match="open storage"):
        copy_tenant("memory:", shop)


def test_a_mark_tells_one_stream_from_another() -> None:
    one, other = Mark().after("ab" * 32), Mark().after("cd" * 32)
    assert (one.batches, one == other) == (1, False)
