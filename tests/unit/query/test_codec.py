"""Questions as JSON and back."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.errors import BadQuestion
from crmkit.fields import contact, deal, employee
from crmkit.ids import ContactId
from crmkit.money import Money
from crmkit.query import codec
from crmkit.query._conditions_from_json import FORMS
from crmkit.query.conditions import And, Compare, Condition, Everything, Nothing, Op
from crmkit.query.plain import read_value, write_value
from crmkit.query.questions import Order, Question, Step, Tally
from crmkit.query.schema import FieldSpec, FieldType, Schema
from crmkit.query.values import Value
from crmkit.testing.strategies import Shop, conditions, questions, shops, tallies
from tests.unit.query.shop import SCHEMA

T = TypeVar("T")


def drawn(
    make: Callable[[Shop, str], st.SearchStrategy[T]],
) -> st.SearchStrategy[tuple[Schema, T]]:
    """What can be asked about the deals of some shop, and the shop's schema."""
    return shops().flatmap(lambda shop: st.tuples(st.just(shop.schema), make(shop, "deal")))


@given(drawn(conditions))
def test_a_condition_written_and_read_is_the_same(asked: tuple[Schema, Condition[object]]) -> None:
    schema, condition = asked
    assert codec.read_condition(codec.to_json(condition), "deal", schema) == condition


@given(drawn(questions), st.none() | st.text("abc", min_size=1))
def test_a_question_written_and_read_is_the_same(
    asked: tuple[Schema, Question[Record]], after: str | None
) -> None:
    schema, question = asked[0], evolve(asked[1], after=after)
    assert codec.read_question(codec.to_json(question), schema) == question


@given(drawn(tallies))
def test_a_tally_written_and_read_is_the_same(asked: tuple[Schema, Tally[Record]]) -> None:
    schema, tally = asked
    assert codec.read_tally(codec.to_json(tally), schema) == tally


amounts = st.builds(
    Money, st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(["RUB", "JPY", "KWD"])
)
moments = st.datetimes(timezones=st.just(UTC))
decimals = st.decimals(-(10**15), 10**15, places=6)
VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    FieldType.MONEY: amounts,
    FieldType.MOMENT: moments,
    FieldType.DECIMAL: decimals,
    FieldType.DAY: st.dates(),
    FieldType.ID: st.binary(min_size=16, max_size=16).map(ContactId),
}


@given(st.data(), st.sampled_from([*VALUES]))
def test_a_value_written_and_read_is_the_same(data: st.DataObject, kept: FieldType) -> None:
    value = data.draw(VALUES[kept])
    spec = FieldSpec(name="it", type=kept, python=ContactId)
    assert read_value(json.loads(json.dumps(write_value(value))), spec, where="it") == value


def test_values_are_written_as_people_know_them() -> None:
    written = codec.to_document(
        (deal.amount > Money(70_000, "USD"))
        & (deal.closed_at < datetime(2016, 4, 1, tzinfo=UTC))
        & (deal.expected_on == date(2016, 4, 1))
        & (deal.custom("weight", Decimal) == Decimal("1.50"))
        & (deal.contact_id == ContactId(bytes(16)))
    )
    parts = written["and"]
    assert isinstance(parts, list)
    assert [part["value"] for part in parts if isinstance(part, dict)] == [
        {"amount": "700.00", "currency": "USD"},
        "2016-04-01T00:00:00+00:00",
        "2016-04-01",
        "1.50",
        "0" * 26,
    ]


def short(text: str) -> Condition[object]:
    return codec.read_condition(text, "deal", SCHEMA)


def test_the_short_form_means_that_all_are_equal() -> None:
    both = (deal.stage == "won") & (deal.owner.its(employee.login) == "anna")
    assert short('{"stage": "won", "owner.login": "anna"}') == both


def test_a_list_in_the_short_form_means_one_of_its_values() -> None:
    assert short('{"stage": ["won", "lost"]}') == deal.stage.is_in(["won", "lost"])


def test_null_in_the_short_form_means_absent() -> None:
    assert short('{"amount": null}') == deal.amount.absent


def test_tags_in_the_short_form_are_among_those_held() -> None:
    assert short('{"tags": "vip"}') == deal.tags.has("vip")
    assert short('{"tags": ["vip", "new"]}') == deal.tags.has("vip") | deal.tags.has("new")


def test_the_short_form_names_custom_fields_of_related_records() -> None:
    colour = contact.custom("colour", str)
    assert short('{"contact.custom.colour": "red"}') == deal.contact.any(colour == "red")


def test_the_short_form_stands_inside_the_long_one() -> None:
    either = (deal.stage == "won") | ~(deal.stage == "new")
    assert short('{"or": [{"stage": "won"}, {"not": {"stage": "new"}}]}') == either


def test_nothing_said_means_everything() -> None:
    assert short("{}") == Everything()
    assert short('{"nothing": true}') == Nothing()


def test_text_is_read_in_the_one_form_that_records_are_kept_in() -> None:
    assert short('{"comment": "и\\u0306"}') == (deal.comment == "й")


def test_a_moment_is_read_with_any_offset() -> None:
    moscow = short('{"closed_at": "2016-04-01T03:00:00+03:00"}')
    assert moscow == (deal.closed_at == datetime(2016, 4, 1, tzinfo=UTC))


@pytest.mark.parametrize("kind", SCHEMA.kinds)
def test_no_field_is_called_as_a_key_of_the_long_form(kind: str) -> None:
    assert not {*FORMS} & {*SCHEMA.kind(kind).fields}


@pytest.mark.parametrize("kind", SCHEMA.kinds)
def test_no_relation_is_called_as_a_field(kind: str) -> None:
    assert not {*SCHEMA.kind(kind).relations} & {*SCHEMA.kind(kind).fields}


def test_a_scope_is_never_written_down() -> None:
    path = deal.contact.its(contact.city).path
    guard: Condition[object] = Compare("city", Op.IS, "Киев")
    confined = evolve(path, steps=(Step("contact", guard),))
    with pytest.raises(BadQuestion, match="a scope is not written down"):
        codec.to_json(Question(kind="deal", order=(Order(confined),)))


def test_a_condition_nested_too_deep_is_not_written() -> None:
    condition: Condition[object] = Everything()
    for _ in range(2 * sys.getrecursionlimit()):
        condition = And((condition,))
    with pytest.raises(BadQuestion, match="nested too deep"):
        codec.to_json(condition)
