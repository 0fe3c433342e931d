"""Which questions and tallies are refused, and in which words."""

from collections.abc import Callable
from typing import Any

import pytest

from crmkit.errors import BadQuestion
from crmkit.query.check import check_question, check_tally
from crmkit.query.conditions import AnyOf, Compare, Everything, Op
from crmkit.query.questions import (
    ByBands,
    ByField,
    ByPeriod,
    Function,
    Measure,
    Order,
    Path,
    Period,
    Question,
    Span,
    Step,
    Tally,
)
from crmkit.query.scope import Scope
from tests.unit.query.shop import SCHEMA

asked: Any = Question
ordered: Any = Order
period: Any = ByPeriod
measure: Any = Measure
tallied: Any = Tally
"""The classes without their types, to make what mypy would refuse."""


def by(path: object) -> Question[object]:
    return Question(kind="deal", order=(ordered(path),))


GUARDED = Path[object]("city", (Step("contact", AnyOf("payments", Everything())),))
BAD_QUESTIONS: list[tuple[Any, str]] = [
    (Question(kind="invoice"), "there is no kind of record 'invoice'"),
    (asked(kind=None), "kind: str is expected"),
    (Question(kind="deal", size=0), "size: a page has 1 to 10000 records"),
    (Question(kind="deal", size=10_001), "size: a page has 1 to 10000 records"),
    (Question(kind="deal", size=True), "size: a page has 1 to 10000 records"),
    (asked(kind="deal", after=b""), "after: str is expected"),
    (asked(kind="deal", order=(Path("stage"),)), "order: Order is expected"),
    (by("stage"), "order: Path is expected"),
    (by(Path("stages")), "a deal has no field 'stages'"),
    (by(Path("tags")), "deal.tags: this field cannot be compared"),
    (by(Path("tags", (Step("contact"),))), "deal.contact.tags: this field cannot be compared"),
    (by(Path("total", (Step("orders"),))), "path: deal.orders leads to many records"),
    (by(GUARDED), "order: a step of a path takes no condition of its own"),
    (by(Path("title", (Step("parent"),) * 13)), "order: a path has at most 12 steps"),
    (Question(kind="deal", order=(Order(Path("stage")),) * 500), "at most 500 parts"),
]


@pytest.mark.parametrize(("question", "words"), BAD_QUESTIONS)
def test_a_question_that_makes_no_sense_is_refused(question: Question[object], words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        check_question(question, SCHEMA)


def figure(function: Function, of: object = None, **more: object) -> Tally[object]:
    return Tally(kind="deal", measures=(measure(name="it", function=function, of=of, **more),))


def grouped(*buckets: object) -> Tally[object]:
    tally: Tally[object] = tallied(kind="deal", measures=(Measure(name="it"),), by=buckets)
    return tally


AMOUNT, STAGE, CLOSED = Path[object]("amount"), Path[object]("stage"), Path[object]("closed_at")
BAD_TALLIES: list[tuple[Any, str]] = [
    (Tally(kind="deal", measures=()), "measures: a tally has at least one measure"),
    (Tally(kind="deal", measures=(Measure(name="a"),) * 2), "each has a name of its own"),
    (Tally(kind="deal", measures=(Measure(name="a\0"),)), "measures: the text holds a NUL"),
    (figure(Function.SUM), "measures: sum needs a field to measure"),
    (figure(Function.SUM, STAGE), r"stage: there is no sum of such a field"),
    (figure(Function.MEAN, Path("expected_on")), "expected_on: there is no mean of such a field"),
    (figure(Function.MIN, STAGE), "stage: there is no min of such a field"),
    (figure(Function.SHARE, AMOUNT), "measures: a share is of records, not of a field"),
    (figure(Function.COUNT, Path("tags")), "deal.tags: this field cannot be compared"),
    (figure(Function.MEAN, Span(CLOSED, AMOUNT)), "amount: a span goes from a moment to a moment"),
    (figure(Function.COUNT, where=Compare("stages", Op.IS, "")), "a deal has no field 'stages'"),
    (figure(Function.QUANTILE, AMOUNT, q=1.5), "q: a quantile is a number from 0 to 1"),
    (figure(Function.QUANTILE, AMOUNT, q=float("nan")), "q: a quantile is a number from 0 to 1"),
    (figure(Function.QUANTILE, AMOUNT, q=1 / 3), "q: .* at most six digits after the point"),
    (figure(Function.QUANTILE, AMOUNT, q="0.5"), "q: a quantile is a number from 0 to 1"),
    (grouped("stage"), "by: str makes no groups"),
    (grouped(ByField(Path("custom"))), "deal.custom: this field cannot be compared"),
    (grouped(ByPeriod(STAGE, Period.DAY)), "stage: only days and moments have periods"),
    (grouped(ByPeriod(CLOSED, Period.DAY, "Mars/Phobos")), "zone: there is no time zone"),
    (grouped(period(CLOSED, "day")), "period: Period is expected"),
    (grouped(ByBands(STAGE, (1,))), "stage: only numbers and money have bands"),
    (grouped(ByBands(AMOUNT, ())), "bands: the edges of bands are whole numbers"),
    (grouped(ByBands(AMOUNT, (1, 1))), "bands: .* each greater than the one before"),
    (grouped(ByBands(AMOUNT, (1, True))), "bands: the edges of bands are whole numbers"),
    (grouped(ByBands(AMOUNT, tuple(range(501)))), "bands: at most 500 edges"),
]


@pytest.mark.parametrize(("tally", "words"), BAD_TALLIES)
def test_a_tally_that_makes_no_sense_is_refused(tally: Tally[object], words: str) -> None:
    with pytest.raises(BadQuestion, match=words):
        check_tally(tally, SCHEMA)


GOOD_TALLIES = [
    figure(Function.COUNT, STAGE),
    figure(Function.DISTINCT, Path("login", (Step("owner"),))),
    figure(Function.MAX, CLOSED),
    figure(Function.QUANTILE, Span(CLOSED, CLOSED), q=0.999999),
    figure(Function.QUANTILE, AMOUNT, q=1),
    grouped(ByField(STAGE), ByPeriod(Path("expected_on"), Period.WEEK), ByBands(AMOUNT, (-5, 5))),
]


@pytest.mark.parametrize("tally", GOOD_TALLIES)
def test_a_tally_that_makes_sense_passes(tally: Tally[object]) -> None:
    check_tally(tally, SCHEMA)


ALL = Scope({"deal": Everything()})
DOORS: list[Callable[[], object]] = [
    lambda: ALL.question(Question(kind="deal", size=0), SCHEMA),
    lambda: ALL.tally(Tally(kind="deal", measures=()), SCHEMA),
]


@pytest.mark.parametrize("door", DOORS, ids=["question", "tally"])
def test_a_scope_lets_no_bad_question_in(door: Callable[[], object]) -> None:
    with pytest.raises(BadQuestion):
        door()
