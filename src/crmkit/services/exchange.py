"""Exchange: what goes out of a unit of work, what comes into it, and what is taken from a pile."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from crmkit.domain.outbox import OnUncertain, Outgoing
from crmkit.domain.record import Record
from crmkit.ids import ContactId, OutgoingId
from crmkit.ports.sending import Outcome
from crmkit.query.conditions import Condition
from crmkit.query.questions import Order, Question
from crmkit.services import inbox, outbox
from crmkit.services.claim import claim_free
from crmkit.services.look import Look, all_of

R = TypeVar("R", bound=Record)
_PATIENCE = outbox.Patience()
_LEASE = timedelta(minutes=5)


class Exchange(Look):
    """The outbox, the inbox and the piles of a unit of work."""

    def claim(
        self,
        record: type[R],
        *conditions: Condition[R],
        limit: int = 1,
        most: int | None = None,
        order: Sequence[Order[R]] = (),
    ) -> tuple[R, ...]:
        """The next free records that the actor sees and may assign, now the actor's own.

        Nobody else gets the same ones, and nobody waits. ``most`` is how many open records of the
        kind the actor may own after that: however many claim at once, it is never exceeded.
        """
        where = all_of(conditions)
        question = Question(kind=record.kind, where=where, order=tuple(order), size=limit)
        with self._desk.whole():
            return claim_free(self._desk, question, record, most)

    def send(
        self,
        topic: str,
        payload: Mapping[str, str],
        *,
        key: str | None = None,
        contact: ContactId | None = None,
        due_at: datetime | None = None,
        on_uncertain: OnUncertain = "resend",
    ) -> Outgoing:
        """The message, which leaves after this work is committed, and never if it is not.

        The same key again is the same message; Conflict where the key is another one's.
        """
        new = outbox.NewOutgoing(
            topic=topic,
            payload=payload,
            key=key,
            contact_id=contact,
            due_at=due_at,
            on_uncertain=on_uncertain,
        )
        return outbox.send(self._desk, new)

    def take_outgoing(
        self,
        topics: Sequence[str],
        limit: int = 100,
        *,
        lease: timedelta = _LEASE,
        patience: outbox.Patience = _PATIENCE,
    ) -> tuple[Outgoing, ...]:
        """Due messages of these topics for one worker, who settles each before its lease ends.

        `Crm.deliver` does it all; this is for a worker of the host's own.
        """
        if not topics:
            return ()
        mine = outbox.Lease(
            worker=str(self._desk.new_id(OutgoingId)),
            topics=tuple(topics),
            until=self.now + lease,
            patience=patience,
        )
        with self._desk.whole():
            return outbox.take(self._desk, mine, limit)

    def settle(
        self, message: Outgoing, outcome: Outcome, *, patience: outbox.Patience = _PATIENCE
    ) -> Outgoing:
        """The message with its outcome; Conflict where another worker has taken it since."""
        return outbox.settle(self._desk, message, outcome, patience)

    def receive(
        self, source: str, key: str, body: str, *, contact: ContactId | None = None
    ) -> inbox.Arrival:
        """Marks what came in, in the commit of what is made of it; apply it if it ``is_new``.

        Two units at once with one key: the later one gets Conflict, and finds it known when it
        tries again.
        """
        came = inbox.Incoming(source=source, key=key, body=body, contact_id=contact)
        return inbox.receive(self._desk, came)

    def purge_received(self, older_than: timedelta = timedelta(days=90), limit: int = 1_000) -> int:
        """Removes the marks of what was applied so long ago (30 days or more); tells how many."""
        with self._desk.whole():
            return inbox.purge(self._desk, older_than, limit)
