"""Row security of PostgreSQL: the second wall between tenants, which a pool does not pull down."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from attrs import frozen
from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.errors import AdapterError, BadInput, NotSupported
from crmkit.query.questions import Question
from crmkit.testing.builders import a_contact, a_deal
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage, unguarded, upgrade
from crmkit_sqlalchemy.opening import engine_for, maintenance_of
from crmkit_sqlalchemy.policies import SETTING, put_up, take_down
from tests.adapters.sqlalchemy.row_attacks import ATTACKS
from tests.support.servers import a_postgresql_database
from tests.support.walled import a_walled_role

pytestmark = pytest.mark.server
_OURS, _THEIRS = 7, 8
_TEST = System("test")
MINE = [a_contact(nth, name=f"mine {nth}") for nth in (1, 3)]
HIDDEN = [a_contact(nth, name="hidden abroad", number=f"hidden {nth}") for nth in (1, 2, 4)]
Outcome = list[object] | str


@frozen
class Base:
    """A database with a shop of ours, and its URL for the owner, a program and a report tool."""

    url: str
    program: str
    report: str


@contextmanager
def a_base(*, hidden: bool) -> Iterator[Base]:
    """Two shops in one database, or ours alone."""
    with a_postgresql_database() as url:
        engine = engine_for(url)
        with engine.begin() as connection:
            upgrade(connection)
            connection.execute(text("CREATE TABLE hosts_own (note text)"))
        engine.dispose()
        with closing(open_storage(url, tenant=_OURS)) as storage:
            Clerk(storage).create(*MINE, a_deal(1, contact_id=MINE[0].id))
        if hidden:
            with closing(open_storage(url, tenant=_THEIRS)) as storage:
                Clerk(storage).create(*HIDDEN, a_deal(2, title="hidden deal"))
        with a_walled_role(url) as program, a_walled_role(url, tenant=_OURS) as report:
            yield Base(url, program, report)


@pytest.fixture(scope="module")
def base() -> Iterator[Base]:
    """A database with a shop that is hidden."""
    with a_base(hidden=True) as base:
        yield base


@pytest.fixture(scope="module")
def bare() -> Iterator[Base]:
    """The same without the hidden one."""
    with a_base(hidden=False) as base:
        yield base


def _plain(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def _outcome(url: str, sql: str) -> Outcome:
    """All rows that the statements answer with, one after the other, or the refusal."""
    libpq = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    told: list[str] = []
    with psycopg.connect(libpq) as connection:
        connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
        try:
            if sql.startswith("COPY"):
                with connection.cursor().copy(sql.encode()) as copying:
                    return [bytes(row) for row in copying]
            found: list[object] = [*told]
            cursor = connection.execute(sql.encode())
            while True:
                found += cursor.fetchall() if cursor.description else []
                if not cursor.nextset():
                    return [*found, *told]
        except psycopg.Error as exc:
            return str(exc)
        finally:
            connection.rollback()


def _about_rows(outcome: Outcome, base: Base) -> str:
    """The outcome without what differs between any two databases: places, roles and numbers."""
    names = {make_url(url).username: "me" for url in (base.program, base.report)}
    said = str(outcome).replace(str(make_url(base.url).database), "base")
    for name, other in names.items():
        said = said.replace(str(name), other)
    return said


def test_sixty_attacks_and_more_are_tried() -> None:
    assert len({*ATTACKS}) == len(ATTACKS) > 100


@pytest.mark.parametrize("sql", ATTACKS)
def test_an_attack_tells_nothing_of_another_tenant(base: Base, bare: Base, sql: str) -> None:
    outcome = _outcome(base.report, sql)
    assert "hidden abroad" not in str(outcome).replace(sql, "")
    assert "hidden deal" not in str(outcome)
    if not isinstance(outcome, str) and not _tells_of_places(sql):
        assert _about_rows(outcome, base) == _about_rows(_outcome(bare.report, sql), bare)
    with closing(open_storage(base.url, tenant=_THEIRS)) as storage:
        assert Clerk(storage).count(Question[Contact](kind="contact")) == len(HIDDEN)


def _tells_of_places(sql: str) -> bool:
    """Whether the answer names places of the server's own: oids, pages, catalogues."""
    return any(word in sql for word in ("ctid", "pg_", "_to_xml"))


def test_without_the_wall_the_same_attacks_do_tell(base: Base) -> None:
    asking = [sql for sql in ATTACKS if sql.startswith(("SELECT name", "WITH"))]
    told = [sql for sql in asking if "hidden abroad" in str(_outcome(base.url, sql))]
    assert len(told) > len(asking) // 2


