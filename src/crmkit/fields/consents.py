"""The names to ask with about what `crmkit.domain.consents` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Contact
from crmkit.domain.consents import Consent
from crmkit.ids import ConsentId, ContactId
from crmkit.query.names import Field, Names, One


class ConsentNames(Names[Consent]):
    """The fields and relations of a consent."""

    __slots__ = ()

    version: Field[Consent, int] = Field("version")
    created_at: Field[Consent, datetime] = Field("created_at")
    archived_at: Field[Consent, datetime] = Field("archived_at")
    id: Field[Consent, ConsentId] = Field("id")
    contact_id: Field[Consent, ContactId] = Field("contact_id")
    purpose: Field[Consent, str] = Field("purpose")
    channel: Field[Consent, str] = Field("channel")
    text_version: Field[Consent, str] = Field("text_version")
    evidence: Field[Consent, str] = Field("evidence")
    source: Field[Consent, str] = Field("source")
    given_at: Field[Consent, datetime] = Field("given_at")
    withdrawn_at: Field[Consent, datetime] = Field("withdrawn_at")
    contact: One[Consent, Contact] = One("contact")


consent = ConsentNames()
