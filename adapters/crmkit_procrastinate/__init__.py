"""Runs crmkit's jobs on Procrastinate, the job queue in the host's PostgreSQL."""

from collections.abc import Callable, Iterable

from crmkit.errors import AdapterError
from crmkit.ports.jobs import Job

try:
    from procrastinate import App
except ModuleNotFoundError as exc:
    message = "the package 'procrastinate' is not installed"
    raise AdapterError(message, hint="pip install 'crmkit[procrastinate]'") from exc

__all__ = ["schedule"]

_MINUTES, _HOURS = 60, 24


def schedule(app: App, jobs: Iterable[Job]) -> None:
    """Registers the jobs as periodic tasks ``crmkit:NAME`` of the host's app.

    A job that waits in the queue already is not put there a second time.
    """
    for job in jobs:
        name = f"crmkit:{job.name}"
        task = app.task(name=name, queueing_lock=name, lock=name)(_runs(job))
        app.periodic(cron=_cron(job), periodic_id=name)(task)


def _runs(job: Job) -> Callable[[int], int]:
    def run(timestamp: int) -> int:
        """Does the job; the moment it was planned for makes no difference to it."""
        del timestamp
        return job.run()

    return run


def _cron(job: Job) -> str:
    """The job's pace in words of cron: minutes, whole hours, or a day."""
    minutes = max(1, round(job.every.total_seconds() / _MINUTES))
    if minutes < _MINUTES:
        return f"*/{minutes} * * * *"
    hours = minutes // _MINUTES
    return f"0 */{hours} * * *" if hours < _HOURS else "0 3 * * *"
