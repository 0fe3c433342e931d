"""Migrations: the tables they make, beside a host's own, and what happens without them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, inspect, text

from crmkit.errors import AdapterError
from crmkit_sqlalchemy import include_name, open_storage, pending, upgrade
from crmkit_sqlalchemy.maintenance import VERSION_TABLE
from crmkit_sqlalchemy.opening import maintenance_of
from crmkit_sqlalchemy.revisions import HEAD
from crmkit_sqlalchemy.tables import PREFIX, metadata
from tests.adapters.sqlalchemy.support import fresh_file

HOST = MetaData()
Table("goods", HOST, Column("id", Integer, primary_key=True))

KNOWN = (
    "0001_tables",
    "0002_office",
    "0003_led_by_indexes",
    "0004_imports",
    "0005_identities",
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The host's engine, on a database of the host's."""
    engine = create_engine(f"sqlite:///{tmp_path / 'host.db'}")
    HOST.create_all(engine)
    yield engine
    engine.dispose()


@contextmanager
def _raw(path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def _written_down(engine: Engine) -> set[tuple[str, str]]:
    """The tables and indexes of crmkit's, each with its columns in any order."""
    found = text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    with engine.connect() as connection:
        rows = [(name, sql) for name, sql in connection.execute(found) if PREFIX in name]
    return {(name, "\n".join(_parts(sql))) for name, sql in rows if name != VERSION_TABLE}


def _parts(sql: str) -> list[str]:
    """What a definition lists, between its outer brackets."""
    listed = re.split(r",(?![^(]*\))|\(\s", sql.rstrip().removesuffix(")"))
    return sorted(part.strip() for part in listed)


def _only_crmkits(name: str | None, kind: str, parents: Mapping[str, str | None]) -> bool:
    if kind != "table":
        return True
    return not include_name(name, kind, parents) and name != VERSION_TABLE


def test_the_revisions_make_the_tables_that_the_code_works_with(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        options = {"include_name": _only_crmkits, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata()) == []


def test_the_revisions_write_the_tables_down_as_the_code_would(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        upgrade(connection)
    with _raw(tmp_path / "at once.db") as other:
        metadata().create_all(other)
        assert _written_down(engine) == _written_down(other)


def test_the_revision_demanded_is_the_newest_one() -> None:
    config = Config()
    config.set_main_option("script_location", "crmkit_sqlalchemy:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_pending_revisions_are_told_until_they_are_applied(engine: Engine) -> None:
    with engine.begin() as connection:
        assert pending(connection) == KNOWN
        assert upgrade(connection) == KNOWN
        assert (pending(connection), upgrade(connection)) == ((), ())


def test_tables_without_a_version_are_never_taken_for_up_to_date(engine: Engine) -> None:
    with engine.begin() as connection:
        metadata().tables["crm_deal"].create(connection)
        assert pending(connection) == KNOWN
    with pytest.raises(AdapterError, match="crmkit db upgrade"):
        open_storage(engine)


def test_the_hosts_engine_is_not_migrated_behind_its_back(engine: Engine) -> None:
    with pytest.raises(AdapterError, match=", ".join(KNOWN)):
        open_storage(engine)
    assert _tables(engine) == {"goods"}


def test_a_rollback_of_the_host_undoes_the_migration(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        upgrade(connection)
        connection.rollback()
    assert _tables(engine) == {"goods"}


def test_autogenerate_leaves_crmkits_tables_alone_with_the_filter(engine: Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"include_name": include_name})
        assert compare_metadata(context, HOST) == []


def test_the_hosts_own_version_table_is_undisturbed(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('host_7')"))
        upgrade(connection)
        found = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    assert [tuple(row) for row in found] == [("host_7",)]


def test_a_fresh_file_gets_its_tables_when_it_is_opened(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    open_storage(url).close()
    assert maintenance_of({"url": url}).pending() == ()


def test_a_file_that_a_later_crmkit_took_something_from_is_refused(tmp_path: Path) -> None:
    path = fresh_file(tmp_path)
    with _raw(path) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE crm_alembic_version SET version_num = '9999.1'"))
    with pytest.raises(AdapterError, match="later version"):
        open_storage(f"sqlite:///{path}")


def test_every_table_is_named_as_crmkits(tmp_path: Path) -> None:
    with _raw(fresh_file(tmp_path)) as engine:
        assert {name for name in _tables(engine) if not name.startswith(PREFIX)} == set()
