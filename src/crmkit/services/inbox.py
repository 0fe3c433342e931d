"""Inbox: what came in is applied once, and another body under its key is set aside."""

from datetime import timedelta
from hashlib import sha256
from typing import Literal

from attrs import frozen

from crmkit.domain.outbox import Received, ReceivedStatus
from crmkit.errors import BadInput
from crmkit.ids import ContactId, ReceivedId
from crmkit.query.conditions import And, Compare, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.services.claim import claimed
from crmkit.services.desk import Desk

SHORTEST = timedelta(days=30)
"""A sender may try again for weeks: younger marks are never purged."""


@frozen(kw_only=True)
class Arrival:
    """What became of something that came in.

    ``new`` is to be applied in this very work; ``known`` was applied before; ``quarantined`` came
    with another body than the one applied, and is kept in ``mark`` for a person to look at.
    """

    state: Literal["new", "known", "quarantined"]
    mark: Received

    @property
    def is_new(self) -> bool:
        """Whether it is to be applied now."""
        return self.state == "new"


@frozen(kw_only=True)
class Incoming:
    """Something that came in, under its sender's own key."""

    source: str
    key: str
    body: str
    contact_id: ContactId | None = None

    @property
    def digest(self) -> str:
        """What tells its body from another one."""
        return sha256(self.body.encode()).hexdigest()


def receive(desk: Desk, came: Incoming) -> Arrival:
    """Marks it as received, unless its mark is there already."""
    for name in ("source", "key"):
        if not getattr(came, name):
            raise BadInput("must not be empty", where=f"received.{name}")
    own_id = _id(came.source, came.key)
    aside_id = _id(came.source, came.key, came.digest)
    known = {mark.id: mark for mark in desk.everywhere_among(Received, "id", (own_id, aside_id))}
    applied = known.get(own_id)
    if applied is None:
        return Arrival(state="new", mark=_mark(desk, came, own_id, "applied"))
    if applied.digest == came.digest:
        return Arrival(state="known", mark=applied)
    aside = known.get(aside_id) or _mark(desk, came, aside_id, "quarantined")
    return Arrival(state="quarantined", mark=aside)


def purge(desk: Desk, older_than: timedelta, limit: int) -> int:
    """Removes marks of what was applied so long ago, at most so many; tells how many."""
    if older_than < SHORTEST:
        message = f"marks are kept for {SHORTEST.days} days at least"
        raise BadInput(message, where="older_than", hint="senders repeat for days")
    before = Compare[Received]("created_at", Op.LESS, desk.now - older_than)
    where = And[Received]((Compare("status", Op.IS, "applied"), before))
    order = (Order[Received](Path("created_at")),)
    question = Question(kind=Received.kind, where=where, order=order, size=limit)
    marks = claimed(desk, question)
    for mark in marks:
        desk.delete(mark, "purge inbox")
    return len(marks)


def _mark(desk: Desk, came: Incoming, own_id: ReceivedId, status: ReceivedStatus) -> Received:
    mark = Received(
        id=own_id,
        created_at=desk.now,
        source=came.source,
        key=came.key,
        digest=came.digest,
        contact_id=came.contact_id,
        status=status,
        body=came.body if status == "quarantined" else None,
    )
    return desk.add(mark, "receive")


def _id(*parts: str) -> ReceivedId:
    """The id that follows from source and key, so that a second mark is a conflict."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return ReceivedId(sha256(told.encode()).digest()[:16])
