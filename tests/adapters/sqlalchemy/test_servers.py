"""What servers do otherwise than a file: tables made by DDL of their own, locks, long texts."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from attrs import evolve
from sqlalchemy import Column, Integer, MetaData, Table, text

from crmkit.domain.clients import Contact
from crmkit.errors import AdapterError, BadInput, NotAllowed, TemporaryFailure
from crmkit.fields import contact
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import include_name, open_storage, unguarded
from crmkit_sqlalchemy.maintenance import VERSION_TABLE
from crmkit_sqlalchemy.tables import metadata
from tests.support import servers
from tests.support.servers import Tenants

pytestmark = pytest.mark.server

HOST = MetaData()
Table("goods", HOST, Column("id", Integer, primary_key=True))


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Tenants:
    """Each server in turn."""
    found: Tenants = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def clerk(server: Tenants) -> Clerk:
    """A clerk at an empty storage on the server."""
    return Clerk(server.fresh())


def _only_crmkits(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
    if kind != "table":
        return True
    return not include_name(name, kind, parents) and name != VERSION_TABLE


def _is_made_here(server: Tenants) -> Callable[..., bool]:
    """Alembic does not ask which databases an index is for."""
    absent = "uq_crm_journal_creation" if server.engine.dialect.name == "mysql" else None
    return lambda _thing, name, *_more: name != absent


def test_the_revisions_make_the_tables_that_the_code_works_with(server: Tenants) -> None:
    with server.engine.connect() as connection, unguarded(connection, "comparison"):
        options = {
            "include_name": _only_crmkits,
            "include_object": _is_made_here(server),
            "compare_type": True,
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata()) == []


def test_autogenerate_with_the_filter_sees_the_hosts_table_alone(server: Tenants) -> None:
    with server.engine.connect() as connection, unguarded(connection, "comparison"):
        context = MigrationContext.configure(connection, opts={"include_name": include_name})
        found = compare_metadata(context, HOST)
    assert [(change, table.name) for change, table in found] == [("add_table", "goods")]


def test_a_database_without_tables_names_the_command() -> None:
    refused = pytest.raises(AdapterError, match="crmkit db upgrade")
    with servers.a_postgresql_database() as url, refused:
        open_storage(url)


def test_a_statement_past_crmkit_is_refused(server: Tenants) -> None:
    with server.engine.connect() as connection, pytest.raises(NotAllowed):
        connection.execute(text("SELECT number FROM crm_contact"))


@pytest.mark.slow
def test_nobody_waits_for_ever_for_a_record_that_is_being_written(clerk: Clerk) -> None:
    clerk.create(a_contact())
    with clerk.storage.open(writes=True) as unit:
        unit.write(clerk.writing((a_contact(version=1), None)))
        with pytest.raises(TemporaryFailure, match="try again"):
            clerk.change(a_contact(version=1), city="Уфа")


def test_units_in_each_others_way_fail_for_now_and_go_on(clerk: Clerk) -> None:
    one, two = a_contact(1, version=1), a_contact(2, version=1)
    clerk.create(evolve(one, version=0), evolve(two, version=0))
    started = Barrier(2)

    def change_both(first: Contact, second: Contact) -> None:
        with clerk.storage.open(writes=True) as unit:
            unit.write(clerk.writing((first, evolve(first, city="Уфа"))))
            started.wait()
            unit.write(clerk.writing((second, evolve(second, city="Уфа"))))
            unit.commit()

    with ThreadPoolExecutor(2) as threads:
        tries = [threads.submit(change_both, *pair) for pair in ((one, two), (two, one))]
        failures = [tried.exception() for tried in tries]
    assert sorted(map(type, failures), key=str) == [type(None), TemporaryFailure]
    assert [found.version for found in clerk.find(Contact)] == [2, 2]


def test_a_long_name_is_kept_or_refused_whole(clerk: Clerk) -> None:
    name = "".join(sha256(bytes([nth])).hexdigest() for nth in range(150))  # no two parts alike
    try:
        clerk.create(a_contact(name=name))
    except BadInput:
        assert (clerk.find(Contact), clerk.journal()) == ([], [])
    else:
        assert clerk.find(Contact, contact.name.starts_with(name[:500]))


def test_text_is_compared_letter_by_letter(clerk: Clerk) -> None:
    cities = ("Уфа", "уфа", "Уфа ", "Уфа🎁", "Ёлки", "Елки", "straße", "strasse")
    clerk.create(*(a_contact(nth, city=city) for nth, city in enumerate(cities, 1)))
    for city in cities:
        assert [found.city for found in clerk.find(Contact, contact.city == city)] == [city]
