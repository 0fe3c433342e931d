"""Reading a kind of record whole, page by page, whoever may see it."""

from collections.abc import Iterator
from typing import TypeVar

from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.query.questions import Question
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)
_PAGE = 5_000


def every(desk: Desk, record: type[R]) -> Iterator[R]:
    """Every record of the class, the oldest first."""
    desk.flush()
    scope, schema = everything(), desk.directory.schema
    question: Question[R] = Question(kind=record.kind, size=_PAGE)
    while True:
        page = desk.unit.find(scope.question(question, schema))
        yield from page.records
        if page.after is None:
            return
        question = Question(kind=record.kind, size=_PAGE, after=page.after)
