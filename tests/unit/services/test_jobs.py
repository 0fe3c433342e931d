"""Jobs: each is done when its time has come, by one process, whatever becomes of the others."""

from datetime import timedelta
from itertools import count

from crmkit.domain.tasks import Reminder
from crmkit.ports.jobs import Job
from tests.unit.services.shop import TEST, Shop

MINUTE = timedelta(minutes=1)


def test_a_job_is_done_when_its_time_has_come(shop: Shop) -> None:
    job = Job(name="one", every=MINUTE, run=count(1).__next__)
    told = []
    for seconds in (0, 59, 1, 3600):
        shop.clock.advance(seconds=seconds)
        told.append(shop.crm.tick([job]).done)
    assert told == [{"one": 1}, {}, {"one": 2}, {"one": 3}]


def test_a_job_that_fails_stops_no_other(shop: Shop) -> None:
    jobs = [
        Job(name="bad", every=MINUTE, run=lambda: 1 // 0),
        Job(name="good", every=MINUTE, run=lambda: 7),
    ]
    made = shop.crm.tick(jobs)
    assert made.done == {"good": 7}
    assert isinstance(made.failed["bad"], ZeroDivisionError)


def test_the_library_s_own_jobs_do_their_work(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(Reminder, text="Позвонить", due_at=work.now, owner_id=shop.anna.id)
        work.receive("site", "1", "a")
    shop.clock.advance(days=100)
    made = shop.crm.tick()
    assert (made.failed, made.done["fire-reminders"], made.done["purge-inbox"]) == ({}, 1, 1)
    assert made.done["seal-journal"] >= 1
