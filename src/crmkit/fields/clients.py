"""The names to ask with about what `crmkit.domain.clients` holds."""

from __future__ import annotations

from datetime import date, datetime

from crmkit.domain.clients import (
    Company,
    Contact,
    Employment,
    Evidence,
    Handle,
    HandleType,
    Party,
    Sex,
)
from crmkit.domain.consents import Consent
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.custom import CustomRecord, Link
from crmkit.domain.deals import Deal
from crmkit.domain.leads import Inquiry, Lead
from crmkit.domain.orders import Order, Payment
from crmkit.domain.privacy import Erasure, Hold
from crmkit.domain.staff import Employee
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import CompanyId, ContactId, EmployeeId, EmploymentId, HandleId
from crmkit.money import Money
from crmkit.query.names import Field, Many, Names, One, TagsField, TextField


class ContactNames(Names[Contact]):
    """The fields and relations of a contact."""

    __slots__ = ()

    version: Field[Contact, int] = Field("version")
    created_at: Field[Contact, datetime] = Field("created_at")
    archived_at: Field[Contact, datetime] = Field("archived_at")
    id: Field[Contact, ContactId] = Field("id")
    number: Field[Contact, str] = Field("number")
    name: TextField[Contact] = TextField("name")
    last_name: Field[Contact, str] = Field("last_name")
    first_name: Field[Contact, str] = Field("first_name")
    middle_name: Field[Contact, str] = Field("middle_name")
    birth_date: Field[Contact, date] = Field("birth_date")
    sex: Field[Contact, Sex] = Field("sex")
    party: Field[Contact, Party] = Field("party")
    city: TextField[Contact] = TextField("city")
    region: Field[Contact, str] = Field("region")
    address: Field[Contact, str] = Field("address")
    language: Field[Contact, str] = Field("language")
    zone: Field[Contact, str] = Field("zone")
    behaviour: Field[Contact, str] = Field("behaviour")
    solvency: Field[Contact, str] = Field("solvency")
    preferences: Field[Contact, str] = Field("preferences")
    objections: Field[Contact, str] = Field("objections")
    payment_method: Field[Contact, str] = Field("payment_method")
    discount: Field[Contact, str] = Field("discount")
    source: Field[Contact, str] = Field("source")
    referrer_id: Field[Contact, ContactId] = Field("referrer_id")
    owner_id: Field[Contact, EmployeeId] = Field("owner_id")
    comment: TextField[Contact] = TextField("comment")
    tags: TagsField[Contact] = TagsField("tags")
    owner: One[Contact, Employee] = One("owner")
    referrer: One[Contact, Contact] = One("referrer")
    referrals: Many[Contact, Contact] = Many("referrals")
    handles: Many[Contact, Handle] = Many("handles")
    employments: Many[Contact, Employment] = Many("employments")
    inquiries: Many[Contact, Inquiry] = Many("inquiries")
    leads: Many[Contact, Lead] = Many("leads")
    deals: Many[Contact, Deal] = Many("deals")
    orders: Many[Contact, Order] = Many("orders")
    payments: Many[Contact, Payment] = Many("payments")
    consents: Many[Contact, Consent] = Many("consents")
    holds: Many[Contact, Hold] = Many("holds")
    erasures: Many[Contact, Erasure] = Many("erasures")
    records: Many[Contact, CustomRecord] = Many("records")
    tasks: Many[Contact, Task] = Many("tasks")
    reminders: Many[Contact, Reminder] = Many("reminders")
    notes: Many[Contact, Note] = Many("notes")
    interactions: Many[Contact, Interaction] = Many("interactions")
    attachments: Many[Contact, Attachment] = Many("attachments")
    links_out: Many[Contact, Link] = Many("links_out")
    links_in: Many[Contact, Link] = Many("links_in")


