"""Lists: a question to its statement, and the rows to a page."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.query.cursor import Place, read_cursor, write_cursor
from crmkit.query.matching import field_getter
from crmkit.query.paths import field_at
from crmkit.query.questions import Columns, Order, Page, Path, Question, Sheet
from crmkit.query.schema import FieldSpec, FieldType, Schema
from crmkit.query.scope import ConfinedColumns, ConfinedQuestion
from crmkit.query.values import Value
from crmkit.text import fold
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.lift import NEVER, Lifting
from crmkit_sqlalchemy.lists import counting, listing, locking
from crmkit_sqlalchemy.shapes import After, Counting, Listing, Locking, Ranked, Way
from crmkit_sqlalchemy.turns import Run

R = TypeVar("R", bound=Record)
_MANY = 1_000


@frozen
class Finding:
    """Answers questions of one tenant with records; ``run`` executes a statement.

    ``still`` says that nothing changes between two statements.
    """

    kinds: Kinds
    tenant: int
    run: Run
    still: bool = False

    def page(self, confined: ConfinedQuestion[R]) -> Page[R]:
        """The page asked for."""
        question, schema = confined.question, confined.schema
        lifting = self._lifting(schema)
        shape = self._listing(question, lifting, further=1)
        if shape is None:
            return Page(())
        return self._page(question, schema, self._rows(shape, lifting.values))

    def sheet(self, confined: ConfinedColumns[R]) -> Sheet:
        """The values asked for, of the page asked for."""
        columns, schema = confined.columns, confined.schema
        question, lifting = columns.question, self._lifting(schema)
        ways = self.kinds.ways(question.kind, columns.paths, lifting)
        shape = self._listing(question, lifting, further=1, columns=ways)
        if shape is None:
            return Sheet(())
        return self._sheet(columns, schema, self._rows(shape, lifting.values))

    def locked(self, confined: ConfinedQuestion[R]) -> tuple[R, ...]:
        """The records asked for that nobody else has locked, locked until the unit ends."""
        lifting = self._lifting(confined.schema)
        shape = self._listing(confined.question, lifting)
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

    def _rows(self, shape: Listing, values: list[object]) -> list[Row]:
        if shape.size is None or not self.still:
            return self.run(self.kinds.statements.of(shape, listing), values)
        rows: list[Row] = []
        size = values[shape.size]
        assert isinstance(size, int)  # noqa: S101 - the slot of the number of rows
        for statement in self.kinds.pages(shape):
            values[shape.size] = size - len(rows)
            rows += self.run(statement, values)
            if len(rows) == size:
                break
        return rows

    def _listing(
        self,
        question: Question[R],
        lifting: Lifting,
        *,
        further: int = 0,
        columns: tuple[Way, ...] | None = None,
    ) -> Listing | None:
        """The shape of the question, with so many ``further`` rows; None if nothing fulfils it."""
        place = read_cursor(question, lifting.schema)
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
            after=None if place is None else _after(question, place, lifting, lifting.schema),
            size=None if question.size is None else lifting.slot(question.size + further),
            columns=columns,
        )

    def _sheet(self, columns: Columns[R], schema: Schema, rows: list[Row]) -> Sheet:
        question, width = columns.question, len(columns.paths)
        paths = (*columns.paths, *(order.path for order in question.order), Path[R]("id"))
        fields = tuple([field_at(path, question.kind, schema) for path in paths])
        read = self.kinds.reader(fields[:width])
        sheet = tuple([read(row) for row in rows[: question.size]])
        if question.size is None or len(rows) <= question.size:
            return Sheet(sheet)
        last = self.kinds.reader(fields)(rows[question.size - 1])
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
        ends = tuple(field for path, field in orders if path.steps)
        far = iter(self.kinds.reader(ends)(row[len(self.kinds.layout(kind.name).read) :]))
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
