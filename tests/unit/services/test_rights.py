"""Rights through the unit of work: reads, writes, history, refusals."""

import pytest

from crmkit.app import System
from crmkit.domain.clients import Contact
from crmkit.domain.conversations import Note
from crmkit.domain.deals import Deal
from crmkit.domain.staff import Employee, Grant, Role
from crmkit.errors import BadInput, Conflict, CrmError, NotAllowed, NotFound
from crmkit.fields import contact
from crmkit.testing.builders import rubles
from tests.unit.services.shop import TEST, Shop


def annas_deal(shop: Shop) -> Deal:
    with shop.crm.work("anna") as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        return work.open_deal(client.id, "Заказ 1", amount=rubles(100))


def test_a_deal_is_seen_by_its_owner_and_head_only(shop: Shop) -> None:
    annas_deal(shop)
    counts = {}
    for login in ("anna", "boris", "olga", "ivan"):
        with shop.crm.work(login, writes=False) as work:
            counts[login] = (work.count(Deal), work.count(Contact))
    assert counts == {"anna": (1, 1), "boris": (0, 0), "olga": (1, 1), "ivan": (0, 0)}


def test_hidden_and_absent_records_answer_alike(shop: Shop) -> None:
    deal = annas_deal(shop)
    answers = []
    for key in (deal.id, type(deal.id)(bytes(16))):
        with pytest.raises(NotFound) as caught, shop.crm.work("boris") as work:
            work.get(Deal, key)
        answers.append(caught.value.message)
    assert answers[0] == answers[1]


def test_a_hidden_deal_is_not_moved(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(NotFound), shop.crm.work("boris") as work:
        work.move(deal.id, "working")


def test_a_hidden_record_read_by_another_is_not_changed(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(CrmError), shop.crm.work("boris") as work:
        work.change(deal, title="Моё")
    with shop.crm.work(TEST) as work:
        assert work.get(Deal, deal.id).title == "Заказ 1"


def test_nothing_is_added_to_a_hidden_client(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(NotFound), shop.crm.work("boris") as work:
        work.create(Note, text="подсмотрено", contact_id=deal.contact_id)


def test_the_history_of_a_hidden_record_is_hidden(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(NotFound), shop.crm.work("boris") as work:
        work.history(deal)


def test_a_manager_never_deletes(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(NotAllowed, match="no grant to delete"), shop.crm.work("anna") as work:
        work.delete(deal)


def test_a_manager_archives_instead_and_nothing_is_lost(shop: Shop) -> None:
    deal = annas_deal(shop)
    with shop.crm.work("anna") as work:
        archived = work.archive(deal)
        assert work.get(Deal, archived.id).archived_at is not None


def test_a_manager_does_not_give_clients_away(shop: Shop) -> None:
    deal = annas_deal(shop)
    with pytest.raises(NotAllowed, match="assign"), shop.crm.work("anna") as work:
        work.assign([deal], "boris")


def test_a_head_gives_clients_to_the_team(shop: Shop) -> None:
    deal = annas_deal(shop)
    with shop.crm.work("olga") as work:
        work.assign([work.get(Deal, deal.id)], "boris")
    with shop.crm.work("boris", writes=False) as work:
        assert work.count(Deal) == 1


def test_a_record_is_not_made_for_somebody_elses_account(shop: Shop) -> None:
    with pytest.raises(NotAllowed, match="owner"), shop.crm.work("anna") as work:
        work.create(Contact, name="Чужой", owner_id=shop.ivan.id)


def test_a_role_of_the_shop_takes_effect_at_the_next_work(shop: Shop) -> None:
    deal = annas_deal(shop)
    with shop.crm.work(TEST) as work:
        grants = (Grant(action="read", kind="deal", reach="all"),)
        work.create(Role, key="auditor", name="Аудитор", grants=grants)
        work.change(work.get(Employee, shop.ivan.id), role="auditor")
    with shop.crm.work("ivan", writes=False) as work:
        assert work.get(Deal, deal.id).id == deal.id
        assert work.count(Contact) == 0


def test_a_dismissed_employee_may_do_nothing(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.change(shop.anna, active=False)
    with pytest.raises(NotAllowed):
        shop.crm.work("anna")


def test_a_relation_inside_a_question_sees_the_visible_part_only(shop: Shop) -> None:
    deal = annas_deal(shop)
    with shop.crm.work(TEST) as work:
        client = work.get(Contact, deal.contact_id or deal.id)
        work.assign([client], "ivan")
    with shop.crm.work("ivan", writes=False) as work:
        assert work.count(Contact) == 1
        assert work.count(Contact, contact.deals.any()) == 0
        assert work.count(Contact, contact.deals.count("=", 0)) == 1


def test_the_system_gives_its_reason_and_the_journal_keeps_it(shop: Shop) -> None:
    with shop.crm.work(System("nightly sync")) as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        assert work.history(client)[0].actor == "system:nightly sync"


def test_the_system_without_a_reason_does_not_act() -> None:
    with pytest.raises(BadInput):
        System(" ")


def test_a_wiped_value_is_restored_from_the_journal(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.change(work.recognise(name="Пётр", phone="89211234567"), city="Київ")
        wiped = work.change(client, city=None)
        restored = work.restore(wiped, "city", work.history(wiped)[-1])
        commands = [entry.command for entry in work.history(restored)]
    assert restored.city == "Київ"
    assert commands[-1] == "restore city"


def test_of_two_who_change_one_record_the_second_is_told(shop: Shop) -> None:
    deal = annas_deal(shop)
    with shop.crm.work(TEST) as work:
        work.change(deal, title="Первый")
    with pytest.raises(Conflict), shop.crm.work(TEST) as work:
        work.change(deal, title="Второй")


def test_a_work_for_reading_refuses_to_write(shop: Shop) -> None:
    with pytest.raises(CrmError), shop.crm.work(TEST, writes=False) as work:
        work.recognise(name="Пётр", phone="89211234567")
    with shop.crm.work(TEST) as work:
        assert work.count(Contact) == 0


def test_an_exception_inside_the_work_rolls_everything_back(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Пётр", phone="89211234567")
    with pytest.raises(NotFound), shop.crm.work(TEST) as work:
        work.open_deal(work.change(client, city="Київ").id, "Заказ", pipeline="no such one")
    with shop.crm.work(TEST) as work:
        assert work.get(Contact, client.id).city is None
