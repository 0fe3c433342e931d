"""Every storage keeps the promises of the transfer port."""

from pathlib import Path

import pytest

from crmkit.memory.storage import MemoryStorage
from crmkit.ports.transfer import Transferable
from crmkit.testing.contracts.transfer import TransferContract
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.opening import maintenance_of
from tests.adapters.sqlalchemy.support import fresh_file, fresh_storage
from tests.support.servers import Tenants


class TestMemoryTransfer(TransferContract):
    def open_storage(self) -> Transferable:
        return MemoryStorage()


class TestSqliteTransfer(TransferContract):
    @pytest.fixture(autouse=True)
    def _in_a_folder(self, tmp_path: Path) -> None:
        self._folder = tmp_path

    def open_storage(self) -> Transferable:
        return fresh_storage(self._folder)


class TestSqliteTransferWithAnIndexOfNames(TestSqliteTransfer):
    def open_storage(self) -> Transferable:
        file = fresh_file(self._folder)
        storage = open_storage(f"sqlite:///{file}")
        maintenance_of({"url": f"sqlite:///{file}"}).index()
        return storage


@pytest.mark.server
class TestPostgreSqlTransfer(TransferContract):
    shops = 8

    @pytest.fixture(autouse=True)
    def _on_a_server(self, postgresql: Tenants) -> None:
        self._tenants = postgresql

    def open_storage(self) -> Transferable:
        return self._tenants.fresh()


@pytest.mark.server
class TestMariaDbTransfer(TransferContract):
    shops = 8

    @pytest.fixture(autouse=True)
    def _on_a_server(self, mariadb: Tenants) -> None:
        self._tenants = mariadb

    def open_storage(self) -> Transferable:
        return self._tenants.fresh()
