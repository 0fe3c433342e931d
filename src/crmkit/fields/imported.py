"""The names to ask with about what `crmkit.domain.imported` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.imported import Imported, ImportKind, ImportStatus
from crmkit.ids import ImportedId, JournalEntryId
from crmkit.query.names import Field, Names


class ImportedNames(Names[Imported]):
    """The fields and relations of an imported."""

    __slots__ = ()

    version: Field[Imported, int] = Field("version")
    created_at: Field[Imported, datetime] = Field("created_at")
    archived_at: Field[Imported, datetime] = Field("archived_at")
    id: Field[Imported, ImportedId] = Field("id")
    file: Field[Imported, str] = Field("file")
    digest: Field[Imported, str] = Field("digest")
    of_kind: Field[Imported, ImportKind] = Field("of_kind")
    mapping: Field[Imported, str] = Field("mapping")
    actor: Field[Imported, str] = Field("actor")
    status: Field[Imported, ImportStatus] = Field("status")
    created: Field[Imported, int] = Field("created")
    updated: Field[Imported, int] = Field("updated")
    matched: Field[Imported, int] = Field("matched")
    rejected: Field[Imported, int] = Field("rejected")
    errors: Field[Imported, str] = Field("errors")
    first_entry: Field[Imported, JournalEntryId] = Field("first_entry")
    last_entry: Field[Imported, JournalEntryId] = Field("last_entry")
    finished_at: Field[Imported, datetime] = Field("finished_at")
    reverted_at: Field[Imported, datetime] = Field("reverted_at")


imported = ImportedNames()
