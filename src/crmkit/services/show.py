"""Show: the client's card in a fixed number of questions."""

from datetime import datetime
from typing import TypeVar

from attrs import frozen

from crmkit.domain.clients import Contact, Employment, Handle
from crmkit.domain.conversations import Interaction, Note
from crmkit.domain.deals import Deal
from crmkit.domain.orders import Order as Purchase
from crmkit.domain.record import Record
from crmkit.domain.tasks import Task
from crmkit.ids import ContactId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.services import merge
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)

EVENTS = 50


@frozen(kw_only=True)
class ClientCard:
    """One client with what the actor may see.

    ``orders`` are the latest ones; ``timeline`` holds interactions and notes, the newest first.
    """

    contact: Contact
    handles: tuple[Handle, ...]
    employments: tuple[Employment, ...]
    deals: tuple[Deal, ...]
    orders: tuple[Purchase, ...]
    tasks: tuple[Task, ...]
    timeline: tuple[Interaction | Note, ...]


def card(desk: Desk, contact_id: ContactId, events: int = EVENTS) -> ClientCard:
    """The card of a visible client, with the latest ``events`` of its timeline."""
    contact = merge.get(desk, Contact, contact_id)
    contact_id = contact.id
    interactions = desk.page(_latest(Interaction, "at", contact_id, events)).records
    notes = desk.page(_latest(Note, "created_at", contact_id, events)).records
    timeline: list[Interaction | Note] = [*interactions, *notes]
    timeline.sort(key=_moment, reverse=True)
    open_tasks: Condition[Task] = And(
        (Compare("contact_id", Op.IS, contact_id), Compare("status", Op.IS, "open"))
    )
    return ClientCard(
        contact=contact,
        handles=desk.find(Handle, Compare("contact_id", Op.IS, contact_id)),
        employments=desk.find(Employment, Compare("contact_id", Op.IS, contact_id)),
        deals=desk.find(Deal, Compare("contact_id", Op.IS, contact_id)),
        orders=desk.page(_latest(Purchase, "placed_at", contact_id, events)).records,
        tasks=desk.find(Task, open_tasks),
        timeline=tuple(timeline[:events]),
    )


def _latest(record: type[R], moment: str, contact_id: ContactId, size: int) -> Question[R]:
    return Question(
        kind=record.kind,
        where=Compare("contact_id", Op.IS, contact_id),
        order=(Order(Path(moment), descending=True),),
        size=size,
    )


def _moment(event: Interaction | Note) -> datetime:
    return event.at if isinstance(event, Interaction) else event.created_at
