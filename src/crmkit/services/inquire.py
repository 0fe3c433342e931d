"""Inquire: take what somebody asked, recognise the client, and open a lead."""

from attrs import frozen

from crmkit.domain.clients import Contact
from crmkit.domain.leads import Inquiry, Lead, NewInquiry
from crmkit.ids import InquiryId, LeadId
from crmkit.query.conditions import And, Compare, Op
from crmkit.services.desk import Desk
from crmkit.services.recognise import person, recognise

COMMAND = "take_inquiry"


@frozen(kw_only=True)
class Intake:
    """What became of an inquiry.

    ``known`` tells a known client from a new one, ``repeated`` an inquiry that was taken before
    (then nothing was written).
    """

    inquiry: Inquiry
    contact: Contact
    lead: Lead
    known: bool
    repeated: bool = False


def take_inquiry(desk: Desk, asked: NewInquiry) -> Intake:
    """The inquiry, its client and its lead; the same channel and external id twice is one."""
    before = _taken_before(desk, asked)
    if before is not None:
        return before
    someone = person(
        asked.name, asked.phone, asked.email, handles=asked.handles, source=asked.source
    )
    recognition = recognise(desk, someone, COMMAND)
    contact = recognition.contact
    inquiry = desk.add(
        Inquiry(
            id=desk.new_id(InquiryId),
            created_at=desk.now,
            received_at=asked.received_at or desk.now,
            contact_id=contact.id,
            channel=asked.channel,
            source=asked.source,
            text=asked.text,
            goal=asked.goal,
            name=asked.name,
            phone=asked.phone,
            email=asked.email,
            external_id=asked.external_id,
        ),
        COMMAND,
    )
    lead = desk.add(_lead(desk, asked, inquiry, contact), COMMAND)
    return Intake(inquiry=inquiry, contact=contact, lead=lead, known=recognition.known)


def _lead(desk: Desk, asked: NewInquiry, inquiry: Inquiry, contact: Contact) -> Lead:
    return Lead(
        id=desk.new_id(LeadId),
        created_at=inquiry.received_at,
        title=asked.title or lead_title(asked, contact),
        name=asked.name,
        phone=asked.phone,
        email=asked.email,
        request=asked.text,
        channel=asked.channel,
        source=asked.source,
        contact_id=contact.id,
        inquiry_id=inquiry.id,
        pipeline_id=asked.pipeline_id,
        owner_id=contact.owner_id or desk.own_id,
        touched_at=inquiry.received_at,
    )


def lead_title(asked: NewInquiry, contact: Contact) -> str:
    """A title that says something: what is asked for, by whom; never «Client 123»."""
    subject = asked.goal or (asked.text or "").strip().split("\n")[0][:60].strip()
    return f"{subject or asked.channel} — {contact.name}"


def _taken_before(desk: Desk, asked: NewInquiry) -> Intake | None:
    if asked.external_id is None:
        return None
    same = And[Inquiry](
        (
            Compare("external_id", Op.IS, asked.external_id),
            Compare("channel", Op.IS, asked.channel),
        )
    )
    for inquiry in desk.find(Inquiry, same):
        leads = desk.find(Lead, Compare("inquiry_id", Op.IS, inquiry.id))
        if inquiry.contact_id is not None and leads:
            contact = desk.get(Contact, inquiry.contact_id)
            return Intake(
                inquiry=inquiry, contact=contact, lead=leads[0], known=True, repeated=True
            )
    return None
