"""Statements as the driver takes them: compiled once per shape, then only filled with values."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from attrs import frozen
from sqlalchemy import ClauseElement

from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.sources import SLOT

S = TypeVar("S", bound=Hashable)
MOST_STATEMENTS = 2_000


@frozen
class Statement:
    """The text of a statement, and which values its parameters take, by their slots.

    ``constants`` are values that the compiler added itself; they follow the question's own, so
    their slots count from the end.
    """

    text: str
    slots: tuple[int, ...]
    constants: tuple[object, ...] = ()

    def parameters(self, values: Sequence[object]) -> tuple[object, ...]:
        """The values in the order of the parameters."""
        if self.constants:
            values = [*values, *self.constants]
        return tuple([values[slot] for slot in self.slots])

    def all(self, rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
        """The parameters of many executions."""
        if self.slots == tuple(range(len(self.slots))):
            return rows
        return [self.parameters(row) for row in rows]


class Statements:
    """The statements of one database, by the shapes they answer."""

    def __init__(self, database: Database) -> None:
        """Starts empty."""
        self._database = database
        self._known: dict[Hashable, Statement] = {}

    def of(self, shape: S, write: Callable[[S, Database], ClauseElement]) -> Statement:
        """The statement that ``write`` makes of the shape, compiled when it is first asked for."""
        found = self._known.get(shape)
        if found is None:
            found = compiled(write(shape, self._database), self._database)
            if len(self._known) >= MOST_STATEMENTS:
                self._known.clear()  # shapes come from code and saved segments: this is rare
            self._known[shape] = found
        return found


def compiled(clause: ClauseElement, database: Database) -> Statement:
    """The clause in the database's own words."""
    done = clause.compile(dialect=database.dialect)
    names: list[str] = done.positiontup or []  # type: ignore[attr-defined]  # SQL has it, DDL not
    own = [name for name in names if not _is_slot(name)]
    places = {name: nth - len(own) for nth, name in enumerate(own)}
    slots = [places[name] if name in places else int(name[len(SLOT) :]) for name in names]
    return Statement(str(done), tuple(slots), tuple(done.params[name] for name in own))


def _is_slot(name: str) -> bool:
    return name.startswith(SLOT) and name[1:].isdecimal()
