"""What a storage knows of every kind: layouts, converters and compiled statements."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from crmkit.query.questions import Path
from crmkit.query.schema import FieldSpec, Schema
from crmkit_sqlalchemy.building import Row, values_reader
from crmkit_sqlalchemy.convert import Converter, converter
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.lift import Lifting
from crmkit_sqlalchemy.lists import listing, one_by_one
from crmkit_sqlalchemy.shapes import Listing, Way
from crmkit_sqlalchemy.statements import MOST_STATEMENTS, Statement, Statements
from crmkit_sqlalchemy.tables import Layout, layout

K = TypeVar("K")
V = TypeVar("V")


class Kinds:
    """Made once per storage; everything in it is made when it is first asked for."""

    def __init__(self, database: Database) -> None:
        """Starts empty."""
        self.database = database
        self.statements = Statements(database)
        self.key = database.id_encoder()
        self._converters: dict[str, Converter] = {}
        self._readers: dict[tuple[FieldSpec, ...], Callable[[Row], tuple[Any, ...]]] = {}
        self._ways: dict[Hashable, tuple[Schema, tuple[Way, ...], list[object]]] = {}
        self._pages: dict[Listing, tuple[Statement, ...]] = {}

    def layout(self, kind: str) -> Layout:
        """How the kind's fields lie in its row."""
        return layout(kind)

    def reader(self, fields: tuple[FieldSpec, ...]) -> Callable[[Row], tuple[Any, ...]]:
        """Makes the values of these fields of a row."""
        found = self._readers.get(fields)
        if found is None:
            found = values_reader(fields, self.database)
            _keep(self._readers, fields, found)
        return found

    def ways(self, kind: str, paths: tuple[Path[Any], ...], lifting: Lifting) -> tuple[Way, ...]:
        """The shapes of paths, whose values are the first that the lifting takes."""
        found = self._ways.get((kind, paths))
        if found is None or found[0] is not lifting.schema:
            ways = tuple(lifting.way(kind, path) for path in paths)
            _keep(self._ways, (kind, paths), (lifting.schema, ways, lifting.values[1:]))
            return ways
        lifting.values += found[2]
        return found[1]

    def pages(self, shape: Listing) -> tuple[Statement, ...]:
        """The statements to read one after the other until the page is full."""
        found = self._pages.get(shape)
        if found is None:
            parts = one_by_one(shape, self.database)
            found = tuple(self.statements.of(part, listing) for part in parts)
            _keep(self._pages, shape, found)
        return found

    def converter(self, kind: str) -> Converter:
        """Makes records of the kind of rows, and rows of records."""
        found = self._converters.get(kind)
        if found is None:
            found = self._converters[kind] = converter(layout(kind), self.database)
        return found


def _keep(known: dict[K, V], key: K, value: V) -> None:
    if len(known) >= MOST_STATEMENTS:
        known.clear()  # as statements are: this is rare
    known[key] = value
