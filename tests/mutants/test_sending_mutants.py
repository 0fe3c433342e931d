"""Every fault of a sender is caught by the promise that claims to catch it."""

from collections.abc import Mapping
from contextlib import suppress

import pytest

from crmkit.domain.outbox import Outgoing
from crmkit.errors import PermanentFailure, TemporaryFailure
from crmkit.memory.sending import MemorySender
from crmkit.ports.sending import Dead, Outcome, RetryAt, Sent
from tests.contract.test_sending import TestMemorySender as Kept

CAUGHT = (Exception, pytest.fail.Exception)


class TellsTooEarly(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        if message.key != "a":
            super().send(message)
        return Sent()


class ForgetsKeys(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        told = super().send(message)
        if len(self.received) == 1:
            self.received.append(message)
        return told


class MixesThemUp(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        told = super().send(message)
        self.received.sort(key=lambda each: each.key)
        return told


class TakesOneThreadAlone(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        if len(self.received) == 8:
            return RetryAt()
        return super().send(message)


class CallsAwayDead(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        try:
            return super().send(message)
        except TemporaryFailure:
            return Dead("away")


class SwallowsFailures(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        with suppress(TemporaryFailure):
            super().send(message)
        return Sent()


class TriesForEver(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        try:
            return super().send(message)
        except PermanentFailure:
            return RetryAt()


class TellsWhatItSaid(MemorySender):
    def send(self, message: Outgoing) -> Outcome:
        try:
            return super().send(message)
        except PermanentFailure:
            return Dead(f"refused: {message.payload['text']}")


_AWAY = "test_while_the_receiver_is_away_the_message_is_to_be_tried_again"
_DEAD = "test_what_the_receiver_refuses_for_good_is_dead_and_the_fault_tells_nothing_personal"
MUTANTS: Mapping[type[MemorySender], str] = {
    TellsTooEarly: "test_what_is_told_as_sent_is_with_the_receiver",
    ForgetsKeys: "test_a_message_sent_again_is_received_once",
    MixesThemUp: "test_messages_arrive_each_for_itself_and_in_order",
    TakesOneThreadAlone: "test_several_threads_may_send_at_once",
    CallsAwayDead: _AWAY,
    SwallowsFailures: _AWAY,
    TriesForEver: _DEAD,
    TellsWhatItSaid: _DEAD,
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_faulty_sender_breaks_the_promise(mutant: type[MemorySender]) -> None:
    class Broken(Kept):
        def make(self) -> MemorySender:
            return mutant()

    with pytest.raises(CAUGHT):
        getattr(Broken(), MUTANTS[mutant])()


def test_every_promise_has_a_mutant() -> None:
    assert {*MUTANTS.values()} == Kept.promises()
