"""Eight workers at once: no reminder fires twice, and reading and writing meets no error."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.tasks import Reminder
from crmkit.errors import Conflict, TemporaryFailure
from crmkit.ids import ReminderId
from crmkit.testing.builders import NOON
from tests.reliability.counts import Counts

pytestmark = pytest.mark.slow
_TEST = System("reliability")
_WORKERS, _AT_ONCE = 8, 5


def test_no_reminder_fires_twice(crm: Crm, counts: Counts) -> None:
    with crm.work(_TEST) as work:
        made = {work.create(Reminder, text="Пора", due_at=NOON).id for _ in range(counts.reminders)}
    with _workers() as workers:
        fired = [key for keys in workers.map(lambda _: _fire(crm), range(_WORKERS)) for key in keys]
    assert (len(fired), set(fired)) == (len(made), made)


def test_readers_and_writers_meet_no_error_in_a_file(tmp_path: Path, counts: Counts) -> None:
    with closing(Crm.open(f"sqlite:///{tmp_path / 'shop.db'}")) as crm, _workers() as workers:
        list(workers.map(lambda nth: _read_or_write(crm, nth), range(counts.reminders)))
        with crm.work(_TEST, writes=False) as work:
            assert work.count(Contact) == counts.reminders // 2


def _fire(crm: Crm) -> list[ReminderId]:
    """The reminders that this worker fired, till none was left."""
    fired: list[ReminderId] = []
    while True:
        try:
            with crm.work(_TEST) as work:
                got = work.fire_reminders(_AT_ONCE)
        except (Conflict, TemporaryFailure):
            continue
        if not got:
            return fired
        fired.extend(reminder.id for reminder in got)


def _read_or_write(crm: Crm, nth: int) -> None:
    with crm.work(_TEST, writes=bool(nth % 2)) as work:
        if nth % 2:
            work.create(Contact, name=f"Клиент {nth}")
        else:
            work.find(Contact, limit=20)


@contextmanager
def _workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(_WORKERS) as workers:
        yield workers
