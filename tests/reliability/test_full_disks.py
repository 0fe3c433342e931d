"""A full disk: what was acknowledged is stored, and work goes on once there is room."""

import os
import resource
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.errors import StorageFull
from tests.reliability.counts import Counts
from tests.reliability.test_killed_processes import dump

pytestmark = pytest.mark.slow
_TEST = System("reliability")
_STEP, _MOST = 12_288, 500


def test_a_full_disk_loses_nothing_and_is_told(tmp_path: Path, counts: Counts) -> None:
    empty = tmp_path / "empty.db"
    with closing(Crm.open(f"sqlite:///{empty}")) as crm, crm.work(_TEST) as work:
        work.create(Contact, name="Первый")
    for nth in range(counts.full_disks):
        path = tmp_path / f"{nth}.db"
        shutil.copy(empty, path)
        room = empty.stat().st_size + nth * _STEP // 4
        assert _in_child(lambda path=path, room=room: _fill(path, room)) == 0  # type: ignore[misc]  # mypy infers no default


def _fill(path: Path, room: int) -> None:
    """Writes until nothing more can be written, makes room, and writes again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with closing(Crm.open(f"sqlite:///{path}")) as crm:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
        stored = _write_till_full(crm)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        assert _count(crm) == stored
        _write(crm)
        assert _count(crm) == stored + 1
    assert len(dump(path)["crm_note"]) == stored + 1


def _write_till_full(crm: Crm) -> int:
    for stored in range(_MOST):
        try:
            _write(crm)
        except StorageFull:
            return stored
    raise AssertionError


def _write(crm: Crm) -> None:
    with crm.work(_TEST) as work:
        work.create(Note, text="x" * 2000)


def _count(crm: Crm) -> int:
    with crm.work(_TEST, writes=False) as work:
        return work.count(Note)


def _in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
