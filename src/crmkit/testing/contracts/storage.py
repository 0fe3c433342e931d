"""The contract of the storage port: every promise of `crmkit.ports.storage` as a test.

class TestMyStorage(StorageContract):
    def open_storage(self) -> Storage:
        return MyStorage("somewhere fresh")
"""

from typing import ClassVar

from crmkit.testing.contracts._storage_reading import ReadingPromises
from crmkit.testing.contracts._storage_units import UnitPromises
from crmkit.testing.contracts._storage_writing import WritingPromises


class StorageContract(ReadingPromises, WritingPromises, UnitPromises):
    """What every storage keeps. Write ``open_storage``, and ``reopen_storage`` where it can be."""

    port: ClassVar[str] = "storage"
