"""How long properties are tried, and the database servers that tests share.

`--hypothesis-profile quick` is for the loop at the desk.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.support.servers import Tenants

settings.register_profile("quick", max_examples=5, deadline=None)


@pytest.fixture(scope="session")
def postgresql() -> "Iterator[Tenants]":
    """Empty storages on PostgreSQL."""
    from tests.support import servers  # noqa: PLC0415 - the core's own tests have no SQLAlchemy

    with servers.a_postgresql_database() as url, servers.tenants(url) as made:
        yield made


@pytest.fixture(scope="session")
def mariadb() -> "Iterator[Tenants]":
    """Empty storages on MariaDB."""
    from tests.support import servers  # noqa: PLC0415 - as above

    with servers.a_mariadb_database() as url, servers.tenants(url) as made:
        yield made


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds ``--long``: the counts of a long run, for faults and for numbers of phones."""
    parser.addoption("--long", action="store_true", help="try as often as a long run does")
