"""What the promises of the storage port start from: a storage, and a clerk who works at it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import ClassVar

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.errors import NotSupported
from crmkit.ports.storage import Storage
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.contracts.contract import Contract
from crmkit.testing.strategies import Shop, shops

Judge = Callable[[st.DataObject, Shop, Clerk], None]

# Opening a storage and filling it may be slow, and a shop is many draws: neither is a fault.
_UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


class StoragePromises(Contract):
    """Opens storages for the tests and closes them."""

    shops: ClassVar[int] = 20
    """How many random shops each property is tried on."""
    questions: ClassVar[int] = 20
    """How many random questions by random actors each shop is asked."""

    def open_storage(self) -> Storage:
        """A fresh and empty storage: the one method that an integrator writes.

        A test may open several; no two share a record.
        """
        raise NotImplementedError

    def reopen_storage(self, storage: Storage) -> Storage:
        """A new storage on the same records as one that was closed.

        Leave it out where nothing outlives the storage: the promise is then counted as
        undeclared.
        """
        message = f"{type(storage).__name__} does not outlive its closing"
        raise NotSupported(message, where="reopen_storage")

    @contextmanager
    def clerk(self) -> Iterator[Clerk]:
        """A clerk at a fresh storage."""
        with closing(self.open_storage()) as storage:
            yield Clerk(storage)

    def each_shop(self, judge: Judge) -> None:
        """Lets the judge look at random shops, each with a clerk at a storage that holds it."""

        @settings(max_examples=self.shops, deadline=None, suppress_health_check=_UNHURRIED)
        @given(st.data())
        def holds(data: st.DataObject) -> None:
            shop = data.draw(shops(), label="shop")
            with self.clerk() as clerk:
                clerk.create(*(evolve(record, version=0) for record in shop.records))
                judge(data, shop, evolve(clerk, schema=shop.schema))

        holds()
