"""A killed database server loses no acknowledged commit, and the same Crm works on after it."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from itertools import count
from threading import Event, Lock
from time import monotonic, sleep
from typing import Protocol

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.errors import TemporaryFailure, UnknownOutcome
from crmkit.testing.builders import a_contact
from crmkit_sqlalchemy import open_storage, upgrade
from crmkit_sqlalchemy.opening import engine_for
from tests.reliability.counts import Counts
from tests.support.private_mariadb import a_private_mariadb
from tests.support.private_server import a_private_server

pytestmark = [pytest.mark.slow, pytest.mark.server]
_TEST = System("reliability")
_WRITERS, _SOME, _PATIENCE = 4, 40, 60


class Server(Protocol):
    """A database server that may be killed and started again."""

    url: str

    def kill(self) -> None:
        """Ends it by SIGKILL."""
        ...

    def start(self) -> None:
        """Starts it again."""
        ...


_SERVERS: Mapping[str, Callable[[], AbstractContextManager[Server]]] = {
    "postgresql": a_private_server,
    "mariadb": a_private_mariadb,
}


@pytest.fixture(params=_SERVERS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with _SERVERS[request.param]() as server:
        engine = engine_for(server.url)
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        yield server


def test_a_killed_server_loses_nothing_and_the_same_crm_works_on(
    server: Server, counts: Counts
) -> None:
    with closing(Crm(open_storage(server.url))) as crm:
        writing = _Writing(crm)
        with ThreadPoolExecutor(_WRITERS) as threads:
            writers = [threads.submit(writing.go_on) for _ in range(_WRITERS)]
            try:
                for _ in range(counts.server_kills):
                    writing.wait_for_more()
                    server.kill()
                    writing.wait_for_refusals()
                    server.start()
                writing.wait_for_more()
            finally:
                writing.over.set()
        for writer in writers:
            writer.result()
        with crm.work(_TEST, writes=False) as work:
            stored = {contact.number for contact in work.find(Contact, limit=None)}
    assert writing.acknowledged <= stored <= writing.acknowledged | writing.unknown
    assert writing.refused


class _Writing:
    """What became of the contacts that the writers added, by their numbers."""

    def __init__(self, crm: Crm) -> None:
        self.over = Event()
        self.acknowledged: set[str] = set()
        self.unknown: set[str] = set()
        self.refused: set[str] = set()
        self._crm, self._numbers, self._lock = crm, count(1), Lock()

    def go_on(self) -> None:
        """Adds contacts until it is over."""
        while not self.over.is_set():
            with self._lock:
                nth = next(self._numbers)
            self._answer(nth).add(str(nth))

    def _answer(self, nth: int) -> set[str]:
        try:
            with self._crm.work(_TEST) as work:
                work.add(a_contact(nth, owner_id=None))
        except UnknownOutcome:
            return self.unknown
        except TemporaryFailure:
            sleep(0.01)
            return self.refused
        return self.acknowledged

    def wait_for_more(self) -> None:
        """Waits until some more were acknowledged."""
        _wait_for_growth(lambda: len(self.acknowledged))

    def wait_for_refusals(self) -> None:
        """Waits until the writers notice that the server is away."""
        _wait_for_growth(lambda: len(self.refused))


def _wait_for_growth(size: Callable[[], int]) -> None:
    enough, until = size() + _SOME, monotonic() + _PATIENCE
    while size() < enough:
        assert monotonic() < until
        sleep(0.01)
