"""crmkit's jobs run on Procrastinate, in a real PostgreSQL."""

from datetime import timedelta

import pytest
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.testing import InMemoryConnector
from sqlalchemy import make_url

from crmkit import Crm
from crmkit.ports.jobs import Job
from crmkit_procrastinate import schedule
from tests.support.servers import a_postgresql_database


@pytest.mark.server
def test_a_worker_does_the_job_which_waits_in_the_queue_once() -> None:
    ran: list[int] = []

    def run() -> int:
        ran.append(1)
        return 1

    with a_postgresql_database() as url:
        dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        app = App(connector=PsycopgConnector(conninfo=dsn))
        schedule(app, [Job(name="one", every=timedelta(minutes=1), run=run)])
        with app.open():
            app.schema_manager.apply_schema()
            app.tasks["crmkit:one"].defer(timestamp=0)
            with pytest.raises(AlreadyEnqueued):
                app.tasks["crmkit:one"].defer(timestamp=1)
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert ran[:2] in ([1], [1, 1])  # the worker plans the periodic task of this minute too


def test_every_job_of_a_shop_has_its_pace() -> None:
    app = App(connector=InMemoryConnector())
    own = Crm.open("memory:").jobs()
    hourly = Job(name="hourly", every=timedelta(hours=2), run=lambda: 0)
    schedule(app, [*own, hourly])
    paces = {name: task.cron for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    assert paces == {
        "crmkit:fire-reminders": "*/1 * * * *",
        "crmkit:seal-journal": "*/1 * * * *",
        "crmkit:purge-inbox": "0 3 * * *",
        "crmkit:hourly": "0 */2 * * *",
    }
