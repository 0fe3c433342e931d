"""Promises about any question: the answer is the one that the plain-Python reading gives."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.errors import CrmError
from crmkit.query.questions import Page, Question, Sheet, TallyRow
from crmkit.query.scope import Scope
from crmkit.testing.contracts._storage import StoragePromises
from crmkit.testing.contracts.clerk import Clerk
from crmkit.testing.strategies import Shop, columns, questions, scopes, tallies

T = TypeVar("T")
_MOST_PAGES = 50


class EqualityPromises(StoragePromises):
    """What ``find``, ``count`` and ``tally`` promise of random shops, questions and actors.

    Each test tries as many cases as ``shops`` times ``questions``.
    """

    def test_any_question_is_answered_as_in_plain_python_page_by_page(self) -> None:
        def judge(case: "Case") -> None:
            question = case.draw(questions)
            told, meant = _walk(case.told.page, question), _walk(case.meant, question)
            assert told == meant

        self.each_case(judge)

    def test_any_sheet_is_the_one_of_plain_python_page_by_page(self) -> None:
        def judge(case: "Case") -> None:
            asked = case.draw(columns)

            def told(question: Question[Record]) -> Sheet:
                return case.told.sheet(evolve(asked, question=question))

            def meant(question: Question[Record]) -> Sheet:
                confined = case.scope.columns(evolve(asked, question=question), case.shop.schema)
                return case.shop.sheet(confined)

            assert _walk(told, asked.question) == _walk(meant, asked.question)

        self.each_case(judge)

    def test_any_count_is_the_one_of_plain_python(self) -> None:
        def judge(case: "Case") -> None:
            question = case.draw(questions)
            confined = case.scope.question(question, case.shop.schema)
            assert case.told.count(question) == case.shop.count(confined)

        self.each_case(judge)

    def test_any_tally_is_the_one_of_plain_python(self) -> None:
        def judge(case: "Case") -> None:
            tally = case.draw(tallies)
            confined = case.scope.tally(tally, case.shop.schema)
            told = _outcome(lambda: case.told.tally(tally))
            assert told == _outcome(lambda: case.shop.tally(confined))

        self.each_case(judge)

    def each_case(self, judge: Callable[["Case"], None]) -> None:
        """Lets the judge look at each random shop as several random actors."""

        def judge_shop(data: st.DataObject, shop: Shop, clerk: Clerk) -> None:
            for _ in range(self.questions):
                scope = data.draw(scopes(shop), label="scope")
                judge(Case(data, shop, scope, evolve(clerk, scope=scope)))

        self.each_shop(judge_shop)


@frozen
class Case:
    """A shop, an actor's scope, and what a storage with that shop tells that actor."""

    data: st.DataObject
    shop: Shop
    scope: Scope
    told: Clerk

    def draw(self, what: Callable[[Shop, str], st.SearchStrategy[T]]) -> T:
        """A question about one of the shop's kinds."""
        kind = self.data.draw(st.sampled_from(self.shop.kinds), label="kind")
        return self.data.draw(what(self.shop, kind), label="asked")

    def meant(self, question: Question[Record]) -> Page[Record]:
        """The page as the plain-Python reading gives it."""
        return self.shop.find(self.scope.question(question, self.shop.schema))


def _walk(
    find: Callable[[Question[Record]], Page[Record] | Sheet], question: Question[Record]
) -> list[object]:
    """All pages from the first to the last, each asked for by the cursor of the one before."""
    pages: list[object] = []
    for _ in range(_MOST_PAGES):
        page = find(question)
        pages.append(_typed(page.rows) if isinstance(page, Sheet) else page.records)
        if page.after is None:
            return pages
        question = evolve(question, after=page.after)
    message = "the pages have no end"
    raise AssertionError(message)


def _typed(rows: Iterable[Iterable[object]]) -> list[list[tuple[type, object]]]:
    """Values with their types: 1, True and 1.0 differ."""
    return [[(type(value), value) for value in row] for row in rows]


def _outcome(tally: Callable[[], tuple[TallyRow, ...]]) -> object:
    """The rows with their values' types, or the class of the error."""
    try:
        rows = tally()
    except CrmError as exc:
        return type(exc)
    return _typed((*row.keys, *row.figures) for row in rows)
