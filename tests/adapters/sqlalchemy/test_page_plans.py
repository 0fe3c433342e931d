"""A page of a long list reads about as many rows as it shows, however many there are.

PostgreSQL is asked, which goes by its own statistics and tells how many rows each step gave.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from attrs import evolve
from sqlalchemy import text

from crmkit.domain.permissions import PRESETS, Viewer, scope
from crmkit.domain.schema import schema
from crmkit.fields import contact, deal
from crmkit.query.questions import Page, Question
from crmkit.testing.builders import a_contact, a_deal, a_pipeline, an_employee, rubles
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.statements import Statement
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.tables import metadata
from crmkit_sqlalchemy.turns import Turn
from tests.support.servers import a_postgresql_database, tenants

Busiest = Callable[[Question[Any]], tuple[Page[Any], int]]
pytestmark = pytest.mark.server
MANY, SIZE = 1_500, 10
ME = an_employee()
OWN = scope(
    Viewer(employee=ME, grants=PRESETS["manager"], team=(ME.id,), pipelines=(a_pipeline().id,)),
    "read",
)
DEAREST = Question(kind="deal", where=deal.stage == "talks", order=(deal.amount.down,), size=SIZE)


@pytest.fixture(scope="module")
def storage() -> Iterator[SqlStorage]:
    """A manager with many deals, each of another client, who belongs to nobody."""
    with a_postgresql_database() as url, tenants(url) as made:
        storage = made.fresh()
        clients = [a_contact(number, owner_id=None) for number in range(MANY)]
        deals = [
            a_deal(number, stage="talks", amount=rubles(number), owner_id=ME.id, contact_id=each.id)
            for number, each in enumerate(clients)
        ]
        Clerk(storage).create(*clients, *deals)
        with made.engine.begin() as connection, unguarded(connection, "a test counts"):
            for name in metadata().tables:
                connection.execute(text(f"ANALYZE {name}"))
        yield storage


@pytest.fixture
def busiest(storage: SqlStorage, monkeypatch: pytest.MonkeyPatch) -> Busiest:
    """Asks a question; tells how many rows the busiest step of its plan gives."""
    calls, rows = list[tuple[Turn, str, Sequence[object]]](), Turn.rows

    def noted(turn: Turn, statement: Statement, values: Sequence[object]) -> list[Row]:
        calls.append((turn, statement.text, statement.parameters(values)))
        return rows(turn, statement, values)

    monkeypatch.setattr(Turn, "rows", noted)

    def ask(question: Question[Any]) -> tuple[Page[Any], int]:
        with storage.open(writes=False) as unit:
            page = unit.find(OWN.question(question, schema()))
            ((turn, statement, values),) = calls
            calls.clear()
            driver: Any = turn.connection.driver_connection
            with psycopg.ClientCursor(driver) as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
                ((told,),) = cursor.fetchall()
        return page, max(_given(told[0]["Plan"]))

    return ask


def _given(plan: dict[str, Any]) -> Iterator[int]:
    yield plan["Actual Rows"] * plan["Actual Loops"]
    for part in plan.get("Plans", ()):
        yield from _given(part)


def test_the_dearest_deals_are_read_off_an_index_page_by_page(busiest: Busiest) -> None:
    first, read = busiest(DEAREST)
    assert len(first.records) == SIZE
    assert read <= 2 * SIZE
    second, read = busiest(evolve(DEAREST, after=first.after))
    assert second.records[0].amount == rubles(MANY - 1 - SIZE)
    assert read <= 2 * SIZE


def test_whether_a_client_is_visible_is_looked_for_from_the_client(busiest: Busiest) -> None:
    few = tuple(a_contact(number).id for number in range(SIZE))
    found, read = busiest(Question(kind="contact", where=contact.id.is_in(few)))
    assert len(found.records) == SIZE
    assert read <= 2 * SIZE
