"""Narrowing looks up what indexes know, and never loses a record."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.domain.schema import schema as own_schema
from crmkit.ids import ContactId
from crmkit.memory.narrowing import Narrowing
from crmkit.memory.rows import Table
from crmkit.query.conditions import And, AnyOf, Compare, Condition, Everything, Not, OneOf, Op, Or
from crmkit.query.schema import Schema
from crmkit.testing.builders import a_contact, a_deal, a_handle, an_id
from crmkit.testing.strategies import conditions, shops

Asked = Condition[object]
PHONE: Asked = AnyOf("handles", Compare("value", Op.IS, a_handle(7).value))
NUMBER: Asked = Compare("number", Op.IS, "7")
CITY: Asked = Compare("city", Op.IS, "Уфа")
IN_WORK: Asked = AnyOf("deals", Compare("stage", Op.IS, "work"))


def _narrowing(*records: Record, schema: Schema | None = None) -> Narrowing:
    known = schema or own_schema()
    tables = {kind: Table() for kind in known.kinds}
    for record in records:
        tables[record.kind].put(record)
    return Narrowing(known, tables.__getitem__)


def _shop() -> Narrowing:
    handles = (a_handle(nth, contact_id=an_id(ContactId, nth)) for nth in range(1, 101))
    deals = (a_deal(nth, contact_id=an_id(ContactId, nth), stage="work") for nth in (1, 2, 3))
    return _narrowing(*(a_contact(nth) for nth in range(1, 101)), *handles, *deals)


@pytest.mark.parametrize(
    ("where", "looked_at"),
    [
        (Compare("id", Op.IS, an_id(ContactId, 7)), 1),
        (NUMBER, 1),
        (OneOf("number", ("7", "8", "нет")), 2),
        (PHONE, 1),
        (IN_WORK, 3),
        (And((CITY, IN_WORK, NUMBER)), 1),
        (Or((PHONE, IN_WORK)), 4),
        (Or((PHONE, CITY)), 100),
        (Not(NUMBER), 100),
        (Everything(), 100),
    ],
)
def test_only_what_can_fulfil_the_condition_is_looked_at(where: Asked, looked_at: int) -> None:
    assert len([*_shop().records("contact", where)]) == looked_at


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_record_that_fulfils_the_condition_is_lost(data: st.DataObject) -> None:
    shop = data.draw(shops())
    kind = data.draw(st.sampled_from(shop.kinds))
    where = data.draw(conditions(shop, kind, depth=3))
    narrowed = {r.id for r in _narrowing(*shop.records, schema=shop.schema).records(kind, where)}
    fits = shop.reading.matches(kind, where)
    assert {record.id for record in shop.of(kind) if fits(record)} <= narrowed
