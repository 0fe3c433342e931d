"""What the storage in memory does beyond the promises of its port."""

from threading import Event, Thread

import pytest

from crmkit.domain.deals import Deal
from crmkit.errors import AdapterError, NotSupported, TemporaryFailure
from crmkit.fields import deal
from crmkit.memory.storage import MemoryStorage
from crmkit.query.questions import Question
from crmkit.testing.builders import a_contact, a_deal
from crmkit.testing.contracts.clerk import Clerk


def test_a_writer_waits_for_another_one_to_finish() -> None:
    storage, begun = MemoryStorage(), Event()
    clerk = Clerk(storage)

    def write() -> None:
        begun.set()
        clerk.create(a_deal())

    with storage.open(writes=True):
        thread = Thread(target=write)
        thread.start()
        assert begun.wait(5)
        assert not clerk.find(Deal)
    thread.join(5)
    assert clerk.find(Deal)


def test_a_writer_loses_patience_with_one_that_never_finishes() -> None:
    storage = MemoryStorage(patience=0.01)
    with storage.open(writes=True), pytest.raises(TemporaryFailure, match="still writing"):
        storage.open(writes=True).__enter__()


def test_a_unit_that_gave_up_holds_nobody_up() -> None:
    storage = MemoryStorage(patience=0.01)
    with storage.open(writes=True), pytest.raises(TemporaryFailure):
        storage.open(writes=True).__enter__()
    Clerk(storage).create(a_deal())


@pytest.mark.parametrize("writes", [False, True])
def test_a_unit_begun_after_the_closing_is_refused(writes: bool) -> None:  # noqa: FBT001 - a case
    storage = MemoryStorage()
    unit = storage.open(writes=writes)
    storage.close()
    with pytest.raises(AdapterError, match="closed"):
        unit.__enter__()


def test_a_unit_is_good_for_one_with_block() -> None:
    unit = MemoryStorage().open(writes=False)
    with unit, pytest.raises(NotSupported):
        unit.__enter__()


def test_a_unit_answers_only_inside_its_with_block() -> None:
    with pytest.raises(NotSupported, match="not entered yet"):
        MemoryStorage().open(writes=False).last_number("contact")


OF_THE_FIRST_CONTACT = Question[Deal](kind="deal", where=deal.contact_id == a_contact().id)


def test_a_reader_keeps_its_indexes_while_others_write() -> None:
    clerk = Clerk(MemoryStorage())
    clerk.create(a_contact(), *(a_deal(nth) for nth in (1, 2, 3)))
    mine = clerk.scope.question(OF_THE_FIRST_CONTACT, clerk.schema)
    with clerk.storage.open(writes=False) as reader:
        assert reader.count(mine) == 3
        clerk.create(a_deal(4))
        clerk.delete(a_deal(1, version=1))
        clerk.change(a_deal(2, version=1), contact_id=None)
        assert reader.count(mine) == 3
    assert clerk.count(OF_THE_FIRST_CONTACT) == 2
