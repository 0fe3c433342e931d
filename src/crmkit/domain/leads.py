"""Inquiries and leads: what arrives, and what is made of it before there is a deal."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from attrs import field, frozen

from crmkit.domain.clients import HandleType
from crmkit.domain.record import LINKS, Customisable, Record, activities, title, words
from crmkit.ids import CompanyId, ContactId, DealId, EmployeeId, InquiryId, LeadId, PipelineId
from crmkit.query.schema import Relation

LeadStatus = Literal["open", "converted", "failed"]
Qualification = Literal["target", "non_target"]


@frozen(kw_only=True, repr=False)
class Inquiry(Record):
    """What somebody asked, once, through one channel; kept as it came.

    ``channel`` is the way it came (site, call, telegram, mail, referral …) and ``source`` the
    advertisement or programme behind it. ``external_id`` is the sender's own id: the same one
    twice is the same inquiry.
    """

    kind: ClassVar[str] = "inquiry"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
        Relation(name="leads", target="lead", remote="inquiry_id"),
    )

    id: InquiryId
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    channel: str
    source: str | None = None
    received_at: datetime
    text: str | None = words()
    goal: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    external_id: str | None = None


@frozen(kw_only=True, repr=False)
class Lead(Customisable):
    """A possible sale. It has two outcomes: it becomes exactly one deal, or it fails for a reason.

    ``request``, ``phone`` and ``email`` are as they were typed; ``contact_id`` is the client
    recognised behind them. ``closed_at`` is the moment of either outcome, ``external_id`` the id
    in the program that the lead was brought from.
    """

    kind: ClassVar[str] = "lead"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="owner", target="employee", local="owner_id"),
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
        Relation(name="inquiry", target="inquiry", local="inquiry_id"),
        Relation(name="deal", target="deal", local="deal_id"),
        Relation(name="pipeline", target="pipeline", local="pipeline_id"),
        *activities("lead_id"),
        *LINKS,
    )

    id: LeadId
    title: str = title()
    name: str | None = words()
    phone: str | None = None
    email: str | None = None
    company_name: str | None = None
    request: str | None = words()
    comment: str | None = words()
    channel: str | None = None
    source: str | None = None
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    inquiry_id: InquiryId | None = None
    pipeline_id: PipelineId | None = None
    owner_id: EmployeeId | None = None
    qualification: Qualification | None = None
    status: LeadStatus = "open"
    fail_reason: str | None = None
    deal_id: DealId | None = None
    touched_at: datetime | None = None
    closed_at: datetime | None = None
    external_id: str | None = None
    tags: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class NewInquiry:
    """An inquiry as it comes in, to be taken by `Work.take_inquiry`; handles are by their kind."""

    channel: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    handles: Mapping[HandleType, str] = field(factory=dict)
    text: str | None = None
    goal: str | None = None
    source: str | None = None
    received_at: datetime | None = None
    external_id: str | None = None
    title: str | None = None
    pipeline_id: PipelineId | None = None

    def __repr__(self) -> str:
        """The channel alone: what was asked, and by whom, stays out of logs."""
        return f"<NewInquiry by {self.channel}>"
