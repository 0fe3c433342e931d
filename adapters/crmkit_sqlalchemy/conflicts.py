"""Which change of a refused batch was in conflict, and with what; found out after the refusal."""

from collections.abc import Iterable, Sequence

from attrs import field, frozen
from sqlalchemy import ClauseElement, select

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.errors import Conflict
from crmkit.ids import Id
from crmkit.ports.storage import Change
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import layout, table, unique_of
from crmkit_sqlalchemy.turns import Duplicate, Turn
from crmkit_sqlalchemy.types import IDENT

_VALUE = 1


@frozen
class VersionOf:
    """The version of the record with an id."""

    kind: str


@frozen
class HolderOf:
    """The id of the record with a number."""

    kind: str


@frozen
class Creation:
    """The journal's entry of the creation of the record with an id."""


@frozen
class Spent:
    """Ids that were given: the journal remembers every creation."""

    kinds: Kinds
    tenant: int
    turn: Turn

    def holds(self, key: Id) -> bool:
        """Whether a record of this id was ever created."""
        statement = self.kinds.statements.of(Creation(), _creation)
        return bool(self.turn.rows(statement, [self.tenant, self.kinds.key(key)]))

    def refuse(self, records: Iterable[Record]) -> None:
        """Refuses records with ids that were given, where no index does."""
        if any(self.holds(record.id) for record in records):
            raise Duplicate


@frozen
class Conflicts:
    """Goes through a batch that was undone, and finds the change that could not be."""

    kinds: Kinds
    tenant: int
    turn: Turn
    _versions: dict[bytes, int | None] = field(factory=dict, init=False)

    def of(self, changes: Sequence[Change]) -> Conflict:
        """The conflict of the first change that meets one."""
        for change in changes:
            found = self._of_one(change)
            if found is not None:
                return found
        return Conflict("a record or a number of the batch was there already", hint=None)

    def _of_one(self, change: Change) -> Conflict | None:
        record, before = change.record, change.before
        version = self._version(record)
        if before is None and (version is not None or self._is_spent(record)):
            message = "there is, or was, a record with this id already"
            return Conflict(message, expected=0, found=version, where=_name(record), hint=None)
        if before is not None and version != before.version:
            message = (
                "the record is gone" if version is None else "the record was changed meanwhile"
            )
            return Conflict(message, expected=before.version, found=version, where=_name(record))
        if change.after is not None and self._has_taken(change.after):
            message = f"another record has this {record.unique} already"
            return Conflict(message, where=_name(record), hint=f"take a fresh {record.unique}")
        self._versions[record.id] = None if change.after is None else record.version + 1
        return None

    def _version(self, record: Record) -> int | None:
        if record.id not in self._versions:
            statement = self.kinds.statements.of(VersionOf(record.kind), _version_of)
            rows = self.turn.rows(statement, [self.tenant, self.kinds.key(record.id)])
            self._versions[record.id] = rows[0][0] if rows else None
        return self._versions[record.id]

    def _is_spent(self, record: Record) -> bool:
        return record.id in self._versions and Spent(self.kinds, self.tenant, self.turn).holds(
            record.id
        )

    def _has_taken(self, record: Record) -> bool:
        name = record.unique
        if name is None:
            return False
        statement = self.kinds.statements.of(HolderOf(record.kind), _holder_of)
        rows = self.turn.rows(statement, [self.tenant, getattr(record, name)])
        return any(
            self.kinds.database.id_decoder(type(record.id))(row[0]) != record.id for row in rows
        )


def _version_of(shape: VersionOf, _database: Database) -> ClauseElement:
    rows = table(shape.kind)
    return select(rows.c.version).where(
        rows.c.tenant == parameter(TENANT), rows.c.id == parameter(_VALUE, IDENT)
    )


def _holder_of(shape: HolderOf, _database: Database) -> ClauseElement:
    rows = table(shape.kind)
    unique = rows.c[unique_of(layout(shape.kind).kind) or "id"]
    return select(rows.c.id).where(
        rows.c.tenant == parameter(TENANT), unique == parameter(_VALUE, unique.type)
    )


def _creation(_shape: Creation, _database: Database) -> ClauseElement:
    rows = table(JournalEntry.kind)
    return select(rows.c.id).where(
        rows.c.tenant == parameter(TENANT),
        rows.c.record_id == parameter(_VALUE, IDENT),
        rows.c.action == "create",
    )


def _name(record: Record) -> str:
    return f"{record.kind} {record.id}"
