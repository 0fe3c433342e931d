"""The wall: of all that is asked of it in SQL, nothing hidden comes through."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import AdapterError, BadInput, CrmError, NotAllowed, NotSupported
from crmkit.fields import contact
from crmkit.query.conditions import Condition, Everything, Not
from crmkit.query.questions import Question
from crmkit.query.scope import Scope
from crmkit.testing.builders import a_contact, a_deal, an_employee
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.strategies import scopes, shops
from crmkit_sqlalchemy import open_storage
from crmkit_sqlalchemy.walls import Wall, walled
from tests.adapters.sqlalchemy.attacks import HARMLESS, REFUSED
from tests.adapters.sqlalchemy.support import fresh_file

ANNA, BORIS = an_employee(1), an_employee(2)
HERS = [a_contact(nth, name=f"mine {nth}", owner_id=ANNA.id) for nth in (1, 3, 5)]
HIDDEN = [
    a_contact(2, name="hidden one", owner_id=BORIS.id),
    a_contact(4, name="hidden two", owner_id=BORIS.id),
]
ABROAD = a_contact(6, name="hidden abroad", owner_id=ANNA.id)
_HERS: Condition[object] = contact.owner_id == ANNA.id  # type: ignore[assignment]  # a scope's own
SCOPE = Scope({"contact": _HERS, "deal": Everything()})
NAMES = "SELECT name FROM crm_contact ORDER BY name"


def a_base(folder: Path, *, hidden: bool) -> str:
    """A shop, with or without what Anna may not see, and a table of the host's."""
    file = fresh_file(folder)
    url = f"sqlite:///{file}"
    with closing(sqlite3.connect(file)) as host, host:
        host.execute("CREATE TABLE hosts_own (note)")
    with closing(open_storage(url)) as storage:
        clerk = Clerk(storage)
        clerk.create(*HERS, a_deal(1, contact_id=HERS[0].id))
        if hidden:
            clerk.create(*HIDDEN)
    with closing(open_storage(url, tenant=1)) as storage:
        if hidden:
            Clerk(storage).create(ABROAD)
    return url


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A shop with hidden rows."""
    return a_base(tmp_path_factory.mktemp("full"), hidden=True)


@pytest.fixture(scope="module")
def wall(url: str) -> Iterator[Wall]:
    """What Anna's report tool is given."""
    with walled(url, SCOPE, schema()) as wall:
        yield wall


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    """The wall before a shop without hidden rows."""
    with walled(a_base(tmp_path_factory.mktemp("bare"), hidden=False), SCOPE, schema()) as wall:
        yield wall


def names(wall: Wall) -> list[object]:
    return [name for (name,) in wall.read(NAMES).rows]


@pytest.mark.parametrize("sql", REFUSED)
def test_an_attack_is_refused_and_tells_nothing(wall: Wall, bare: Wall, sql: str) -> None:
    with pytest.raises((NotAllowed, BadInput)) as refused:
        wall.read(sql)
    assert "hidden" not in str(refused.value)
    with pytest.raises(type(refused.value)) as elsewhere:
        bare.read(sql)
    assert str(elsewhere.value) == str(refused.value)
    assert names(wall) == ["mine 1", "mine 3", "mine 5"]


@pytest.mark.parametrize("before", [" -- x\n", "/* x\n */", ";", "\ufeff", "\f\t", "--\r\n/**/;"])
def test_no_plan_is_told_whatever_stands_before(wall: Wall, before: str) -> None:
    with pytest.raises(NotAllowed):
        wall.read(f"{before}ExPlain QUERY PLAN {NAMES}")


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_is_answered_depends_on_visible_rows_alone(wall: Wall, bare: Wall, sql: str) -> None:
    assert outcome(wall, sql) == outcome(bare, sql)
    assert "hidden" not in str(outcome(wall, sql))


def outcome(wall: Wall, sql: str) -> object:
    try:
        return wall.read(sql)
    except CrmError as exc:
        return str(exc)


def test_the_harmless_are_answered(wall: Wall) -> None:
    assert [sql for sql in HARMLESS if isinstance(outcome(wall, sql), str)] == []


def test_a_secret_name_that_leaked_opens_nothing(wall: Wall) -> None:
    for secret in wall._secrets:
        for name in (secret, secret.upper(), f'"{secret}"'):
            sql = f"WITH {name} AS (SELECT * FROM main.crm_contact) SELECT * FROM {name}"  # noqa: S608 - an attack
            with pytest.raises(NotAllowed):
                wall.read(sql)


def test_a_condition_that_fails_on_a_hidden_row_does_not_tell_of_it(url: str) -> None:
    there: Condition[object] = Not(contact.notes.any()) & (contact.owner_id == ANNA.id)  # type: ignore[assignment]  # as above
    ways: Condition[object] = contact.deals.any() | contact.leads.any()  # type: ignore[assignment]  # as above
    for scope in (there, ways, SCOPE.of("contact")):
        with walled(url, Scope({"contact": scope}), schema()) as wall:
            for name in ("name", "name_folded", "number", "owner_id", "id"):
                for record in (*HIDDEN, ABROAD):
                    sql = f"""
                        SELECT {name} FROM crm_contact
                        WHERE CASE WHEN {name} = ? THEN json('bad') ELSE 1 END ORDER BY {name}
                    """  # noqa: S608 - names of columns
                    value = getattr(record, name, record.name)
                    if value != ANNA.id:
                        wall.read(sql, [bytes(value) if isinstance(value, bytes) else value])


