"""Builders of clients and of what is said and done about them."""

from crmkit.domain.clients import Company, Contact, Employment, Handle
from crmkit.domain.consents import Consent
from crmkit.domain.conversations import Attachment, Interaction, Note
from crmkit.domain.leads import Inquiry
from crmkit.ids import (
    AttachmentId,
    CompanyId,
    ConsentId,
    ContactId,
    DealId,
    EmployeeId,
    EmploymentId,
    HandleId,
    InquiryId,
    InteractionId,
    NoteId,
)
from crmkit.testing.builders._anchors import NOON, an_id, built


def a_contact(nth: int = 1, /, **changes: object) -> Contact:
    """A client, owned by the first employee."""
    return built(
        Contact(
            id=an_id(ContactId, nth),
            created_at=NOON,
            number=str(nth),
            name=f"Анна Иванова {nth}",
            owner_id=an_id(EmployeeId),
        ),
        changes,
    )


def a_company(nth: int = 1, /, **changes: object) -> Company:
    """A company, owned by the first employee."""
    return built(
        Company(
            id=an_id(CompanyId, nth),
            created_at=NOON,
            number=str(nth),
            name=f"ООО «Ромашка» {nth}",
            owner_id=an_id(EmployeeId),
        ),
        changes,
    )


def an_employment(nth: int = 1, /, **changes: object) -> Employment:
    """The first contact's work at the first company."""
    return built(
        Employment(
            id=an_id(EmploymentId, nth),
            created_at=NOON,
            contact_id=an_id(ContactId),
            company_id=an_id(CompanyId),
            position="директор",
        ),
        changes,
    )


def a_handle(nth: int = 1, /, **changes: object) -> Handle:
    """A phone of the first contact, another number for every ``nth``."""
    return built(
        Handle(
            id=an_id(HandleId, nth),
            created_at=NOON,
            contact_id=an_id(ContactId),
            type="phone",
            value=f"+7921{nth:07}",
            raw=f"8 (921) {nth:07}",
        ),
        changes,
    )


def a_consent(nth: int = 1, /, **changes: object) -> Consent:
    """The first contact's consent to advertising by SMS."""
    return built(
        Consent(
            id=an_id(ConsentId, nth),
            created_at=NOON,
            contact_id=an_id(ContactId),
            purpose="ads",
            channel="sms",
            text_version="1",
            given_at=NOON,
        ),
        changes,
    )


def an_inquiry(nth: int = 1, /, **changes: object) -> Inquiry:
    """A question from the site, nobody recognised yet."""
    return built(
        Inquiry(
            id=an_id(InquiryId, nth),
            created_at=NOON,
            channel="site",
            received_at=NOON,
            text="Есть ли в наличии?",
        ),
        changes,
    )


def an_interaction(nth: int = 1, /, **changes: object) -> Interaction:
    """A call to the first contact, a minute long."""
    return built(
        Interaction(
            id=an_id(InteractionId, nth),
            created_at=NOON,
            type="call",
            direction="out",
            at=NOON,
            seconds=60,
            contact_id=an_id(ContactId),
            owner_id=an_id(EmployeeId),
        ),
        changes,
    )


def a_note(nth: int = 1, /, **changes: object) -> Note:
    """A remark on the first contact."""
    return built(
        Note(
            id=an_id(NoteId, nth),
            created_at=NOON,
            text=f"Просил скидку {nth}",
            contact_id=an_id(ContactId),
            owner_id=an_id(EmployeeId),
        ),
        changes,
    )


def an_attachment(nth: int = 1, /, **changes: object) -> Attachment:
    """A reference to a file about the first deal."""
    return built(
        Attachment(
            id=an_id(AttachmentId, nth),
            created_at=NOON,
            name=f"Договор {nth}.pdf",
            uri=f"file:///contract-{nth}.pdf",
            deal_id=an_id(DealId),
        ),
        changes,
    )
