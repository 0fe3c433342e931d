"""Every revision leads to the newest one with the data kept, and older programs live with `pre`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from attrs import frozen
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from crmkit.errors import AdapterError
from crmkit_sqlalchemy import maintenance, open_storage, revisions, upgrade
from crmkit_sqlalchemy.maintenance import VERSION_TABLE, is_current
from crmkit_sqlalchemy.revisions import ENOUGH, HEAD, Number, is_post, suits
from crmkit_sqlalchemy.tables import PREFIX
from tests.support import servers

ENGINES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.server),
    pytest.param("mariadb", marks=pytest.mark.server),
]
KNOWN = [each.revision for each in maintenance._revisions()]
TEXT, NUMBER = "стол", 7


@contextmanager
def _a_database(name: str, folder: Path) -> Iterator[Engine]:
    """An engine on an empty database."""
    if name == "sqlite":
        yield from _disposed(create_engine(f"sqlite:///{folder / 'base.db'}"))
        return
    opened = servers.a_postgresql_database if name == "postgresql" else servers.a_mariadb_database
    with opened() as url:
        yield from _disposed(create_engine(url))


def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    with _a_database(request.param, tmp_path) as engine:
        yield engine


def _bring_to(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        command.upgrade(maintenance._config(connection), revision)


def _tables(engine: Engine) -> list[Table]:
    """The tables of crmkit's as they are in the database."""
    found = MetaData()
    found.reflect(engine, only=lambda name, _: name.startswith(PREFIX) and name != VERSION_TABLE)
    return [*found.tables.values()]


def _value(column: "Column[object]", nth: int) -> object:
    if isinstance(column.type, PG_UUID):
        return UUID(int=nth)
    if isinstance(column.type, BigInteger | SmallInteger | Integer):
        return NUMBER + nth
    is_bytes = str(column.type).startswith(("BLOB", "BINARY", "BYTEA", "LONGBLOB"))
    return nth.to_bytes(16, "big") if is_bytes else f"{TEXT} {nth} {column.name}"


def _row(table: Table, nth: int) -> dict[str, object]:
    return {column.name: _value(column, nth) for column in table.columns}


def _use(connection: Connection, table: Table, nth: int) -> None:
    """What a program does that knows the table as it was: by its own columns alone."""
    row = _row(table, nth)
    own = table.c.tenant == row["tenant"]
    connection.execute(insert(table).values(row))
    assert dict(connection.execute(select(*table.c).where(own)).mappings().one()) == row
    last = [*table.columns][-1]
    connection.execute(update(table).where(own).values({last.name: row[last.name]}))
    connection.execute(delete(table).where(own))


@pytest.mark.parametrize("revision", KNOWN)
def test_data_outlive_every_revision_up_to_the_newest(engine: Engine, revision: str) -> None:
    _bring_to(engine, revision)
    before = _tables(engine)
    with engine.begin() as connection:
        for table in before:
            connection.execute(insert(table).values(_row(table, 1)))
        upgrade(connection)
        for table in before:
            assert [dict(row) for row in connection.execute(select(*table.c)).mappings()] == [
                _row(table, 1)
            ]
    open_storage(engine).close()


@pytest.mark.parametrize("revision", KNOWN)
def test_statements_of_an_older_program_run_after_the_phase_pre(
    engine: Engine, revision: str
) -> None:
    _bring_to(engine, revision)
    before = _tables(engine)
    with engine.begin() as connection:
        upgrade(connection, "pre")
        for table in before:
            _use(connection, table, 2)


@pytest.mark.parametrize("revision", KNOWN)
def test_a_revision_of_the_phase_pre_only_adds(revision: str, tmp_path: Path) -> None:
    before_it = maintenance._before(maintenance._revisions()[KNOWN.index(revision)])
    if before_it is None or is_post(revision, before_it):
        pytest.skip("nothing is before it, or it is of the phase post")
    with _a_database("sqlite", tmp_path) as engine:
        _bring_to(engine, before_it)
        before = {table.name: table for table in _tables(engine)}
        demanded = {name: _demands(engine, table) for name, table in before.items()}
        _bring_to(engine, revision)
        after = {table.name: table for table in _tables(engine)}
        assert before.keys() <= after.keys()
        for name, table in before.items():
            assert table.c.keys() == after[name].c.keys()[: len(table.c)]
            added = [*after[name].c][len(table.c) :]
            assert all(column.nullable or column.server_default for column in added)
            assert _demands(engine, after[name]) <= demanded[name]


