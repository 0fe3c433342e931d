"""crmkit's jobs run on Celery, through the brokers of this machine."""

import socket
from datetime import timedelta
from functools import partial
from queue import Queue
from uuid import uuid4

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from crmkit import Crm
from crmkit.ports.jobs import Job
from crmkit_celery import schedule

BROKERS = {
    "rabbitmq": ("amqp://guest:guest@127.0.0.1:5672//", 5672),
    "redis": ("redis://127.0.0.1:6379/15", 6379),
}
MINUTE = timedelta(minutes=1)


def demand(broker: str, port: int) -> None:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        pytest.skip(f"no {broker} on port {port} of this machine")


@pytest.mark.server
@pytest.mark.parametrize("broker", BROKERS)
def test_a_worker_does_the_jobs(broker: str) -> None:
    url, port = BROKERS[broker]
    demand(broker, port)
    ran: Queue[str] = Queue()
    jobs = [Job(name=name, every=MINUTE, run=partial(_put, ran, name)) for name in ("one", "two")]
    app = Celery("test", broker=url)
    app.conf.task_default_queue = f"crmkit-{uuid4().hex}"
    app.conf.broker_connection_timeout = 5
    schedule(app, jobs)
    with start_worker(app, perform_ping_check=False, shutdown_timeout=30):
        for entry in app.conf.beat_schedule.values():
            app.send_task(entry["task"], **entry["options"])
        assert {ran.get(timeout=30), ran.get(timeout=30)} == {"one", "two"}
    with app.connection_for_write() as connection:
        app.amqp.queues[app.conf.task_default_queue].bind(connection.channel()).delete()


def _put(ran: Queue[str], name: str) -> int:
    ran.put(name)
    return 1


def test_every_job_of_a_shop_is_planned_beside_those_of_the_host() -> None:
    app = Celery("test", broker="memory://")
    app.conf.beat_schedule = {"hosts": {"task": "hosts.own", "schedule": 5.0}}
    schedule(app, Crm.open("memory:").jobs({}))
    paces = {name: entry["schedule"] for name, entry in app.conf.beat_schedule.items()}
    assert paces == {
        "hosts": 5.0,
        "crmkit.deliver": MINUTE,
        "crmkit.fire-reminders": MINUTE,
        "crmkit.seal-journal": MINUTE,
        "crmkit.purge-inbox": timedelta(days=1),
    }
