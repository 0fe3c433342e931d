"""Searches: the names most like a text, ranked by the database as the plain reading ranks them.

Where PostgreSQL has an index of marks, it is asked for names that hold one of a few: of those
that must hold p of n marks, each holds one of any n - p + 1. The rarest are taken. A first look
allows for one wrong letter; only if it finds too few does a second one go as far as the meaning.
FTS5 of SQLite tells the names of every mark, and these are counted.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    func,
    join,
    literal_column,
    or_,
    select,
    union_all,
)

from crmkit.domain.record import Record
from crmkit.query.likeness import Sought, sought
from crmkit.query.scope import ConfinedSearch
from crmkit_sqlalchemy.building import Row
from crmkit_sqlalchemy.dialects import Database, Expression
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.lift import NEVER, Lifting
from crmkit_sqlalchemy.names import SHORTEST, Names, marked, padded
from crmkit_sqlalchemy.scenes import Rows, Scene
from crmkit_sqlalchemy.shapes import TENANT, Shape
from crmkit_sqlalchemy.sources import Source, parameter
from crmkit_sqlalchemy.tables import folded_of, layout
from crmkit_sqlalchemy.turns import Run
from crmkit_sqlalchemy.types import TEXT

R = TypeVar("R", bound=Record)
_ENDS = 2  # marks of three letters that a text found inside a longer word lacks
_BY_FREQUENCY = "оаеинрвлстмкйдпуьяюгбзчхшцжфщыэіїєґ aeinorltsmdchuykgbpvfjwzxq"
"""Letters of names, the most frequent first; what is not here is rare."""


@frozen(kw_only=True)
class Searched:
    """A search: its text and marks, how many are enough, and how many records are wanted.

    ``narrowed`` is the slot of what the index of marks is asked for, and the number of slots.
    """

    kind: str
    name: str
    where: Shape
    text: int
    marks: int
    count: int
    enough: int
    size: int
    narrowed: tuple[int, int] | None = None


@frozen
class Searching:
    """Answers searches of one tenant; ``run`` executes a statement."""

    kinds: Kinds
    tenant: int
    run: Run
    names: Names

    def records(self, confined: ConfinedSearch[R]) -> tuple[R, ...]:
        """The records most like the text."""
        asked, what = confined.search, sought(confined.search.text)
        make: Callable[[Row], R] = self.kinds.converter(asked.kind).record  # type: ignore[assignment]  # the kind's own class
        rows: Sequence[Row] = ()
        if what.marks:
            for enough, narrowing in self._looks(what, asked.kind, asked.name):
                rows = self._look(confined, what, enough, narrowing)
                if len(rows) == asked.size:
                    break
        return tuple([make(row) for row in rows])

    def _looks(self, what: Sought, kind: str, name: str) -> Iterator[tuple[int, Sequence[object]]]:
        """How many marks are enough, and what the index is asked for."""
        if not self.names.are_indexed(kind, name):
            yield what.enough, ()
            return
        database, strict = self.kinds.database, what.more_than_enough
        if database.keeps_marks:
            yield what.enough, counting(what)
            return
        if strict > what.enough:
            yield strict, [*map(database.needle, telling(what, strict))]
        yield what.enough, [*map(database.needle, telling(what, what.enough))]

    def _look(
        self, confined: ConfinedSearch[R], what: Sought, enough: int, narrowing: Sequence[object]
    ) -> Sequence[Row]:
        asked, database = confined.search, self.kinds.database
        lifting = Lifting(confined.schema, database, self.tenant)
        where = lifting.shape(asked.kind, asked.where)
        if where is NEVER:
            return ()
        text = lifting.slot(what.text)
        slots = [lifting.slot(mark) for mark in what.marks]
        narrowed = [lifting.slot(each) for each in narrowing]
        shape = Searched(
            kind=asked.kind,
            name=asked.name,
            where=where,
            text=text,
            marks=slots[0],
            count=len(slots),
            enough=lifting.slot(enough),
            size=lifting.slot(asked.size),
            narrowed=(narrowed[0], len(narrowed)) if narrowed else None,
        )
        return self.run(self.kinds.statements.of(shape, searching), lifting.values)


def telling(what: Sought, enough: int) -> tuple[str, ...]:
    """The fewest and rarest marks of which one is in every text that has enough of them all.

    None where there is no such choice: marks of two letters are in no index.
    """
    indexed, held = _held(what, enough)
    if held < 1:
        return ()
    return tuple(sorted(indexed, key=_rarity, reverse=True)[: len(indexed) - held + 1])


def counting(what: Sought) -> tuple[object, ...]:
    """All marks that are in the index, as FTS5 is asked for them, and how many a text must have."""
    indexed, held = _held(what, what.enough)
    return (*(f'"{mark}"' for mark in indexed), held) if held >= 1 else ()


def _held(what: Sought, enough: int) -> tuple[Sequence[str], int]:
    """The marks that are in an index, and how many of them every text has that is like enough."""
    indexed = [mark for mark in what.marks if len(mark) >= SHORTEST]
    return indexed, min(enough - (len(what.marks) - len(indexed)), len(indexed) - _ENDS)


def _rarity(mark: str) -> int:
    return sum(_PLACES.get(letter, len(_BY_FREQUENCY)) for letter in mark)


def searching(shape: Searched, database: Database) -> Rows:
    """The statement that finds the records most like a text."""
    best = _best(shape, database)
    scene = Scene(database, shape.kind)
    base = scene.base
    rows = select(*(base.column(name) for name in layout(shape.kind).read))
    rows = rows.join_from(best, base.table, and_(base.of_tenant, base.column("id") == best.c.id))
    return rows.order_by(best.c.likeness.desc(), best.c.folded, best.c.id)


def _best(shape: Searched, database: Database) -> Subquery:
    """The ids of the records wanted, with what they are ranked by."""
    scene = Scene(database, shape.kind)
    base = scene.base
    folded = base.column(folded_of(shape.name))
    text = padded(folded)
    texts = (
        select(base.column("id"), folded.label("folded"), text.label("text"))
        .where(scene.where(shape.where), folded.is_not(None))
        .where(*_narrowed(shape, base, text))
    )
    read = database.worked_out_once(texts).subquery("t")
    likeness = _likeness(shape, read.c.text, database).label("likeness")
    like = select(read.c.id, read.c.folded, likeness)
    found = database.worked_out_once(like).subquery("l")
    best = select(found).where(found.c.likeness >= parameter(shape.enough))
    best = best.order_by(found.c.likeness.desc(), found.c.folded, found.c.id)
    return best.limit(parameter(shape.size)).subquery("b")


def _narrowed(shape: Searched, base: Source, text: Expression) -> list[ColumnElement[bool]]:
    if shape.narrowed is None:
        return []
    first, count = shape.narrowed
    if base.database.keeps_marks:
        return [base.column("id").in_(_counted(shape.kind, first, count - 1))]
    needles = [parameter(slot, TEXT) for slot in range(first, first + count)]
    return [or_(*(base.database.contains(text, needle) for needle in needles))]


def _counted(kind: str, first: int, count: int) -> Select[Any]:
    """The ids of the tenant's records whose names have enough of so many marks, as FTS5 tells."""
    held, marks = marked(kind)
    holding = [
        select(marks.c.rowid).where(literal_column(marks.name).op("MATCH")(parameter(slot, TEXT)))
        for slot in range(first, first + count)
    ]
    each = union_all(*holding).subquery("m")
    enough = func.count() >= parameter(first + count)
    rows = select(each.c.rowid).group_by(each.c.rowid).having(enough).subquery("r")
    joined = join(rows, held, held.c.row == rows.c.rowid)
    return select(held.c.id).select_from(joined).where(held.c.tenant == parameter(TENANT))


def _likeness(shape: Searched, text: Expression, database: Database) -> Expression:
    all_of_them = literal_column(str(shape.count), Integer)
    marks = [parameter(shape.marks + nth, TEXT) for nth in range(shape.count)]
    one, none = literal_column("1", Integer), literal_column("0", Integer)
    number: Expression = none
    for mark in marks:
        number += case((database.holds(text, mark), one), else_=none)
    return case((database.holds(text, parameter(shape.text, TEXT)), all_of_them), else_=number)


_PLACES = {letter: place for place, letter in enumerate(_BY_FREQUENCY)}
