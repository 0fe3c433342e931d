"""The names to ask with about what `crmkit.domain.tasks` holds."""

from __future__ import annotations

from datetime import datetime

from crmkit.domain.clients import Company, Contact
from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Lead
from crmkit.domain.orders import Order
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, ReminderStatus, Task, TaskStatus
from crmkit.ids import (
    CompanyId,
    ContactId,
    CustomRecordId,
    DealId,
    EmployeeId,
    LeadId,
    OrderId,
    ReminderId,
    TaskId,
)
from crmkit.query.names import Field, Many, Names, One, TextField


class TaskNames(Names[Task]):
    """The fields and relations of a task."""

    __slots__ = ()

    version: Field[Task, int] = Field("version")
    created_at: Field[Task, datetime] = Field("created_at")
    archived_at: Field[Task, datetime] = Field("archived_at")
    contact_id: Field[Task, ContactId] = Field("contact_id")
    company_id: Field[Task, CompanyId] = Field("company_id")
    lead_id: Field[Task, LeadId] = Field("lead_id")
    deal_id: Field[Task, DealId] = Field("deal_id")
    order_id: Field[Task, OrderId] = Field("order_id")
    record_id: Field[Task, CustomRecordId] = Field("record_id")
    owner_id: Field[Task, EmployeeId] = Field("owner_id")
    id: Field[Task, TaskId] = Field("id")
    title: TextField[Task] = TextField("title")
    description: TextField[Task] = TextField("description")
    due_at: Field[Task, datetime] = Field("due_at")
    status: Field[Task, TaskStatus] = Field("status")
    done_at: Field[Task, datetime] = Field("done_at")
    result: TextField[Task] = TextField("result")
    cause: Field[Task, str] = Field("cause")
    contact: One[Task, Contact] = One("contact")
    company: One[Task, Company] = One("company")
    lead: One[Task, Lead] = One("lead")
    deal: One[Task, Deal] = One("deal")
    order: One[Task, Order] = One("order")
    record: One[Task, CustomRecord] = One("record")
    owner: One[Task, Employee] = One("owner")
    reminders: Many[Task, Reminder] = Many("reminders")


class ReminderNames(Names[Reminder]):
    """The fields and relations of a reminder."""

    __slots__ = ()

    version: Field[Reminder, int] = Field("version")
    created_at: Field[Reminder, datetime] = Field("created_at")
    archived_at: Field[Reminder, datetime] = Field("archived_at")
    contact_id: Field[Reminder, ContactId] = Field("contact_id")
    company_id: Field[Reminder, CompanyId] = Field("company_id")
    lead_id: Field[Reminder, LeadId] = Field("lead_id")
    deal_id: Field[Reminder, DealId] = Field("deal_id")
    order_id: Field[Reminder, OrderId] = Field("order_id")
    record_id: Field[Reminder, CustomRecordId] = Field("record_id")
    owner_id: Field[Reminder, EmployeeId] = Field("owner_id")
    id: Field[Reminder, ReminderId] = Field("id")
    task_id: Field[Reminder, TaskId] = Field("task_id")
    text: TextField[Reminder] = TextField("text")
    due_at: Field[Reminder, datetime] = Field("due_at")
    channel: Field[Reminder, str] = Field("channel")
    status: Field[Reminder, ReminderStatus] = Field("status")
    fired_at: Field[Reminder, datetime] = Field("fired_at")
    cause: Field[Reminder, str] = Field("cause")
    contact: One[Reminder, Contact] = One("contact")
    company: One[Reminder, Company] = One("company")
    lead: One[Reminder, Lead] = One("lead")
    deal: One[Reminder, Deal] = One("deal")
    order: One[Reminder, Order] = One("order")
    record: One[Reminder, CustomRecord] = One("record")
    owner: One[Reminder, Employee] = One("owner")
    task: One[Reminder, Task] = One("task")


task = TaskNames()
reminder = ReminderNames()
