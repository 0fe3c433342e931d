"""Promises about units of work: commit, rollback, isolation, numbers, closing and reopening."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.permissions import everything
from crmkit.errors import AdapterError, BadInput, Conflict, CrmError, NotSupported, TemporaryFailure
from crmkit.ports.storage import UnitOfWork
from crmkit.query.questions import Question
from crmkit.testing.builders import a_contact, a_deal
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk

_CONTACTS = Question[Contact](kind="contact")


class UnitPromises(StoragePromises):
    """What `Storage.open` and the units that it opens promise."""

    def test_what_is_not_committed_is_forgotten(self) -> None:
        with self.clerk() as clerk:
            with clerk.storage.open(writes=True) as unit:
                unit.write(clerk.writing((None, a_contact())))
                unit.take_numbers("contact")
            assert (clerk.find(Contact), clerk.journal()) == ([], [])
            assert _last(clerk) == 0

    def test_an_error_forgets_the_whole_unit(self) -> None:
        with self.clerk() as clerk:
            with suppress(ZeroDivisionError), clerk.storage.open(writes=True) as unit:
                unit.write(clerk.writing((None, a_contact())))
                raise ZeroDivisionError
            assert (clerk.find(Contact), clerk.journal()) == ([], [])

    def test_several_writings_are_committed_together(self) -> None:
        with self.clerk() as clerk:
            with clerk.storage.open(writes=True) as unit:
                unit.write(clerk.writing((None, a_contact())))
                unit.write(clerk.writing((None, a_deal())))
                unit.commit()
            assert (clerk.get(a_contact()), clerk.get(a_deal())) != (None, None)

    def test_a_unit_sees_its_own_writes(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            unit.write(clerk.writing((None, a_contact())))
            assert _contacts(clerk, unit) == (a_contact(version=1),)
            unit.write(clerk.writing((a_contact(version=1), None)))
            assert _contacts(clerk, unit) == ()

    def test_nobody_else_sees_what_is_not_committed(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            unit.write(clerk.writing((None, a_contact())))
            assert clerk.find(Contact) == []

    def test_a_reader_sees_one_state_from_beginning_to_end(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            with clerk.storage.open(writes=False) as reader:
                before = _contacts(clerk, reader)
                clerk.change(a_contact(version=1), city="Уфа")
                clerk.create(a_contact(2))
                assert _contacts(clerk, reader) == before == (a_contact(version=1),)
            assert len(clerk.find(Contact)) == 2

    def test_a_unit_for_reading_refuses_to_write(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=False) as unit:
            with pytest.raises(NotSupported):
                unit.write(clerk.writing((None, a_contact())))
            with pytest.raises(NotSupported):
                unit.take_numbers("contact")
            unit.commit()

    def test_a_committed_unit_is_over(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            unit.commit()
            for use in (unit.commit, lambda: unit.write(clerk.writing((None, a_contact())))):
                with pytest.raises(CrmError):
                    use()
        with pytest.raises(CrmError):
            _contacts(clerk, unit)

    def test_numbers_count_from_one_without_gaps(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            taken = [unit.take_numbers("contact", count) for count in (1, 3, 1)]
            assert (taken, unit.last_number("contact")) == ([1, 2, 5], 5)

    def test_every_series_counts_by_itself(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            unit.take_numbers("contact", 5)
            assert unit.take_numbers("заказы № 1") == 1

    def test_less_than_one_number_cannot_be_taken(self) -> None:
        with self.clerk() as clerk, clerk.storage.open(writes=True) as unit:
            for count in (0, -1):
                with pytest.raises(BadInput):
                    unit.take_numbers("contact", count)
            assert unit.take_numbers("contact") == 1

    def test_numbers_go_on_where_the_last_committed_unit_ended(self) -> None:
        with self.clerk() as clerk:
            _take(clerk, 2)
            with clerk.storage.open(writes=True) as unit:
                unit.take_numbers("contact", 10)
            assert _take(clerk, 1) == 3

    def test_numbers_taken_by_several_threads_leave_no_gap_and_never_repeat(self) -> None:
        with self.clerk() as clerk, ThreadPoolExecutor(4) as threads:
            taken = [*threads.map(lambda _: _patiently_take(clerk), range(40))]
            assert sorted(taken) == [*range(1, 41)]

    def test_no_change_by_several_threads_is_lost(self) -> None:
        with self.clerk() as clerk, ThreadPoolExecutor(4) as threads:
            clerk.create(a_contact())
            list(threads.map(lambda _: _patiently_append(clerk), range(20)))
            (contact,) = clerk.find(Contact)
            assert (contact.comment, contact.version) == ("x" * 20, 21)

    def test_closing_twice_does_no_harm(self) -> None:
        storage = self.open_storage()
        storage.close()
        storage.close()

    def test_a_closed_storage_opens_no_unit(self) -> None:
        storage = self.open_storage()
        storage.close()
        with pytest.raises(AdapterError), storage.open(writes=False):
            pass

    def test_two_fresh_storages_share_nothing(self) -> None:
        with self.clerk() as one, self.clerk() as other:
            one.create(a_contact())
            _take(one, 1)
            assert (other.find(Contact), other.journal(), _last(other)) == ([], [], 0)

    def test_a_reopened_storage_holds_all_that_was_committed(self) -> None:
        with self.clerk() as clerk:
            clerk.create(a_contact())
            _take(clerk, 3)
            journal = clerk.journal()
        try:
            storage = self.reopen_storage(clerk.storage)
        except NotSupported as exc:
            pytest.skip(f"undeclared: {exc.message}")
        with closing(storage):
            again = Clerk(storage)
            assert (again.find(Contact), again.journal()) == ([a_contact(version=1)], journal)
            assert _last(again) == 3


def _contacts(clerk: Clerk, unit: UnitOfWork) -> tuple[Contact, ...]:
    return unit.find(everything().question(_CONTACTS, clerk.schema)).records


def _last(clerk: Clerk) -> int:
    with clerk.storage.open(writes=False) as unit:
        return unit.last_number("contact")


def _take(clerk: Clerk, count: int) -> int:
    with clerk.storage.open(writes=True) as unit:
        first = unit.take_numbers("contact", count)
        unit.commit()
        return first


def _patiently_take(clerk: Clerk) -> int:
    while True:
        try:
            return _take(clerk, 1)
        except TemporaryFailure:
            continue


def _patiently_append(clerk: Clerk) -> Contact:
    while True:
        (contact,) = clerk.find(Contact)
        try:
            return clerk.change(contact, comment=f"{contact.comment or ''}x")
        except (Conflict, TemporaryFailure):
            continue
