"""What must hold of the plain-Python reading whatever the question."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.query.conditions import AllOf, And, AnyOf, Condition, CountOf, Not, Op, Or
from crmkit.query.questions import Measure, Question, Tally, TallyRow
from crmkit.testing.strategies import Shop, conditions, questions, shops

pytestmark = pytest.mark.slow

KIND = "contact"
quickly = settings(max_examples=30)  # the contract of storages asks thousands of questions
Asked = Condition[object]
about_contacts = shops().flatmap(
    lambda shop: st.tuples(st.just(shop), conditions(shop, KIND), conditions(shop, KIND))
)
about_orders = shops().flatmap(lambda shop: st.tuples(st.just(shop), conditions(shop, "order")))
asked_of_deals = shops().flatmap(lambda shop: st.tuples(st.just(shop), questions(shop, "deal")))


def fulfilling(shop: Shop, condition: Asked) -> list[Record]:
    return [*filter(shop.reading.matches(KIND, condition), shop.of(KIND))]


@quickly
@given(about_contacts)
def test_not_both_means_one_of_them_not(drawn: tuple[Shop, Asked, Asked]) -> None:
    shop, one, two = drawn
    either = Or((Not(one), Not(two)))
    assert fulfilling(shop, Not(And((one, two)))) == fulfilling(shop, either)


@quickly
@given(about_contacts)
def test_neither_means_both_not(drawn: tuple[Shop, Asked, Asked]) -> None:
    shop, one, two = drawn
    both = And((Not(one), Not(two)))
    assert fulfilling(shop, Not(Or((one, two)))) == fulfilling(shop, both)


@quickly
@given(about_contacts)
def test_not_twice_changes_nothing(drawn: tuple[Shop, Asked, Asked]) -> None:
    shop, one, _two = drawn
    assert fulfilling(shop, Not(Not(one))) == fulfilling(shop, one)


@quickly
@given(about_contacts)
def test_a_record_fulfils_a_condition_or_its_opposite(drawn: tuple[Shop, Asked, Asked]) -> None:
    shop, one, _two = drawn
    yes, no = fulfilling(shop, one), fulfilling(shop, Not(one))
    assert len(yes) + len(no) == len(shop.of(KIND))


@quickly
@given(about_orders)
def test_all_means_there_is_none_that_does_not(drawn: tuple[Shop, Asked]) -> None:
    shop, inner = drawn
    none: Asked = Not(AnyOf("orders", Not(inner)))
    assert fulfilling(shop, AllOf("orders", inner)) == fulfilling(shop, none)


@quickly
@given(about_orders)
def test_at_least_one_means_any(drawn: tuple[Shop, Asked]) -> None:
    shop, inner = drawn
    counted: Asked = CountOf("orders", inner, Op.AT_LEAST, 1)
    assert fulfilling(shop, counted) == fulfilling(shop, AnyOf("orders", inner))


@quickly
@given(asked_of_deals, st.integers(1, 3))
def test_pages_of_any_size_make_up_the_whole(
    drawn: tuple[Shop, Question[Record]], size: int
) -> None:
    (shop, question), seen = drawn, list[Record]()
    ask = shop.reading.page
    page = ask(evolve(question, size=size), shop.of("deal"))
    while page.after is not None:
        seen += page.records
        assert len(seen) < len(shop.of("deal"))
        page = ask(evolve(question, size=size, after=page.after), shop.of("deal"))
    assert (*seen, *page.records) == ask(evolve(question, size=None), shop.of("deal")).records


@quickly
@given(asked_of_deals)
def test_the_order_does_not_depend_on_how_the_records_lie(
    drawn: tuple[Shop, Question[Record]],
) -> None:
    shop, question = drawn
    deals = shop.of("deal")
    assert shop.reading.page(question, deals) == shop.reading.page(question, deals[::-1])


@quickly
@given(asked_of_deals)
def test_a_tally_without_groups_counts(drawn: tuple[Shop, Question[Record]]) -> None:
    shop, question = drawn
    found = shop.reading.page(evolve(question, size=None), shop.of("deal")).records
    tally = Tally[Record](kind="deal", where=question.where, measures=(Measure(name="deals"),))
    assert shop.reading.tally(tally, shop.of("deal")) == (TallyRow((), (len(found),)),)
