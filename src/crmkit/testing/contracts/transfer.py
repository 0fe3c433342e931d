"""The contract of the transfer port: every promise of `crmkit.ports.transfer` as a test.

class TestMyStorage(TransferContract):
    def open_storage(self) -> Transferable:
        return MyStorage("somewhere fresh")
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.record import Record
from crmkit.errors import Conflict, NotSupported
from crmkit.memory.clock import SettableClock
from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Identity, Storage
from crmkit.ports.transfer import Transferable
from crmkit.testing import builders
from crmkit.testing.builders import NOON, a_contact, a_journal_entry
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.contracts.contract import Contract
from crmkit.testing.strategies import shops
from crmkit.transfer import copy_tenant, export_tenant

_UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


class TransferContract(Contract):
    """What every storage keeps whose tenant can be moved: write ``open_storage``."""

    port: ClassVar[str] = "transfer"
    shops: ClassVar[int] = 15
    """How many random shops are moved in and out again."""

    def open_storage(self) -> Transferable:
        """A fresh and empty storage: the one method that an integrator writes."""
        raise NotImplementedError

    def test_records_are_laid_as_they_are_and_nothing_beside_them(self) -> None:
        with self._clerk() as (storage, clerk):
            for record in _of_every_kind():
                _lay(storage, evolve(record, version=7))
            for record in _of_every_kind():
                assert clerk.get(record) == evolve(record, version=7)
            assert len(clerk.journal()) == 1

    def test_a_laid_record_is_changed_from_the_version_it_has(self) -> None:
        with self._clerk() as (storage, clerk):
            _lay(storage, a_contact(version=7))
            changed = clerk.change(a_contact(version=7), city="Уфа")
            assert clerk.get(changed) == changed
            assert changed.version == 8

    def test_a_record_that_is_there_is_laid_by_nobody_and_no_other_with_it(self) -> None:
        with self._clerk() as (storage, clerk):
            _lay(storage, a_contact(1, version=7))
            with pytest.raises(Conflict):
                _lay(storage, a_contact(2, version=7), a_contact(1, version=9))
            assert clerk.find(Contact) == [a_contact(1, version=7)]

    def test_a_refusal_leaves_the_unit_what_it_had(self) -> None:
        with self._clerk() as (storage, clerk):
            with storage.transfer(writes=True) as unit:
                unit.lay([a_contact(1, version=1)])
                with pytest.raises(Conflict):
                    unit.lay([a_contact(2, version=1), a_contact(1, version=1)])
                unit.commit()
            assert clerk.find(Contact) == [a_contact(1, version=1)]

    def test_an_id_stays_taken_whose_creation_the_journal_tells(self) -> None:
        gone = a_contact()
        with self._clerk() as (storage, clerk):
            told = a_journal_entry(
                record_kind="contact", record_id=gone.id, action="create", changes={}, version=1
            )
            _lay(storage, told)
            with pytest.raises(Conflict):
                clerk.create(gone)

    def test_series_are_told_and_set(self) -> None:
        with self._clerk() as (storage, _clerk):
            with storage.transfer(writes=True) as unit:
                unit.take_numbers("client", 3)
                unit.lay_series({"order 2026": 17, "directory": 2})
                unit.commit()
            with storage.transfer(writes=True) as unit:
                assert unit.series() == {"client": 3, "directory": 2, "order 2026": 17}
                assert unit.take_numbers("order 2026") == 18

    def test_a_series_at_nought_is_forgotten(self) -> None:
        with self._clerk() as (storage, _clerk):
            _set(storage, {"client": 3, "order": 4})
            _set(storage, {"client": 0})
            with storage.transfer(writes=False) as unit:
                assert (unit.series(), unit.last_number("client")) == ({"order": 4}, 0)

    def test_what_is_not_committed_is_forgotten(self) -> None:
        with self._clerk() as (storage, clerk):
            with storage.transfer(writes=True) as unit:
                unit.lay([a_contact(version=1)])
                unit.lay_series({"client": 3})
            assert clerk.find(Contact) == []
            with storage.transfer(writes=False) as unit:
                assert unit.series() == {}

    def test_a_unit_for_reading_lays_nothing(self) -> None:
        with self._clerk() as (storage, _clerk), storage.transfer(writes=False) as unit:
            with pytest.raises(NotSupported):
                unit.lay([a_contact(version=1)])
            with pytest.raises(NotSupported):
                unit.lay_series({"client": 3})
            with pytest.raises(NotSupported):
                unit.clear()

    def test_a_cleared_tenant_is_as_good_as_new(self) -> None:
        with self._clerk() as (storage, clerk):
            clerk.create(a_contact(1), a_contact(2))
            clerk.delete(a_contact(1, version=1))
            _set(storage, {"client": 2})
            known = Identity(contact_id=a_contact(1).id, keys=(7,), profile=b"1")
            with storage.transfer(writes=True) as unit:
                unit.write(evolve(clerk.writing(), identities=(known,)))
                unit.commit()
            with storage.transfer(writes=True) as unit:
                unit.clear()
                assert unit.series() == {}
                assert (unit.sharing([7], 1), unit.profiles([known.contact_id])) == ({}, {})
                unit.lay([a_contact(1, version=5)])
                unit.commit()
            assert clerk.journal() == []
            assert clerk.find(Contact) == [a_contact(1, version=5)]
            with storage.transfer(writes=False) as unit:
                assert unit.series() == {}
                assert (unit.sharing([7], 1), unit.profiles([known.contact_id])) == ({}, {})

    def test_clearing_a_tenant_leaves_another_one_alone(self) -> None:
        with self._clerk() as (_storage, other), self._clerk() as (storage, _clerk):
            other.create(a_contact())
            with storage.transfer(writes=True) as unit:
                unit.clear()
                unit.commit()
            assert other.find(Contact) == [a_contact(version=1)]

    def test_any_shop_is_moved_in_and_out_again_byte_for_byte(self) -> None:
        @settings(max_examples=self.shops, deadline=None, suppress_health_check=_UNHURRIED)
        @given(st.data())
        def holds(data: st.DataObject) -> None:
            shop = data.draw(shops(), label="shop")
            start = MemoryStorage()
            clerk = Clerk(start)
            clerk.create(*(evolve(record, version=0) for record in shop.records))
            clerk.write(*_some_changes(shop.records))
            with closing(self.open_storage()) as storage:
                back = MemoryStorage()
                copy_tenant(start, storage)
                copy_tenant(storage, back)
                assert _stream(start) == _stream(storage) == _stream(back)

        holds()

    @contextmanager
    def _clerk(self) -> Iterator[tuple[Transferable, Clerk]]:
        with closing(self.open_storage()) as storage:
            yield storage, Clerk(storage)


def _of_every_kind() -> list[Record]:
    """A record of every kind that there is a builder for, the journal last."""
    made = [
        make()
        for name, make in vars(builders).items()
        if name.startswith(("a_", "an_")) and name not in {"an_id", "a_journal_entry"}
    ]
    return [*made, a_journal_entry(action="change", record_id=a_contact().id)]


def _some_changes(records: tuple[Record, ...]) -> list[tuple[Record, Record | None]]:
    """Of every three records, one is deleted and one archived."""
    deleted = [(record, None) for record in records[::3]]
    archived = [(record, evolve(record, archived_at=NOON)) for record in records[1::3]]
    return [*deleted, *archived]


def _lay(storage: Transferable, *records: Record) -> None:
    with storage.transfer(writes=True) as unit:
        unit.lay(records)
        unit.commit()


def _set(storage: Transferable, numbers: Mapping[str, int]) -> None:
    with storage.transfer(writes=True) as unit:
        unit.lay_series(numbers)
        unit.commit()


def _stream(storage: Storage) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tenant.jsonl"
        export_tenant(storage, file, clock=SettableClock(NOON))
        return file.read_bytes()