def test_two_walls_have_no_name_in_common(url: str, wall: Wall) -> None:
    with walled(url, SCOPE, schema()) as other:
        assert not {*wall._secrets} & {*other._secrets}


def test_a_statement_without_end_is_stopped_and_the_next_one_answered(url: str) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    with walled(url, SCOPE, schema(), steps=1_000_000) as wall:
        with pytest.raises(BadInput, match="too long"):
            wall.read(endless)
        assert names(wall) == ["mine 1", "mine 3", "mine 5"]


def test_an_answer_with_too_many_rows_is_refused(url: str) -> None:
    with walled(url, SCOPE, schema(), rows=2) as wall:
        with pytest.raises(BadInput, match="more than 2 rows"):
            wall.read(NAMES)
        assert len(wall.read(f"{NAMES} LIMIT 2").rows) == 2


def test_values_go_in_as_parameters(wall: Wall) -> None:
    key = bytes(HERS[1].id)
    assert wall.read("SELECT name FROM crm_contact WHERE id = ?", [key]).rows == (("mine 3",),)
    named = wall.read("SELECT name FROM crm_contact WHERE id = :id", {"id": bytes(HIDDEN[0].id)})
    assert (named.columns, named.rows) == (("name",), ())


def test_the_tenants_do_not_meet_even_where_everything_is_visible(url: str) -> None:
    with walled(url, everything(), schema(), tenant=1) as wall:
        assert names(wall) == ["hidden abroad"]


def test_a_condition_that_fails_on_a_row_of_another_tenant_does_not_tell_of_it(url: str) -> None:
    sql = """
        SELECT name FROM crm_contact
        WHERE CASE WHEN name = 'hidden abroad' THEN json('bad') ELSE 1 END ORDER BY {}
    """
    with walled(url, everything(), schema()) as wall:
        for order in ("name", "name_folded", "id", "created_at", "number", "city"):
            assert len(wall.read(sql.format(order)).rows) == len([*HERS, *HIDDEN])


def test_a_kind_without_a_condition_is_empty(url: str) -> None:
    with walled(url, Scope({}), schema()) as wall:
        assert names(wall) == []


def test_the_records_are_found_by_indexes(url: str) -> None:
    asked = "EXPLAIN QUERY PLAN SELECT name FROM crm_contact WHERE id = x'00'"
    for scope, index in (
        (everything(), "(tenant=? AND id=?)"),
        (SCOPE, "ix_crm_contact_owner_id_name_id (tenant=? AND owner_id=?)"),
    ):
        with walled(url, scope, schema()) as wall:
            plan = [row[3] for row in wall._connection.execute(asked)]
        assert any(index in step for step in plan), plan


def test_text_of_a_scope_is_text(tmp_path: Path) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    odd = 'it\'s ? -- "x" /* ; \\'
    with closing(open_storage(url)) as storage:
        Clerk(storage).create(a_contact(1, city=odd), a_contact(2, city="else"))
    there: Condition[object] = contact.city == odd  # type: ignore[assignment]  # as above
    with walled(url, Scope({"contact": there}), schema()) as wall:
        assert wall.read("SELECT city FROM crm_contact").rows == ((odd,),)


def test_what_is_committed_later_is_seen(tmp_path: Path) -> None:
    url = f"sqlite:///{fresh_file(tmp_path)}"
    with closing(open_storage(url)) as storage, walled(url, SCOPE, schema()) as wall:
        assert names(wall) == []
        Clerk(storage).create(*HERS, *HIDDEN)
        assert names(wall) == ["mine 1", "mine 3", "mine 5"]


def test_other_databases_and_absent_files_have_no_wall(tmp_path: Path) -> None:
    with pytest.raises(NotSupported):
        walled("postgresql://localhost/shop", SCOPE, schema())
    with pytest.raises(AdapterError):
        walled(f"sqlite:///{tmp_path}/absent.db", SCOPE, schema())
    with pytest.raises(AdapterError):
        walled("shop.db", SCOPE, schema())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_the_wall_shows_what_the_plain_reading_says(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = data.draw(shops())
    scope = data.draw(scopes(shop))
    url = f"sqlite:///{fresh_file(tmp_path_factory.mktemp('shop'))}"
    with closing(open_storage(url)) as storage:
        Clerk(storage).create(*(evolve(record, version=0) for record in shop.records))
    with walled(url, scope, shop.schema) as wall:
        for kind in shop.kinds:
            if kind == "journal":
                continue
            question: Question[Record] = Question(kind=kind)
            said = {bytes(r.id) for r in shop.find(scope.question(question, shop.schema)).records}
            shown = {key for (key,) in wall.read(f"SELECT id FROM crm_{kind}").rows}  # noqa: S608 - a kind's name
            assert shown == said, kind
