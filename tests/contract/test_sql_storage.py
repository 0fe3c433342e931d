"""The SQL storage keeps the promises of the storage port: in SQLite files, and on a server.

The server is the one that CRMKIT_TEST_DSN names, in a database that the tests may fill:
``postgresql://user@127.0.0.1/test`` or ``mysql://user@127.0.0.1/test?charset=utf8mb4``.
"""

import os
from itertools import count
from pathlib import Path

import pytest

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.storage import SqlStorage
from tests.adapters.sqlalchemy.support import empty_tables, fresh_file


class TestSqliteStorage(StorageContract):
    shops = 35
    questions = 20

    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path: Path) -> None:
        self._folder = tmp_path
        self._files: dict[Storage, Path] = {}

    def open_storage(self) -> Storage:
        return self._at(fresh_file(self._folder))

    def reopen_storage(self, storage: Storage) -> Storage:
        return self._at(self._files[storage])

    def _at(self, path: Path) -> SqlStorage:
        storage = open_storage(f"sqlite:///{path}")
        self._files[storage] = path
        return storage


@pytest.mark.server
@pytest.mark.skipif("CRMKIT_TEST_DSN" not in os.environ, reason="CRMKIT_TEST_DSN names no server")
class TestServerStorage(StorageContract):
    @pytest.fixture(autouse=True)
    def _on_empty_tables(self) -> None:
        self._url = os.environ["CRMKIT_TEST_DSN"]
        self._tenants = count(1)
        self._known: dict[Storage, int] = {}
        empty_tables(self._url)

    def open_storage(self) -> Storage:
        return self._of(next(self._tenants))

    def reopen_storage(self, storage: Storage) -> Storage:
        return self._of(self._known[storage])

    def _of(self, tenant: int) -> SqlStorage:
        storage = open_storage(self._url, tenant=tenant)
        self._known[storage] = tenant
        return storage
