"""The storage keeps its promises on tables partitioned by tenant, and asks one partition each time.

Every statement that the contract makes the storage execute is explained first.
"""

from collections.abc import Iterator, Sequence

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crmkit.ports.storage import Storage
from crmkit.testing.contracts.storage import StorageContract
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.turns import Turn
from tests.support.partitioned import PARTITIONS, asked_partitions, partitioned_tenants
from tests.support.servers import Tenants

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def partitioned() -> Iterator[Tenants]:
    """Empty storages on partitioned tables."""
    with partitioned_tenants() as made:
        yield made


def _explained(turn: Turn, statement: str, values: Sequence[object]) -> None:
    driver = turn.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    asked = asked_partitions(driver, statement, values)
    assert len(asked) <= 1, f"{len(asked)} partitions are asked by {statement}"


@pytest.fixture
def _explaining(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, many = Turn.rows, Turn.many

    def explained_rows(turn: Turn, statement: Statement, values: Sequence[object]) -> list[Row]:
        _explained(turn, statement.text, statement.parameters(values))
        return rows(turn, statement, values)

    def explained_many(turn: Turn, statement: str, values: Sequence[Sequence[object]]) -> int:
        _explained(turn, statement, values[0])
        return many(turn, statement, values)

    monkeypatch.setattr(Turn, "rows", explained_rows)
    monkeypatch.setattr(Turn, "many", explained_many)


@pytest.mark.usefixtures("_explaining")
class TestPartitionedStorage(StorageContract):
    shops = 3
    questions = 5

    @pytest.fixture(autouse=True)
    def _on_a_server(self, partitioned: Tenants) -> None:
        self._tenants = partitioned

    def open_storage(self) -> Storage:
        return self._tenants.fresh()

    def reopen_storage(self, storage: Storage) -> Storage:
        assert isinstance(storage, SqlStorage)
        return self._tenants.again(storage)


def test_a_forgotten_tenant_asks_every_partition(partitioned: Tenants) -> None:
    with partitioned.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        found = asked_partitions(driver, "SELECT title FROM crm_deal WHERE stage = %s", ["new"])
        of_one = asked_partitions(driver, "SELECT title FROM crm_deal WHERE tenant = %s", [7])
    assert (len(found), len(of_one)) == (PARTITIONS, 1)


def test_an_index_that_forgets_the_tenant_is_refused(partitioned: Tenants) -> None:
    unique = text("CREATE UNIQUE INDEX mine ON crm_contact (number)")
    refused = pytest.raises(DBAPIError, match="partition")
    with partitioned.engine.connect() as connection, unguarded(connection, "a test"), refused:
        connection.execute(unique)
