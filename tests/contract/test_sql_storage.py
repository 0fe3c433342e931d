"""The storage in an SQLite file keeps the promises of the storage port."""

from pathlib import Path

import pytest

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.opening import maintenance_of
from crmkit_sqlalchemy.storage import SqlStorage
from tests.adapters.sqlalchemy.support import fresh_file


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


class TestSqliteStorageWithAnIndexOfNames(TestSqliteStorage):
    shops = 10
    questions = 10

    def open_storage(self) -> Storage:
        storage = super().open_storage()
        maintenance_of({"url": f"sqlite:///{self._files[storage]}"}).index()
        return storage
