"""Searches: what the index of marks is asked for, and that it changes no answer."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from crmkit.domain.clients import Contact
from crmkit.query.likeness import most_like, padded_text, sought
from crmkit.query.questions import Search
from crmkit.testing.builders import a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.indexing import index_names
from crmkit_sqlalchemy.names import Names
from crmkit_sqlalchemy.opening import maintenance_of
from crmkit_sqlalchemy.searching import Searching, telling
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.units import SqlUnit
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


@pytest.mark.server
def test_the_index_of_names_changes_no_answer(indexed: Clerk) -> None:
    indexed.create(*PEOPLE)
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
