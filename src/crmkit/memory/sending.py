"""Sending in memory: a receiver that keeps what it is given, and the sender to it."""

from threading import Lock

from crmkit.domain.outbox import Outgoing
from crmkit.errors import PermanentFailure, TemporaryFailure
from crmkit.ports.sending import Outcome, Sent


class MemorySender:
    """Hands messages to a list; a key that is there already is not taken twice.

    ``is_away`` and ``refuses`` say how its receiver behaves.
    """

    def __init__(self) -> None:
        """Starts with a receiver that is there and has nothing."""
        self.received: list[Outgoing] = []
        self.is_away = False
        self.refuses = False
        self._lock = Lock()

    def send(self, message: Outgoing) -> Outcome:
        """Sends once per key."""
        if self.is_away:
            raise TemporaryFailure("the receiver is away", where="memory", hint="try again")
        if self.refuses:
            raise PermanentFailure("the receiver refused", where="memory", hint="ask it why")
        with self._lock:
            if message.key not in {each.key for each in self.received}:
                self.received.append(message)
        return Sent()
