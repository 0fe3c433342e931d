"""The names to ask with about what `crmkit.domain.conversations` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Attachment, Direction, Interaction, InteractionType, Note
from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order
from crmkit.domain.staff import Employee
from crmkit.ids import (
    AttachmentId,
    CompanyId,
    ContactId,
    CustomRecordId,
    DealId,
    EmployeeId,
    InteractionId,
    LeadId,
    NoteId,
    OrderId,
)
from crmkit.query.names import Field, Names, One, TagsField, TextField


class NoteNames(Names[Note]):
    """The fields and relations of a note."""

    __slots__ = ()

    version: Field[Note, int] = Field("version")
    created_at: Field[Note, datetime] = Field("created_at")
    archived_at: Field[Note, datetime] = Field("archived_at")
    contact_id: Field[Note, ContactId] = Field("contact_id")
    company_id: Field[Note, CompanyId] = Field("company_id")
    lead_id: Field[Note, LeadId] = Field("lead_id")
    deal_id: Field[Note, DealId] = Field("deal_id")
    order_id: Field[Note, OrderId] = Field("order_id")
    record_id: Field[Note, CustomRecordId] = Field("record_id")
    owner_id: Field[Note, EmployeeId] = Field("owner_id")
    id: Field[Note, NoteId] = Field("id")
    text: TextField[Note] = TextField("text")
    tags: TagsField[Note] = TagsField("tags")
    contact: One[Note, Contact] = One("contact")
    company: One[Note, Company] = One("company")
    lead: One[Note, Lead] = One("lead")
    deal: One[Note, Deal] = One("deal")
    order: One[Note, Order] = One("order")
    record: One[Note, CustomRecord] = One("record")
    owner: One[Note, Employee] = One("owner")


class InteractionNames(Names[Interaction]):
    """The fields and relations of an interaction."""

    __slots__ = ()

    version: Field[Interaction, int] = Field("version")
    created_at: Field[Interaction, datetime] = Field("created_at")
    archived_at: Field[Interaction, datetime] = Field("archived_at")
    contact_id: Field[Interaction, ContactId] = Field("contact_id")
    company_id: Field[Interaction, CompanyId] = Field("company_id")
    lead_id: Field[Interaction, LeadId] = Field("lead_id")
    deal_id: Field[Interaction, DealId] = Field("deal_id")
    order_id: Field[Interaction, OrderId] = Field("order_id")
    record_id: Field[Interaction, CustomRecordId] = Field("record_id")
    owner_id: Field[Interaction, EmployeeId] = Field("owner_id")
    id: Field[Interaction, InteractionId] = Field("id")
    type: Field[Interaction, InteractionType] = Field("type")
    direction: Field[Interaction, Direction] = Field("direction")
    at: Field[Interaction, datetime] = Field("at")
    channel: Field[Interaction, str] = Field("channel")
    text: TextField[Interaction] = TextField("text")
    outcome: Field[Interaction, str] = Field("outcome")
    seconds: Field[Interaction, int] = Field("seconds")
    recording: Field[Interaction, str] = Field("recording")
    external_id: Field[Interaction, str] = Field("external_id")
    contact: One[Interaction, Contact] = One("contact")
    company: One[Interaction, Company] = One("company")
    lead: One[Interaction, Lead] = One("lead")
    deal: One[Interaction, Deal] = One("deal")
    order: One[Interaction, Order] = One("order")
    record: One[Interaction, CustomRecord] = One("record")
    owner: One[Interaction, Employee] = One("owner")


class AttachmentNames(Names[Attachment]):
    """The fields and relations of an attachment."""

    __slots__ = ()

    version: Field[Attachment, int] = Field("version")
    created_at: Field[Attachment, datetime] = Field("created_at")
    archived_at: Field[Attachment, datetime] = Field("archived_at")
    contact_id: Field[Attachment, ContactId] = Field("contact_id")
    company_id: Field[Attachment, CompanyId] = Field("company_id")
    lead_id: Field[Attachment, LeadId] = Field("lead_id")
    deal_id: Field[Attachment, DealId] = Field("deal_id")
    order_id: Field[Attachment, OrderId] = Field("order_id")
    record_id: Field[Attachment, CustomRecordId] = Field("record_id")
    owner_id: Field[Attachment, EmployeeId] = Field("owner_id")
    id: Field[Attachment, AttachmentId] = Field("id")
    name: TextField[Attachment] = TextField("name")
    uri: Field[Attachment, str] = Field("uri")
    media_type: Field[Attachment, str] = Field("media_type")
    size: Field[Attachment, int] = Field("size")
    contact: One[Attachment, Contact] = One("contact")
    company: One[Attachment, Company] = One("company")
    lead: One[Attachment, Lead] = One("lead")
    deal: One[Attachment, Deal] = One("deal")
    order: One[Attachment, Order] = One("order")
    record: One[Attachment, CustomRecord] = One("record")
    owner: One[Attachment, Employee] = One("owner")


note = NoteNames()
interaction = InteractionNames()
attachment = AttachmentNames()
