"""Every record comes back from its row as it was, with the types of its values."""

from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.money import Money
from crmkit.testing.builders import a_deal, a_pipeline
from crmkit.testing.strategies import records, shops
from crmkit.testing.strategies._shops import Shop
from crmkit_sqlalchemy.convert import converter
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.tables import layout

DATABASE = Database()


def _there_and_back(record: Record) -> Record:
    plan = layout(record.kind)
    both = converter(plan, DATABASE)
    return both.record(both.row(record)[: len(plan.read)])


def _types(record: Record) -> list[type]:
    return [type(getattr(record, field.name)) for field in fields(type(record))]


@given(st.sampled_from([*schema().kinds]).flatmap(records))
def test_a_record_of_any_kind_survives_its_row(record: Record) -> None:
    found = _there_and_back(record)
    assert (found, _types(found)) == (record, _types(record))


@given(shops())
def test_custom_values_of_every_type_survive_their_row(shop: Shop) -> None:
    for record in shop.records:
        assert _there_and_back(record) == record


def test_a_row_holds_every_column_written() -> None:
    for name in schema().kinds:
        plan = layout(name)
        assert len(set(plan.written)) == len(plan.written) >= len(plan.read)


def test_validators_do_not_run_again_on_what_was_stored() -> None:
    plan = layout("deal")
    both = converter(plan, DATABASE)
    row = both.row(a_deal())[: len(plan.read)]
    row[plan.read.index("title")] = ""
    assert getattr(both.record(row), "title") == ""  # noqa: B009 - a record of any kind


def test_columns_beyond_the_record_are_left_alone() -> None:
    plan = layout("deal")
    both = converter(plan, DATABASE)
    row = both.row(a_deal(amount=Money(5, "UAH")))[: len(plan.read)]
    assert both.record((*row, "and", "more")) == a_deal(amount=Money(5, "UAH"))


def test_stages_come_back_with_their_tasks() -> None:
    assert _there_and_back(a_pipeline()) == a_pipeline()
