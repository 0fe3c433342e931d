"""A connection that breaks or falls silent: typed errors, nothing lost, nothing doubled."""

from collections.abc import Iterator
from contextlib import closing
from time import monotonic

import pytest
from sqlalchemy import make_url

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.domain.leads import Inquiry, Lead, NewInquiry
from crmkit.errors import AdapterError, Conflict, TemporaryFailure, UnknownOutcome
from crmkit.testing.builders import a_contact
from crmkit_sqlalchemy import open_storage
from tests.reliability.counts import Counts
from tests.support.proxy import Fault, Proxy, a_proxy
from tests.support.servers import Tenants

pytestmark = [pytest.mark.slow, pytest.mark.server]
_TEST = System("reliability")
_DEADLINE = 1
_PORTS = {"postgresql": 5432, "mysql": 3306}


@pytest.fixture(params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Tenants:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Tenants)
    return found


@pytest.fixture
def proxy(server: Tenants) -> Iterator[Proxy]:
    url = make_url(server.url)
    with a_proxy((url.host or "127.0.0.1", url.port or _PORTS[url.get_backend_name()])) as made:
        yield made


@pytest.fixture
def crm(server: Tenants, proxy: Proxy) -> Iterator[Crm]:
    url = make_url(server.url).set(host="127.0.0.1", port=proxy.port)
    url = url.update_query_dict({"read_timeout": str(_DEADLINE)})
    tenant = server.fresh().tenant
    storage = open_storage(url.render_as_string(hide_password=False), tenant=tenant)
    with closing(Crm(storage)) as crm:
        with crm.work(_TEST):
            pass
        yield crm


@pytest.mark.parametrize("fault", ["before", "after"])
def test_an_inquiry_repeated_after_a_cut_commit_is_taken_once(
    crm: Crm, proxy: Proxy, counts: Counts, fault: Fault
) -> None:
    for nth in range(counts.cuts):
        proxy.fault = fault
        with pytest.raises(UnknownOutcome):
            _take(crm, nth)
        proxy.fault = "none"
        assert _take(crm, nth) == (fault == "after")
    with crm.work(_TEST, writes=False) as work:
        kept = [work.count(kind) for kind in (Inquiry, Lead, Contact)]
    assert kept == [counts.cuts] * 3


@pytest.mark.parametrize("fault", ["before", "after"])
def test_a_record_with_an_id_of_the_callers_is_stored_once(
    crm: Crm, proxy: Proxy, fault: Fault
) -> None:
    proxy.fault = fault
    with pytest.raises(UnknownOutcome):
        _add(crm)
    proxy.fault = "none"
    if fault == "after":
        with pytest.raises(Conflict):
            _add(crm)
    else:
        _add(crm)
    with crm.work(_TEST, writes=False) as work:
        assert work.count(Contact) == 1


@pytest.mark.parametrize("fault", ["black hole", "reset"])
def test_every_call_ends_in_time_and_the_next_works_on_a_fresh_connection(
    crm: Crm, proxy: Proxy, fault: Fault
) -> None:
    proxy.fault = fault
    begun = monotonic()
    with pytest.raises(TemporaryFailure):
        _add(crm)
    assert monotonic() - begun < 2 * _DEADLINE + 1
    proxy.fault = "none"
    _add(crm)


def test_a_slow_drip_is_waited_for_until_the_deadline(crm: Crm, proxy: Proxy) -> None:
    proxy.fault = "drip"
    begun = monotonic()
    try:
        _add(crm)
    except AdapterError:
        assert monotonic() - begun < 2 * _DEADLINE + 1
    proxy.fault = "none"
    with crm.work(_TEST, writes=False) as work:
        assert work.count(Contact) <= 1


def _add(crm: Crm) -> None:
    with crm.work(_TEST) as work:
        work.add(a_contact(owner_id=None))


def _take(crm: Crm, nth: int) -> bool:
    """Whether the inquiry had been taken before."""
    asked = NewInquiry(
        channel="site", name=f"Клиент {nth}", phone=f"+7921{nth:07}", external_id=str(nth)
    )
    with crm.work(_TEST) as work:
        return work.take_inquiry(asked).repeated
