"""Strategies draw what the door and the check of questions let pass, and of every sort."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.domain.door import checked
from crmkit.domain.schema import RECORDS, schema
from crmkit.testing.strategies import Shop, questions, records, scopes, shops, tallies
from crmkit.testing.strategies._shops import shop as made

unhurried = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("kind", [record.kind for record in RECORDS])
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_records_pass_the_door_as_they_are(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(kind, 2))
    assert checked(record, schema().kind(kind)) == record


@given(shops())
@unhurried
def test_shops_pass_the_door_as_they_are(shop: Shop) -> None:
    for record in shop.records:
        assert checked(record, shop.schema.kind(record.kind)) == record


@given(st.data())
@unhurried
def test_questions_and_tallies_make_sense_to_everybody(data: st.DataObject) -> None:
    shop = data.draw(shops())
    scope, kind = data.draw(scopes(shop)), data.draw(st.sampled_from(shop.kinds))
    scope.question(data.draw(questions(shop, kind)), shop.schema)
    scope.tally(data.draw(tallies(shop, kind)), shop.schema)


def test_a_record_stays_what_it_is_while_others_are_taken_away() -> None:
    many = made(7, {"employee": 2, "deal": 5}, fullness=5)
    few = made(7, {"employee": 2, "deal": 1}, fullness=5)
    assert many.of("employee") == few.of("employee")
