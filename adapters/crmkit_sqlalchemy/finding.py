"""Lists: a question to its statement, and the rows to a page."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from attrs import evolve, frozen

from crmkit.domain.record import Record
from crmkit.query.cursor import Place, read_cursor, write_cursor
from crmkit.query.matching import field_getter
from crmkit.query.paths import field_at
from crmkit.query.questions import Columns, Order, Page, Path, Question, Sheet
from crmkit.query.schema import FieldSpec, FieldType, Schema
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion
from crmkit.query.values import Value
from crmkit.text import fold
from crmkit_sqlalchemy.building import Row, values_reader
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.lift import NEVER, Lifting
from crmkit_sqlalchemy.lists import counting, listing, locking
from crmkit_sqlalchemy.shapes import After, Counting, Listing, Locking, Ranked
from crmkit_sqlalchemy.turns import Run

R = TypeVar("R", bound=Record)
_MANY = 1_000


@frozen
class Finding:
    """Answers questions of one tenant with records; ``run`` executes a statement."""

    kinds: Kinds
    tenant: int
    run: Run

    def page(self, confined: ConfinedQuestion[R]) -> Page[R]:
        """The page asked for."""
        question, schema = confined.question, confined.schema
        lifting = self._lifting(schema)
        shape = self._listing(confined, lifting, further=1)
        if shape is None:
            return Page(())
        rows = self.run(self.kinds.statements.of(shape, listing), lifting.values)
        return self._page(question, schema, rows)

    def sheet(self, confined: ConfinedColumns[R]) -> Sheet:
        """The values asked for, of the page asked for."""
        columns, schema = confined.columns, confined.schema
        question, lifting = columns.question, self._lifting(schema)
        ways = tuple([lifting.way(question.kind, path) for path in columns.paths])
        shape = self._listing(ConfinedQuestion(question, schema), lifting, further=1)
        if shape is None:
            return Sheet(())
        shape = evolve(shape, columns=ways)
        rows = self.run(self.kinds.statements.of(shape, listing), lifting.values)
        return self._sheet(columns, schema, rows)

    def locked(self, confined: ConfinedQuestion[R]) -> tuple[R, ...]:
        """The records asked for that nobody else has locked, locked until the unit ends."""
        lifting = self._lifting(confined.schema)
        shape = self._listing(confined, lifting)
        if shape is None:
            return ()
        rows = self.run(self.kinds.statements.of(Locking(shape), locking), lifting.values)
        make: Callable[[Row], R] = self.kinds.converter(shape.kind).record  # type: ignore[assignment]  # the kind's own class
        return tuple([make(row) for row in rows])

    def count(self, confined: ConfinedQuestion[R]) -> int:
        """How many records fulfil the condition."""
        kind, lifting = confined.question.kind, self._lifting(confined.schema)
        where = lifting.shape(kind, confined.question.where)
        if where is NEVER:
            return 0
        statement = self.kinds.statements.of(Counting(kind, where), counting)
        ((number,),) = self.run(statement, lifting.values)
        return int(number)

    def _listing(
        self, confined: ConfinedQuestion[R], lifting: Lifting, further: int = 0
    ) -> Listing | None:
        """The shape of the question, with so many ``further`` rows; None if nothing fulfils it."""
        question, schema = confined.question, confined.schema
        place = read_cursor(question, schema)
        where = lifting.shape(question.kind, question.where)
        if where is NEVER:
            return None
        return Listing(
            kind=question.kind,
            where=where,
            order=tuple(
                Ranked(lifting.way(question.kind, order.path), order.descending)
                for order in question.order
            ),
            after=None if place is None else _after(question, place, lifting, schema),
            size=None if question.size is None else lifting.slot(question.size + further),
        )

    def _sheet(self, columns: Columns[R], schema: Schema, rows: list[Row]) -> Sheet:
        question, width = columns.question, len(columns.paths)
        paths = [*columns.paths, *(order.path for order in question.order), Path[R]("id")]
        fields = [field_at(path, question.kind, schema) for path in paths]
        read = values_reader(fields[:width], self.kinds.database)
        sheet = tuple([read(row) for row in rows[: question.size]])
        if question.size is None or len(rows) <= question.size:
            return Sheet(sheet)
        last = values_reader(fields, self.kinds.database)(rows[question.size - 1])
        *values, key = map(_ranked, fields[width:], last[width:])
        place = Place(tuple(values), key)  # type: ignore[arg-type]  # the id comes last
        return Sheet(sheet, write_cursor(question.order, place))

    def _lifting(self, schema: Schema) -> Lifting:
        return Lifting(schema, self.kinds.database, self.tenant)

    def _page(self, question: Question[R], schema: Schema, rows: list[Row]) -> Page[R]:
        more = question.size is not None and len(rows) > question.size
        shown = rows[: question.size]
        make: Callable[[Row], R] = self.kinds.converter(question.kind).record  # type: ignore[assignment]  # the kind's own class
        if len(shown) < _MANY:
            records = tuple([make(row) for row in shown])
        else:
            with _quiet():
                records = tuple([make(row) for row in shown])
        if not more:
            return Page(records)
        place = self._place(question, schema, (records[-1], shown[-1]))
        return Page(records, write_cursor(question.order, place))

    def _place(self, question: Question[R], schema: Schema, last: tuple[R, Row]) -> Place:
        record, row = last
        kind = schema.kind(question.kind)
        orders = [(order.path, field_at(order.path, kind.name, schema)) for order in question.order]
        ends = [field for path, field in orders if path.steps]
        far = iter(
            values_reader(ends, self.kinds.database)(row[len(self.kinds.layout(kind.name).read) :])
        )
        values = [
            _ranked(field, next(far) if path.steps else field_getter(kind, path.name)(record))
            for path, field in orders
        ]
        return Place(tuple(values), record.id)


def _ranked(field: FieldSpec, value: Value | None) -> Value | None:
    """The value as it is ordered by."""
    return fold(value) if field.searchable and isinstance(value, str) else value


def _after(question: Question[R], place: Place, lifting: Lifting, schema: Schema) -> After:
    orders: Sequence[Order[R]] = question.order
    fields = [field_at(order.path, question.kind, schema).type for order in orders]
    slots = [
        None if value is None else lifting.kept(value, kept)
        for value, kept in zip(place.values, fields, strict=True)
    ]
    return After(tuple(slots), lifting.kept(place.id, FieldType.ID))


@contextmanager
def _quiet() -> Iterator[None]:
    """Pauses the collector over many rows: it would look at each new record again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
