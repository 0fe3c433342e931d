"""The names to ask with about what `crmkit.domain.merging` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.merging import Merge
from crmkit.ids import Id, MergeId
from crmkit.query.names import Field, Names, One, TagsField


class MergeNames(Names[Merge]):
    """The fields and relations of a merge."""

    __slots__ = ()

    version: Field[Merge, int] = Field("version")
    created_at: Field[Merge, datetime] = Field("created_at")
    archived_at: Field[Merge, datetime] = Field("archived_at")
    id: Field[Merge, MergeId] = Field("id")
    survivor_kind: Field[Merge, str] = Field("survivor_kind")
    survivor_id: Field[Merge, Id] = Field("survivor_id")
    absorbed_kind: Field[Merge, str] = Field("absorbed_kind")
    absorbed_id: Field[Merge, Id] = Field("absorbed_id")
    reason: Field[Merge, str] = Field("reason")
    moved: TagsField[Merge] = TagsField("moved")
    undone_at: Field[Merge, datetime] = Field("undone_at")
    contact: One[Merge, Contact] = One("contact")
    company: One[Merge, Company] = One("company")


merge = MergeNames()
