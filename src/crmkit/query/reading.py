"""The plain-Python reading of the question language: its meaning, which every store must equal."""

from collections.abc import Iterable
from typing import TypeVar

from attrs import field, frozen

from crmkit.query.conditions import Condition
from crmkit.query.cursor import read_cursor, write_cursor
from crmkit.query.matching import Matching, Related, Test
from crmkit.query.questions import Columns, Page, Question, Sheet, Tally, TallyRow
from crmkit.query.schema import Schema
from crmkit.query.sorting import comes_after, keys_of, ordered, place_of
from crmkit.query.tallying import Tallying

R = TypeVar("R")


@frozen
class Reading:
    """Answers questions about records at hand.

    ``related(relation, record)`` finds the records at the other end of a relation: those whose
    ``remote`` field equals the record's ``local`` one, and none where that is absent.
    """

    schema: Schema
    related: Related
    _matching: Matching = field(init=False, repr=False)

    @_matching.default
    def _make_matching(self) -> Matching:
        return Matching(self.schema, self.related)

    def matches(self, kind: str, condition: Condition[R]) -> Test:
        """A function that is true of the records of the kind that fulfil the condition."""
        return self._matching.matches(kind, condition)

    def page(self, question: Question[R], records: Iterable[R]) -> Page[R]:
        """The page of those records that the question asks for."""
        keys = keys_of(question, self._matching)
        found = filter(self.matches(question.kind, question.where), records)
        place = read_cursor(question, self.schema)
        if place is not None:
            found = filter(comes_after(place, keys), found)
        rows = ordered(found, keys)
        if question.size is None or len(rows) <= question.size:
            return Page(tuple(rows))
        shown = rows[: question.size]
        return Page(tuple(shown), write_cursor(question.order, place_of(shown[-1], keys)))

    def sheet(self, columns: Columns[R], records: Iterable[R]) -> Sheet:
        """The values of those records that the columns ask for."""
        kind, page = columns.question.kind, self.page(columns.question, records)
        gets = [self._matching.value(kind, path) for path in columns.paths]
        rows = tuple(tuple(get(record) for get in gets) for record in page.records)
        return Sheet(rows, page.after)

    def tally(self, tally: Tally[R], records: Iterable[R]) -> tuple[TallyRow, ...]:
        """The figures about those records that the tally asks for."""
        return Tallying(self._matching).rows(tally, records)
