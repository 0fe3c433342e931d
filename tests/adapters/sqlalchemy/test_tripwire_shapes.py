"""The tripwire meets every shape of statement: no way of writing a table's name gets past it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased, registry

from crmkit.errors import NotAllowed
from crmkit_sqlalchemy import open_storage, unguarded
from crmkit_sqlalchemy.opening import engine_for
from crmkit_sqlalchemy.tables import table as table_of
from tests.adapters.sqlalchemy.support import fresh_file

DEALS, CONTACTS = table_of("deal"), table_of("contact")
GOODS = table("goods", column("id"))


class Mapped:
    """A class that a host mapped to our table."""


registry().map_imperatively(Mapped, DEALS)

TEXTS = (
    "SELECT title FROM crm_deal",
    "select title from CRM_DEAL",
    'SELECT title FROM "crm_deal"',
    'SELECT title FROM "CRM_Deal"',
    "SELECT title FROM [crm_deal]",
    "SELECT title FROM `crm_deal`",
    "SELECT title FROM main.crm_deal",
    'SELECT title FROM "main"."crm_deal"',
    "SELECT title FROM/**/crm_deal",
    "SELECT title\nFROM\n\tcrm_deal\n",
    "-- the host's report\nSELECT title FROM crm_deal",
    "SELECT title FROM crm_deal AS goods",
    "SELECT goods.id FROM goods, crm_deal",
    "SELECT goods.id FROM goods LEFT JOIN crm_deal ON 1 = 1",
    "SELECT id FROM goods UNION ALL SELECT id FROM crm_deal",
    "SELECT id FROM goods WHERE id IN (SELECT id FROM crm_deal)",
    "SELECT (SELECT count(*) FROM crm_deal)",
    "SELECT id FROM goods WHERE EXISTS (SELECT 1 FROM crm_deal)",
    "WITH crm_deal AS (SELECT 1 AS id) SELECT id FROM crm_deal",
    "WITH mine AS (SELECT id FROM crm_deal) SELECT id FROM mine",
    "INSERT INTO goods SELECT id FROM crm_deal",
    "INSERT INTO crm_deal (id) VALUES (1)",
    "UPDATE crm_deal SET title = ''",
    "UPDATE goods SET id = (SELECT max(version) FROM crm_deal)",
    "DELETE FROM crm_deal",
    "DROP TABLE crm_deal",
    "ALTER TABLE crm_deal ADD COLUMN extra TEXT",
    "CREATE VIEW deals AS SELECT * FROM crm_deal",
    "CREATE TABLE copy AS SELECT * FROM crm_deal",
    "CREATE INDEX mine ON crm_deal (title)",
    "EXPLAIN SELECT title FROM crm_deal",
    "PRAGMA table_info(crm_deal)",
    "SELECT * FROM crm_series",
    "SELECT * FROM crm_journal",
    "UPDATE crm_alembic_version SET version_num = '0'",
)

Way = Callable[[Connection], object]
WAYS: dict[str, Way] = {
    "select": lambda go: go.execute(select(DEALS.c.title)),
    "count": lambda go: go.scalar(select(func.count()).select_from(DEALS)),
    "alias": lambda go: go.execute(select(DEALS.alias("goods").c.title)),
    "join": lambda go: go.execute(select(GOODS.c.id).join(DEALS, literal(value=True))),
    "subquery": lambda go: go.execute(select(select(DEALS.c.id).subquery().c.id)),
    "cte": lambda go: go.execute(select(select(DEALS.c.id).cte("goods").c.id)),
    "union": lambda go: go.execute(union_all(select(GOODS.c.id), select(DEALS.c.id))),
    "exists": lambda go: go.execute(select(GOODS.c.id).where(exists(select(DEALS.c.id)))),
    "insert": lambda go: go.execute(insert(DEALS).values(tenant=1, id=b"1")),
    "many": lambda go: go.execute(
        insert(CONTACTS), [{"tenant": 1, "id": b"1"}, {"tenant": 1, "id": b"2"}]
    ),
    "update": lambda go: go.execute(update(DEALS).values(title="")),
    "delete": lambda go: go.execute(delete(DEALS)),
    "drop": DEALS.drop,
    "reflection": lambda go: Table("crm_deal", MetaData(), autoload_with=go),
    "driver": lambda go: go.exec_driver_sql("SELECT title FROM crm_deal"),
    "driver, many": lambda go: go.exec_driver_sql("DELETE FROM crm_deal WHERE id = ?", [(b"1",)]),
    "orm": lambda go: Session(go).scalars(select(Mapped)).all(),
    "orm, by key": lambda go: Session(go).get(Mapped, (0, b"1")),
    "orm, alias": lambda go: Session(go).scalars(select(aliased(Mapped))).all(),
    "orm, query": lambda go: Session(go).query(Mapped).count(),
    "orm, delete": lambda go: Session(go).execute(delete(Mapped)),
    "orm, text": lambda go: Session(go).execute(text("SELECT 1 FROM crm_deal")),
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine of crmkit's own, with a table of the host's beside ours."""
    engine = engine_for(f"sqlite:///{fresh_file(tmp_path)}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE goods (id INTEGER)"))
    yield engine
    engine.dispose()


@pytest.mark.parametrize("statement", TEXTS)
def test_text_that_names_a_table_of_crmkits_is_refused(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(NotAllowed):
        connection.execute(text(statement))


@pytest.mark.parametrize("way", WAYS)
def test_an_expression_that_names_a_table_of_crmkits_is_refused(engine: Engine, way: str) -> None:
    with engine.connect() as connection, pytest.raises(NotAllowed, match="unguarded"):
        WAYS[way](connection)


def test_the_tripwire_is_down_again_after_an_error(engine: Engine) -> None:
    with engine.connect() as connection:
        with pytest.raises(ZeroDivisionError), unguarded(connection, "audit"):
            raise ZeroDivisionError
        with pytest.raises(NotAllowed):
            connection.execute(text(TEXTS[0]))


def test_a_lifted_tripwire_does_not_stay_with_the_pooled_connection(engine: Engine) -> None:
    with engine.connect() as connection, unguarded(connection, "audit"):
        connection.execute(text(TEXTS[0]))
    with engine.connect() as connection, pytest.raises(NotAllowed):
        connection.execute(text(TEXTS[0]))


def test_a_guarded_engine_still_opens_storages(engine: Engine) -> None:
    with open_storage(engine).open(writes=True) as unit:
        assert unit.take_numbers("contact") == 1
