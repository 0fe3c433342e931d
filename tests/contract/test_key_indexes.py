"""The key indexes keep the contract."""

from crmkit.memory.key_index import MemoryKeyIndex
from crmkit.plugins.manager import Plugins
from crmkit.ports.key_index import KeyIndex, KeyTable
from crmkit.testing.contracts.key_index import KeyIndexContract


class TestMemoryKeyIndex(KeyIndexContract):
    def index(self, table: KeyTable) -> KeyIndex:
        return MemoryKeyIndex(table)


class TestNumpyKeyIndex(KeyIndexContract):
    def index(self, table: KeyTable) -> KeyIndex:
        return Plugins().key_index("numpy", {})(table)
