"""Typed names to ask with, one for each kind of record: ``deal.stage == "won"``.

The definitions of a shop's own fields and types, and its roles, are asked about with the names in
`crmkit.fields.custom` and `crmkit.fields.staff`. Every file here is generated from the schema.
"""

from crmkit.fields.clients import company, contact, employment, handle
from crmkit.fields.consents import consent
from crmkit.fields.conversations import attachment, interaction, note
from crmkit.fields.custom import link, record, segment
from crmkit.fields.deals import deal
from crmkit.fields.journal import journal
from crmkit.fields.leads import inquiry, lead
from crmkit.fields.orders import order, order_line, payment, product
from crmkit.fields.pipelines import pipeline
from crmkit.fields.plans import plan
from crmkit.fields.staff import employee, team
from crmkit.fields.tasks import reminder, task

__all__ = [
    "attachment",
    "company",
    "consent",
    "contact",
    "deal",
    "employee",
    "employment",
    "handle",
    "inquiry",
    "interaction",
    "journal",
    "lead",
    "link",
    "note",
    "order",
    "order_line",
    "payment",
    "pipeline",
    "plan",
    "product",
    "record",
    "reminder",
    "segment",
    "task",
    "team",
]
