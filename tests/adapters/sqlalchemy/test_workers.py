"""Several workers at one base: nothing is taken twice, no quota is exceeded, nothing is lost."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Dialect, create_engine
from sqlalchemy.dialects import sqlite

from crmkit import Crm, System
from crmkit.domain.leads import Lead
from crmkit.domain.outbox import Outgoing
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.domain.tasks import Reminder
from crmkit.errors import AdapterError, Conflict, TemporaryFailure
from crmkit.ids import Id
from crmkit.memory.clock import SettableClock
from crmkit.testing.builders import NOON
from crmkit_sqlalchemy.claiming import demand_claims
from crmkit_sqlalchemy.dialects import MariaDb, PostgreSql
from tests.adapters.sqlalchemy.support import fresh_storage

WORKERS = 8
KILLS = 12
TEST = System("test")
WORK = """
import sys
from crmkit import Crm
from crmkit.domain.outbox import Outgoing
from crmkit.ports.sending import Sent
from crmkit.services.deliver import Round
from datetime import timedelta

class Post:
    def send(self, message):
        print(message.key, flush=True)
        return Sent()

crm = Crm.open(sys.argv[1])
while crm.deliver({"sms": Post()}, Round(limit=10, lease=timedelta(milliseconds=300))).tried:
    pass
print("over", flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def crm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crm]:
    """A shop on each database, where Anna takes free leads."""
    if request.param == "sqlite":
        storage = fresh_storage(tmp_path)
    else:
        storage = request.getfixturevalue(request.param).fresh()
    grants = tuple(
        Grant(action=action, kind="lead", reach="all") for action in ("read", "assign", "change")
    )
    with closing(Crm(storage, clock=SettableClock(NOON))) as made:
        with made.work(TEST) as work:
            work.create(Role, key="caller", name="Caller", grants=grants)
            work.create(Employee, login="anna", name="Anna", role="caller")
        yield made


@pytest.mark.server
def test_no_quota_is_exceeded_by_eight_claims_at_once(crm: Crm) -> None:
    with crm.work(TEST) as work:
        for nth in range(40):
            work.create(Lead, title=f"Lead {nth}")

    def claim(_: int) -> list[Id]:
        with suppress(TemporaryFailure), crm.work("anna") as work:
            return [lead.id for lead in work.claim(Lead, limit=3, most=10)]
        return []

    with ThreadPoolExecutor(WORKERS) as threads:
        taken = [lead for share in threads.map(claim, range(WORKERS)) for lead in share]
    assert len(taken) == len({*taken}) == 10


@pytest.mark.server
def test_no_reminder_fires_twice(crm: Crm) -> None:
    with crm.work(TEST) as work:
        for nth in range(60):
            work.create(Reminder, text=f"Call {nth}", due_at=NOON)

    def fire(_: int) -> list[Id]:
        with suppress(TemporaryFailure), crm.work(TEST) as work:
            return [reminder.id for reminder in work.fire_reminders(5)]
        return []

    with ThreadPoolExecutor(WORKERS) as threads:
        fired = Counter(one for share in threads.map(fire, range(24)) for one in share)
    assert (len(fired), {*fired.values()}) == (60, {1})


@pytest.mark.server
def test_what_comes_in_several_times_at_once_is_applied_once(crm: Crm) -> None:
    def take(_: int) -> str:
        while True:
            try:
                with crm.work(TEST) as work:
                    arrival = work.receive("site", "form-1", "body")
                    if arrival.is_new:
                        work.create(Lead, title="Form 1")
                    return arrival.state
            except (Conflict, TemporaryFailure):
                continue

    with ThreadPoolExecutor(WORKERS) as threads:
        states = Counter(threads.map(take, range(WORKERS)))
    with crm.work(TEST) as work:
        assert (states["new"], states["known"], work.count(Lead)) == (1, WORKERS - 1, 1)


def test_a_worker_that_is_killed_loses_nothing_and_keeps_order(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with closing(Crm.open(url)) as crm:
        with crm.work(TEST) as work:
            clients = [work.recognise(phone=f"8921123456{nth}").id for nth in range(4)]
            for nth in range(60):
                work.send("sms", {}, key=f"{nth % 4} {nth:02}", contact=clients[nth % 4])
        seen = _sent_by_force(url)
        with crm.work(TEST) as work:
            assert Counter(each.status for each in work.find(Outgoing)) == {"sent": 60}
    assert len({*seen}) == 60
    assert len(seen) - 60 <= KILLS
    for client in "0123":
        first = [*dict.fromkeys(key for key in seen if key[0] == client)]
        assert first == sorted(first)


def _sent_by_force(url: str) -> list[str]:
    """What workers sent, the first of which are killed, each a little later than the one before."""
    seen: list[str] = []
    for kills in range(KILLS + 40):
        command = [sys.executable, "-c", WORK, url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            for nth, line in enumerate(worker.stdout):
                if line == "over\n":
                    break
                seen.append(line.strip())
                if kills < KILLS and nth >= kills % 4:
                    worker.kill()
                    break
        if kills >= KILLS and _is_over(url):
            return seen
    return seen


def _is_over(url: str) -> bool:
    with closing(Crm.open(url)) as crm, crm.work(TEST, writes=False) as work:
        return all(each.status == "sent" for each in work.find(Outgoing))


class Forgetful(PostgreSql):
    """A dialect that leaves the clause out, as SQLAlchemy's of SQLite does."""

    def _dialect(self) -> Dialect:
        return sqlite.dialect(paramstyle="qmark")


def test_a_dialect_that_leaves_the_clause_out_is_refused() -> None:
    connection = create_engine("sqlite://").connect()
    with closing(connection), pytest.raises(AdapterError, match="leaves out"):
        demand_claims(connection, Forgetful())


def _server(*version: int, is_mariadb: bool) -> Any:  # noqa: ANN401 - what is asked of a connection
    return SimpleNamespace(
        engine=create_engine("sqlite://"),
        dialect=SimpleNamespace(server_version_info=version, is_mariadb=is_mariadb),
    )


@pytest.mark.parametrize(
    "server", [_server(10, 5, 29, is_mariadb=True), _server(5, 7, is_mariadb=False)]
)
def test_a_server_older_than_the_clause_is_refused(server: Any) -> None:  # noqa: ANN401 - as above
    with pytest.raises(AdapterError, match="does not know"):
        demand_claims(server, MariaDb())


@pytest.mark.parametrize(
    "server", [_server(10, 6, is_mariadb=True), _server(8, 0, is_mariadb=False)]
)
def test_a_server_that_knows_the_clause_is_not(server: Any) -> None:  # noqa: ANN401 - as above
    demand_claims(server, MariaDb())
