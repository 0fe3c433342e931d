"""The names to ask with about what `crmkit.domain.seals` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.seals import Seal
from crmkit.ids import SealId
from crmkit.query.names import Field, Names


class SealNames(Names[Seal]):
    """The fields and relations of a seal."""

    __slots__ = ()

    version: Field[Seal, int] = Field("version")
    created_at: Field[Seal, datetime] = Field("created_at")
    archived_at: Field[Seal, datetime] = Field("archived_at")
    id: Field[Seal, SealId] = Field("id")
    number: Field[Seal, int] = Field("number")
    entries: Field[Seal, int] = Field("entries")
    head: Field[Seal, str] = Field("head")


seal = SealNames()
