"""Outbox: put messages in with the change they belong to, take them out under a lease."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from crmkit.domain.clients import Contact
from crmkit.domain.outbox import OnUncertain, Outgoing
from crmkit.errors import Conflict
from crmkit.ids import ContactId, OutgoingId
from crmkit.ports.sending import Dead, Outcome, RetryAt, Sent, Uncertain
from crmkit.query.conditions import And, Compare, Condition, Not, OneOf, Op, Or
from crmkit.query.questions import Order, Path, Question
from crmkit.services.claim import claimed
from crmkit.services.consent import demand_consent
from crmkit.services.desk import Desk

_WAITING: Condition[Outgoing] = Compare("status", Op.IS, "waiting")
_COMMAND = "deliver"


@frozen(kw_only=True)
class NewOutgoing:
    """A message to be sent; without a key it gets one of its own."""

    topic: str
    payload: Mapping[str, str]
    key: str | None = None
    contact_id: ContactId | None = None
    due_at: datetime | None = None
    on_uncertain: OnUncertain = "resend"


@frozen(kw_only=True)
class Patience:
    """How often a message is tried, and how the pauses between the tries grow."""

    tries: int = 10
    first_pause: timedelta = timedelta(seconds=30)
    longest_pause: timedelta = timedelta(hours=6)

    def pause(self, tried: int) -> timedelta:
        """The pause after so many tries: twice the one before, up to the longest."""
        doubled: int = 2 ** min(tried - 1, 30)
        return min(self.first_pause * doubled, self.longest_pause)


@frozen(kw_only=True)
class Lease:
    """Who takes messages, of which topics, and until when they are his alone."""

    worker: str
    topics: tuple[str, ...]
    until: datetime
    patience: Patience


def send(desk: Desk, new: NewOutgoing) -> Outgoing:
    """The message, waiting in the outbox; the same key again is the same message.

    Raises Conflict where the key is another message's.
    """
    if new.contact_id is not None:
        desk.get(Contact, new.contact_id)
    key = new.key or str(desk.new_id(OutgoingId))
    for known in desk.everywhere(Outgoing, Compare("key", Op.IS, key)) if new.key else ():
        if _said(known) == (new.topic, dict(new.payload), new.contact_id):
            return known
        message = "the key belongs to another message"
        raise Conflict(message, where=f"outgoing {known.id}", hint="one key, one message")
    message_id = desk.new_id(OutgoingId)
    outgoing = Outgoing(
        id=message_id,
        created_at=desk.now,
        key=key,
        topic=new.topic,
        contact_id=new.contact_id,
        payload=dict(new.payload),
        due_at=new.due_at or desk.now,
        on_uncertain=new.on_uncertain,
    )
    demand_consent(desk, outgoing)
    if new.contact_id is None:
        return desk.add(outgoing, "send")
    fit = desk.fit(outgoing)
    desk.write_trusted([(None, fit)], "send")  # whoever sees the client may write to them
    return evolve(fit, version=1)


def take(desk: Desk, lease: Lease, limit: int) -> tuple[Outgoing, ...]:
    """Due messages, taken under a lease; of each contact the first alone, until it has ended.

    What a crashed worker left is taken again, unless its ``on_uncertain`` is ``hold``: then it
    becomes ``uncertain``. What was tried too often is dead.
    """
    taken: list[Outgoing] = []
    busy: set[ContactId] = set()
    while len(taken) < limit:
        found = claimed(desk, _due(desk.now, lease.topics, busy, limit - len(taken)))
        if not found:
            break
        firsts = _firsts(desk, found)
        for message in found:
            if message.contact_id is None or message.id in firsts:
                taken.extend(_leased(desk, message, lease))
        busy.update(message.contact_id for message in found if message.contact_id is not None)
    return tuple(taken)


def settle(desk: Desk, message: Outgoing, outcome: Outcome, patience: Patience) -> Outgoing:
    """The message with its outcome; Conflict where another worker has taken it since."""
    return desk.change(message, _after(message, outcome, patience, desk.now), _COMMAND)


def _after(message: Outgoing, outcome: Outcome, patience: Patience, now: datetime) -> Outgoing:
    free = evolve(message, claimed_by=None, claimed_until=None)
    match outcome:
        case Sent():
            return evolve(free, status="sent", finished_at=now, fault=None)
        case Dead(fault):
            return evolve(free, status="dead", finished_at=now, fault=fault)
        case Uncertain(fault):
            return evolve(free, status="uncertain", finished_at=now, fault=fault)
        case RetryAt(_, fault) if message.attempts >= patience.tries:
            return evolve(free, status="dead", finished_at=now, fault=fault or "tried too often")
        case RetryAt(at, fault):
            at = at or now + patience.pause(message.attempts)
            return evolve(free, claimed_until=at, fault=fault)


def _leased(desk: Desk, message: Outgoing, lease: Lease) -> Iterator[Outgoing]:
    left_behind = message.claimed_by is not None
    if left_behind and message.on_uncertain == "hold":
        settle(desk, message, Uncertain("a worker did not come back"), lease.patience)
    elif message.attempts >= lease.patience.tries:
        settle(desk, message, Dead("tried too often"), lease.patience)
    else:
        mine = evolve(
            message,
            claimed_by=lease.worker,
            claimed_until=lease.until,
            attempts=message.attempts + 1,
        )
        yield desk.change(message, mine, _COMMAND)


def _due(
    now: datetime, topics: Sequence[str], busy: Collection[ContactId], size: int
) -> Question[Outgoing]:
    free: Condition[Outgoing] = Or(
        (Compare("claimed_until", Op.IS, None), Compare("claimed_until", Op.AT_MOST, now))
    )
    due: Condition[Outgoing] = Compare("due_at", Op.AT_MOST, now)
    others: tuple[Condition[Outgoing], ...] = (
        (Not(OneOf("contact_id", tuple(sorted(busy)))),) if busy else ()
    )
    where = And((_WAITING, due, OneOf("topic", tuple(topics)), free, *others))
    order = (Order[Outgoing](Path("due_at")),)
    return Question(kind=Outgoing.kind, where=where, order=order, size=size)


def _firsts(desk: Desk, found: Iterable[Outgoing]) -> set[OutgoingId]:
    """The ids of the first waiting message of each contact among these, by moment and id."""
    contacts = {message.contact_id for message in found if message.contact_id is not None}
    if not contacts:
        return set()
    due: Condition[Outgoing] = Compare("due_at", Op.AT_MOST, desk.now)
    where = And((_WAITING, due, OneOf("contact_id", tuple(sorted(contacts)))))
    firsts: dict[ContactId | None, Outgoing] = {}
    for message in desk.everywhere(Outgoing, where):
        first = firsts.setdefault(message.contact_id, message)
        if (message.due_at, message.id) < (first.due_at, first.id):
            firsts[message.contact_id] = message
    return {message.id for message in firsts.values()}


def _said(message: Outgoing) -> tuple[str, dict[str, str], ContactId | None]:
    return message.topic, dict(message.payload), message.contact_id
