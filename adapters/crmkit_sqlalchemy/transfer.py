"""Moving a tenant into a database and out of it."""

from collections.abc import Mapping, Sequence

from attrs import frozen
from sqlalchemy import ClauseElement, Table, delete, insert, select

from crmkit.domain.record import Record
from crmkit.errors import Conflict
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.marks import Marks
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import SERIES, metadata
from crmkit_sqlalchemy.turns import Duplicate
from crmkit_sqlalchemy.types import NAME
from crmkit_sqlalchemy.units import SqlUnit
from crmkit_sqlalchemy.writes import Writer

_NAME, _LAST = 1, 2
_STEP = "crm_laying"


@frozen
class Listing:
    """Every number series of a tenant."""


@frozen
class Emptying:
    """All rows that a tenant has in a table."""

    table: str


@frozen
class Forgetting:
    """One number series of a tenant."""


@frozen
class Setting:
    """A new number series of a tenant."""


class SqlTransfer(SqlUnit):
    """One transaction on a database in which records are laid down as they are."""

    def series(self) -> Mapping[str, int]:
        """The number series, each with the last number taken."""
        statement = self._kinds.statements.of(Listing(), _listing)
        return {name: int(last) for name, last in self._going.rows(statement, [self._tenant])}

    def lay(self, records: Sequence[Record]) -> None:
        """Stores records of one kind as they are, or raises and stores none."""
        try:
            with self._writing.all_or_nothing(_STEP):
                _Laying(self._kinds, self._tenant, self._going).lay(records)
        except Duplicate as exc:
            message = "a record is there already, or was"
            hint = "move into an empty tenant"
            raise Conflict(message, where=records[0].kind, hint=hint) from exc

    def lay_series(self, numbers: Mapping[str, int]) -> None:
        """Sets the last numbers of these series."""
        turn = self._writing
        for name, last in numbers.items():
            forget = self._kinds.statements.of(Forgetting(), _forgetting)
            turn.many(forget.text, [forget.parameters([self._tenant, name])])
            if last:
                put = self._kinds.statements.of(Setting(), _setting)
                turn.many(put.text, [put.parameters([self._tenant, name, last])])

    def clear(self) -> None:
        """Forgets everything the tenant has."""
        turn = self._writing
        for name in metadata().tables:
            statement = self._kinds.statements.of(Emptying(name), _emptying)
            turn.many(statement.text, [statement.parameters([self._tenant])])
        Marks(self._kinds, turn).empty(self._tenant)


class _Laying(Writer):
    """Records that are stored at the version they have."""

    def lay(self, records: Sequence[Record]) -> None:
        if records:
            kind = records[0].kind
            write = self.kinds.converter(kind).row
            self._insert(kind, [write(record) for record in records])


def _series() -> Table:
    return metadata().tables[SERIES]


def _listing(_shape: Listing, _database: Database) -> ClauseElement:
    series = _series()
    return (
        select(series.c.name, series.c.last)
        .where(series.c.tenant == parameter(TENANT))
        .order_by(series.c.name)
    )


def _emptying(shape: Emptying, _database: Database) -> ClauseElement:
    emptied = metadata().tables[shape.table]
    return delete(emptied).where(emptied.c.tenant == parameter(TENANT))


def _forgetting(_shape: Forgetting, _database: Database) -> ClauseElement:
    series = _series()
    return delete(series).where(
        series.c.tenant == parameter(TENANT), series.c.name == parameter(_NAME, NAME)
    )


def _setting(_shape: Setting, _database: Database) -> ClauseElement:
    return insert(_series()).values(
        {
            "tenant": parameter(TENANT),
            "name": parameter(_NAME, NAME),
            "last": parameter(_LAST),
        }
    )
