"""Statements as the driver takes them: compiled once per shape, then only filled with values."""

import re
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from attrs import frozen
from sqlalchemy import ClauseElement

from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.sources import SLOT
from crmkit_sqlalchemy.tenancy import demand_one_tenant

S = TypeVar("S", bound=Hashable)
_SLOTS = re.compile(rf"{SLOT}\d+(_\d+)?")
# SQLAlchemy leaves a list open; it is filled here, for compiling thousands of parameters is slow.
_LIST = re.compile(rf"__\[POSTCOMPILE_({SLOT}\d+_\d+)\]")
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


def compiled(clause: ClauseElement, database: Database, *, within: str | None = None) -> Statement:
    """The clause in the database's own words; NotAllowed if it is not of one tenant.

    ``within`` names the database schema before every table.
    """
    demand_one_tenant(clause)
    schemas = {None: within} if within else None
    done = clause.compile(
        dialect=database.dialect,
        schema_translate_map=schemas,
        render_schema_translate=bool(within),
    )
    names: list[str] = done.positiontup or []  # type: ignore[attr-defined]  # SQL has it, DDL not
    own = [name for name in names if not _SLOTS.fullmatch(name)]
    places = {name: range(nth - len(own), nth - len(own) + 1) for nth, name in enumerate(own)}
    slots = [slot for name in names for slot in places.get(name) or _slots(name)]
    mark = "?" if database.dialect.paramstyle == "qmark" else "%s"
    text = _LIST.sub(lambda found: ", ".join([mark] * len(_slots(found[1]))), str(done))
    return Statement(text, tuple(slots), tuple(done.params[name] for name in own))


def _slots(name: str) -> range:
    """The slots that a parameter takes: one, or as many as its name says."""
    slot, _, count = name.removeprefix(SLOT).partition("_")
    return range(int(slot), int(slot) + int(count or 1))
