"""Personal data: erasures and their certificates, what holds them up, who must not come back."""

from datetime import date
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.ids import ContactId, ErasureId, HoldId, SuppressionId
from crmkit.query.schema import Relation

SuppressedKey = Literal["phone", "email", "handle", "tax_id"]


@frozen(kw_only=True, repr=False)
class Erasure(Record):
    """The certificate that a person's data was destroyed at ``created_at``; names nobody.

    ``subject_id`` is the id that the person's record had, ``ground`` the reason in law or in the
    shop's policy, ``categories`` the kinds of data destroyed and ``log`` how many rows of each, a
    line each. ``actor`` is who did it and ``operator`` who answers for the data.
    """

    kind: ClassVar[str] = "erasure"

    id: ErasureId
    subject_id: ContactId
    ground: str
    operator: str | None = None
    actor: str
    categories: tuple[str, ...] = ()
    log: str = ""


@frozen(kw_only=True, repr=False)
class Hold(Record):
    """A reason to keep a person's data although erasure was asked for, as invoices are kept.

    ``until`` is the last day of it, None for without end.
    """

    kind: ClassVar[str] = "hold"
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
    )

    id: HoldId
    contact_id: ContactId
    reason: str
    until: date | None = None


@frozen(kw_only=True, repr=False)
class Suppression(Record):
    """A key of somebody erased, as a keyed hash: data under it must not come back unasked.

    ``digest`` is an HMAC over the normalised key, in hexadecimal digits; without the shop's secret
    it tells nothing. ``purpose`` limits it to that purpose (advertising); None is everything.
    """

    kind: ClassVar[str] = "suppression"
    keeps_history: ClassVar[bool] = False

    id: SuppressionId
    key: SuppressedKey
    digest: str
    purpose: str | None = None
    erasure_id: ErasureId | None = None
