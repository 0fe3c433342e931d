"""The names to ask with about what `crmkit.domain.outbox` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Contact
from crmkit.domain.outbox import OnUncertain, Outgoing, OutgoingStatus, Received, ReceivedStatus
from crmkit.ids import ContactId, OutgoingId, ReceivedId
from crmkit.query.names import Field, Names, One


class OutgoingNames(Names[Outgoing]):
    """The fields and relations of an outgoing."""

    __slots__ = ()

    version: Field[Outgoing, int] = Field("version")
    created_at: Field[Outgoing, datetime] = Field("created_at")
    archived_at: Field[Outgoing, datetime] = Field("archived_at")
    id: Field[Outgoing, OutgoingId] = Field("id")
    key: Field[Outgoing, str] = Field("key")
    topic: Field[Outgoing, str] = Field("topic")
    contact_id: Field[Outgoing, ContactId] = Field("contact_id")
    due_at: Field[Outgoing, datetime] = Field("due_at")
    status: Field[Outgoing, OutgoingStatus] = Field("status")
    on_uncertain: Field[Outgoing, OnUncertain] = Field("on_uncertain")
    attempts: Field[Outgoing, int] = Field("attempts")
    claimed_by: Field[Outgoing, str] = Field("claimed_by")
    claimed_until: Field[Outgoing, datetime] = Field("claimed_until")
    finished_at: Field[Outgoing, datetime] = Field("finished_at")
    fault: Field[Outgoing, str] = Field("fault")
    contact: One[Outgoing, Contact] = One("contact")


class ReceivedNames(Names[Received]):
    """The fields and relations of a received."""

    __slots__ = ()

    version: Field[Received, int] = Field("version")
    created_at: Field[Received, datetime] = Field("created_at")
    archived_at: Field[Received, datetime] = Field("archived_at")
    id: Field[Received, ReceivedId] = Field("id")
    source: Field[Received, str] = Field("source")
    key: Field[Received, str] = Field("key")
    digest: Field[Received, str] = Field("digest")
    contact_id: Field[Received, ContactId] = Field("contact_id")
    status: Field[Received, ReceivedStatus] = Field("status")
    body: Field[Received, str] = Field("body")
    contact: One[Received, Contact] = One("contact")


outgoing = OutgoingNames()
received = ReceivedNames()
