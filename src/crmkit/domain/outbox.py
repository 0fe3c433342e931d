"""The outbox and the inbox: what is to leave the shop, and what has come in.

Both are written in the commit of the change they belong to, so nothing leaves for a change that was
rolled back, and nothing that came in is applied twice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

from attrs import field, frozen

from crmkit.domain.record import Record
from crmkit.ids import ContactId, OutgoingId, ReceivedId
from crmkit.query.schema import Relation

OutgoingStatus = Literal["waiting", "sent", "dead", "uncertain"]
ReceivedStatus = Literal["applied", "quarantined"]
OnUncertain = Literal["resend", "hold"]


@frozen(kw_only=True, repr=False)
class Outgoing(Record):
    """A message on its way out: it ends ``sent``, ``dead`` or ``uncertain`` and never vanishes.

    ``key`` is the same at every try, so that a receiver who knows it takes the message once.
    ``topic`` names who sends it, ``payload`` is what. What goes to one contact keeps its order.
    While ``claimed_until`` lies ahead, the worker ``claimed_by`` is at it; whoever claims it later
    finds a higher ``version``, with which the late worker cannot write any more.

    ``on_uncertain`` says what a crash between sending and writing that down leads to: ``resend``
    (it may arrive twice), or ``hold`` for a person to look at.
    """

    kind: ClassVar[str] = "outgoing"
    unique: ClassVar[str | None] = "key"
    keeps_history: ClassVar[bool] = False
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
    )

    id: OutgoingId
    key: str
    topic: str
    contact_id: ContactId | None = None
    payload: Mapping[str, str] = field(factory=dict)
    due_at: datetime
    status: OutgoingStatus = "waiting"
    on_uncertain: OnUncertain = "resend"
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    finished_at: datetime | None = None
    fault: str | None = None


@frozen(kw_only=True, repr=False)
class Received(Record):
    """The mark of something that came in under its sender's ``key``: it is applied once.

    The id follows from source and key, so a second mark of the same is a conflict. ``digest`` is
    the SHA-256 of the body in hexadecimal digits; another body under the same key is set aside as
    ``quarantined``, and ``body`` keeps it for a person to look at.
    """

    kind: ClassVar[str] = "received"
    keeps_history: ClassVar[bool] = False
    relations: ClassVar[tuple[Relation, ...]] = (
        Relation(name="contact", target="contact", local="contact_id"),
    )

    id: ReceivedId
    source: str
    key: str
    digest: str
    contact_id: ContactId | None = None
    status: ReceivedStatus = "applied"
    body: str | None = None
