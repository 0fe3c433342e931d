"""Deliver: take what is due from the outbox, send it, and write down what became of it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

from crmkit.domain.outbox import Outgoing
from crmkit.errors import Conflict, PermanentFailure, TemporaryFailure
from crmkit.ports.sending import Dead, Outcome, RetryAt, Sender, Uncertain
from crmkit.services.outbox import Patience
from crmkit.services.work import Work


@frozen(kw_only=True)
class Delivery:
    """How many messages ended how; ``late`` ones took longer than their lease."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    uncertain: int = 0
    late: int = 0

    @property
    def tried(self) -> int:
        """How many were handed to a sender, or too late for it."""
        return self.sent + self.waiting + self.dead + self.uncertain + self.late


@frozen(kw_only=True)
class Round:
    """One round of delivery: how many messages, for how long, how patiently.

    Let the round take less time than the ``lease``.
    """

    limit: int = 100
    lease: timedelta = timedelta(minutes=5)
    patience: Patience = field(factory=Patience)


def deliver(
    open_work: Callable[[], Work],
    now: Callable[[], datetime],
    senders: Mapping[str, Sender],
    round_: Round,
) -> Delivery:
    """Sends what is due: each message between two commits, never inside one."""
    with open_work() as work:
        taken = work.take_outgoing(
            tuple(senders), round_.limit, lease=round_.lease, patience=round_.patience
        )
    ended: Counter[str] = Counter()
    for message in taken:
        if message.claimed_until is None or now() >= message.claimed_until:
            ended["late"] += 1
        else:
            outcome = _sent(senders[message.topic], message)
            ended[_settled(open_work, message, outcome, round_.patience)] += 1
    return Delivery(**ended)


def _settled(
    open_work: Callable[[], Work], message: Outgoing, outcome: Outcome, patience: Patience
) -> str:
    try:
        with open_work() as work:
            return work.settle(message, outcome, patience=patience).status
    except Conflict:
        return "late"


def _sent(sender: Sender, message: Outgoing) -> Outcome:
    try:
        return sender.send(message)
    except TemporaryFailure as exc:
        return RetryAt(fault=type(exc).__name__)
    except PermanentFailure as exc:
        return Dead(type(exc).__name__)
    except Exception as exc:  # noqa: BLE001 - whatever a sender raises, the message must not vanish
        fault = type(exc).__name__
        return Uncertain(fault) if message.on_uncertain == "hold" else RetryAt(fault=fault)
