"""The names to ask with about what `crmkit.domain.journal` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.journal import JournalAction, JournalEntry
from crmkit.ids import Id, JournalEntryId
from crmkit.query.names import Field, Names


class JournalEntryNames(Names[JournalEntry]):
    """The fields and relations of a journal."""

    __slots__ = ()

    version: Field[JournalEntry, int] = Field("version")
    created_at: Field[JournalEntry, datetime] = Field("created_at")
    archived_at: Field[JournalEntry, datetime] = Field("archived_at")
    id: Field[JournalEntry, JournalEntryId] = Field("id")
    record_kind: Field[JournalEntry, str] = Field("record_kind")
    record_id: Field[JournalEntry, Id] = Field("record_id")
    action: Field[JournalEntry, JournalAction] = Field("action")
    actor: Field[JournalEntry, str] = Field("actor")
    command: Field[JournalEntry, str] = Field("command")
    rule: Field[JournalEntry, str] = Field("rule")
    salt: Field[JournalEntry, str] = Field("salt")
    commitment: Field[JournalEntry, str] = Field("commitment")
    seal: Field[JournalEntry, int] = Field("seal")


journal = JournalEntryNames()
