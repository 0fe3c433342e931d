"""The names to ask with about what `crmkit.domain.privacy` holds."""

from __future__ import annotations

from datetime import date, datetime

from crmkit.domain.clients import Contact
from crmkit.domain.privacy import Erasure, Hold, SuppressedKey, Suppression
from crmkit.ids import ContactId, ErasureId, HoldId, SuppressionId
from crmkit.query.names import Field, Names, One, TagsField


class ErasureNames(Names[Erasure]):
    """The fields and relations of an erasure."""

    __slots__ = ()

    version: Field[Erasure, int] = Field("version")
    created_at: Field[Erasure, datetime] = Field("created_at")
    archived_at: Field[Erasure, datetime] = Field("archived_at")
    id: Field[Erasure, ErasureId] = Field("id")
    subject_id: Field[Erasure, ContactId] = Field("subject_id")
    ground: Field[Erasure, str] = Field("ground")
    operator: Field[Erasure, str] = Field("operator")
    actor: Field[Erasure, str] = Field("actor")
    categories: TagsField[Erasure] = TagsField("categories")
    log: Field[Erasure, str] = Field("log")


class HoldNames(Names[Hold]):
    """The fields and relations of a hold."""

    __slots__ = ()

    version: Field[Hold, int] = Field("version")
    created_at: Field[Hold, datetime] = Field("created_at")
    archived_at: Field[Hold, datetime] = Field("archived_at")
    id: Field[Hold, HoldId] = Field("id")
    contact_id: Field[Hold, ContactId] = Field("contact_id")
    reason: Field[Hold, str] = Field("reason")
    until: Field[Hold, date] = Field("until")
    contact: One[Hold, Contact] = One("contact")


class SuppressionNames(Names[Suppression]):
    """The fields and relations of a suppression."""

    __slots__ = ()

    version: Field[Suppression, int] = Field("version")
    created_at: Field[Suppression, datetime] = Field("created_at")
    archived_at: Field[Suppression, datetime] = Field("archived_at")
    id: Field[Suppression, SuppressionId] = Field("id")
    key: Field[Suppression, SuppressedKey] = Field("key")
    digest: Field[Suppression, str] = Field("digest")
    purpose: Field[Suppression, str] = Field("purpose")
    erasure_id: Field[Suppression, ErasureId] = Field("erasure_id")


erasure = ErasureNames()
hold = HoldNames()
suppression = SuppressionNames()
