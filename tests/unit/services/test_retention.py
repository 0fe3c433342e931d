"""Retention: data that has served its purpose goes, and nothing held or of use goes with it."""

from datetime import timedelta

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.personal import NAMELESS
from crmkit.domain.policy import Policy
from crmkit.domain.retention import Retention
from crmkit.errors import BadInput
from crmkit.ids import ContactId
from tests.unit.services.shop import TEST, Shop

_RULE = Retention(purpose="sales", days=365, quiet={"deals": "created_at"})


@pytest.fixture
def aged() -> tuple[Shop, dict[str, ContactId]]:
    """A shop a year on: of four clients one bought lately, and the data of one is held."""
    shop = Shop(Policy(retention=(_RULE,)))
    ids: dict[str, ContactId] = {}
    with shop.crm.work(TEST) as work:
        for nth, name in enumerate(("Анна", "Борис", "Вера", "Глеб")):
            ids[name] = work.recognise(name=name, phone=f"+7921000000{nth}").id
        work.hold(ids["Вера"], "dispute", shop.clock.now().date() + timedelta(days=400))
    shop.clock.advance(days=370)
    with shop.crm.work(TEST) as work:
        work.open_deal(ids["Борис"], "Заказ")
    return shop, ids


def test_who_is_due_is_told_with_the_purpose(aged: tuple[Shop, dict[str, ContactId]]) -> None:
    shop, ids = aged
    with shop.crm.work(TEST) as work:
        due = work.due_for_erasure()
    assert [each.contact.id for each in due] == [ids["Анна"], ids["Глеб"]]
    assert {each.purpose for each in due} == {"sales"}


def test_a_job_erases_so_many_at_a_time_and_comes_to_an_end(
    aged: tuple[Shop, dict[str, ContactId]],
) -> None:
    shop, ids = aged
    counts = []
    for _ in range(3):
        with shop.crm.work(TEST) as work:
            made = work.erase_due(limit=1)
            counts.append(len(made))
            assert all(each.certificate.ground == "retention: sales" for each in made)
    assert counts == [1, 1, 0]
    with shop.crm.work(TEST) as work:
        names = {key: work.get(Contact, key).name for key in ids.values()}
    assert names[ids["Анна"]] == names[ids["Глеб"]] == NAMELESS
    assert (names[ids["Борис"]], names[ids["Вера"]]) == ("Борис", "Вера")


def test_when_the_hold_runs_out_the_client_is_due(aged: tuple[Shop, dict[str, ContactId]]) -> None:
    shop, ids = aged
    shop.clock.advance(days=31)
    with shop.crm.work(TEST) as work:
        assert ids["Вера"] in {each.contact.id for each in work.due_for_erasure()}


def test_without_rules_nobody_is_due(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.recognise(name="Анна", phone="+79210000001")
    shop.clock.advance(days=10_000)
    with shop.crm.work(TEST) as work:
        assert not work.due_for_erasure()
        with pytest.raises(BadInput):
            work.due_for_erasure(0)


def test_a_rule_has_a_purpose_and_days() -> None:
    with pytest.raises(BadInput):
        Retention(purpose="sales", days=0)
    with pytest.raises(BadInput):
        Retention(purpose=" ", days=1)
