"""What conditions mean, one rule at a time."""

from decimal import Decimal
from typing import TypeVar

import pytest

from crmkit.domain.clients import Contact
from crmkit.domain.record import Record
from crmkit.errors import BadQuestion
from crmkit.fields import contact, deal, employee, note, order, order_line
from crmkit.money import Money
from crmkit.query.conditions import Compare, Condition, Op, Tagged
from crmkit.testing.builders import (
    a_contact,
    a_deal,
    a_note,
    an_employee,
    an_order,
    an_order_line,
    rubles,
)
from tests.unit.query.shop import Shop

R = TypeVar("R")
DOLLARS = Money(70_000, "USD")


def holds(condition: Condition[R], *records: Record) -> bool:
    """Whether the first record fulfils it while the others are around."""
    return Shop.of(*records).reading.matches(records[0].kind, condition)(records[0])


def test_an_absent_value_fulfils_no_comparison() -> None:
    for op in Op:
        assert not holds(Compare("amount", op, DOLLARS), a_deal(amount=None))


def test_a_comparison_with_nothing_is_false_both_ways() -> None:
    for op in {*Op} - {Op.IS}:
        assert not holds(Compare("stage", op, None), a_deal())


def test_the_opposite_of_a_comparison_holds_of_an_absent_value() -> None:
    assert holds(~(deal.amount > DOLLARS), a_deal(amount=None))
    assert holds(deal.source != "site", a_deal(source=None))


def test_absence_and_presence_can_be_asked_for() -> None:
    assert holds(deal.amount.absent, a_deal(amount=None))
    assert holds(deal.amount.present, a_deal(amount=DOLLARS))
    assert not holds(deal.amount == None, a_deal(amount=DOLLARS))  # noqa: E711 - builds a condition


def test_an_amount_in_another_currency_is_neither_less_nor_equal_nor_more() -> None:
    for op in Op:
        assert not holds(Compare("amount", op, DOLLARS), a_deal(amount=rubles(700)))
    assert holds(deal.amount != DOLLARS, a_deal(amount=rubles(700)))


def test_amounts_of_one_currency_compare() -> None:
    assert holds(deal.amount > DOLLARS, a_deal(amount=Money(70_001, "USD")))
    assert not holds(deal.amount > DOLLARS, a_deal(amount=DOLLARS))
    assert holds(deal.amount <= DOLLARS, a_deal(amount=DOLLARS))


def test_from_to_takes_the_first_and_not_the_last() -> None:
    spring = deal.amount.from_to(rubles(10), rubles(20))
    assert [holds(spring, a_deal(amount=rubles(n))) for n in (9, 10, 19, 20)] == [
        False,
        True,
        True,
        False,
    ]


def test_one_of_nothing_is_false() -> None:
    assert not holds(deal.stage.is_in([]), a_deal())
    assert holds(deal.stage.is_in(["won", "new"]), a_deal(stage="new"))


def test_a_search_does_not_mind_case_and_the_two_letters_e() -> None:
    assert holds(contact.name.contains(" СЁМ"), a_contact(name="Пётр  Семёнов"))
    assert holds(contact.name.starts_with("петр  с"), a_contact(name="Пётр Семёнов"))
    assert not holds(contact.name.starts_with("сем"), a_contact(name="Пётр Семёнов"))


def test_an_empty_needle_is_in_every_text_that_is_there() -> None:
    assert holds(contact.city.contains(" "), a_contact(city="Киев"))
    assert not holds(contact.city.contains(" "), a_contact(city=None))


def test_equality_of_text_minds_everything() -> None:
    assert not holds(contact.city == "киев", a_contact(city="Киев"))


def test_a_tag_is_held_whole() -> None:
    assert holds(contact.tags.has("vip"), a_contact(tags=("new", "vip")))
    assert not holds(contact.tags.has("vi"), a_contact(tags=("vip",)))


def test_all_of_none_holds_and_any_of_none_does_not() -> None:
    assert holds(contact.orders.all(order.status == "paid"), a_contact())
    assert not holds(contact.orders.any(), a_contact())


def test_related_records_are_counted() -> None:
    paid = order.status == "paid"
    orders = an_order(status="paid"), an_order(2, status="new"), an_order(3, status="paid")
    assert holds(contact.orders.count("=", 2, paid), a_contact(), *orders)
    assert holds(contact.orders.count("<", 1, ~paid), a_contact())


def test_relations_lead_as_far_as_one_likes() -> None:
    condition = deal.contact.any(contact.orders.any(order.lines.any(order_line.price > rubles(5))))
    line = an_order_line(price=rubles(6))
    assert holds(condition, a_deal(), a_contact(), an_order(), line)
    assert not holds(condition, a_deal(), a_contact(), an_order())


def test_a_field_at_the_other_end_of_a_relation_compares() -> None:
    login = deal.owner.its(employee.login)
    assert holds(login == "anna", a_deal(), an_employee())
    assert not holds(login == "anna", a_deal(owner_id=None), an_employee())


def test_a_record_without_a_key_is_related_to_nothing() -> None:
    assert not holds(note.contact.any(), a_note(contact_id=None), a_contact())


def test_a_custom_value_of_another_type_counts_as_absent() -> None:
    weight = contact.custom("weight", Decimal)
    assert holds(weight.absent, a_contact(custom={"weight": "heavy"}))
    assert holds(weight > Decimal(1), a_contact(custom={"weight": Decimal("1.5")}))


def test_a_tag_of_a_custom_field_is_found() -> None:
    condition: Condition[Contact] = Tagged("custom.marks", "vip")
    assert holds(condition, a_contact(custom={"marks": ("new", "vip")}))
    assert not holds(condition, a_contact(custom={"marks": "vip"}))
    assert not holds(condition, a_contact())


def test_something_else_is_no_condition() -> None:
    with pytest.raises(BadQuestion, match="Condition is no condition"):
        holds(Condition[object](), a_deal())
