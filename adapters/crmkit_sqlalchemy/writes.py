"""Writing: a batch of changes, grouped by kind, with its journal; all of it or none."""

from collections.abc import Sequence
from itertools import chain, count

from attrs import frozen
from sqlalchemy import ClauseElement, delete, insert, update

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Record
from crmkit.domain.seals import Seal
from crmkit.errors import Conflict, NotSupported
from crmkit.ids import JournalEntryId
from crmkit.ports.storage import Writing
from crmkit_sqlalchemy.conflicts import Conflicts, Spent
from crmkit_sqlalchemy.convert import Values
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.identities import keep
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.marks import Marks
from crmkit_sqlalchemy.names import SEARCHED
from crmkit_sqlalchemy.phases import Phase, phases
from crmkit_sqlalchemy.sealing import forget, mark
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import folded_of, layout, table
from crmkit_sqlalchemy.turns import Duplicate, Turn
from crmkit_sqlalchemy.types import IDENT

_KEY, _VERSION, _FIRST = 1, 2, 3
_BATCH = "crm_batch"
_MANY = 100
"""So many new rows are worth a way of their own, where the database has one."""


@frozen
class Inserting:
    """New rows of a kind: the tenant, then the columns written of each."""

    kind: str
    rows: int = 1


@frozen
class Updating:
    """Some columns of a row, found by id and version, which come after the tenant."""

    kind: str
    columns: tuple[str, ...]


@frozen
class Deleting:
    """A row, found by id and version."""

    kind: str


class _Outdated(Exception):
    """A row was not there with its version."""


