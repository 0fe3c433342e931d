"""The door: what is let in as it is, what is put right, and what is refused by name."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from attrs import evolve

from crmkit.domain.clients import Requisites
from crmkit.domain.door import checked
from crmkit.domain.record import Record
from crmkit.domain.schema import custom_specs, schema
from crmkit.errors import BadInput
from crmkit.ids import DealId
from crmkit.testing.builders import (
    a_company,
    a_contact,
    a_custom_field,
    a_deal,
    a_task,
    an_id,
    an_order_line,
)

EAST = timezone(timedelta(hours=10))


def let_in(record: Record) -> Record:
    return checked(record, schema().kind(record.kind))


def test_a_record_that_is_fit_passes_as_it_is() -> None:
    contact = a_contact(name="Анна Петрова", tags=("vip",))
    assert let_in(contact) is contact


def test_what_has_passed_passes_unchanged_again() -> None:
    once = let_in(a_contact(name="  и\u0306од "))
    assert let_in(once) is once


def test_text_becomes_nfc_without_outer_space() -> None:
    assert let_in(a_contact(name="  Андреи\u0306 ")) == let_in(a_contact(name="Андрей"))


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "Анна \udfff"])
def test_text_that_no_database_keeps_is_refused_by_the_fields_name(text: str) -> None:
    with pytest.raises(BadInput, match=r"contact\.comment"):
        let_in(a_contact(comment=text))


def test_moments_become_utc() -> None:
    due = datetime(2026, 3, 2, 22, tzinfo=EAST)
    stored = let_in(a_task(due_at=due))
    assert getattr(stored, "due_at", None) == datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (a_task(due_at=datetime(2026, 3, 2)), "due_at"),  # noqa: DTZ001 - naive on purpose
        (a_task(due_at=date(2026, 3, 2)), "due_at"),
        (a_task(due_at=datetime(1, 1, 1, tzinfo=EAST)), "due_at"),
        (a_task(status="lost"), "status"),
        (a_task(status=True), "status"),
        (a_contact(birth_date=datetime(2026, 3, 2, tzinfo=UTC)), "birth_date"),
        (a_contact(owner_id=an_id(DealId)), "owner_id"),
        (a_contact(owner_id=b"0123456789abcdef"), "owner_id"),
        (a_contact(tags=["vip"]), "tags"),
        (a_contact(tags=("a|b",)), "tags"),
        (a_contact(tags=("",)), "tags"),
        (a_contact(city=7), "city"),
        (a_contact(number=None), "number"),
        (a_company(employees=True), "employees"),
        (a_company(employees=2**63), "employees"),
        (a_company(employees="many"), "employees"),
        (a_company(requisites={"bank": "Sber"}), "requisites"),
        (a_deal(amount=100), "amount"),
        (a_deal(custom=["size"]), "custom"),
        (an_order_line(quantity=Decimal("NaN")), "quantity"),
        (an_order_line(quantity=Decimal("1e1000000")), "quantity"),
        (an_order_line(quantity=Decimal("0.0000001")), "quantity"),
        (an_order_line(quantity=Decimal("1e-1000000")), "quantity"),
        (an_order_line(quantity=Decimal("1." + "0" * 40 + "1")), "quantity"),
        (an_order_line(quantity=1.5), "quantity"),
    ],
)
def test_a_value_of_another_kind_is_refused_by_the_fields_name(record: Record, field: str) -> None:
    with pytest.raises(BadInput, match=rf"{record.kind}\.{field}"):
        let_in(record)


def test_what_is_kept_whole_passes_when_it_is_of_its_class() -> None:
    company = a_company(requisites=Requisites(bank="Bank"))
    assert let_in(company) is company


def test_a_custom_value_passes_by_its_definition_only() -> None:
    spec = schema().kind("deal")
    with pytest.raises(BadInput, match="size"):
        checked(a_deal(custom={"size": "M"}), spec)
    defined = custom_specs([a_custom_field(of_kind="deal", key="size", type="number")])["deal"]
    with pytest.raises(BadInput, match=r"deal\.custom\.size"):
        checked(a_deal(custom={"size": "M"}), evolve(spec, custom=defined))
    assert checked(a_deal(custom={"size": 7}), evolve(spec, custom=defined)).custom == {"size": 7}
