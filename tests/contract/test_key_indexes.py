"""The key indexes keep the contract."""

from crmkit.matching.key_index import PlainKeyIndex
from crmkit.plugins.manager import Plugins
from crmkit.ports.key_index import KeyIndex, KeyTable
from crmkit.testing.contracts.key_index import KeyIndexContract


class TestPlainKeyIndex(KeyIndexContract):
    def index(self, table: KeyTable) -> KeyIndex:
        return PlainKeyIndex(table)


class TestNumpyKeyIndex(KeyIndexContract):
    def index(self, table: KeyTable) -> KeyIndex:
        return Plugins().key_index("numpy", {})(table)
