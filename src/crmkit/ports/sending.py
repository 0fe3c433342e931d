"""Sending: what takes a message of the outbox to its receiver."""

from datetime import datetime
from typing import Protocol

from attrs import frozen

from crmkit.domain.outbox import Outgoing


@frozen
class Sent:
    """The receiver has it."""


@frozen
class RetryAt:
    """Not now: to be tried again at that moment, or after a pause that grows with every try."""

    at: datetime | None = None
    fault: str | None = None


@frozen
class Dead:
    """Never: no further try can help. ``fault`` says why, without anything personal."""

    fault: str


@frozen
class Uncertain:
    """Perhaps: nobody can tell whether the receiver has it, so a person is to look."""

    fault: str


Outcome = Sent | RetryAt | Dead | Uncertain


class Sender(Protocol):
    """Sends the messages of one topic."""

    def send(self, message: Outgoing) -> Outcome:
        """Sends once per ``message.key``, as far as the receiver can tell repetitions by it.

        Called outside every transaction, and again with the same key after a crash. A
        TemporaryFailure raised is as good as RetryAt, a PermanentFailure as Dead; any other
        error leaves the outcome unknown, for ``message.on_uncertain`` to decide.
        """
        ...
