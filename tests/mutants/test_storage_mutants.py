"""Every fault of a storage is caught by the promise that claims to catch it."""

import pytest

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from tests.mutants.claiming_faults import CLAIMING
from tests.mutants.faulty import FaultyUnit, faulty
from tests.mutants.identity_faults import IDENTITIES
from tests.mutants.reading_faults import READING
from tests.mutants.sealing_faults import SEALING
from tests.mutants.searching_faults import SEARCHING
from tests.mutants.writing_faults import WRITING

CAUGHT = (Exception, pytest.fail.Exception)
RANDOM = ("test_any_", "test_every_value_")
PORT = (
    *("find", "claim", "count", "tally", "search", "write", "seal"),
    *("sharing", "profiles"),
    *("take_numbers", "last_number", "commit", "__exit__"),
)
FAULTS = (*READING, *SEARCHING, *WRITING, *SEALING, *CLAIMING, *IDENTITIES)


def contract(make: type[FaultyUnit]) -> StorageContract:
    class Contract(StorageContract):
        def open_storage(self) -> Storage:
            return faulty(make)

    return Contract()


def keeps(kit: StorageContract, promise: str) -> bool:
    try:
        getattr(kit, promise)()
    except pytest.skip.Exception:
        return True
    except CAUGHT:
        return False
    return True


@pytest.mark.parametrize(("fault", "promise"), FAULTS)
def test_the_fault_breaks_its_promise(fault: type[FaultyUnit], promise: str) -> None:
    assert not keeps(contract(fault), f"test_{promise}")


@pytest.mark.parametrize("promise", sorted({promise for _, promise in FAULTS}))
def test_without_a_fault_the_promise_is_kept(promise: str) -> None:
    assert keeps(contract(FaultyUnit), f"test_{promise}")


@pytest.mark.parametrize("method", PORT)
def test_no_method_of_the_port_can_be_left_out(method: str) -> None:
    lame = type("Lame", (FaultyUnit,), {method: None})
    kit = contract(lame)
    told = [name for name in sorted(kit.promises()) if not name.startswith(RANDOM)]
    assert not all(keeps(kit, promise) for promise in told)


def test_storages_that_share_their_records_are_caught() -> None:
    shared = faulty(FaultyUnit)

    class Contract(StorageContract):
        def open_storage(self) -> Storage:
            return shared

    assert not keeps(Contract(), "test_two_fresh_storages_share_nothing")
