"""What the walls cost: the same questions with and without one, as ratios of medians.

Run ``python -m bench.walls [--people 50000] [--server URL]``. The two are asked in turns, so that
whatever else the machine does meets both. On PostgreSQL a second shop of the same size lies in the
same tables; on SQLite an employee has one client of ten.
"""

import argparse
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from attrs import evolve
from sqlalchemy import make_url

from bench._bases import Bases
from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.permissions import everything
from crmkit.domain.schema import schema
from crmkit.fields import contact
from crmkit.memory.ids import SeededIds
from crmkit.query.scope import Scope
from crmkit.services.clock import SystemClock
from crmkit.testing.builders import a_contact, an_employee
from crmkit_sqlalchemy import open_storage, upgrade
from crmkit_sqlalchemy.opening import engine_for, maintenance_of
from crmkit_sqlalchemy.walls import Wall, walled

ROUNDS, OWNERS, AT_ONCE, SHOPS = 51, 10, 10_000, (0, 1)
ME = System("bench")
EMPLOYEES = [an_employee(nth).id for nth in range(1, OWNERS + 1)]
ROLE = "crmkit_bench_role"
Ask = Callable[[], object]
STATEMENTS: Mapping[str, str] = {
    "one by its id": "SELECT name FROM crm_contact WHERE {mine} AND id = {id}",
    "50 by name": "SELECT name FROM crm_contact WHERE {mine} ORDER BY name_folded, id LIMIT 50",
    "count": "SELECT count(*) FROM crm_contact WHERE {mine}",
    "count by city": "SELECT city, count(*) FROM crm_contact WHERE {mine} GROUP BY city",
    "prefix of a name": (
        "SELECT count(*) FROM crm_contact WHERE {mine}"
        " AND name_folded >= 'client 7' AND name_folded < 'client 8'"
    ),
    "part of a name": "SELECT count(*) FROM crm_contact WHERE {mine} AND name_folded LIKE '%77%'",
}


def main() -> None:
    """Fills the bases, asks, prints the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50_000)
    options.add_argument("--server", help="postgresql+psycopg://…/postgres, if any")
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        _on_sqlite(f"sqlite:///{Path(folder) / 'shop.db'}", given.people)
        if given.server:
            with Bases(given.server, Path(folder)).made("walls") as url:
                _on_postgresql(url, given.people)


def fill(url: str, people: int, tenant: int) -> bytes:
    """Puts clients in, each tenth of an employee's; answers with the id of one of them."""
    ids = SeededIds(SystemClock(), seed=tenant)
    rows = [
        evolve(
            a_contact(nth),
            id=type(a_contact().id)(ids.next()),
            name=f"Client {nth * 7919 % people}",
            city=f"City {nth % 50}",
            owner_id=EMPLOYEES[nth % OWNERS],
            version=0,
        )
        for nth in range(people)
    ]
    with closing(Crm(open_storage(url, tenant=tenant))) as crm:
        for at in range(0, people, AT_ONCE):
            with crm.work(ME) as work:
                desk = work._desk  # noqa: SLF001 - the quick way in, for the base alone
                desk.write_trusted(((None, row) for row in rows[at : at + AT_ONCE]), "bench")
    return bytes(rows[OWNERS].id)


def _on_sqlite(url: str, people: int) -> None:
    key = fill(url, people, 0)
    own = Scope({"contact": contact.owner_id == EMPLOYEES[0]})  # type: ignore[dict-item]  # a scope's own
    with closing(sqlite3.connect(str(make_url(url).database))) as bare:
        for title, scope, mine in (
            ("an employee with one client of ten", own, f"owner_id = x'{EMPLOYEES[0].hex()}'"),
            ("an employee who sees everything", everything(), "1"),
        ):
            with walled(url, scope, schema()) as wall:
                asked = {
                    name: (
                        _of(bare, statement, f"tenant = 0 AND {mine}", key),
                        _of(wall, statement, "1", key),
                    )
                    for name, statement in STATEMENTS.items()
                }
                _tell(f"SQLite, {people:,} clients, a wall before {title}", asked)


