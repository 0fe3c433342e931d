"""Deals: sales that are under way, won or lost."""

from datetime import date, datetime
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.record import LINKS, Customisable, activities, title, words
from crmkit.ids import (
    CompanyId,
    ContactId,
    DealId,
    EmployeeId,
    LeadId,
    PipelineId,
    ProductId,
)
from crmkit.money import Money
from crmkit.query.schema import Relation

Outcome = Literal["open", "won", "lost"]


@frozen(kw_only=True, repr=False)
class Deal(Customisable):
    """A sale in a pipeline. ``stage`` is the key of its stage, ``outcome`` follows from it.

    A won or lost deal does not move, unless it is reopened on the record. ``touched_at`` is the
    last time anybody dealt with it, ``stage_since`` the entry into its stage.
    """

    kind: ClassVar[str] = "deal"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="owner", target="employee", local="owner_id"),
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
        Relation(name="pipeline", target="pipeline", local="pipeline_id"),
        Relation(name="lead", target="lead", local="lead_id"),
        Relation(name="product", target="product", local="product_id"),
        Relation(name="parent", target="deal", local="parent_id"),
        Relation(name="parts", target="deal", remote="parent_id"),
        Relation(name="orders", target="order", remote="deal_id"),
        Relation(name="payments", target="payment", remote="deal_id"),
        Relation(name="records", target="record", remote="deal_id"),
        *activities("deal_id"),
        *LINKS,
    )

    id: DealId
    title: str = title()
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    lead_id: LeadId | None = None
    parent_id: DealId | None = None
    product_id: ProductId | None = None
    pipeline_id: PipelineId
    stage: str
    outcome: Outcome = "open"
    amount: Money | None = None
    owner_id: EmployeeId | None = None
    channel: str | None = None
    source: str | None = None
    comment: str | None = words()
    expected_on: date | None = None
    stage_since: datetime | None = None
    touched_at: datetime | None = None
    closed_at: datetime | None = None
    lost_reason: str | None = None
    external_id: str | None = None
    tags: tuple[str, ...] = ()
