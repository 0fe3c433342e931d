"""What must hold of the plain-Python reading whatever the question."""

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.query.conditions import AllOf, And, AnyOf, Condition, CountOf, Not, Op, Or
from crmkit.query.questions import Measure, Question, Tally, TallyRow
from tests.unit.query.strategies import Shop, conditions, questions, shops

ABOUT = "contact"
pairs = st.tuples(conditions(ABOUT, 1), conditions(ABOUT, 1))


def fulfilling(shop: Shop, condition: Condition[object]) -> list[object]:
    return [*filter(shop.reading.matches(ABOUT, condition), shop.records[ABOUT])]


@given(shops, pairs)
def test_not_both_means_one_of_them_not(
    shop: Shop, pair: tuple[Condition[object], Condition[object]]
) -> None:
    one, two = pair
    both, either = And((one, two)), Or((Not(one), Not(two)))
    assert fulfilling(shop, Not(both)) == fulfilling(shop, either)


@given(shops, pairs)
def test_neither_means_both_not(
    shop: Shop, pair: tuple[Condition[object], Condition[object]]
) -> None:
    one, two = pair
    either, both = Or((one, two)), And((Not(one), Not(two)))
    assert fulfilling(shop, Not(either)) == fulfilling(shop, both)


@given(shops, conditions(ABOUT))
def test_not_twice_changes_nothing(shop: Shop, condition: Condition[object]) -> None:
    assert fulfilling(shop, Not(Not(condition))) == fulfilling(shop, condition)


@given(shops, conditions(ABOUT))
def test_a_record_fulfils_a_condition_or_its_opposite(
    shop: Shop, condition: Condition[object]
) -> None:
    yes, no = fulfilling(shop, condition), fulfilling(shop, Not(condition))
    assert len(yes) + len(no) == len(shop.records[ABOUT])


@given(shops, conditions("order"))
def test_all_means_there_is_none_that_does_not(shop: Shop, inner: Condition[object]) -> None:
    none = Not(AnyOf[object]("orders", Not(inner)))
    assert fulfilling(shop, AllOf("orders", inner)) == fulfilling(shop, none)


@given(shops, conditions("order"))
def test_at_least_one_means_any(shop: Shop, inner: Condition[object]) -> None:
    counted = CountOf[object]("orders", inner, Op.AT_LEAST, 1)
    assert fulfilling(shop, counted) == fulfilling(shop, AnyOf("orders", inner))


@given(shops, questions("deal"), st.integers(1, 4))
def test_pages_of_any_size_make_up_the_whole(
    shop: Shop, question: Question[object], size: int
) -> None:
    page, seen = shop.page(evolve(question, size=size)), list[object]()
    while page.after is not None:
        seen += page.records
        page = shop.page(evolve(question, size=size, after=page.after))
    assert (*seen, *page.records) == shop.page(question).records


@given(shops, questions("deal"))
def test_the_order_does_not_depend_on_how_the_records_lie(
    shop: Shop, question: Question[object]
) -> None:
    turned = Shop({kind: records[::-1] for kind, records in shop.records.items()})
    assert shop.page(question) == turned.page(question)


@given(shops, conditions("deal"))
def test_a_tally_without_groups_counts(shop: Shop, where: Condition[object]) -> None:
    tally = Tally[object](kind="deal", where=where, measures=(Measure(name="number"),))
    found = shop.page(Question(kind="deal", where=where))
    assert shop.tally(tally) == (TallyRow((), (len(found.records),)),)
