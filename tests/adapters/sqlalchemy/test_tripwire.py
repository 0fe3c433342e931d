"""The tripwire: what it lets through, and how it is lifted."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from crmkit.domain.clients import Contact
from crmkit.errors import NotAllowed
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import guard, open_storage, unguarded
from crmkit_sqlalchemy.opening import engine_for
from tests.adapters.sqlalchemy.support import fresh_file

ALL_NUMBERS = "SELECT number FROM crm_contact"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine of crmkit's own."""
    engine = engine_for(f"sqlite:///{fresh_file(tmp_path)}")
    yield engine
    engine.dispose()


def test_crmkits_own_work_goes_through(engine: Engine) -> None:
    clerk = Clerk(open_storage(engine))
    clerk.create(a_contact())
    assert clerk.find(Contact) == [a_contact(version=1)]


def test_tables_of_others_are_nobodys_business(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE goods (my_crm_note TEXT)"))
        assert connection.execute(text("SELECT my_crm_note FROM goods")).all() == []


def test_the_tripwire_is_lifted_for_a_reason_that_is_logged(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "crmkit.sqlalchemy")
    with engine.connect() as connection, unguarded(connection, "yearly audit"):
        assert connection.execute(text(ALL_NUMBERS)).all() == []
    assert "yearly audit" in caplog.text


def test_the_tripwire_is_down_again_afterwards(engine: Engine) -> None:
    with engine.connect() as connection:
        with unguarded(connection, "audit"), unguarded(connection, "audit of the audit"):
            pass
        with pytest.raises(NotAllowed):
            connection.execute(text(ALL_NUMBERS))


def test_lifting_it_on_one_connection_leaves_the_others_guarded(engine: Engine) -> None:
    refused = pytest.raises(NotAllowed)
    with engine.connect() as one, engine.connect() as other, unguarded(one, "audit"), refused:
        other.execute(text(ALL_NUMBERS))


def test_the_hosts_engine_is_guarded_only_if_the_host_asks(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{fresh_file(tmp_path)}")
    with engine.connect() as connection:
        assert connection.execute(text(ALL_NUMBERS)).all() == []
        guard(engine)
        with pytest.raises(NotAllowed):
            connection.execute(text(ALL_NUMBERS))
    engine.dispose()
