"""The host's engine and the host's transaction: crmkit takes part, and leaves no other trace."""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from crmkit.domain.clients import Contact
from crmkit.errors import AdapterError, Conflict, NotSupported
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage
from tests.adapters.sqlalchemy.support import empty_tables, fresh_file
from tests.support.servers import Tenants

SERVER = pytest.mark.server


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=SERVER),
        pytest.param("mariadb", marks=SERVER),
    ]
)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The host's engine, set up by the host in its own way, with a table of the host's."""
    on_file = request.param == "sqlite"
    url = f"sqlite:///{fresh_file(tmp_path)}" if on_file else _emptied(request)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE goods (name TEXT)"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE goods"))
    engine.dispose()


def _emptied(request: pytest.FixtureRequest) -> str:
    server: Tenants = request.getfixturevalue(request.param)
    empty_tables(server.url)
    return server.url


def _sell(connection: Connection) -> None:
    connection.execute(text("INSERT INTO goods VALUES ('phone')"))


def _goods(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(text("SELECT name FROM goods")).all())


def _clients(engine: Engine) -> list[Contact]:
    return Clerk(open_storage(engine)).find(Contact)


def test_the_hosts_engine_serves_as_well(engine: Engine) -> None:
    clerk = Clerk(open_storage(engine))
    clerk.create(a_contact())
    assert clerk.find(Contact) == [a_contact(version=1)]


def test_closing_the_storage_leaves_the_hosts_engine_open(engine: Engine) -> None:
    open_storage(engine).close()
    assert _goods(engine) == 0


def test_what_the_host_commits_is_lasting(engine: Engine) -> None:
    with engine.begin() as connection:
        _sell(connection)
        Clerk(open_storage(connection)).create(a_contact())
    assert (_goods(engine), _clients(engine)) == (1, [a_contact(version=1)])


def test_what_the_host_rolls_back_leaves_no_trace(engine: Engine) -> None:
    with engine.connect() as connection:
        _sell(connection)
        Clerk(open_storage(connection)).create(a_contact())
        connection.rollback()
    assert (_goods(engine), _clients(engine)) == (0, [])


def test_a_rollback_undoes_crmkit_even_when_the_host_has_written_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        Clerk(open_storage(connection)).create(a_contact())
        connection.rollback()
    assert _clients(engine) == []


def test_nothing_is_lasting_while_the_host_has_not_committed(engine: Engine) -> None:
    with engine.connect() as connection:
        Clerk(open_storage(connection)).create(a_contact())
        assert _clients(engine) == []
        connection.commit()
    assert len(_clients(engine)) == 1


def test_a_unit_that_is_not_committed_leaves_the_hosts_work_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        _sell(connection)
        clerk = Clerk(open_storage(connection))
        with clerk.storage.open(writes=True) as unit:
            unit.write(clerk.writing((None, a_contact())))
    assert (_goods(engine), _clients(engine)) == (1, [])


def test_a_conflict_leaves_the_hosts_work_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        _sell(connection)
        clerk = Clerk(open_storage(connection))
        clerk.create(a_contact())
        with pytest.raises(Conflict):
            clerk.create(a_contact())
    assert (_goods(engine), len(_clients(engine))) == (1, 1)


def test_a_reader_inside_sees_what_the_hosts_transaction_has_written(engine: Engine) -> None:
    with engine.begin() as connection:
        clerk = Clerk(open_storage(connection))
        clerk.create(a_contact())
        assert clerk.find(Contact) == [a_contact(version=1)]


def test_a_reader_begins_no_savepoint_and_refuses_to_write(engine: Engine) -> None:
    with engine.begin() as connection:
        clerk = Clerk(open_storage(connection))
        with clerk.storage.open(writes=False) as unit, pytest.raises(NotSupported):
            unit.write(clerk.writing((None, a_contact())))


def test_closing_the_storage_leaves_the_hosts_connection_open(engine: Engine) -> None:
    with engine.begin() as connection:
        with closing(open_storage(connection)) as storage:
            Clerk(storage).create(a_contact())
        with suppress(AdapterError):
            storage.open(writes=True).__enter__()
        _sell(connection)
    assert (_goods(engine), len(_clients(engine))) == (1, 1)
