"""The names to ask with about what `crmkit.domain.leads` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import Link
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Inquiry, Lead, LeadStatus, Qualification
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import CompanyId, ContactId, DealId, EmployeeId, InquiryId, LeadId, PipelineId
from crmkit.query.names import Field, Many, Names, One, TagsField, TextField


class InquiryNames(Names[Inquiry]):
    """The fields and relations of an inquiry."""

    __slots__ = ()

    version: Field[Inquiry, int] = Field("version")
    created_at: Field[Inquiry, datetime] = Field("created_at")
    archived_at: Field[Inquiry, datetime] = Field("archived_at")
    id: Field[Inquiry, InquiryId] = Field("id")
    contact_id: Field[Inquiry, ContactId] = Field("contact_id")
    company_id: Field[Inquiry, CompanyId] = Field("company_id")
    channel: Field[Inquiry, str] = Field("channel")
    source: Field[Inquiry, str] = Field("source")
    received_at: Field[Inquiry, datetime] = Field("received_at")
    text: TextField[Inquiry] = TextField("text")
    goal: Field[Inquiry, str] = Field("goal")
    name: Field[Inquiry, str] = Field("name")
    phone: Field[Inquiry, str] = Field("phone")
    email: Field[Inquiry, str] = Field("email")
    external_id: Field[Inquiry, str] = Field("external_id")
    contact: One[Inquiry, Contact] = One("contact")
    company: One[Inquiry, Company] = One("company")
    leads: Many[Inquiry, Lead] = Many("leads")


class LeadNames(Names[Lead]):
    """The fields and relations of a lead."""

    __slots__ = ()

    version: Field[Lead, int] = Field("version")
    created_at: Field[Lead, datetime] = Field("created_at")
    archived_at: Field[Lead, datetime] = Field("archived_at")
    id: Field[Lead, LeadId] = Field("id")
    title: TextField[Lead] = TextField("title")
    name: TextField[Lead] = TextField("name")
    phone: Field[Lead, str] = Field("phone")
    email: Field[Lead, str] = Field("email")
    company_name: Field[Lead, str] = Field("company_name")
    request: TextField[Lead] = TextField("request")
    comment: TextField[Lead] = TextField("comment")
    channel: Field[Lead, str] = Field("channel")
    source: Field[Lead, str] = Field("source")
    contact_id: Field[Lead, ContactId] = Field("contact_id")
    company_id: Field[Lead, CompanyId] = Field("company_id")
    inquiry_id: Field[Lead, InquiryId] = Field("inquiry_id")
    pipeline_id: Field[Lead, PipelineId] = Field("pipeline_id")
    owner_id: Field[Lead, EmployeeId] = Field("owner_id")
    qualification: Field[Lead, Qualification] = Field("qualification")
    status: Field[Lead, LeadStatus] = Field("status")
    fail_reason: Field[Lead, str] = Field("fail_reason")
    deal_id: Field[Lead, DealId] = Field("deal_id")
    touched_at: Field[Lead, datetime] = Field("touched_at")
    closed_at: Field[Lead, datetime] = Field("closed_at")
    external_id: Field[Lead, str] = Field("external_id")
    tags: TagsField[Lead] = TagsField("tags")
    owner: One[Lead, Employee] = One("owner")
    contact: One[Lead, Contact] = One("contact")
    company: One[Lead, Company] = One("company")
    inquiry: One[Lead, Inquiry] = One("inquiry")
    deal: One[Lead, Deal] = One("deal")
    pipeline: One[Lead, Pipeline] = One("pipeline")
    tasks: Many[Lead, Task] = Many("tasks")
    reminders: Many[Lead, Reminder] = Many("reminders")
    notes: Many[Lead, Note] = Many("notes")
    interactions: Many[Lead, Interaction] = Many("interactions")
    attachments: Many[Lead, Attachment] = Many("attachments")
    links_out: Many[Lead, Link] = Many("links_out")
    links_in: Many[Lead, Link] = Many("links_in")


inquiry = InquiryNames()
lead = LeadNames()