def test_a_program_that_names_no_tenant_sees_nothing(base: Base) -> None:
    for sql in ("SELECT name FROM crm_contact", "SET crmkit.tenant = ''; TABLE crm_deal"):
        assert _outcome(base.program, sql) == []


def test_a_program_finds_and_changes_its_tenant_alone(base: Base) -> None:
    with _transaction(base.program, _OURS) as connection:
        assert _names(connection) == ["mine 1", "mine 3"]
        assert connection.execute(text("UPDATE crm_deal SET title = 'new'")).rowcount == 1
        assert connection.execute(text("DELETE FROM crm_contact WHERE tenant = 8")).rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text("UPDATE crm_deal SET tenant = 8"))


@contextmanager
def _transaction(url: str, tenant: int) -> Iterator[Connection]:
    """What a program that forgets the predicate would do, in a transaction that is undone."""
    with _plain(url).connect() as connection:
        connection.execute(text(f"SET LOCAL {SETTING} = '{tenant}'"))
        yield connection
        connection.rollback()


def _names(connection: Connection) -> list[str]:
    return [*connection.scalars(text("SELECT name FROM crm_contact ORDER BY name"))]


def test_one_connection_of_a_pool_serves_two_tenants_and_mixes_none(base: Base) -> None:
    engine = create_engine(base.program, pool_size=1, max_overflow=0)
    try:
        shops = [Crm(open_storage(engine, tenant=tenant)) for tenant in (_OURS, _THEIRS)]
        for _ in range(3):
            for crm, seen in zip(shops, (MINE, HIDDEN), strict=True):
                for writes in (False, True):
                    with crm.work(_TEST, writes=writes) as work:
                        assert work.count(Contact) == len(seen)
                with engine.connect() as connection, unguarded(connection, "a test"):
                    assert _names(connection) == []
    finally:
        engine.dispose()


def test_a_unit_in_the_hosts_transaction_names_its_tenant(base: Base) -> None:
    with _plain(base.program).connect() as connection:
        for tenant, seen in ((_OURS, MINE), (_THEIRS, HIDDEN)):
            crm = Crm(open_storage(connection, tenant=tenant))
            with crm.work(_TEST, writes=False) as work:
                assert work.count(Contact) == len(seen)
        connection.rollback()
        assert _names(connection) == []


def test_many_rows_are_taken_in_without_the_copying_that_the_server_refuses(base: Base) -> None:
    with closing(Crm(open_storage(base.program, tenant=9))) as crm:
        with crm.work(_TEST) as work:
            for nth in range(1, 301):
                work.add(a_contact(nth, owner_id=None))
        with crm.work(_TEST, writes=False) as work:
            assert work.count(Contact) == 300


def test_a_report_tools_role_serves_a_storage_that_reads(base: Base) -> None:
    with closing(open_storage(base.report, tenant=_OURS)) as storage:
        found = Clerk(storage).page(Question[Deal](kind="deal"))
        assert len(found.records) == 1
        with pytest.raises(AdapterError):
            Clerk(storage).create(a_contact(99))
    with closing(open_storage(base.report, tenant=_THEIRS)) as storage:
        assert Clerk(storage).page(Question[Deal](kind="deal")).records == ()


def test_the_owner_works_on_as_before(base: Base) -> None:
    with closing(open_storage(base.url, tenant=_THEIRS)) as storage:
        assert Clerk(storage).count(Question[Contact](kind="contact")) == len(HIDDEN)


def test_the_wall_is_put_up_again_for_another_tenant_and_taken_away(base: Base) -> None:
    role = str(make_url(base.report).username)
    sql = "SELECT name FROM crm_contact"
    engine = engine_for(base.url)
    assert put_up(engine, role, tenant=_THEIRS)
    assert len(_outcome(base.report, sql)) == len(HIDDEN)
    assert take_down(engine, role)
    assert "permission denied" in _outcome(base.report, sql)
    assert put_up(engine, role, tenant=_OURS)
    assert len(_outcome(base.report, sql)) == len(MINE)
    assert take_down(engine, "nobody_of_this_name") == ()
    engine.dispose()


def test_a_role_that_row_security_does_not_bind_is_refused(base: Base) -> None:
    with _plain(base.url).connect() as connection:
        owner = str(connection.scalar(text("SELECT current_user")))
    for role in (owner, "", "x" * 80):
        with pytest.raises(BadInput):
            maintenance_of({"url": base.url}).wall(role)


def test_who_may_make_no_role_is_told_whom_to_ask(base: Base) -> None:
    with pytest.raises(AdapterError, match="owner of the tables"):
        maintenance_of({"url": base.program}).wall("crmkit_test_another")


def test_sqlite_has_no_row_security() -> None:
    with pytest.raises(NotSupported, match="row security"):
        maintenance_of({"url": "sqlite:///shop.db"}).wall("shop")
