"""Searches: what the index of marks is asked for, and that it changes no answer."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text

from crmkit.domain.clients import Contact
from crmkit.ports.maintenance import Indexed
from crmkit.query.likeness import most_like, padded_text, sought
from crmkit.query.questions import Search
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage, unguarded
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.indexing import index_names
from crmkit_sqlalchemy.names import Names
from crmkit_sqlalchemy.opening import maintenance_of
from crmkit_sqlalchemy.searching import Searching, telling
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.units import SqlUnit
from tests.adapters.sqlalchemy.support import fresh_file
from tests.support.servers import Tenants

SURNAMES = ("Иванов", "Ивонов", "Петрова", "Кржижановский", "Ли")
GIVEN = ("Пётр", "Анна", "Ян")
PEOPLE = [
    a_contact(nth, name=" ".join(parts))
    for nth, parts in enumerate(product(SURNAMES, GIVEN), start=1)
]
WORDS = st.lists(st.text("ивановпетр", min_size=1, max_size=8), min_size=1, max_size=3)


@given(typed=WORDS, name=WORDS, inside=st.booleans())
def test_every_text_that_has_enough_marks_has_one_of_the_telling_ones(
    typed: list[str], name: list[str], *, inside: bool
) -> None:
    what = sought(" ".join(typed))
    found = " ".join([*name, f"в{what.text}у" if inside else what.text[:5].strip()])
    for enough in {what.enough, max(what.enough, what.more_than_enough)}:
        marks = telling(what, enough)
        if marks and what.likeness(found) >= enough:
            assert any(mark in padded_text(found) for mark in marks)


@pytest.fixture
def indexed(postgresql: Tenants) -> Iterator[Clerk]:
    """A clerk on a PostgreSQL with the index, which is gone afterwards."""
    index_names(postgresql.engine)
    yield Clerk(postgresql.fresh())
    with postgresql.engine.begin() as connection, unguarded(connection, "the test is over"):
        for kind in ("contact", "company"):
            connection.execute(text(f"DROP INDEX mx_crm_{kind}_name"))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[tuple[Clerk, str]]:
    """A clerk at a SQLite file without an index, and its URL."""
    url = f"sqlite:///{fresh_file(tmp_path)}"
    with closing(open_storage(url)) as storage:
        yield Clerk(storage), url


def test_the_index_of_a_file_is_made_once_and_changes_no_answer(file: tuple[Clerk, str]) -> None:
    clerk, url = file
    clerk.create(*PEOPLE[:7])
    assert maintenance_of({"url": url}).index() == ("crm_contact_marks", "crm_company_marks")
    assert maintenance_of({"url": url}).index() == ()
    assert maintenance_of({"url": url}).indexed() == Indexed(names=True)
    clerk.create(*PEOPLE[7:])
    _finds_the_likest(clerk)


@given(
    names=st.lists(WORDS.map(" ".join), min_size=1, max_size=12),
    typed=WORDS.map(" ".join),
    cut=st.integers(0, 3),
)
@settings(max_examples=40, deadline=None)
def test_the_index_of_a_file_finds_what_the_plain_reading_finds(
    indexed_file: Clerk, names: list[str], typed: str, cut: int
) -> None:
    people = [a_contact(nth, name=name) for nth, name in enumerate(names, start=1)]
    storage = indexed_file.storage
    assert isinstance(storage, SqlStorage)
    with storage.transfer(writes=True) as unit:
        unit.clear()
        unit.lay([evolve(each, version=1) for each in people])
        unit.commit()
    for words in (typed, names[0][cut:]):
        search = Search[Contact](kind="contact", name="name", text=words, size=50)
        found = [each.id for each in indexed_file.search(search)]
        assert found == [each.id for each in most_like(sought(words), "name", people, 50)]


@pytest.fixture(scope="module")
def indexed_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    """A clerk at a SQLite file with the index."""
    url = f"sqlite:///{fresh_file(tmp_path_factory.mktemp('names'))}"
    with closing(open_storage(url)) as storage:
        maintenance_of({"url": url}).index()
        yield Clerk(storage)


def test_the_index_of_a_file_follows_changes_and_tenants(file: tuple[Clerk, str]) -> None:
    clerk, url = file
    maintenance_of({"url": url}).index()
    search = Search[Contact](kind="contact", name="name", text="иванов петр")
    anna, petr = a_contact(1, name="Анна"), a_contact(2, name="Иванов Пётр")
    with closing(open_storage(url, tenant=1)) as other:
        Clerk(other).create(petr)
        assert clerk.search(search) == []
    clerk.create(anna)
    anna = clerk.change(evolve(anna, version=1), name="Петр Иванов")
    assert [each.id for each in clerk.search(search)] == [anna.id]
    anna = clerk.change(anna, city="Уфа")
    assert [each.id for each in clerk.search(search)] == [anna.id]
    clerk.delete(anna)
    assert clerk.search(search) == []
    with closing(sqlite3.connect(make_url(url).database or "")) as plain:
        check = "INSERT INTO crm_contact_marks_fts(crm_contact_marks_fts) VALUES('integrity-check')"
        plain.execute(check)
        assert plain.execute("SELECT count(*) FROM crm_contact_marks").fetchone() == (1,)


@pytest.mark.server
def test_the_index_of_names_changes_no_answer(indexed: Clerk) -> None:
    indexed.create(*PEOPLE)
    _finds_the_likest(indexed)


def _finds_the_likest(indexed: Clerk) -> None:
    typed = ("ивонов петр", "анна", "ижано", "ли ян", "в", "петр иванов", "кржижоновский яна")
    for words, size in product(typed, (1, 5, 50)):
        search = Search[Contact](kind="contact", name="name", text=words, size=size)
        found = [each.name for each in indexed.search(search)]
        assert found == [each.name for each in most_like(sought(words), "name", PEOPLE, size)]


@pytest.mark.server
@pytest.mark.usefixtures("indexed")
def test_the_index_of_names_is_made_once(postgresql: Tenants) -> None:
    assert maintenance_of({"url": postgresql.url}).index() == ()


@pytest.mark.server
def test_a_database_without_such_an_index_makes_none(mariadb: Tenants) -> None:
    assert index_names(mariadb.engine) == ()


@pytest.mark.server
def test_the_index_of_names_serves_a_search(indexed: Clerk, postgresql: Tenants) -> None:
    many = range(len(PEOPLE) + 1, 4_000)
    indexed.create(*PEOPLE, *(a_contact(nth, name=f"Фёдорчук Юлия {nth}") for nth in many))
    with postgresql.engine.connect() as plain, unguarded(plain, "statistics"):
        apart = plain.execution_options(isolation_level="AUTOCOMMIT")
        apart.execute(text("VACUUM ANALYZE crm_contact"))
    search = Search[Contact](kind="contact", name="name", text="ивонов петр")
    plan: list[str] = []
    with indexed.storage.open(writes=False) as unit:
        assert isinstance(unit, SqlUnit)
        assert unit._turn is not None
        rows = unit._turn.rows

        def explained(statement: Statement, values: Sequence[object]) -> list[Row]:
            if "strpos" in statement.text:
                again = evolve(statement, text=f"EXPLAIN {statement.text}")
                plan.extend(str(row[0]) for row in rows(again, values))
            return rows(statement, values)

        names = Names(unit._kinds.database, unit._kinds.statements, explained)
        confined = indexed.scope.search(search, indexed.schema)
        Searching(unit._kinds, unit._tenant, explained, names).records(confined)
    assert any("mx_crm_contact_name" in line for line in plan), "\n".join(plan)
