"""Consent: given and withdrawn on the record, and asked before anything advertising goes out."""

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve

from crmkit.domain.clients import Contact
from crmkit.domain.consents import Consent
from crmkit.domain.outbox import Outgoing
from crmkit.errors import RuleViolation
from crmkit.ids import ConsentId, ContactId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.services.desk import Desk

PURPOSE, CHANNEL = "purpose", "channel"
"""The words of a message's payload that say what it is for and how it goes, if it needs consent."""
_WITHDRAW = "withdraw"


def give(desk: Desk, consent: Consent) -> Consent:
    """The consent, on record; the same one given again is one more row."""
    return desk.add(consent, "consent")


def new_consent(desk: Desk, contact_id: ContactId, fields: Mapping[str, object]) -> Consent:
    """A consent given now, unless its moment is told."""
    given = {
        "id": desk.new_id(ConsentId),
        "created_at": desk.now,
        "contact_id": contact_id,
        **fields,
        "given_at": fields["given_at"] or desk.now,
    }
    return Consent(**given)  # type: ignore[arg-type]  # checked at the door


def live(desk: Desk, contact_id: ContactId, purpose: str, channel: str | None) -> list[Consent]:
    """The person's consents to the purpose (through the channel) that stand, whoever sees them."""
    parts: list[Condition[Consent]] = [
        Compare("contact_id", Op.IS, contact_id),
        Compare("purpose", Op.IS, purpose),
        Compare("withdrawn_at", Op.IS, None),
    ]
    if channel is not None:
        parts.append(Compare("channel", Op.IS, channel))
    found = desk.everywhere(Consent, And(tuple(parts)))
    return [each for each in found if each.archived_at is None and each.given_at <= desk.now]


def may_contact(desk: Desk, contact_id: ContactId, purpose: str, channel: str) -> bool:
    """Whether a consent to the purpose through the channel stands."""
    contact = desk.get(Contact, contact_id)
    return bool(live(desk, contact.id, purpose, channel))


def withdraw(
    desk: Desk, contact_id: ContactId, purpose: str, channel: str | None
) -> tuple[Consent, ...]:
    """The consents withdrawn; what waits in the outbox for that purpose never leaves."""
    contact = desk.get(Contact, contact_id)
    withdrawn = tuple(
        desk.change(each, evolve(each, withdrawn_at=desk.now), _WITHDRAW, commanded=True)
        for each in live(desk, contact.id, purpose, channel)
    )
    waiting = [
        (message, cancelled(message, desk.now))
        for message in desk.everywhere(Outgoing, Compare("contact_id", Op.IS, contact.id))
        if message.status == "waiting"
        and message.payload.get(PURPOSE) == purpose
        and channel in {None, message.payload.get(CHANNEL, message.topic)}
    ]
    desk.write_trusted(waiting, _WITHDRAW)
    return withdrawn


def cancelled(message: Outgoing, now: datetime) -> Outgoing:
    """The message, which does not go out any more; a late worker finds a higher version."""
    return evolve(message, status="dead", finished_at=now, fault="consent withdrawn")


def demand_consent(desk: Desk, message: Outgoing) -> None:
    """Raises RuleViolation for a message with a purpose to which its receiver has not consented."""
    purpose = message.payload.get(PURPOSE)
    if purpose is None:
        return
    channel = message.payload.get(CHANNEL, message.topic)
    if message.contact_id is not None and live(desk, message.contact_id, purpose, channel):
        return
    text = f"there is no live consent to {purpose[:60]!r} through {channel[:60]!r}"
    raise RuleViolation(text, rule="consent", where="outgoing", hint="ask for it: work.consent(…)")
