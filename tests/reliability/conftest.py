"""How often each fault is tried, and a shop on each database."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm
from crmkit_sqlalchemy import open_storage
from tests.reliability.counts import LONG, SHORT, Counts
from tests.support.servers import Tenants


@pytest.fixture(scope="session")
def counts(request: pytest.FixtureRequest) -> Counts:
    """The short counts, or with ``--long`` the long ones."""
    return LONG if request.config.getoption("--long") else SHORT


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def database(request: pytest.FixtureRequest) -> str:
    """The database that the shop is on."""
    return str(request.param)


@pytest.fixture
def crm(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Crm]:
    """An empty shop on each database."""
    if database == "sqlite":
        storage = open_storage(f"sqlite:///{tmp_path / 'shop.db'}")
    else:
        server = request.getfixturevalue(database)
        assert isinstance(server, Tenants)
        storage = server.fresh()
    with closing(Crm(storage)) as crm:
        yield crm
