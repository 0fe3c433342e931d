"""Searching: clients by what somebody remembers of a name."""

from typing import TypeVar

from crmkit.domain.record import Record
from crmkit.errors import NotSupported
from crmkit.query.conditions import Condition, Or, Text, TextMatch
from crmkit.query.likeness import most_like, sought
from crmkit.query.questions import Order, Path, Question, Search
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)
MOST_CANDIDATES = 5_000
"""How many records are looked at where the storage cannot search by likeness."""


def search(desk: Desk, asked: Search[R]) -> tuple[R, ...]:
    """The visible records most like the text, the likest first."""
    desk.flush()
    confined = desk.rights.scope("read").search(asked, desk.directory.schema)
    try:
        found = desk.unit.search(confined)
    except NotSupported:
        found = _among_candidates(desk, asked)
    desk.remember(found)
    return found


def _among_candidates(desk: Desk, asked: Search[R]) -> tuple[R, ...]:
    """The plain reading of the search, over the first records that share a mark with the text."""
    what = sought(asked.text)
    marks = {mark.strip() for mark in what.marks}
    shared: Condition[R] = Or(
        tuple(Text(asked.name, TextMatch.CONTAINS, mark) for mark in sorted(marks))
    )
    question = Question(
        kind=asked.kind,
        where=asked.where & shared,
        order=(Order(Path(asked.name)),),
        size=MOST_CANDIDATES,
    )
    return most_like(what, asked.name, desk.page(question).records, asked.size)
