"""Runs crmkit's jobs on Celery, on whatever broker the host's app has."""

from collections.abc import Callable, Iterable

from crmkit.errors import AdapterError
from crmkit.ports.jobs import Job

try:
    from celery import Celery
except ModuleNotFoundError as exc:
    message = "the package 'celery' is not installed"
    raise AdapterError(message, hint="pip install 'crmkit[celery]'") from exc

__all__ = ["schedule"]


def schedule(app: Celery, jobs: Iterable[Job]) -> None:
    """Registers the jobs as tasks ``crmkit.NAME`` of the host's app, and in its beat schedule.

    What beat sent while no worker ran is dropped after one pace, instead of piling up.
    """
    planned = dict(app.conf.beat_schedule or {})
    for job in jobs:
        name = f"crmkit.{job.name}"
        app.task(_runs(job), name=name, ignore_result=True, shared=False)
        pace = job.every.total_seconds()
        planned[name] = {"task": name, "schedule": job.every, "options": {"expires": pace}}
    app.conf.beat_schedule = planned


def _runs(job: Job) -> Callable[[], int]:
    """The job as a function with a name, which Celery asks for."""

    def run() -> int:
        return job.run()

    return run
