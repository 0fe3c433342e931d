"""The names to ask with about what `crmkit.domain.deals` holds."""

from __future__ import annotations

from datetime import date, datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import CustomRecord, Link
from crmkit.domain.deals import Deal, Outcome
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order, Payment, Product
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import CompanyId, ContactId, DealId, EmployeeId, LeadId, PipelineId, ProductId
from crmkit.money import Money
from crmkit.query.names import Field, Many, Names, One, TagsField, TextField


class DealNames(Names[Deal]):
    """The fields and relations of a deal."""

    __slots__ = ()

    version: Field[Deal, int] = Field("version")
    created_at: Field[Deal, datetime] = Field("created_at")
    archived_at: Field[Deal, datetime] = Field("archived_at")
    id: Field[Deal, DealId] = Field("id")
    title: TextField[Deal] = TextField("title")
    contact_id: Field[Deal, ContactId] = Field("contact_id")
    company_id: Field[Deal, CompanyId] = Field("company_id")
    lead_id: Field[Deal, LeadId] = Field("lead_id")
    parent_id: Field[Deal, DealId] = Field("parent_id")
    product_id: Field[Deal, ProductId] = Field("product_id")
    pipeline_id: Field[Deal, PipelineId] = Field("pipeline_id")
    stage: Field[Deal, str] = Field("stage")
    outcome: Field[Deal, Outcome] = Field("outcome")
    amount: Field[Deal, Money] = Field("amount")
    owner_id: Field[Deal, EmployeeId] = Field("owner_id")
    channel: Field[Deal, str] = Field("channel")
    source: Field[Deal, str] = Field("source")
    comment: TextField[Deal] = TextField("comment")
    expected_on: Field[Deal, date] = Field("expected_on")
    stage_since: Field[Deal, datetime] = Field("stage_since")
    touched_at: Field[Deal, datetime] = Field("touched_at")
    closed_at: Field[Deal, datetime] = Field("closed_at")
    lost_reason: Field[Deal, str] = Field("lost_reason")
    external_id: Field[Deal, str] = Field("external_id")
    tags: TagsField[Deal] = TagsField("tags")
    owner: One[Deal, Employee] = One("owner")
    contact: One[Deal, Contact] = One("contact")
    company: One[Deal, Company] = One("company")
    pipeline: One[Deal, Pipeline] = One("pipeline")
    lead: One[Deal, Lead] = One("lead")
    product: One[Deal, Product] = One("product")
    parent: One[Deal, Deal] = One("parent")
    parts: Many[Deal, Deal] = Many("parts")
    orders: Many[Deal, Order] = Many("orders")
    payments: Many[Deal, Payment] = Many("payments")
    records: Many[Deal, CustomRecord] = Many("records")
    tasks: Many[Deal, Task] = Many("tasks")
    reminders: Many[Deal, Reminder] = Many("reminders")
    notes: Many[Deal, Note] = Many("notes")
    interactions: Many[Deal, Interaction] = Many("interactions")
    attachments: Many[Deal, Attachment] = Many("attachments")
    links_out: Many[Deal, Link] = Many("links_out")
    links_in: Many[Deal, Link] = Many("links_in")


deal = DealNames()