def _demands(engine: Engine, table: Table) -> set[str | None]:
    indexes = inspect(engine).get_indexes(table.name)
    return {index["name"] for index in indexes if index["unique"]}


def test_the_revision_that_is_enough_is_the_last_before_a_closing_post() -> None:
    assert KNOWN[-1] == HEAD
    closing = [*KNOWN]
    while len(closing) > 1 and is_post(closing[-1], closing[-2]):
        closing.pop()
    assert closing[-1] == ENOUGH


def test_revisions_are_numbered_in_their_order() -> None:
    numbers = [Number.of(revision) for revision in KNOWN]
    assert [number.place for number in numbers] == [*range(1, len(KNOWN) + 1)]
    assert [number.taken_away for number in numbers] == sorted(n.taken_away for n in numbers)


# What this version works with, by (enough, head, revision found).
SUITS = {
    ("0002", "0002", "0002"): True,
    ("0002", "0002", "0001"): False,
    ("0002", "0002", "0005"): True,  # a later version has only added
    ("0002", "0002", "0005.1"): False,  # a later version has taken away
    ("0004", "0005.1", "0004"): True,  # post is still to come
    ("0004", "0005.1", "0005.1"): True,
    ("0004", "0005.1", "0003"): False,
    ("0004", "0005.1", "0007.1"): True,
    ("0004", "0005.1", "0007.2"): False,
    ("0002", "0002", "abc"): False,
}


@pytest.mark.parametrize(("enough", "head", "found"), SUITS)
def test_a_program_knows_which_revisions_it_can_live_with(
    monkeypatch: pytest.MonkeyPatch, enough: str, head: str, found: str
) -> None:
    monkeypatch.setattr(revisions, "ENOUGH", enough)
    monkeypatch.setattr(revisions, "HEAD", head)
    assert suits(found) is SUITS[enough, head, found]


@frozen
class Revision:
    """A revision that was never written."""

    revision: str
    down_revision: str | None
    path: str


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Engine]:
    """A database at the newest revision, after which three more are planned; the second is post."""
    plan = [*maintenance._revisions()]
    for number in ("0097", "0098.1", "0099.1"):
        plan.append(Revision(number, plan[-1].revision, f"{number}_x.py"))  # type: ignore[arg-type]  # as far as it is asked
    with _a_database("sqlite", tmp_path) as engine:
        with engine.begin() as connection:
            upgrade(connection)
        monkeypatch.setattr(maintenance, "_revisions", lambda: plan)
        yield engine


def test_pending_revisions_are_told_by_phase(planned: Engine) -> None:
    with planned.connect() as connection:
        told = {phase: maintenance.pending(connection, phase) for phase in ("pre", "post", "all")}
    assert told == {
        "pre": ("0097_x",),
        "post": ("0098.1_x", "0099.1_x"),
        "all": ("0097_x", "0098.1_x", "0099.1_x"),
    }


def test_post_waits_for_pre(planned: Engine) -> None:
    refused = pytest.raises(AdapterError, match="pre comes first: 0097_x is pending")
    with planned.connect() as connection, refused:
        upgrade(connection, "post")


def test_an_older_program_goes_on_after_pre_and_stops_after_post(tmp_path: Path) -> None:
    with _a_database("sqlite", tmp_path) as engine, engine.begin() as connection:
        upgrade(connection)
        for number, lives in (("0999", True), ("0999.9", False)):
            version = Table(VERSION_TABLE, MetaData(), autoload_with=connection)
            connection.execute(update(version).values(version_num=number))
            assert is_current(connection) is lives
        with pytest.raises(AdapterError, match="later version"):
            maintenance.pending(connection)
