"""A shop that has grown: hundreds of records of each main kind, laid into a storage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from attrs import fields_dict

from crmkit.domain.record import Record
from crmkit.ids import (
    CompanyId,
    ContactId,
    DealId,
    EmployeeId,
    InquiryId,
    LeadId,
    OrderId,
    PipelineId,
    ProductId,
)
from crmkit.testing import builders as b
from crmkit.testing.builders import NOON, an_id, rubles
from crmkit.testing.world import World, a_world
from crmkit_sqlalchemy.storage import SqlStorage

GROWN = 600
"""How many records there are of each kind that grows with the shop."""
SMALL = frozenset(
    {
        "custom_field",
        "employee",
        "pipeline",
        "plan",
        "record_type",
        "role",
        "segment",
        "series",
        "team",
    }
)
"""Kinds of which a shop has a few dozen records, which are read whole."""
_STAGES = ("new", "working", "quote", "won", "lost")
_BUILDERS: Sequence[Callable[..., Record]] = (
    b.a_contact,
    b.a_company,
    b.a_consent,
    b.a_handle,
    b.a_hold,
    b.a_lead,
    b.a_link,
    b.a_merge,
    b.a_note,
    b.a_payment,
    b.a_product,
    b.a_received,
    b.a_reminder,
    b.a_seal,
    b.a_suppression,
    b.a_task,
    b.a_custom_record,
    b.a_deal,
    b.an_attachment,
    b.an_employment,
    b.an_erasure,
    b.an_inquiry,
    b.an_interaction,
    b.an_order,
    b.an_order_line,
    b.an_outgoing,
    b.a_journal_entry,
)
_STATES: Mapping[Callable[..., Record], Callable[[int], dict[str, object]]] = {
    b.a_deal: lambda nth: {
        "stage": _STAGES[nth % 5],
        "outcome": ("open", "open", "open", "won", "lost")[nth % 5],
    },
    b.a_lead: lambda nth: {"status": "failed" if nth % 5 else "open"},
    b.a_task: lambda nth: {"status": "done" if nth % 5 else "open"},
    b.a_reminder: lambda nth: {"status": "fired" if nth % 5 else "waiting"},
    b.an_outgoing: lambda nth: {"status": "sent" if nth % 5 else "waiting"},
    b.a_journal_entry: lambda nth: {"action": "change" if nth % 50 else "delete"},
}


def a_grown_shop(storage: SqlStorage) -> World:
    """Anna, Boris and Olga with the years of work of a shop of twenty."""
    world = a_world(storage=storage)
    owners = [world.anna.id, world.boris.id, *(an_id(EmployeeId, nth) for nth in range(9, 27))]
    with storage.transfer(writes=True) as unit:
        for build in _BUILDERS:
            unit.lay([*_years(build, owners, world.pipeline.id)])
        unit.commit()
    return world


def _years(
    build: Callable[..., Record], owners: Sequence[EmployeeId], pipeline: PipelineId
) -> Iterator[Record]:
    """The records of one kind: the nth is about the nth client, deal and so on."""
    known = fields_dict(type(build()))
    many = GROWN * 6 if build is b.a_journal_entry else GROWN
    for nth in range(1, many + 1):
        told = _told(build, nth)
        told |= {"owner_id": owners[nth % len(owners)], "pipeline_id": pipeline, "version": 1}
        yield build(nth, **{name: value for name, value in told.items() if name in known})


def _nothing(_nth: int) -> dict[str, object]:
    return {}


def _told(build: Callable[..., Record], nth: int) -> dict[str, object]:
    at = NOON - timedelta(hours=7 * nth)
    told: dict[str, object] = dict.fromkeys(
        ("created_at", "due_at", "at", "placed_at", "paid_at", "received_at", "given_at"), at
    )
    told |= {
        "contact_id": an_id(ContactId, nth),
        "subject_id": an_id(ContactId, nth),
        "survivor_id": an_id(ContactId, nth),
        "absorbed_id": an_id(ContactId, GROWN + nth),
        "from_id": an_id(ContactId, nth),
        "to_id": an_id(DealId, nth),
        "record_id": an_id(ContactId, nth),
        "company_id": an_id(CompanyId, nth),
        "product_id": an_id(ProductId, nth),
        "external_id": f"ext-{nth}",
        "amount": rubles(nth),
    }
    told |= {
        "inquiry_id": an_id(InquiryId, nth),
        "lead_id": an_id(LeadId, nth),
        "deal_id": an_id(DealId, nth),
        "order_id": an_id(OrderId, nth),
        "until": date(2025, 1, 1),
    }
    return told | _STATES.get(build, _nothing)(nth)
