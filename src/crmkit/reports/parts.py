"""The parts of a report: each asks one kind of record for figures by the report's groups.

A report of several parts joins them by the groups: a figure that a part does not have for a group
is 0 if it counts, and absent otherwise.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from attrs import field, frozen

from crmkit.domain.record import Record
from crmkit.query.conditions import And, AnyOf, Compare, Condition, Everything, Not, Op
from crmkit.query.periods import day_start, zone_named
from crmkit.query.questions import Figure, Function, Measure, Order, Path, Span, Tally, TallyRow
from crmkit.query.schema import FieldType, Schema
from crmkit.query.values import Value
from crmkit.reports.options import Options
from crmkit.reports.words import Dictionary, Word

R = TypeVar("R", bound=Record)
Anything = Condition[Record]
Keys = tuple[Figure, ...]
Figures = dict[str, Figure]
Groups = dict[Keys, Figures]
"""The figures of each group, by the names of their measures."""


class Asker(Protocol):
    """Somebody who may ask: a unit of work. It answers about what its actor may see."""

    @property
    def now(self) -> datetime:
        """The present moment."""
        ...

    @property
    def schema(self) -> Schema:
        """What can be asked about, the shop's own fields included."""
        ...

    def tally(self, tally: Tally[R]) -> tuple[TallyRow, ...]:
        """Answers with the figures asked for."""
        ...

    def find(
        self,
        record: type[R],
        *conditions: Condition[R],
        order: Sequence[Order[R]] = (),
        limit: int | None = None,
    ) -> tuple[R, ...]:
        """Answers with the records that fulfil every condition."""
        ...


@frozen(kw_only=True)
class Part:
    """Figures about one kind; ``date`` is the field that the range of days and periods are of."""

    kind: str
    date: str | None
    measures: tuple[Measure[Record], ...]
    where: Anything = field(factory=Everything)

    def condition(self, options: Options, schema: Schema) -> Anything:
        """What the part looks at: its own condition, the one asked for, and the range of days."""
        asked: Anything = Everything() if options.where is None else options.where
        return both(self.where, asked, self._during(options, schema))

    def _during(self, options: Options, schema: Schema) -> Anything:
        if self.date is None:
            return Everything()
        moments = schema.kind(self.kind).field(self.date).type is FieldType.MOMENT
        return during(self.date, options, moments=moments)


def tallied(asker: Asker, part: Part, words: Sequence[Word], options: Options) -> Groups:
    """The part's figures by the groups of the words."""
    rows = asker.tally(
        Tally(
            kind=part.kind,
            measures=part.measures,
            where=part.condition(options, asker.schema),
            by=tuple(bucket for word in words for bucket in word.buckets),
        )
    )
    names = [measure.name for measure in part.measures]
    return {row.keys: dict(zip(names, row.figures, strict=True)) for row in rows}


def joined(parts: Sequence[Part], answers: Sequence[Groups]) -> Groups:
    """The figures of all parts by group."""
    nothing: Figures = {
        measure.name: 0 if measure.function in _COUNTING else None
        for part in parts
        for measure in part.measures
    }
    groups: Groups = {}
    for answer in answers:
        for keys, figures in answer.items():
            groups[keys] = {**groups.get(keys, nothing), **figures}
    return groups


def understood(asker: Asker, part: Part, options: Options) -> tuple[Word, ...]:
    """The words as this part takes them; BadQuestion for one that says nothing about it."""
    words = Dictionary(kind=part.kind, date=part.date, zone=options.zone, schema=asker.schema)
    return tuple(words.word(text) for text in options.by)


def during(name: str, options: Options, *, moments: bool = True) -> Anything:
    """The field, of moments or else of days, lies in the range of days asked for."""
    return both(*_bounds(name, options, moments=moments))


def count(name: str, *conditions: Anything) -> Measure[Record]:
    """How many records fulfil the conditions."""
    return Measure(name=name, where=both(*conditions))


def of_amounts(
    name: str, function: Function, path: str, *conditions: Anything, q: float = 0.5
) -> Measure[Record]:
    """A figure about the amounts in a field of money."""
    return Measure(name=name, function=function, of=Path(path), where=both(*conditions), q=q)


def of_time(
    name: str, function: Function, span: tuple[str, str], *conditions: Anything, q: float = 0.5
) -> Measure[Record]:
    """A figure, in seconds, about the time from one moment of a record to another."""
    start, end = span
    of: Span[Record] = Span(Path(start), Path(end))
    return Measure(name=name, function=function, of=of, where=both(*conditions), q=q)


def is_(name: str, value: Value | None) -> Anything:
    """The field has this value; None asks for absence."""
    return Compare(name, Op.IS, value)


def is_not(name: str, value: Value | None) -> Anything:
    """The field has another value or, unless None is given, none."""
    return Not(is_(name, value))


def its(relation: str, name: str, value: Value) -> Anything:
    """There is a visible related record whose field has this value."""
    return AnyOf(relation, Compare(name, Op.IS, value))


def both(*conditions: Anything) -> Anything:
    """All of the conditions hold."""
    parts = tuple(part for part in conditions if not isinstance(part, Everything))
    if len(parts) == 1:
        return parts[0]
    return And(parts) if parts else Everything()


LIVE = is_("archived_at", None)
"""The record is in the daily lists."""

_COUNTING = frozenset({Function.COUNT, Function.DISTINCT})


def _bounds(name: str, options: Options, *, moments: bool) -> Iterator[Anything]:
    if options.starts is not None:
        yield Compare(name, Op.AT_LEAST, _start(options.starts, options, moments=moments))
    if options.ends is not None and options.ends < date.max:
        following = options.ends + timedelta(days=1)
        yield Compare(name, Op.LESS, _start(following, options, moments=moments))


def _start(day: date, options: Options, *, moments: bool) -> date | datetime:
    return day_start(day, zone_named(options.zone)) if moments else day
