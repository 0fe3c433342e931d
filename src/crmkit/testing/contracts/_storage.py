"""What the promises of the storage port start from: a storage, and a clerk who works at it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from crmkit.errors import NotSupported
from crmkit.ports.storage import Storage
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.contracts.contract import Contract


class StoragePromises(Contract):
    """Opens storages for the tests and closes them."""

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
