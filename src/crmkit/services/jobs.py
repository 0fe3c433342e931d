"""Jobs: those of the library's own, and doing once whichever are due."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from attrs import frozen

from crmkit.ports.jobs import Job
from crmkit.ports.storage import Storage
from crmkit.services.work import Work

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_LIMIT = 1_000


@frozen(kw_only=True)
class Tick:
    """What one tick did: how much by job, and which jobs failed with what."""

    done: dict[str, int]
    failed: dict[str, Exception]


def own_jobs(open_work: Callable[[], Work], seal: Callable[[], int]) -> tuple[Job, ...]:
    """Reminders fire, the journal is sealed, and old marks of the inbox go."""

    def fire_reminders() -> int:
        with open_work() as work:
            return len(work.fire_reminders(_LIMIT))

    def purge_inbox() -> int:
        with open_work() as work:
            return work.purge_received(limit=_LIMIT)

    return (
        Job(name="fire-reminders", every=_MINUTE, run=fire_reminders),
        Job(name="seal-journal", every=_MINUTE, run=seal),
        Job(name="purge-inbox", every=_DAY, run=purge_inbox),
    )


def tick(storage: Storage, now: datetime, jobs: Iterable[Job]) -> Tick:
    """Runs each job whose time has come; one that fails stops no other one."""
    made = Tick(done={}, failed={})
    for job in jobs:
        if not _take_turn(storage, job, now):
            continue
        try:
            made.done[job.name] = job.run()
        except Exception as exc:  # noqa: BLE001 - it is told to whoever ticks, after the others
            made.failed[job.name] = exc
    return made


def _take_turn(storage: Storage, job: Job, now: datetime) -> bool:
    """Whether it is time, in one process alone: a series counts in seconds up to the last turn."""
    at = int(now.timestamp())
    with storage.open(writes=True) as unit:
        series = f"job {job.name}"
        last = unit.take_numbers(series) - 1  # others wait here until this unit ends
        if at - last < job.every.total_seconds():
            return False
        if at - last > 1:
            unit.take_numbers(series, at - last - 1)
        unit.commit()
        return True
