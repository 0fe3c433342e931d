"""Clients and other parties: contacts, companies, who works where, and how to reach them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from attrs import field, frozen

from crmkit.domain.record import LINKS, Customisable, Record, activities, title, words
from crmkit.domain.taxids import check_edrpou, check_inn, check_kpp, check_ogrn
from crmkit.errors import BadInput
from crmkit.ids import CompanyId, ContactId, EmployeeId, EmploymentId, HandleId
from crmkit.money import Money
from crmkit.query.schema import Relation

Party = Literal["client", "partner", "supplier", "contractor", "state", "other"]
Sex = Literal["female", "male"]
HandleType = Literal[
    "phone",
    "email",
    "telegram",
    "vk",
    "viber",
    "whatsapp",
    "instagram",
    "site",
    "card",
    "external",
]
Evidence = Literal["verified", "claimed", "derived"]

_OF_OWNER = Relation(name="owner", target="employee", local="owner_id")


def _compact(check: Callable[[str], str]) -> Any:  # noqa: ANN401 - attrs types validators so too
    def validate(_instance: object, attribute: Any, value: str | None) -> None:  # noqa: ANN401
        if value is not None and check(value) != value:
            message = "write the digits alone, as the check function returns them"
            raise BadInput(message, where=f"company.{attribute.name}")

    return validate


@frozen(kw_only=True, repr=False)
class Contact(Customisable):
    """A person. ``number`` is the human client number, given once and never again.

    ``name`` is how the person is shown; its parts are there when they are known for sure.
    """

    kind: ClassVar[str] = "contact"
    unique: ClassVar[str | None] = "number"
    relations: ClassVar[tuple[Relation, ...]] = (
        _OF_OWNER,
        Relation(name="referrer", target="contact", local="referrer_id"),
        Relation(name="referrals", target="contact", remote="referrer_id"),
        Relation(name="handles", target="handle", remote="contact_id"),
        Relation(name="employments", target="employment", remote="contact_id"),
        Relation(name="inquiries", target="inquiry", remote="contact_id"),
        Relation(name="leads", target="lead", remote="contact_id"),
        Relation(name="deals", target="deal", remote="contact_id"),
        Relation(name="orders", target="order", remote="contact_id"),
        Relation(name="payments", target="payment", remote="contact_id"),
        Relation(name="consents", target="consent", remote="contact_id"),
        Relation(name="holds", target="hold", remote="contact_id"),
        Relation(name="erasures", target="erasure", remote="subject_id"),
        Relation(name="records", target="record", remote="contact_id"),
        *activities("contact_id"),
        *LINKS,
    )

    id: ContactId
    number: str
    name: str = title()
    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    party: Party = "client"
    city: str | None = words()
    region: str | None = None
    address: str | None = None
    language: str | None = None
    zone: str | None = None
    behaviour: str | None = None
    solvency: str | None = None
    preferences: str | None = None
    objections: str | None = None
    payment_method: str | None = None
    discount: str | None = None
    source: str | None = None
    referrer_id: ContactId | None = None
    owner_id: EmployeeId | None = None
    comment: str | None = words()
    tags: tuple[str, ...] = ()


@frozen(kw_only=True)
class Requisites:
    """Bank details of a company."""

    bank: str | None = None
    bik: str | None = None
    account: str | None = None
    correspondent_account: str | None = None
    signatory: str | None = None


@frozen(kw_only=True, repr=False)
class Company(Customisable):
    """An organisation. Its history stays when a contact leaves it."""

    kind: ClassVar[str] = "company"
    unique: ClassVar[str | None] = "number"
    relations: ClassVar[tuple[Relation, ...]] = (
        _OF_OWNER,
        Relation(name="parent", target="company", local="parent_id"),
        Relation(name="subsidiaries", target="company", remote="parent_id"),
        Relation(name="handles", target="handle", remote="company_id"),
        Relation(name="employments", target="employment", remote="company_id"),
        Relation(name="leads", target="lead", remote="company_id"),
        Relation(name="deals", target="deal", remote="company_id"),
        Relation(name="orders", target="order", remote="company_id"),
        Relation(name="payments", target="payment", remote="company_id"),
        Relation(name="records", target="record", remote="company_id"),
        *activities("company_id"),
        *LINKS,
    )

    id: CompanyId
    number: str
    name: str = title()
    legal_name: str | None = words()
    party: Party = "client"
    activity: str | None = None
    site: str | None = None
    city: str | None = words()
    legal_address: str | None = None
    actual_address: str | None = None
    inn: str | None = field(default=None, validator=_compact(check_inn))
    kpp: str | None = field(default=None, validator=_compact(check_kpp))
    ogrn: str | None = field(default=None, validator=_compact(check_ogrn))
    edrpou: str | None = field(default=None, validator=_compact(check_edrpou))
    requisites: Requisites | None = None
    employees: int | None = None
    revenue: Money | None = None
    founded: int | None = None
    parent_id: CompanyId | None = None
    source: str | None = None
    owner_id: EmployeeId | None = None
    comment: str | None = words()
    tags: tuple[str, ...] = ()


@frozen(kw_only=True, repr=False)
class Employment(Record):
    """The link between a contact and a company: the position, from when, until when."""

    kind: ClassVar[str] = "employment"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
    )

    id: EmploymentId
    contact_id: ContactId
    company_id: CompanyId
    position: str | None = words()
    since: date | None = None
    until: date | None = None


@frozen(kw_only=True, repr=False)
class Handle(Record):
    """One way to reach or recognise a client: a phone, an e-mail, a nickname, a card.

    ``raw`` is what was typed, ``value`` its normal form, by which clients are recognised;
    ``evidence`` says how sure it is that the handle is theirs, and the validity until when.
    """

    kind: ClassVar[str] = "handle"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
        Relation(name="company", target="company", local="company_id"),
    )

    id: HandleId
    contact_id: ContactId | None = None
    company_id: CompanyId | None = None
    type: HandleType
    value: str
    raw: str
    extension: str | None = None
    evidence: Evidence = "claimed"
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    note: str | None = None
