"""Scopes: what an actor may see, put into a question in this one place.

A scope maps each kind of record to the condition that visible records fulfil. `Scope.confine`
adds it to the question itself and to every relation and path inside it, so that a hidden related
record is absent in conditions, order, groups and measures alike. Storages take confined questions
only, and only this module makes them.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from attrs import evolve, field, frozen

from crmkit.query.check import check_columns, check_question, check_search, check_tally
from crmkit.query.conditions import (
    AllOf,
    And,
    AnyOf,
    Condition,
    CountOf,
    Everything,
    Not,
    Nothing,
    Or,
)
from crmkit.query.questions import (
    Bucket,
    Columns,
    Measure,
    Order,
    Path,
    Question,
    Search,
    Span,
    Step,
    Tally,
)
from crmkit.query.schema import Schema

R = TypeVar("R")


@frozen
class ConfinedQuestion(Generic[R]):
    """A question with the actor's scope in it; ``schema`` knows the custom fields."""

    question: Question[R]
    schema: Schema


@frozen
class ConfinedColumns(Generic[R]):
    """Columns with the actor's scope in them; ``schema`` knows the custom fields."""

    columns: Columns[R]
    schema: Schema


@frozen
class ConfinedSearch(Generic[R]):
    """A search with the actor's scope in it; ``schema`` knows the custom fields."""

    search: Search[R]
    schema: Schema


@frozen
class ConfinedTally(Generic[R]):
    """A tally with the actor's scope in it; ``schema`` knows the custom fields."""

    tally: Tally[R]
    schema: Schema


@frozen
class Scope:
    """What an actor may see: a condition per kind; a kind that is not named is hidden whole.

    The conditions are final: the relations inside them are not confined again.
    """

    visible: Mapping[str, Condition[object]]
    _guarded: dict[tuple[str, Path[Any]], Path[Any]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def of(self, kind: str) -> Condition[object]:
        """What a visible record of the kind is like."""
        return self.visible.get(kind, Nothing())

    def question(self, question: Question[R], schema: Schema) -> ConfinedQuestion[R]:
        """The question about visible records only; BadQuestion if it makes no sense."""
        check_question(question, schema)
        return ConfinedQuestion(self._question(question, schema), schema)

    def columns(self, columns: Columns[R], schema: Schema) -> ConfinedColumns[R]:
        """The columns of visible records only; BadQuestion if they make no sense."""
        check_columns(columns, schema)
        kind = columns.question.kind
        confined = Columns(
            question=self._question(columns.question, schema),
            paths=tuple(self._path(kind, path, schema) for path in columns.paths),
        )
        return ConfinedColumns(confined, schema)

    def search(self, search: Search[R], schema: Schema) -> ConfinedSearch[R]:
        """The search among visible records only; BadQuestion if it makes no sense."""
        check_search(search, schema)
        where = self._within(search.kind, search.where, schema)
        return ConfinedSearch(evolve(search, where=where), schema)

    def tally(self, tally: Tally[R], schema: Schema) -> ConfinedTally[R]:
        """The tally of visible records only; BadQuestion if it makes no sense."""
        check_tally(tally, schema)
        confined = evolve(
            tally,
            where=self._within(tally.kind, tally.where, schema),
            by=tuple(self._bucket(tally.kind, bucket, schema) for bucket in tally.by),
            measures=tuple(
                self._measure(tally.kind, measure, schema) for measure in tally.measures
            ),
        )
        return ConfinedTally(confined, schema)

    def _question(self, question: Question[R], schema: Schema) -> Question[R]:
        return Question(
            kind=question.kind,
            where=self._within(question.kind, question.where, schema),
            order=tuple(
                Order(self._path(question.kind, order.path, schema), order.descending)
                for order in question.order
            ),
            size=question.size,
            after=question.after,
        )

    def _within(self, kind: str, condition: Condition[R], schema: Schema) -> Condition[R]:
        scope: Condition[R] = self.of(kind)  # type: ignore[assignment]  # the kind's own condition
        return _both(scope, self._condition(kind, condition, schema))

    def _condition(self, kind: str, condition: Condition[R], schema: Schema) -> Condition[R]:
        match condition:
            case And(parts) | Or(parts):
                inner = tuple(self._condition(kind, part, schema) for part in parts)
                return evolve(condition, parts=inner)
            case Not(inner):
                return Not(self._condition(kind, inner, schema))
            case AnyOf(relation, inner) | CountOf(relation, inner):
                target = schema.target(kind, relation).name
                return evolve(condition, condition=self._within(target, inner, schema))
            case AllOf(relation, inner):
                target = schema.target(kind, relation).name
                visible, wanted = self.of(target), self._condition(target, inner, schema)
                return AllOf(
                    relation, wanted if visible == Everything() else Or((Not(visible), wanted))
                )
            case _:
                return condition

    def _path(self, kind: str, path: Path[R], schema: Schema) -> Path[R]:
        if not path.steps:
            return path
        found = self._guarded.get((kind, path))
        if found is None:
            found = self._guarded[kind, path] = self._with_guards(kind, path, schema)
        return found

    def _with_guards(self, kind: str, path: Path[R], schema: Schema) -> Path[R]:
        steps = []
        for step in path.steps:
            kind = schema.target(kind, step.relation).name
            steps.append(Step(step.relation, _both(self.of(kind), step.guard)))
        return evolve(path, steps=tuple(steps))

    def _bucket(self, kind: str, bucket: Bucket[R], schema: Schema) -> Bucket[R]:
        return evolve(bucket, path=self._path(kind, bucket.path, schema))

    def _measure(self, kind: str, measure: Measure[R], schema: Schema) -> Measure[R]:
        of = measure.of
        if isinstance(of, Span):
            start, end = self._path(kind, of.start, schema), self._path(kind, of.end, schema)
            of = Span(start, end)
        elif of is not None:
            of = self._path(kind, of, schema)
        return evolve(measure, of=of, where=self._condition(kind, measure.where, schema))


def _both(scope: Condition[R], condition: Condition[R]) -> Condition[R]:
    if isinstance(scope, Everything):
        return condition
    return scope if isinstance(condition, Everything) else scope & condition
