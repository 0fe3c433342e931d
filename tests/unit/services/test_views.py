"""Who opened a record is written down, where the policy asks it."""

from contextlib import suppress

import pytest

from crmkit import Crm, Policy, System
from crmkit.domain.clients import Contact
from crmkit.domain.deals import Deal
from crmkit.domain.journal import JournalEntry
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.errors import NotFound
from crmkit.ids import ContactId
from crmkit.memory.storage import MemoryStorage
from crmkit.testing.builders import a_contact

_SET_UP = System("set up")
Entry = tuple[str, object]


def a_shop(*views: str) -> tuple[Crm, ContactId]:
    crm = Crm(MemoryStorage(), policy=Policy(views=frozenset[str](views)))
    with crm.work(_SET_UP) as work:
        grants = (Grant(action="read", reach="all"),)
        work.create(Role, key="reader", name="Reader", grants=grants)
        work.create(Employee, login="lena", name="Lena", role="reader")
        client = work.create(Contact, name="Анна")
        work.open_deal(client.id, "Заказ")
    return crm, client.id


def views(crm: Crm) -> list[Entry]:
    with crm.work(System("audit"), writes=False) as work:
        found = [entry for entry in work.find(JournalEntry) if entry.action == "view"]
    return [(entry.record_kind, entry.record_id) for entry in found]


@pytest.mark.parametrize("writes", [False, True])
def test_whoever_opens_a_client_leaves_one_entry_a_work(*, writes: bool) -> None:
    crm, client_id = a_shop("contact")
    for _ in range(2):
        with crm.work("lena", writes=writes) as work:
            work.get(Contact, client_id)
            work.card(client_id)
            work.get(Deal, work.find(Deal)[0].id)
    assert views(crm) == [("contact", client_id)] * 2
    assert crm.verify().sound


def test_a_list_and_what_is_not_there_leave_none() -> None:
    crm, _ = a_shop("contact")
    with crm.work("lena", writes=False) as work:
        work.find(Contact)
        with pytest.raises(NotFound):
            work.get(Contact, a_contact(9).id)
    assert views(crm) == []


def test_a_view_stays_though_the_work_fails_or_is_undone() -> None:
    crm, client_id = a_shop("contact")
    with suppress(KeyError), crm.work("lena") as work:
        work.get(Contact, client_id)
        raise KeyError
    with crm.work("lena") as work:
        work.get(Contact, client_id)
        work.roll_back()
    assert views(crm) == [("contact", client_id)] * 2


def test_nothing_is_written_down_unless_the_policy_asks() -> None:
    crm, client_id = a_shop()
    with crm.work("lena", writes=False) as work:
        work.get(Contact, client_id)
        work.card(client_id)
    assert views(crm) == []
