"""After an erasure no byte about the person is left in the database, whichever it is."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from crmkit.app import Crm, System
from crmkit.domain.policy import Policy
from crmkit.domain.secrets import Secret
from crmkit.ports.storage import Storage
from crmkit_sqlalchemy import open_storage, unguarded
from crmkit_sqlalchemy.opening import engine_for, maintenance_of
from tests.support.canaries import MARK, PHONE, plant
from tests.support.servers import a_mariadb_database, a_postgresql_database, tenants

_POLICY = Policy(secret=Secret("0123456789abcdef0123456789abcdef"))
_SYSTEM = System("test")
_TRACES = (MARK, PHONE)
_INDEXES = "SELECT name FROM sqlite_master WHERE name LIKE 'crm%marks!_fts' ESCAPE '!'"


@pytest.fixture(params=[a_postgresql_database, a_mariadb_database], ids=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, Storage]]:
    """The URL of a database server's database, and a storage in it."""
    open_database: Callable[[], object] = request.param
    with open_database() as url, tenants(url) as made:  # type: ignore[attr-defined]  # a context
        yield url, made.fresh()


@pytest.mark.parametrize("indexed", [False, True])
def test_the_bytes_of_an_sqlite_file_and_its_log_hold_nothing(
    tmp_path: Path, *, indexed: bool
) -> None:
    file = tmp_path / "shop.db"
    storage = open_storage(f"sqlite:///{file}")
    if indexed:
        maintenance_of({"url": f"sqlite:///{file}"}).index()
    crm = Crm(storage, policy=_POLICY)
    person = plant(crm)
    assert _traces(_bytes(file))
    assert _marks(file) == ({MARK[:3], MARK[1:]} if indexed else set())
    with crm.work(_SYSTEM) as work:
        work.erase(person, ground="asked")
    crm.close()
    _checkpoint(file)
    assert not _traces(_bytes(file))
    assert MARK[:3].encode() not in _bytes(file)
    assert not _marks(file)


@pytest.mark.slow
def test_the_tables_of_a_server_hold_nothing(server: tuple[str, Storage]) -> None:
    url, storage = server
    crm = Crm(storage, policy=_POLICY)
    person = plant(crm)
    assert {*_TRACES} == _traces(_dump(url))
    with crm.work(_SYSTEM) as work:
        work.erase(person, ground="asked")
    assert not _traces(_dump(url))


def _traces(held: bytes) -> set[str]:
    folded = held.lower()
    return {trace for trace in _TRACES if trace.encode() in folded}


def _bytes(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def _marks(file: Path) -> set[str]:
    """The parts of the canary that the index of names holds."""
    with closing(sqlite3.connect(file)) as database:
        terms = set[str]()
        for (name,) in [*database.execute(_INDEXES)]:
            database.execute(f"CREATE VIRTUAL TABLE temp.v USING fts5vocab(main, {name}, row)")
            terms.update(term for (term,) in database.execute("SELECT term FROM v"))
            database.execute("DROP TABLE v")
    return {MARK[:3], MARK[1:]} & terms


def _checkpoint(file: Path) -> None:
    engine = engine_for(f"sqlite:///{file}")
    with engine.connect() as connection, unguarded(connection, "a test of raw bytes"):
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _dump(url: str) -> bytes:
    """Every value of every table, as the database gives it."""
    engine = engine_for(url)
    told: list[str] = []
    with engine.connect() as connection, unguarded(connection, "a test of raw values"):
        for table in inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - its own name
            told.extend(str([_text(value) for value in row]) for row in rows)
    engine.dispose()
    return "\n".join(told).encode()


def _text(value: object) -> object:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else value
