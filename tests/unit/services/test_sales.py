"""Leads, deals, tasks and reminders through the services."""

from datetime import timedelta

import pytest

from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Assign, CreateTask, Decision, Move, Remind
from crmkit.domain.leads import Lead, NewInquiry
from crmkit.domain.tasks import Reminder, Task
from crmkit.errors import BadInput, NotFound, RuleViolation
from crmkit.fields import task
from crmkit.testing.builders import NOON, rubles
from tests.unit.services.shop import TEST, Shop


def a_taken_lead(shop: Shop) -> Lead:
    with shop.crm.work(TEST) as work:
        asked = NewInquiry(channel="site", source="yandex", name="Пётр", phone="89211234567")
        return work.take_inquiry(asked).lead


def test_a_lead_becomes_exactly_one_deal(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    with shop.crm.work(TEST) as work:
        deal = work.convert(lead.id, amount=rubles(100))
    with pytest.raises(RuleViolation, match="converted already"), shop.crm.work(TEST) as work:
        work.convert(lead.id)
    with shop.crm.work(TEST) as work:
        assert [each.id for each in work.find(Deal)] == [deal.id]


def test_the_deal_of_a_lead_keeps_where_it_came_from(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    with shop.crm.work(TEST) as work:
        deal = work.convert(lead.id)
        stored = work.get(Lead, lead.id)
    assert (deal.channel, deal.source, deal.lead_id) == ("site", "yandex", lead.id)
    assert (stored.status, stored.deal_id, stored.qualification) == ("converted", deal.id, "target")


def test_the_deal_of_a_lead_without_a_client_is_with_the_one_behind_its_phone(shop: Shop) -> None:
    known = a_taken_lead(shop).contact_id
    with shop.crm.work(TEST) as work:
        deals = [
            work.convert(work.create(Lead, title="Стол", phone=phone).id)
            for phone in ("+7 921 123-45-67", "+7 921 765-43-21")
        ]
        found = [work.get(Lead, each.lead_id).contact_id for each in deals if each.lead_id]
    assert found == [each.contact_id for each in deals]
    assert found[0] == known
    assert found[1] not in {None, known}


def test_a_lead_fails_for_a_reason_of_its_pipeline(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    with shop.crm.work(TEST) as work:
        assert work.fail(lead.id, "spam").fail_reason == "spam"


def test_a_lead_does_not_fail_for_an_unknown_reason(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    with pytest.raises(RuleViolation, match="not_target"), shop.crm.work(TEST) as work:
        work.fail(lead.id, "bad mood")


def test_a_failed_conversion_leaves_nothing_behind(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    with pytest.raises(NotFound), shop.crm.work(TEST) as work:
        work.convert(lead.id, pipeline="no such pipeline")
    with shop.crm.work(TEST) as work:
        assert work.get(Lead, lead.id).status == "open"
        assert work.count(Deal) == 0


def test_a_new_deal_gets_the_task_of_its_first_stage(shop: Shop) -> None:
    with shop.crm.work("anna") as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        deal = work.open_deal(client.id, "Заказ 1")
        (first,) = work.find(Task, task.deal_id == deal.id)
    assert (first.title, first.owner_id) == ("First call", shop.anna.id)
    assert first.due_at == NOON + timedelta(hours=2)


def test_a_deal_needs_a_client_that_is_there(shop: Shop) -> None:
    lead = a_taken_lead(shop)
    assert lead.contact_id is not None
    with shop.crm.work("anna") as work, pytest.raises(NotFound):
        work.open_deal(lead.contact_id, "Чужой клиент")


def test_decisions_of_a_rule_are_done_and_remembered_with_its_name(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        deal = work.open_deal(client.id, "Заказ 1")
        decisions: list[Decision] = [
            Move(deal.id, "working"),
            Assign(deal.id, shop.anna.id),
            CreateTask(title="Позвонить", owner_id=shop.anna.id, deal_id=deal.id),
            Remind(shop.anna.id, deal.id, "Пора", at=NOON),
        ]
        work.apply(decisions, rule="silent lead")
        changed = work.get(Deal, deal.id)
        rules = [entry.rule for entry in work.history(changed)]
        (reminder,) = work.find(Reminder)
    assert (changed.stage, changed.owner_id) == ("working", shop.anna.id)
    assert rules[-2:] == ["silent lead", "silent lead"]
    assert reminder.cause == "silent lead"


def test_a_reminder_fires_when_its_moment_has_come_and_once(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.apply([Remind(None, None, "Пора", at=NOON + timedelta(days=1))], rule="r")
        assert work.fire_reminders() == ()
    shop.clock.advance(days=1)
    with shop.crm.work(TEST) as work:
        (fired,) = work.fire_reminders()
    with shop.crm.work(TEST) as work:
        assert work.fire_reminders() == ()
    assert (fired.status, fired.fired_at) == ("fired", NOON + timedelta(days=1))


def test_a_task_is_done_once_with_its_result(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        made = work.create(Task, title="Позвонить")
        done = work.complete(made.id, "не взял трубку")
        with pytest.raises(RuleViolation):
            work.complete(made.id)
    assert (done.status, done.result, done.done_at) == ("done", "не взял трубку", NOON)


def test_many_records_are_assigned_in_one_go(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        client = work.recognise(name="Пётр", phone="89211234567")
        deals = [work.open_deal(client.id, f"Заказ {n}") for n in range(150)]
        given = work.assign(deals, "boris")
    assert {deal.owner_id for deal in given} == {shop.boris.id}


def test_an_unknown_field_is_refused_by_name(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput, match="colour"):
        work.create(Task, title="Позвонить", colour="red")
