"""The names to ask with about what `crmkit.domain.custom` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import CustomField, CustomRecord, CustomType, Link, RecordType, Segment
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import (
    CompanyId,
    ContactId,
    CustomFieldId,
    CustomRecordId,
    DealId,
    EmployeeId,
    Id,
    LinkId,
    OrderId,
    PipelineId,
    RecordTypeId,
    SegmentId,
)
from crmkit.query.names import Field, Many, Names, One, TagsField, TextField


class CustomFieldNames(Names[CustomField]):
    """The fields and relations of a custom field."""

    __slots__ = ()

    version: Field[CustomField, int] = Field("version")
    created_at: Field[CustomField, datetime] = Field("created_at")
    archived_at: Field[CustomField, datetime] = Field("archived_at")
    id: Field[CustomField, CustomFieldId] = Field("id")
    of_kind: Field[CustomField, str] = Field("of_kind")
    key: Field[CustomField, str] = Field("key")
    title: TextField[CustomField] = TextField("title")
    type: Field[CustomField, CustomType] = Field("type")
    choices: TagsField[CustomField] = TagsField("choices")
    required: Field[CustomField, bool] = Field("required")
    block: Field[CustomField, str] = Field("block")
    pipeline_id: Field[CustomField, PipelineId] = Field("pipeline_id")
    record_type: Field[CustomField, str] = Field("record_type")


class RecordTypeNames(Names[RecordType]):
    """The fields and relations of a record type."""

    __slots__ = ()

    version: Field[RecordType, int] = Field("version")
    created_at: Field[RecordType, datetime] = Field("created_at")
    archived_at: Field[RecordType, datetime] = Field("archived_at")
    id: Field[RecordType, RecordTypeId] = Field("id")
    key: Field[RecordType, str] = Field("key")
    title: TextField[RecordType] = TextField("title")
    pipeline_id: Field[RecordType, PipelineId] = Field("pipeline_id")


class CustomRecordNames(Names[CustomRecord]):
    """The fields and relations of a record."""

    __slots__ = ()

    version: Field[CustomRecord, int] = Field("version")
    created_at: Field[CustomRecord, datetime] = Field("created_at")
    archived_at: Field[CustomRecord, datetime] = Field("archived_at")
    id: Field[CustomRecord, CustomRecordId] = Field("id")
    type: Field[CustomRecord, str] = Field("type")
    title: TextField[CustomRecord] = TextField("title")
    contact_id: Field[CustomRecord, ContactId] = Field("contact_id")
    company_id: Field[CustomRecord, CompanyId] = Field("company_id")
    deal_id: Field[CustomRecord, DealId] = Field("deal_id")
    order_id: Field[CustomRecord, OrderId] = Field("order_id")
    pipeline_id: Field[CustomRecord, PipelineId] = Field("pipeline_id")
    stage: Field[CustomRecord, str] = Field("stage")
    owner_id: Field[CustomRecord, EmployeeId] = Field("owner_id")
    tags: TagsField[CustomRecord] = TagsField("tags")
    owner: One[CustomRecord, Employee] = One("owner")
    contact: One[CustomRecord, Contact] = One("contact")
    company: One[CustomRecord, Company] = One("company")
    deal: One[CustomRecord, Deal] = One("deal")
    order: One[CustomRecord, Order] = One("order")
    pipeline: One[CustomRecord, Pipeline] = One("pipeline")
    tasks: Many[CustomRecord, Task] = Many("tasks")
    reminders: Many[CustomRecord, Reminder] = Many("reminders")
    notes: Many[CustomRecord, Note] = Many("notes")
    interactions: Many[CustomRecord, Interaction] = Many("interactions")
    attachments: Many[CustomRecord, Attachment] = Many("attachments")
    links_out: Many[CustomRecord, Link] = Many("links_out")
    links_in: Many[CustomRecord, Link] = Many("links_in")


class LinkNames(Names[Link]):
    """The fields and relations of a link."""

    __slots__ = ()

    version: Field[Link, int] = Field("version")
    created_at: Field[Link, datetime] = Field("created_at")
    archived_at: Field[Link, datetime] = Field("archived_at")
    id: Field[Link, LinkId] = Field("id")
    type: Field[Link, str] = Field("type")
    inverse: Field[Link, str] = Field("inverse")
    from_kind: Field[Link, str] = Field("from_kind")
    from_id: Field[Link, Id] = Field("from_id")
    to_kind: Field[Link, str] = Field("to_kind")
    to_id: Field[Link, Id] = Field("to_id")
    from_contact: One[Link, Contact] = One("from_contact")
    from_company: One[Link, Company] = One("from_company")
    from_lead: One[Link, Lead] = One("from_lead")
    from_deal: One[Link, Deal] = One("from_deal")
    from_order: One[Link, Order] = One("from_order")
    from_record: One[Link, CustomRecord] = One("from_record")
    to_contact: One[Link, Contact] = One("to_contact")
    to_company: One[Link, Company] = One("to_company")
    to_lead: One[Link, Lead] = One("to_lead")
    to_deal: One[Link, Deal] = One("to_deal")
    to_order: One[Link, Order] = One("to_order")
    to_record: One[Link, CustomRecord] = One("to_record")


class SegmentNames(Names[Segment]):
    """The fields and relations of a segment."""

    __slots__ = ()

    version: Field[Segment, int] = Field("version")
    created_at: Field[Segment, datetime] = Field("created_at")
    archived_at: Field[Segment, datetime] = Field("archived_at")
    id: Field[Segment, SegmentId] = Field("id")
    name: TextField[Segment] = TextField("name")
    of_kind: Field[Segment, str] = Field("of_kind")
    question: Field[Segment, str] = Field("question")
    owner_id: Field[Segment, EmployeeId] = Field("owner_id")
    owner: One[Segment, Employee] = One("owner")


custom_field = CustomFieldNames()
record_type = RecordTypeNames()
record = CustomRecordNames()
link = LinkNames()
segment = SegmentNames()
