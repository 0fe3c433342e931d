"""The storage in memory keeps the promises of the storage port."""

from crmkit.memory.storage import MemoryStorage
from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract


class TestMemoryStorage(StorageContract):
    def open_storage(self) -> Storage:
        return MemoryStorage()
