"""The sender in memory keeps the promises of the sending port."""

from collections.abc import Sequence

from crmkit.memory.sending import MemorySender
from crmkit.ports.sending import Sender
from crmkit.testing.contracts.sending import SenderContract


class TestMemorySender(SenderContract):
    def make(self) -> MemorySender:
        return MemorySender()

    def open_sender(self) -> Sender:
        self._sender = self.make()
        return self._sender

    def received(self) -> Sequence[str]:
        return [message.key for message in self._sender.received]

    def go_away(self) -> None:
        self._sender.is_away = True

    def come_back(self) -> None:
        self._sender.is_away = False

    def refuse(self) -> None:
        self._sender.refuses = True