class CompanyNames(Names[Company]):
    """The fields and relations of a company."""

    __slots__ = ()

    version: Field[Company, int] = Field("version")
    created_at: Field[Company, datetime] = Field("created_at")
    archived_at: Field[Company, datetime] = Field("archived_at")
    id: Field[Company, CompanyId] = Field("id")
    number: Field[Company, str] = Field("number")
    name: TextField[Company] = TextField("name")
    legal_name: TextField[Company] = TextField("legal_name")
    party: Field[Company, Party] = Field("party")
    activity: Field[Company, str] = Field("activity")
    site: Field[Company, str] = Field("site")
    city: TextField[Company] = TextField("city")
    legal_address: Field[Company, str] = Field("legal_address")
    actual_address: Field[Company, str] = Field("actual_address")
    inn: Field[Company, str] = Field("inn")
    kpp: Field[Company, str] = Field("kpp")
    ogrn: Field[Company, str] = Field("ogrn")
    edrpou: Field[Company, str] = Field("edrpou")
    employees: Field[Company, int] = Field("employees")
    revenue: Field[Company, Money] = Field("revenue")
    founded: Field[Company, int] = Field("founded")
    parent_id: Field[Company, CompanyId] = Field("parent_id")
    source: Field[Company, str] = Field("source")
    owner_id: Field[Company, EmployeeId] = Field("owner_id")
    comment: TextField[Company] = TextField("comment")
    tags: TagsField[Company] = TagsField("tags")
    owner: One[Company, Employee] = One("owner")
    parent: One[Company, Company] = One("parent")
    subsidiaries: Many[Company, Company] = Many("subsidiaries")
    handles: Many[Company, Handle] = Many("handles")
    employments: Many[Company, Employment] = Many("employments")
    leads: Many[Company, Lead] = Many("leads")
    deals: Many[Company, Deal] = Many("deals")
    orders: Many[Company, Order] = Many("orders")
    payments: Many[Company, Payment] = Many("payments")
    records: Many[Company, CustomRecord] = Many("records")
    tasks: Many[Company, Task] = Many("tasks")
    reminders: Many[Company, Reminder] = Many("reminders")
    notes: Many[Company, Note] = Many("notes")
    interactions: Many[Company, Interaction] = Many("interactions")
    attachments: Many[Company, Attachment] = Many("attachments")
    links_out: Many[Company, Link] = Many("links_out")
    links_in: Many[Company, Link] = Many("links_in")


class EmploymentNames(Names[Employment]):
    """The fields and relations of an employment."""

    __slots__ = ()

    version: Field[Employment, int] = Field("version")
    created_at: Field[Employment, datetime] = Field("created_at")
    archived_at: Field[Employment, datetime] = Field("archived_at")
    id: Field[Employment, EmploymentId] = Field("id")
    contact_id: Field[Employment, ContactId] = Field("contact_id")
    company_id: Field[Employment, CompanyId] = Field("company_id")
    position: TextField[Employment] = TextField("position")
    since: Field[Employment, date] = Field("since")
    until: Field[Employment, date] = Field("until")
    contact: One[Employment, Contact] = One("contact")
    company: One[Employment, Company] = One("company")


class HandleNames(Names[Handle]):
    """The fields and relations of a handle."""

    __slots__ = ()

    version: Field[Handle, int] = Field("version")
    created_at: Field[Handle, datetime] = Field("created_at")
    archived_at: Field[Handle, datetime] = Field("archived_at")
    id: Field[Handle, HandleId] = Field("id")
    contact_id: Field[Handle, ContactId] = Field("contact_id")
    company_id: Field[Handle, CompanyId] = Field("company_id")
    type: Field[Handle, HandleType] = Field("type")
    value: Field[Handle, str] = Field("value")
    raw: Field[Handle, str] = Field("raw")
    extension: Field[Handle, str] = Field("extension")
    evidence: Field[Handle, Evidence] = Field("evidence")
    valid_from: Field[Handle, datetime] = Field("valid_from")
    valid_until: Field[Handle, datetime] = Field("valid_until")
    note: Field[Handle, str] = Field("note")
    contact: One[Handle, Contact] = One("contact")
    company: One[Handle, Company] = One("company")


contact = ContactNames()
company = CompanyNames()
employment = EmploymentNames()
handle = HandleNames()