def _of(asked: Wall | sqlite3.Connection, statement: str, mine: str, key: bytes) -> Ask:
    sql = statement.format(mine=mine, id=f"x'{key.hex()}'")
    if isinstance(asked, Wall):
        return lambda: asked.read(sql).rows
    return lambda: tuple(asked.execute(sql).fetchall())


def _on_postgresql(url: str, people: int) -> None:
    engine = engine_for(url)
    with engine.begin() as connection:
        upgrade(connection)
    key, _ = (fill(url, people, tenant) for tenant in SHOPS)
    with engine.connect() as connection:
        apart = connection.execution_options(isolation_level="AUTOCOMMIT")
        apart.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    with _walled_role(url, None) as program:
        _ask_through_crmkit(url, program, key, people)
    with _walled_role(url, 0) as report, ExitStack() as open_:
        owner, tool = (open_.enter_context(_connected(each)) for each in (url, report))
        asked = {
            name: (_sent(owner, statement, "tenant = 0", key), _sent(tool, statement, "true", key))
            for name, statement in STATEMENTS.items()
        }
        _tell("PostgreSQL, SQL of a report tool's role beside the owner's with `tenant = 0`", asked)


def _ask_through_crmkit(url: str, program: str, key: bytes, people: int) -> None:
    with closing(Crm(open_storage(url))) as owner, closing(Crm(open_storage(program))) as walled_:
        pairs = zip(_questions(owner, key).items(), _questions(walled_, key).values(), strict=True)
        asked = {name: (plain, behind) for (name, plain), behind in pairs}
        _tell(f"PostgreSQL, {people:,} clients of two shops each, a unit of work with", asked)


def _questions(crm: Crm, key: bytes) -> dict[str, Ask]:
    def asking(ask: Callable[[Any], object], *, writes: bool = False) -> Ask:
        def asked() -> object:
            with crm.work(ME, writes=writes) as work:
                return ask(work)

        return asked

    one = type(a_contact().id)(key)
    name = contact.name
    return {
        "one by its id": asking(lambda work: work.get(Contact, one).name),
        "50 by name": asking(lambda work: len(work.find(Contact, order=[name.up], limit=50))),
        "count": asking(lambda work: work.count(Contact)),
        "prefix of a name": asking(lambda work: work.count(Contact, name.starts_with("client 7"))),
        "part of a name": asking(lambda work: work.count(Contact, name.contains("77"))),
        "a change": asking(lambda work: _changed(work, one), writes=True),
    }


def _changed(work: Any, one: object) -> None:  # noqa: ANN401 - a unit of work
    found = work.get(Contact, one)
    work.change(found, comment="b" if found.comment == "a" else "a")


@contextmanager
def _walled_role(url: str, tenant: int | None) -> Iterator[str]:
    maintenance_of({"url": url}).wall(ROLE, tenant=tenant)
    yield make_url(url).set(username=ROLE).render_as_string(hide_password=False)
    with _connected(url) as connection:
        connection.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}".encode())


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


def _sent(connection: psycopg.Connection[Any], statement: str, mine: str, key: bytes) -> Ask:
    sql = statement.format(mine=mine, id=f"'{key.hex()}'").encode()
    return lambda: connection.execute(sql).fetchall()


def _tell(title: str, asked: Mapping[str, tuple[Ask, Ask]]) -> None:
    print(f"\n{title}; medians of {ROUNDS}\n")
    print("| question | without, ms | with the wall, ms | ratio |\n|---|---|---|---|")
    for name, (plain, behind) in asked.items():
        assert plain() == behind(), name
        took: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for ask, into in zip((plain, behind), took, strict=True):
                into.append(_milliseconds(ask))
        without, with_it = map(median, took)
        print(f"| {name} | {without:.3f} | {with_it:.3f} | {with_it / without:.2f} |")


def _milliseconds(ask: Ask) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
