"""Words to group by, as people say them: ``owner``, ``contact.city``, ``month``, ``due_at:week``.

A word is a field of the report's kind, or of a record to which a path of to-one relations leads;
a relation itself, which groups by the related record and shows its name; or a calendar period, of
the report's own date or of another one (``created_at:quarter``).
"""

from collections.abc import Iterator, Mapping

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.errors import BadQuestion
from crmkit.money import Money
from crmkit.query.paths import to_one
from crmkit.query.questions import Bucket, ByField, ByPeriod, Figure, Path, Period, Step
from crmkit.query.schema import CUSTOM_PREFIX, FieldSpec, FieldType, KindSpec, Schema
from crmkit.reports.table import Column, ColumnType
from crmkit.reports.titles import word_title
from crmkit.text import fold

_NAMES = ("name", "title", "number")
"""The fields that people know a record by, the best one first."""
_TIMES = frozenset({FieldType.DAY, FieldType.MOMENT})
_DULL = frozenset({FieldType.ID, FieldType.MONEY, FieldType.NUMBER, FieldType.DECIMAL})
_SHOWN_AS: Mapping[FieldType, ColumnType] = {
    FieldType.ID: ColumnType.ID,
    FieldType.TEXT: ColumnType.TEXT,
    FieldType.CHOICE: ColumnType.TEXT,
    FieldType.FLAG: ColumnType.FLAG,
    FieldType.NUMBER: ColumnType.NUMBER,
    FieldType.DECIMAL: ColumnType.DECIMAL,
    FieldType.MONEY: ColumnType.MONEY,
    FieldType.DAY: ColumnType.DAY,
}


@frozen(kw_only=True)
class Word:
    """A word that was understood: a column, and a bucket to fill it, for each of its keys."""

    text: str
    columns: tuple[Column, ...]
    buckets: tuple[Bucket[Record], ...] = ()

    @property
    def is_period(self) -> bool:
        """Whether its groups follow each other in time."""
        return any(column.type is ColumnType.DAY for column in self.columns)


@frozen(kw_only=True)
class Dictionary:
    """Understands words about one kind of record; ``date`` is the field that bare periods are of.

    ``zone`` is where a day begins.
    """

    kind: str
    date: str | None
    zone: str
    schema: Schema

    def word(self, text: str) -> Word:
        """The word; BadQuestion, naming those known here, if it says nothing about the kind."""
        name, colon, period = text.partition(":")
        if colon:
            return self._period(text, name, period)
        if text in set(Period) and self.date is not None:
            return self._period(text, self.date, text)
        return self._place(text)

    def _period(self, text: str, name: str, period: str) -> Word:
        kind, steps, last = self._walk(text, name)
        if period not in set(Period):
            hint = f"known: {', '.join(Period)}"
            raise BadQuestion(f"there is no period {period[:60]!r}", where="by", hint=hint)
        if last in kind.relations or kind.field(last).type not in _TIMES:
            raise self._unknown(text, kind)
        return self._by_period(text, Path(last, steps), Period(period))

    def _place(self, text: str) -> Word:
        kind, steps, last = self._walk(text, text)
        if last in kind.relations:
            target = to_one(kind, last, self.schema)
            return _by_record(text, target, (*steps, Step(last)))
        spec = kind.field(last)
        if spec.type is FieldType.MOMENT:
            return self._by_period(text, Path(last, steps), Period.DAY)
        column = Column(name=text, title=word_title(text), type=_SHOWN_AS[spec.type])
        return Word(text=text, columns=(column,), buckets=(ByField(Path(last, steps)),))

    def _by_period(self, text: str, path: Path[Record], period: Period) -> Word:
        title = word_title(period)
        if ":" in text:
            title = title.of(text.partition(":")[0])
        column = Column(name=text, title=title, type=ColumnType.DAY, period=period)
        bucket: Bucket[Record] = ByPeriod(path, period, self.zone)
        return Word(text=text, columns=(column,), buckets=(bucket,))

    def _walk(self, text: str, name: str) -> tuple[KindSpec, tuple[Step, ...], str]:
        """The kind that the path leads to, the way there, and the field or relation at its end."""
        kind, steps = self.schema.kind(self.kind), list[Step]()
        while "." in name and not name.startswith(CUSTOM_PREFIX):
            first, _, name = name.partition(".")
            if first not in _to_one_names(kind):
                raise self._unknown(text, kind)
            kind = to_one(kind, first, self.schema)
            steps.append(Step(first))
        if name not in {*_to_one_names(kind), *_groupable(kind)}:
            raise self._unknown(text, kind)
        return kind, tuple(steps), name

    def _unknown(self, text: str, kind: KindSpec) -> BadQuestion:
        periods = [*Period] if self.date is not None and kind.name == self.kind else []
        fields = sorted({*_to_one_names(kind), *_worth_naming(kind)})
        message = f"records of kind {kind.name} cannot be grouped by {text[:60]!r}"
        return BadQuestion(message, where="by", hint=f"known: {', '.join([*periods, *fields])}")


def in_order(key: Figure) -> tuple[bool, object]:
    """Where a key stands in its column: names by their folded form, absent ones last."""
    match key:
        case str():
            return False, fold(key)
        case Money():
            return False, (key.currency, key.minor)
        case _:
            return key is None, key


def _by_record(text: str, target: KindSpec, steps: tuple[Step, ...]) -> Word:
    known_by = next((name for name in _NAMES if name in target.fields), "id")
    shown = Column(name=text, title=word_title(text), type=ColumnType.TEXT)
    exact = Column(name=f"{text}.id", title=word_title(text).of("id"), type=ColumnType.ID)
    return Word(
        text=text,
        columns=(shown, exact),
        buckets=(ByField(Path(known_by, steps)), ByField(Path("id", steps))),
    )


def _to_one_names(kind: KindSpec) -> list[str]:
    return [name for name, relation in kind.relations.items() if not relation.many]


def _groupable(kind: KindSpec) -> dict[str, FieldSpec]:
    custom = {f"{CUSTOM_PREFIX}{key}": spec for key, spec in kind.custom.items()}
    fields = {**kind.fields, **custom}
    return {name: spec for name, spec in fields.items() if spec.type.comparable}


def _worth_naming(kind: KindSpec) -> Iterator[str]:
    """The fields worth naming in a hint: not ids, amounts and numbers."""
    for name, spec in _groupable(kind).items():
        if spec.type in _TIMES:
            yield f"{name}:month"
        elif spec.type not in _DULL:
            yield name
