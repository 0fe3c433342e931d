"""Decisions: what a sales rule wants done, as data. A rule yields them and does nothing itself."""

from datetime import datetime

from attrs import frozen

from crmkit.ids import ContactId, CustomRecordId, DealId, EmployeeId, LeadId


@frozen
class Remind:
    """Tell the employee at the moment."""

    owner_id: EmployeeId | None
    deal_id: DealId | None
    text: str
    at: datetime


@frozen(kw_only=True)
class CreateTask:
    """Give the employee something to do about the deal, the lead or the client."""

    title: str
    owner_id: EmployeeId | None
    due_at: datetime | None = None
    deal_id: DealId | None = None
    lead_id: LeadId | None = None
    contact_id: ContactId | None = None
    record_id: CustomRecordId | None = None


@frozen
class Move:
    """Move the deal to the stage, through the same guards as everybody's moves."""

    deal_id: DealId
    stage: str
    lost_reason: str | None = None


@frozen
class Assign:
    """Give the deal to the employee."""

    deal_id: DealId
    owner_id: EmployeeId


Decision = Remind | CreateTask | Move | Assign
