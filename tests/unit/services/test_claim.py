"""Claiming: the next free lead, to one manager, within rights and quota."""

import pytest

from crmkit.domain.clients import Handle
from crmkit.domain.leads import Lead
from crmkit.domain.staff import Grant, Role
from crmkit.errors import BadInput, NotSupported
from crmkit.fields import lead
from tests.unit.services.shop import TEST, Shop


def a_pile(shop: Shop, count: int = 3) -> None:
    """Free leads, and managers who see all leads and may take them."""
    grants = tuple(
        Grant(action=action, kind="lead", reach="all") for action in ("read", "assign", "change")
    )
    with shop.crm.work(TEST) as work:
        work.create(Role, key="manager", name="Менеджер", grants=grants)
        for nth in range(count):
            work.create(Lead, title=f"Заявка {nth}")


def test_each_takes_the_next_free_one(shop: Shop) -> None:
    a_pile(shop)
    taken = []
    for login in ("anna", "boris", "anna", "boris"):
        with shop.crm.work(login) as work:
            taken += [(login, found.title) for found in work.claim(Lead, order=[lead.title.up])]
    assert taken == [("anna", "Заявка 0"), ("boris", "Заявка 1"), ("anna", "Заявка 2")]


def test_what_is_taken_belongs_to_its_taker(shop: Shop) -> None:
    a_pile(shop)
    with shop.crm.work("anna") as work:
        assert {found.owner_id for found in work.claim(Lead, limit=2)} == {shop.anna.id}
    with shop.crm.work(TEST) as work:
        assert work.count(Lead, lead.owner_id == shop.anna.id) == 2


def test_nobody_gets_more_than_the_quota(shop: Shop) -> None:
    a_pile(shop, 5)
    for expected in (2, 1, 0):
        with shop.crm.work("anna") as work:
            assert len(work.claim(Lead, limit=2, most=3)) == expected
    with shop.crm.work("anna") as work:
        (first, *_) = work.find(Lead, lead.owner_id == shop.anna.id)
    with shop.crm.work(TEST) as work:
        work.fail(first.id, "silent")
    with shop.crm.work("anna") as work:
        assert len(work.claim(Lead, limit=2, most=3)) == 1


def test_what_the_actor_cannot_see_is_not_given(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.create(Lead, title="Заявка")
    with shop.crm.work("anna") as work:
        assert work.claim(Lead) == ()


def test_the_system_owns_nothing(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(NotSupported):
        work.claim(Lead)


def test_what_has_no_owner_cannot_be_claimed(shop: Shop) -> None:

    with shop.crm.work("anna") as work, pytest.raises(BadInput):
        work.claim(Handle)
