"""The contract of senders: every promise of `crmkit.ports.sending` as a test.

class TestMySender(SenderContract):
    def open_sender(self) -> Sender:
        return MySender(a_provider_that_remembers)

    def received(self) -> Sequence[str]:
        return [call.key for call in a_provider_that_remembers.calls]
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest
from attrs import evolve

from crmkit.domain.outbox import Outgoing
from crmkit.errors import PermanentFailure, TemporaryFailure
from crmkit.ports.sending import Dead, RetryAt, Sender, Sent
from crmkit.testing.builders import an_outgoing
from crmkit.testing.contracts.contract import Contract

_PERSONAL = "Zqxjva +7 921 123-45-67"


class SenderContract(Contract):
    """What every sender keeps: write ``open_sender`` and ``received``.

    Write ``go_away`` and ``refuse`` too where your receiver can be made to; else set
    ``can_fail`` to False, and these promises are skipped. ``knows_keys`` is whether the receiver
    tells repetitions by the key.
    """

    port: ClassVar[str] = "sending"
    can_fail: ClassVar[bool] = True
    knows_keys: ClassVar[bool] = True

    def open_sender(self) -> Sender:
        """A sender to a receiver of this test alone, which has nothing yet."""
        raise NotImplementedError

    def received(self) -> Sequence[str]:
        """The keys of what the receiver has, in the order it came; not asked of the sender."""
        raise NotImplementedError

    def message(self, key: str) -> Outgoing:
        """A message of the sender's topic: override it where your payload has other members."""
        return evolve(an_outgoing(), key=key, payload={"text": _PERSONAL})

    def go_away(self) -> None:
        """Makes the receiver unreachable."""
        raise NotImplementedError

    def come_back(self) -> None:
        """Makes the receiver reachable again."""
        raise NotImplementedError

    def refuse(self) -> None:
        """Makes the receiver refuse whatever it is given, for good."""
        raise NotImplementedError

    def test_what_is_told_as_sent_is_with_the_receiver(self) -> None:
        assert self.open_sender().send(self.message("a")) == Sent()
        assert list(self.received()) == ["a"]

    def test_messages_arrive_each_for_itself_and_in_order(self) -> None:
        sender = self.open_sender()
        for key in ("b", "a", "c"):
            assert sender.send(self.message(key)) == Sent()
        assert list(self.received()) == ["b", "a", "c"]

    def test_a_message_sent_again_is_received_once(self) -> None:
        if not self.knows_keys:
            pytest.skip("the receiver does not know keys")
        sender = self.open_sender()
        assert [sender.send(self.message("a")) for _ in range(3)] == [Sent()] * 3
        assert list(self.received()) == ["a"]

    def test_several_threads_may_send_at_once(self) -> None:
        sender, keys = self.open_sender(), [f"key {nth}" for nth in range(16)]
        with ThreadPoolExecutor(4) as threads:
            told = [*threads.map(lambda key: sender.send(self.message(key)), keys)]
        assert told == [Sent()] * len(keys)
        assert sorted(self.received()) == sorted(keys)

    def test_while_the_receiver_is_away_the_message_is_to_be_tried_again(self) -> None:
        self._demand_failures()
        sender = self.open_sender()
        self.go_away()
        fault = self._failing(sender, TemporaryFailure, RetryAt)
        assert not _tells(fault)
        assert list(self.received()) == []
        self.come_back()
        assert sender.send(self.message("a")) == Sent()
        assert list(self.received()) == ["a"]

    def test_what_the_receiver_refuses_for_good_is_dead_and_the_fault_tells_nothing_personal(
        self,
    ) -> None:
        self._demand_failures()
        sender = self.open_sender()
        self.refuse()
        assert not _tells(self._failing(sender, PermanentFailure, Dead))
        assert list(self.received()) == []

    def _demand_failures(self) -> None:
        if not self.can_fail:
            pytest.skip("the receiver cannot be made to fail")

    def _failing(
        self, sender: Sender, error: type[Exception], outcome: type[RetryAt | Dead]
    ) -> str:
        """What the sender tells of a message that it cannot send."""
        try:
            told = sender.send(self.message("a"))
        except error as exc:
            return str(exc)
        assert isinstance(told, outcome)
        return told.fault or ""


def _tells(fault: str) -> bool:
    return any(word in fault for word in _PERSONAL.split(" ", 1))
