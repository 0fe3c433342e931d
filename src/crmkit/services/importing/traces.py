"""Traces: what an import has left behind, by record, as the journal tells."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from attrs import define

from crmkit.domain.imported import Imported
from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.permissions import everything
from crmkit.ids import Id
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Question
from crmkit.services.desk import Desk

T = TypeVar("T")
PAGE = 5_000
_NOTHING: Mapping[str, FieldChange] = {}


@define(kw_only=True)
class Trace:
    """What an import did to one record, in so many writes: made it, or changed these fields."""

    kind: str
    made: bool = False
    writes: int = 0
    changes: Mapping[str, FieldChange] = _NOTHING

    def take(self, entry: JournalEntry) -> None:
        """Takes in one more entry about the record; they come in their order."""
        self.made = self.made or entry.action == "create"
        self.writes += 1
        if entry.changes:
            self.changes = {**self.changes, **dict(self._joined(entry.changes))}

    def _joined(self, later: Mapping[str, FieldChange]) -> Iterator[tuple[str, FieldChange]]:
        for name, change in later.items():
            first = self.changes.get(name, change)
            yield name, FieldChange(before=first.before, after=change.after)


def traces(desk: Desk, made: Imported) -> dict[Id, Trace]:
    """The traces of the import, in the order in which it first touched the records."""
    found: dict[Id, Trace] = {}
    for entry in _entries(desk, made):
        trace = found.get(entry.record_id)
        if trace is None:
            trace = found[entry.record_id] = Trace(kind=entry.record_kind)
        trace.take(entry)
    return found


def parts(values: Iterable[T], size: int = PAGE) -> Iterator[list[T]]:
    """The values, so many at a time."""
    taken: list[T] = []
    for value in values:
        taken.append(value)
        if len(taken) == size:
            yield taken
            taken = []
    if taken:
        yield taken


def _entries(desk: Desk, made: Imported) -> Iterator[JournalEntry]:
    """The import's entries: the primary key leads to their range, where few others are."""
    where: Condition[JournalEntry] = And(
        (
            Compare("id", Op.AT_LEAST, made.first_entry),
            Compare("id", Op.AT_MOST, made.last_entry),
            Compare("command", Op.IS, made.command),
        )
    )
    scope, schema, after = everything(), desk.directory.schema, None
    desk.flush()
    while True:
        question = Question(kind=JournalEntry.kind, where=where, size=PAGE, after=after)
        page = desk.unit.find(scope.question(question, schema))
        yield from page.records
        if (after := page.after) is None:
            return
