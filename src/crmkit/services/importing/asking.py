"""Questions about many records at once, whoever may see them: an import looks everywhere."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.query.conditions import OneOf
from crmkit.query.questions import Question
from crmkit.query.values import Value
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)

AT_ONCE = 10_000
"""The most values that one question may name, and the largest page."""


def among(desk: Desk, record: type[R], name: str, values: Iterable[Value]) -> Iterator[R]:
    """The records whose field is one of the values, however many these are."""
    left = iter(dict.fromkeys(values))
    while some := tuple(islice(left, AT_ONCE)):
        yield from desk.everywhere(record, OneOf(name, some))


def every(desk: Desk, record: type[R]) -> Iterator[R]:
    """Every record of the class, the oldest first, read page by page."""
    desk.flush()
    question: Question[R] = Question(kind=record.kind, size=AT_ONCE)
    scope, schema = everything(), desk.directory.schema
    while True:
        page = desk.unit.find(scope.question(question, schema))
        yield from page.records
        if page.after is None:
            return
        question = Question(kind=record.kind, size=AT_ONCE, after=page.after)
