"""Number series: each a row that is counted up in the transaction which takes the numbers."""

from attrs import frozen
from sqlalchemy import ClauseElement, select

from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import SERIES, metadata
from crmkit_sqlalchemy.turns import Turn
from crmkit_sqlalchemy.types import NAME

_NAME, _COUNT = 1, 2


@frozen
class Taking:
    """Counts a series up, making it if need be, and tells the number reached."""


@frozen
class Looking:
    """The number that a series has reached."""


def take_numbers(turn: Turn, kinds: Kinds, asked: tuple[int, str, int]) -> int:
    """The first of so many numbers that a tenant takes from a series."""
    _tenant, _series, count = asked
    ((reached,),) = turn.rows(kinds.statements.of(Taking(), _taking), asked)
    return int(reached) - count + 1


def last_number(turn: Turn, kinds: Kinds, asked: tuple[int, str]) -> int:
    """The number that a tenant's series has reached."""
    rows = turn.rows(kinds.statements.of(Looking(), _looking), asked)
    return int(rows[0][0]) if rows else 0


def _taking(_shape: Taking, database: Database) -> ClauseElement:
    series = metadata().tables[SERIES]
    values = {
        "tenant": parameter(TENANT),
        "name": parameter(_NAME, NAME),
        "last": parameter(_COUNT),
    }
    return database.counted_up(series, values).returning(series.c.last)


def _looking(_shape: Looking, _database: Database) -> ClauseElement:
    series = metadata().tables[SERIES]
    return select(series.c.last).where(
        series.c.tenant == parameter(TENANT), series.c.name == parameter(_NAME, NAME)
    )
