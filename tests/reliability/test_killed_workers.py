"""Programs killed at random moments on a server: nothing acknowledged is lost, nothing torn."""

import os
import signal
import struct
from contextlib import closing
from itertools import count
from random import Random
from time import sleep

import pytest

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Inquiry, Lead, NewInquiry
from crmkit.domain.outbox import Outgoing, Received
from crmkit.errors import Conflict, TemporaryFailure
from crmkit.fields import deal as deals
from crmkit_sqlalchemy import open_storage
from tests.reliability.counts import Counts
from tests.support.servers import Tenants

pytestmark = [pytest.mark.slow, pytest.mark.server]
_TEST = System("reliability")
_LONGEST = 0.05
_NUMBER = struct.Struct("q")
_KINDS = (Received, Inquiry, Lead, Contact, Deal, Outgoing)


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Tenants:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Tenants)
    return found


def test_a_killed_program_loses_nothing_and_its_successor_goes_on(
    server: Tenants, counts: Counts
) -> None:
    tenant, chance = server.fresh().tenant, Random(7)  # noqa: S311 - to be repeated
    done = 0
    with closing(Crm(open_storage(server.url, tenant=tenant))) as crm:
        for _ in range(counts.worker_kills):
            acknowledged = _killed(server.url, tenant, done, chance.uniform(0, _LONGEST))
            assert acknowledged, "the program did nothing before it was killed"
            stored = _stored(crm)
            assert acknowledged[-1] <= stored <= acknowledged[-1] + 1
            done = acknowledged[-1]
        assert _stored(crm) >= counts.worker_kills


def _stored(crm: Crm) -> int:
    """How many orders are there, each of them whole and there once."""
    with crm.work(_TEST, writes=False) as work:
        numbers = {kind.kind: work.count(kind) for kind in _KINDS}
        numbers["moved"] = work.count(Deal, deals.stage == "working")
    assert len({*numbers.values()}) == 1, numbers
    return numbers["moved"]


def _killed(url: str, tenant: int, done: int, after: float) -> list[int]:
    """What a program acknowledged that began after so many, and was killed after its first."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _work_on(url, tenant, done, writing)
        finally:
            os._exit(1)
    os.close(writing)
    told = os.read(reading, _NUMBER.size)
    sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        told += more
    os.close(reading)
    return [number for (number,) in _NUMBER.iter_unpack(told)]


def _work_on(url: str, tenant: int, done: int, writing: int) -> None:
    with closing(Crm(open_storage(url, tenant=tenant))) as crm:
        for nth in count(done + 1):
            while not _is_sold(crm, nth):
                pass
            os.write(writing, _NUMBER.pack(nth))


def _is_sold(crm: Crm, nth: int) -> bool:
    try:
        _sell(crm, nth)
    except (Conflict, TemporaryFailure):  # the server is still at what the killed one began
        return False
    return True


def _sell(crm: Crm, nth: int) -> None:
    """An order of the web shop, from the inquiry to the moved deal and the message."""
    with crm.work(_TEST) as work:
        if not work.receive("shop", str(nth), "<order/>").is_new:
            return
        asked = NewInquiry(
            channel="site", name=f"Клиент {nth}", phone=f"+7921{nth:07}", external_id=str(nth)
        )
        deal = work.convert(work.take_inquiry(asked).lead.id)
        work.move(deal.id, "working")
        work.send("sms", {"text": f"Заказ {nth} принят"}, key=f"order {nth}")
