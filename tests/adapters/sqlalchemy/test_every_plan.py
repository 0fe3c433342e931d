"""No statement of a shop's day reads all that a tenant has, but for those that are meant to.

Each is explained in a grown shop before it is carried out. What asks for every record of a kind,
without a condition, is meant to read them: a move of the tenant, a check of the journal, the
directory, a search of every name.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from importlib import import_module
from inspect import get_annotations, isfunction
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import text

import crmkit_sqlalchemy
from crmkit.testing.world import World
from crmkit_sqlalchemy import unguarded
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.storage import SqlStorage
from crmkit_sqlalchemy.tables import metadata
from tests.adapters.sqlalchemy.support import driver_of, fresh_storage
from tests.support.explaining import Plans, explained
from tests.support.grown import SMALL, a_grown_shop
from tests.support.servers import a_mariadb_database, a_postgresql_database, tenants
from tests.support.shop_days import DAY, a_tenant_moves, somebody_is_recognised

MEANT: Mapping[str, str] = {
    "Listing deal(owner_id, pipeline_id, outcome): deal": (
        "a team's open deals in the order of their ids, read until the page is full"
    ),
    "Counting contact(city): contact": "no index is kept of what is asked for so rarely",
    "Listing journal(record_id): journal": (
        "MariaDB reads a journal of some thousand entries rather than look for many ids in it"
    ),
    "Listing received(status, created_at): received": (
        "MariaDB reads the index of moments from its beginning, where what is to be purged lies"
    ),
}
"""What reads a tenant's records on purpose, and why."""
_ANALYZE = {"postgresql": "ANALYZE {}", "mysql": "ANALYZE TABLE {}", "mariadb": "ANALYZE TABLE {}"}
_SERVERS = {"postgresql": a_postgresql_database, "mariadb": a_mariadb_database}
_ELSEWHERE = frozenset(
    {"Tallied", "Extremes", "Days", "Locking", "Asking", "Sharing", "SharingOneByOne"}
)
"""What is not asked here: figures, which read what they sum up, and what not every database has."""


@pytest.fixture(
    params=["sqlite", *(pytest.param(name, marks=pytest.mark.server) for name in _SERVERS)]
)
def grown(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[World, SqlStorage]]:
    """A grown shop, beside another tenant's on the servers, which know how large they are."""
    if request.param == "sqlite":
        with closing(fresh_storage(tmp_path)) as storage:
            yield a_grown_shop(storage), storage
        return
    with ExitStack() as stack:
        made = stack.enter_context(tenants(stack.enter_context(_SERVERS[request.param]())))
        a_grown_shop(made.fresh())
        storage = made.fresh()
        world = a_grown_shop(storage)
        with made.engine.begin() as connection, unguarded(connection, "a test counts"):
            for name in metadata().tables:
                connection.execute(text(_ANALYZE[request.param].format(name)))
        yield world, storage


def test_a_day_reads_no_tenant_whole(
    grown: tuple[World, SqlStorage], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, storage = grown
    plans = Plans(small=SMALL)
    plans.watch(monkeypatch)
    for part in DAY:
        part(world)
    somebody_is_recognised(storage)
    a_tenant_moves(storage)
    by_accident = {name: told for name, told in plans.wide.items() if name not in MEANT}
    assert not by_accident, "\n\n".join(f"{name}\n{told}" for name, told in by_accident.items())
    assert _shapes() - {shape.__name__ for shape in plans.shapes} <= _ELSEWHERE


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    asked = "SELECT t0.id FROM crm_lead AS t0 WHERE t0.tenant = ? AND t0.deal_id = ?"
    with closing(fresh_storage(tmp_path)) as storage, storage.open(writes=True) as unit:
        driver = driver_of(unit)
        driver.execute("DROP INDEX ix_crm_lead_deal_id")
        assert explained(driver, asked, [1, "x"])[1] == {"lead"}


def _shapes() -> set[str]:
    """The names of all shapes that the adapter makes statements of."""
    return {name.rpartition(".")[2] for write in _writers() for name in _asked_of(write)}


def _writers() -> Iterator[Callable[..., object]]:
    for found in iter_modules(crmkit_sqlalchemy.__path__):
        module = import_module(f"crmkit_sqlalchemy.{found.name}")
        for value in vars(module).values():
            if isfunction(value) and value.__module__ == module.__name__:
                yield value


def _asked_of(write: Callable[..., object]) -> Iterator[str]:
    notes = get_annotations(write)
    if "return" in notes and next(iter(notes)).strip("_") == "shape" and Database in notes.values():
        yield next(iter(notes.values())).__name__
