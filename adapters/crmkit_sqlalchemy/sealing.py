"""What is done to journal entries that are there: a seal's number is put on, payloads destroyed."""

from collections.abc import Sequence

from attrs import frozen
from sqlalchemy import ClauseElement, null, update

from crmkit.domain.journal import JournalEntry
from crmkit.domain.seals import Seal
from crmkit.errors import Conflict
from crmkit.ids import JournalEntryId
from crmkit_sqlalchemy.dialects import Database
from crmkit_sqlalchemy.documents import changes_to_text
from crmkit_sqlalchemy.kinds import Kinds
from crmkit_sqlalchemy.shapes import TENANT
from crmkit_sqlalchemy.sources import parameter
from crmkit_sqlalchemy.tables import table
from crmkit_sqlalchemy.turns import Turn
from crmkit_sqlalchemy.types import IDENT

_KEY, _NUMBER = 1, 2


@frozen
class Marking:
    """The number of a seal on an entry that has none."""


@frozen
class Blanking:
    """Changes and salt of every entry about a record."""


def mark(
    kinds: Kinds, tenant: int, turn: Turn, marked: tuple[Seal, Sequence[JournalEntryId]]
) -> None:
    """Puts the seal's number on the entries; Conflict where one is gone or has a number."""
    seal, entries = marked
    statement = kinds.statements.of(Marking(), _marking)
    rows = [[tenant, kinds.key(key), seal.number] for key in entries]
    if rows and turn.many(statement.text, statement.all(rows)) != len(rows):
        message = "an entry is gone, or under a seal"
        raise Conflict(message, where=f"seal {seal.number}", hint="seal what is not sealed yet")


def forget(kinds: Kinds, turn: Turn, records: Sequence[Sequence[object]]) -> None:
    """Destroys what the journal holds about records, each given as tenant and key."""
    if records:
        statement = kinds.statements.of(Blanking(), _blanking)
        turn.many(statement.text, statement.all(records))


def _marking(_shape: Marking, _database: Database) -> ClauseElement:
    journal = table(JournalEntry.kind)
    return (
        update(journal)
        .where(
            journal.c.tenant == parameter(TENANT),
            journal.c.id == parameter(_KEY, IDENT),
            journal.c.seal.is_(None),
        )
        .values(seal=parameter(_NUMBER))
    )


def _blanking(_shape: Blanking, _database: Database) -> ClauseElement:
    journal = table(JournalEntry.kind)
    return (
        update(journal)
        .where(journal.c.tenant == parameter(TENANT), journal.c.record_id == parameter(_KEY, IDENT))
        .values(changes=changes_to_text({}), salt=null())
    )