@frozen
class Writer:
    """Carries out the writings of one unit."""

    kinds: Kinds
    tenant: int
    turn: Turn

    def write(self, writing: Writing) -> None:
        """Stores every change with its journal entry, or raises and stores none."""
        if any(change.record.kind == JournalEntry.kind for change in writing.changes):
            message = "the journal is kept by the storage and cannot be written"
            raise NotSupported(message, where="journal", hint="change the record itself")
        try:
            with self.turn.all_or_nothing(_BATCH):
                self._carry_out(writing)
                if writing.identities:
                    created = {each.record.id for each in writing.changes if each.before is None}
                    keep(self.turn, self.kinds, (self.tenant, writing.identities, created))
        except (Duplicate, _Outdated) as exc:
            raise Conflicts(self.kinds, self.tenant, self.turn).of(writing.changes) from exc

    def seal(self, seal: Seal, entries: Sequence[JournalEntryId]) -> None:
        """Stores a seal and marks its entries, or raises and does neither."""
        try:
            with self.turn.all_or_nothing(_BATCH):
                self._create(Seal.kind, [seal])
                mark(self.kinds, self.tenant, self.turn, (seal, entries))
        except Duplicate as exc:
            message = "there is a seal of this number already"
            raise Conflict(message, where=f"seal {seal.number}", hint="seal again") from exc

    def _carry_out(self, writing: Writing) -> None:
        for phase in phases(writing.changes):
            self._carry_out_phase(phase)
        write = self.kinds.converter(JournalEntry.kind).row
        self._insert(JournalEntry.kind, [write(entry) for entry in writing.entries()])
        if writing.erased:
            erased = [[self.tenant, self.kinds.key(key)] for key in writing.erased]
            forget(self.kinds, self.turn, erased)
            self._marks.wipe()

    def _carry_out_phase(self, phase: Phase) -> None:
        for kind, records in phase.created.items():
            self._create(kind, records)
        for kind, pairs in phase.changed.items():
            self._change(kind, pairs)
        for kind, records in phase.deleted.items():
            statement = self.kinds.statements.of(Deleting(kind), _deleting)
            rows = [self._found_by(record) for record in records]
            self._exactly(statement.text, statement.all(rows))
            self._marks.take_out(kind, [row[:_VERSION] for row in rows])

    def _create(self, kind: str, records: Sequence[Record]) -> None:
        if not self.kinds.database.partial_indexes:
            kept = [record for record in records if record.keeps_history]
            Spent(self.kinds, self.tenant, self.turn).refuse(kept)
        write, version = self.kinds.converter(kind).row, _place(kind, "version")
        rows = [write(record) for record in records]
        for row in rows:
            row[version] += 1
        self._insert(kind, rows)

    def _insert(self, kind: str, rows: Sequence[Values]) -> None:
        full = [[self.tenant, *row] for row in rows]
        bulk = None
        if len(rows) >= _MANY:
            columns = ("tenant", *layout(kind).written)
            bulk = self.kinds.database.bulk(table(kind), columns)
        if bulk is not None:
            self.turn.copy(bulk, full)
        elif 1 < len(rows) <= self.kinds.database.rows_at_once:
            statement = self.kinds.statements.of(Inserting(kind, len(rows)), _inserting)
            values = [self.tenant, *chain.from_iterable(rows)]
            self.turn.many(statement.text, [statement.parameters(values)])
        elif rows:
            statement = self.kinds.statements.of(Inserting(kind), _inserting)
            self.turn.many(statement.text, statement.all(full))
        key = 1 + _place(kind, "id")
        self._marks.put_in(kind, [[self.tenant, row[key]] for row in full])

    def _change(self, kind: str, pairs: Sequence[tuple[Record, Record]]) -> None:
        write, version = self.kinds.converter(kind).row, _place(kind, "version")
        names = layout(kind).written
        grouped: dict[tuple[str, ...], list[Values]] = {}
        for before, after in pairs:
            old, new = write(before), write(after)
            new[version] = old[version] + 1
            places = [nth for nth, value in enumerate(new) if value != old[nth]]
            columns = tuple([names[nth] for nth in places])
            row = [*self._found_by(before), *(new[nth] for nth in places)]
            grouped.setdefault(columns, []).append(row)
        for columns, rows in grouped.items():
            statement = self.kinds.statements.of(Updating(kind, columns), _updating)
            self._exactly(statement.text, statement.all(rows))
            if folded_of(SEARCHED.get(kind, "")) in columns:
                self._marks.renew(kind, [row[:_VERSION] for row in rows])

    @property
    def _marks(self) -> Marks:
        return Marks(self.kinds, self.turn)

    def _found_by(self, record: Record) -> Values:
        return [self.tenant, self.kinds.key(record.id), record.version]

    def _exactly(self, text: str, rows: Sequence[Sequence[object]]) -> None:
        if self.turn.many(text, rows) != len(rows):
            raise _Outdated


def _place(kind: str, column: str) -> int:
    return layout(kind).written.index(column)


def _inserting(shape: Inserting, _database: Database) -> ClauseElement:
    target = table(shape.kind)
    slots, names = count(TENANT + 1), layout(shape.kind).written
    rows = [
        {
            "tenant": parameter(TENANT),
            **{name: parameter(next(slots), target.c[name].type) for name in names},
        }
        for _ in range(shape.rows)
    ]
    return insert(target).values(rows if shape.rows > 1 else rows[0])


def _updating(shape: Updating, _database: Database) -> ClauseElement:
    target = table(shape.kind)
    values = {
        name: parameter(_FIRST + nth, target.c[name].type) for nth, name in enumerate(shape.columns)
    }
    return (
        update(target)
        .where(
            target.c.tenant == parameter(TENANT),
            target.c.id == parameter(_KEY, IDENT),
            target.c.version == parameter(_VERSION),
        )
        .values(values)
    )


def _deleting(shape: Deleting, _database: Database) -> ClauseElement:
    target = table(shape.kind)
    return delete(target).where(
        target.c.tenant == parameter(TENANT),
        target.c.id == parameter(_KEY, IDENT),
        target.c.version == parameter(_VERSION),
    )
