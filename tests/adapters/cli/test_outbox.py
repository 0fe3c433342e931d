"""`crmkit outbox`: messages are looked at, tried again and given up."""

from contextlib import closing

import pytest

from crmkit import Crm, System
from crmkit.domain.outbox import Outgoing
from crmkit.ports.sending import Dead, Outcome, Sent, Uncertain
from tests.adapters.cli.support import answered, crmkit, refused

_TEST = System("test")
_ANSWERS: dict[str, Outcome] = {
    "lost": Dead("refused"),
    "maybe": Uncertain("silence"),
    "good": Sent(),
}


class _Post:
    def send(self, message: Outgoing) -> Outcome:
        return _ANSWERS[message.key]


@pytest.fixture
def base(own: str) -> str:
    """A base with a message of each end, and one of a topic that nobody sends."""
    with closing(Crm.open(own)) as crm:
        with crm.work(_TEST) as work:
            for key in _ANSWERS:
                work.send("sms", {"text": "a secret"}, key=key)
            work.send("mail", {"text": "a secret"}, key="waits")
        crm.deliver({"sms": _Post()})
    return own


def _listed(base: str, *words: str) -> dict[str, str]:
    told = answered("outbox", "list", *words, "--json", db=base)
    return {each["status"]: each["id"] for each in told}


def test_what_was_not_sent_is_listed_without_what_it_says(base: str) -> None:
    assert _listed(base).keys() == {"waiting", "dead", "uncertain"}
    assert _listed(base, "--topic", "mail").keys() == {"waiting"}
    assert _listed(base, "--status", "sent").keys() == {"sent"}
    shown = crmkit("outbox", "list", db=base).stdout
    assert "refused" in shown
    assert "secret" not in shown


def test_what_ended_badly_is_tried_again(base: str) -> None:
    found = _listed(base)
    done = crmkit("outbox", "retry", found["dead"], found["uncertain"], db=base)
    assert "2" in done.stdout
    assert len(answered("outbox", "list", "--status", "waiting", "--json", db=base)) == 3


def test_what_is_given_up_stays_as_dead_with_the_reason(base: str) -> None:
    waiting = _listed(base)["waiting"]
    assert crmkit("outbox", "drop", waiting, "--reason", "too late", db=base).exit_code == 0
    told = answered("outbox", "list", "--topic", "mail", "--json", db=base)
    assert [(each["status"], each["fault"]) for each in told] == [("dead", "too late")]


def test_what_was_sent_or_is_taken_is_left_alone(base: str) -> None:
    sent = _listed(base, "--status", "sent")["sent"]
    for verb in ("retry", "drop"):
        assert "sent already" in refused("outbox", verb, sent, db=base)
    with closing(Crm.open(base)) as crm, crm.work(_TEST) as work:
        (taken,) = work.take_outgoing(["mail"])
    assert "a worker" in refused("outbox", "retry", str(taken.id), db=base)
    assert "not an id" in refused("outbox", "drop", "mail", db=base)
