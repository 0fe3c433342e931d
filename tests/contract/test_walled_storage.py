"""The storage keeps its promises where its role stands behind the wall of PostgreSQL."""

from collections.abc import Iterator

import pytest

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.storage import SqlStorage
from tests.support.servers import Tenants, a_postgresql_database, tenants
from tests.support.walled import a_walled_role


@pytest.fixture(scope="module")
def behind() -> Iterator[tuple[Tenants, str]]:
    """A database with its tables, and its URL for a walled role."""
    with a_postgresql_database() as url, tenants(url) as made, a_walled_role(url) as walled:
        yield made, walled


@pytest.mark.server
class TestWalledStorage(StorageContract):
    shops = 3
    questions = 5

    @pytest.fixture(autouse=True)
    def _on_a_server(self, behind: tuple[Tenants, str]) -> None:
        self._tenants, self._url = behind

    def open_storage(self) -> Storage:
        return open_storage(self._url, tenant=self._tenants.fresh().tenant)

    def reopen_storage(self, storage: Storage) -> Storage:
        assert isinstance(storage, SqlStorage)
        return open_storage(self._url, tenant=storage.tenant)
