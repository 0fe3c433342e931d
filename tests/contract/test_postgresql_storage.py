"""The storage in PostgreSQL keeps the promises of the storage port."""

import pytest

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from crmkit_sqlalchemy.storage import SqlStorage
from tests.support.servers import Tenants


@pytest.mark.server
class TestPostgreSqlStorage(StorageContract):
    shops = 12
    questions = 15

    @pytest.fixture(autouse=True)
    def _on_a_server(self, postgresql: Tenants) -> None:
        self._tenants = postgresql

    def open_storage(self) -> Storage:
        return self._tenants.fresh()

    def reopen_storage(self, storage: Storage) -> Storage:
        assert isinstance(storage, SqlStorage)
        return self._tenants.again(storage)
