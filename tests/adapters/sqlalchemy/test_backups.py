"""Copies of an SQLite base: one committed state, whole or not at all, and put back."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from crmkit.domain.clients import Contact
from crmkit.errors import BadFile, BadInput, NotSupported, TemporaryFailure
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.ports.maintenance import Maintenance
from crmkit.testing.builders import NOON, a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import backups, open_storage
from crmkit_sqlalchemy.opening import maintenance_of
from tests.adapters.sqlalchemy.support import fresh_file

Writers = Callable[[Path], AbstractContextManager[None]]
WRITER = """
import sys
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.testing.builders import NOON, a_contact
from crmkit.testing.contracts.clerk import Clerk
from crmkit_sqlalchemy import open_storage

clerk = Clerk(open_storage(sys.argv[1]), ids=SeededIds(SettableClock(NOON), 9))
print("ready", flush=True)
for nth in range(10_000, 10**6, 2):
    clerk.create(a_contact(nth), a_contact(nth + 1))
"""


def _clerk(file: Path, seed: int = 0) -> Clerk:
    storage = open_storage(f"sqlite:///{file}")
    return Clerk(storage, ids=SeededIds(SettableClock(NOON), seed))


def _clients(file: Path) -> list[str]:
    with closing(open_storage(f"sqlite:///{file}")) as storage:
        return [client.number for client in Clerk(storage).find(Contact)]


def _of(file: Path) -> Maintenance:
    return maintenance_of({"url": f"sqlite:///{file}"})


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base with two clients."""
    file = fresh_file(tmp_path)
    clerk = _clerk(file)
    clerk.create(a_contact(1), a_contact(2))
    clerk.storage.close()
    return file


@contextmanager
def _writing_threads(file: Path) -> Iterator[None]:
    """Threads that create clients two by two, in one unit each."""
    stop = Event()

    def write(seed: int) -> None:
        clerk = _clerk(file, seed)
        for nth in range(seed * 10_000, (seed + 1) * 10_000, 2):
            if stop.is_set():
                break
            clerk.create(a_contact(nth), a_contact(nth + 1))
        clerk.storage.close()

    with ThreadPoolExecutor(3) as threads:
        tasks = [threads.submit(write, seed) for seed in (1, 2, 3)]
        try:
            yield
        finally:
            stop.set()
        for task in tasks:
            task.result()


@contextmanager
def _writing_process(file: Path) -> Iterator[None]:
    command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        yield
        writer.kill()


@pytest.mark.slow
@pytest.mark.parametrize("writers", [_writing_threads, _writing_process])
def test_a_copy_made_while_others_write_is_one_committed_state(
    base: Path, tmp_path: Path, writers: Writers
) -> None:
    with writers(base):
        for nth in range(8):
            _of(base).backup(tmp_path / f"copy {nth}.db")
    seen = [set(_clients(tmp_path / f"copy {nth}.db")) for nth in range(8)]
    for numbers in seen:
        assert {number for number in numbers if _twin(number) not in numbers} == set()
    assert all(before <= after for before, after in pairwise(seen))
    assert seen[-1] <= {*_clients(base)}


def _twin(number: str) -> str:
    """The client that was created in the same unit."""
    nth = int(number)
    return str({1: 2, 2: 1}.get(nth, nth ^ 1))


def test_a_copy_is_one_plain_file_that_opens_by_itself(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    _of(base).backup(folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert _clients(folder / "copy.db") == _clients(base)


def test_a_copy_that_fails_leaves_no_file(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, "_sync", full)
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        _of(base).backup(folder / "copy.db")
    assert [*folder.iterdir()] == []


def test_a_copy_takes_the_place_of_no_file(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        _of(base).backup(file)
    assert file.read_text() == "mine"


def test_a_base_that_is_lost_comes_back(base: Path, tmp_path: Path) -> None:
    _of(base).backup(tmp_path / "copy.db")
    before = _clients(base)
    base.unlink()
    _of(base).restore(tmp_path / "copy.db")
    assert _clients(base) == before


def test_what_a_lost_base_left_beside_it_does_not_get_into_the_restored_one(
    base: Path, tmp_path: Path
) -> None:
    _of(base).backup(tmp_path / "copy.db")
    clerk = _clerk(base, 5)
    clerk.create(a_contact(7))
    log = Path(f"{base}-wal")
    left = log.read_bytes()
    clerk.storage.close()
    base.unlink()
    log.write_bytes(left)
    with pytest.raises(BadInput, match="kept beside it"):
        _of(base).restore(tmp_path / "copy.db")
    _of(base).restore(tmp_path / "copy.db", overwrite=True)
    assert _clients(base) == ["1", "2"]


def test_a_live_base_is_overwritten_only_when_asked(base: Path, tmp_path: Path) -> None:
    _of(base).backup(tmp_path / "copy.db")
    clerk = _clerk(base, 5)
    clerk.create(a_contact(7))
    with pytest.raises(BadInput, match="a database already"):
        _of(base).restore(tmp_path / "copy.db")
    assert len(_clients(base)) == 3
    _of(base).restore(tmp_path / "copy.db", overwrite=True)
    assert [client.number for client in clerk.find(Contact)] == ["1", "2"]


def test_a_base_that_is_being_written_is_not_overwritten(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_SECONDS", 0.1)
    _of(base).backup(tmp_path / "copy.db")
    clerk = _clerk(base, 5)
    with clerk.storage.open(writes=True) as unit:
        unit.write(clerk.writing((None, a_contact(7))))
        with pytest.raises(TemporaryFailure):
            _of(base).restore(tmp_path / "copy.db", overwrite=True)
        unit.commit()
    assert len(_clients(base)) == 3


def test_a_damaged_copy_is_refused_and_the_base_left_alone(base: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    _of(base).backup(copy)
    whole = copy.read_bytes()
    for broken in (b"", b"no database " * 1000, whole[: len(whole) // 2], _scrambled(whole)):
        copy.write_bytes(broken)
        with pytest.raises(BadFile):
            _of(base).restore(copy, overwrite=True)
        assert _clients(base) == ["1", "2"]


def _scrambled(whole: bytes) -> bytes:
    page = 4096
    return whole[: 3 * page] + bytes(reversed(whole[3 * page : 30 * page])) + whole[30 * page :]


def test_a_copy_of_something_else_is_refused(base: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE goods (id INTEGER)")
    with pytest.raises(BadFile, match="no tables of crmkit"):
        _of(base).restore(tmp_path / "other.db", overwrite=True)


def test_a_file_that_is_not_there_is_named(base: Path, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"lost\.db: there is no such file"):
        _of(base).restore(tmp_path / "lost.db", overwrite=True)


def test_servers_have_tools_of_their_own(tmp_path: Path) -> None:
    server = maintenance_of({"url": "postgresql://127.0.0.1:1/shop"})
    with pytest.raises(NotSupported, match="pg_dump"):
        server.backup(tmp_path / "copy")
    with pytest.raises(NotSupported, match="pg_dump"):
        server.restore(tmp_path / "copy")
