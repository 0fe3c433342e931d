"""What a storage knows of every kind: layouts, converters and compiled statements."""

from crmkit_sqlalchemy.convert import Converter, converter
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.statements import Statements
from crmkit_sqlalchemy.tables import Layout, layout


class Kinds:
    """Made once per storage; everything in it is made when it is first asked for."""

    def __init__(self, database: Database) -> None:
        """Starts empty."""
        self.database = database
        self.statements = Statements(database)
        self.key = database.id_encoder()
        self._converters: dict[str, Converter] = {}

    def layout(self, kind: str) -> Layout:
        """How the kind's fields lie in its row."""
        return layout(kind)

    def converter(self, kind: str) -> Converter:
        """Makes records of the kind of rows, and rows of records."""
        found = self._converters.get(kind)
        if found is None:
            found = self._converters[kind] = converter(layout(kind), self.database)
        return found
