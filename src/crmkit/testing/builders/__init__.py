"""Records for tests: ``a_deal(stage="won")`` is a deal in its usual state but for its stage.

A builder is a pure function: the same call gives an equal record, in every test and every run,
for there is no counter behind it. Records of one kind are told apart by their number, the first
argument: ``a_deal()`` is the first deal, ``a_deal(2)`` the second, and its id comes after the
first one's. What a record needs is the first of its kind: ``a_deal()`` stands in ``a_pipeline()``,
belongs to ``an_employee()`` and is about ``a_contact()``. Any field can be given by name; one that
the record does not have raises TypeError.
"""

from crmkit.testing.builders._anchors import NOON, an_id, rubles
from crmkit.testing.builders._clients import (
    a_company,
    a_consent,
    a_contact,
    a_handle,
    a_note,
    an_attachment,
    an_employment,
    an_inquiry,
    an_interaction,
)
from crmkit.testing.builders._office import (
    a_hold,
    a_merge,
    a_received,
    a_seal,
    a_suppression,
    an_erasure,
    an_imported,
    an_outgoing,
)
from crmkit.testing.builders._sales import (
    a_deal,
    a_lead,
    a_payment,
    a_pipeline,
    a_plan,
    a_product,
    a_reminder,
    a_task,
    an_order,
    an_order_line,
)
from crmkit.testing.builders._shop import (
    a_custom_field,
    a_custom_record,
    a_journal_entry,
    a_link,
    a_record_type,
    a_role,
    a_segment,
    a_team,
    an_employee,
)

__all__ = [
    "NOON",
    "a_company",
    "a_consent",
    "a_contact",
    "a_custom_field",
    "a_custom_record",
    "a_deal",
    "a_handle",
    "a_hold",
    "a_journal_entry",
    "a_lead",
    "a_link",
    "a_merge",
    "a_note",
    "a_payment",
    "a_pipeline",
    "a_plan",
    "a_product",
    "a_received",
    "a_record_type",
    "a_reminder",
    "a_role",
    "a_seal",
    "a_segment",
    "a_suppression",
    "a_task",
    "a_team",
    "an_attachment",
    "an_employee",
    "an_employment",
    "an_erasure",
    "an_id",
    "an_imported",
    "an_inquiry",
    "an_interaction",
    "an_order",
    "an_order_line",
    "an_outgoing",
    "rubles",
]
