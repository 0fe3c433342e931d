"""Consents: what a client agreed to, when, and when it was withdrawn."""

from datetime import datetime
from typing import ClassVar

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.ids import ConsentId, ContactId
from crmkit.query.schema import Relation


@frozen(kw_only=True, repr=False)
class Consent(Record):
    """A consent for one purpose through one channel, with the text agreed to and the proof."""

    kind: ClassVar[str] = "consent"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
    )

    id: ConsentId
    contact_id: ContactId
    purpose: str
    channel: str
    text_version: str
    evidence: str | None = None
    source: str | None = None
    given_at: datetime
    withdrawn_at: datetime | None = None
