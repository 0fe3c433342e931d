"""The outbox: what leaves the shop leaves once, in order, and never vanishes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.clients import Contact
from crmkit.domain.outbox import OnUncertain, Outgoing
from crmkit.errors import Conflict, NotAllowed, NotFound, PermanentFailure, TemporaryFailure
from crmkit.fields.outbox import outgoing
from crmkit.ids import ContactId
from crmkit.ports.sending import Dead, Outcome, RetryAt, Sent, Uncertain
from crmkit.services.deliver import Round
from crmkit.services.outbox import Patience
from tests.unit.services.shop import TEST, Shop

LEASE = timedelta(minutes=5)


@frozen
class Post:
    """A sender that answers as it is told and remembers what it was given."""

    answer: Callable[[Outgoing], Outcome] = lambda _: Sent()
    seen: list[str] = field(factory=list)

    def send(self, message: Outgoing) -> Outcome:
        self.seen.append(message.key)
        return self.answer(message)


def fails(error: Exception) -> Callable[[Outgoing], Outcome]:
    def answer(_: Outgoing) -> Outcome:
        raise error

    return answer


def sent(shop: Shop, *keys: str, contact: ContactId | None = None, hold: bool = False) -> None:
    with shop.crm.work(TEST) as work:
        for key in keys:
            policy: OnUncertain = "hold" if hold else "resend"
            work.send("sms", {"text": key}, key=key, contact=contact, on_uncertain=policy)


def client(shop: Shop, phone: str = "89211234567") -> ContactId:
    with shop.crm.work("anna") as work:
        return work.recognise(name="Вера", phone=phone).id


def only(shop: Shop) -> Outgoing:
    with shop.crm.work(TEST) as work:
        (message,) = work.find(Outgoing)
        return message


def taken(shop: Shop, limit: int = 10) -> tuple[Outgoing, ...]:
    with shop.crm.work(TEST) as work:
        return work.take_outgoing(("sms",), limit, lease=LEASE)


def test_a_message_leaves_after_its_commit_and_once(shop: Shop) -> None:
    sent(shop, "a")
    post = Post()
    assert shop.crm.deliver({"sms": post}).sent == 1
    assert shop.crm.deliver({"sms": post}).tried == 0
    assert (post.seen, only(shop).status, only(shop).claimed_by) == (["a"], "sent", None)


def test_what_was_rolled_back_never_leaves(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.send("sms", {"text": "x"})
        work.roll_back()
    assert shop.crm.deliver({"sms": Post()}).tried == 0


def test_the_same_key_is_the_same_message(shop: Shop) -> None:
    sent(shop, "a")
    sent(shop, "a")
    assert only(shop).version == 1
    with shop.crm.work(TEST) as work, pytest.raises(Conflict):
        work.send("sms", {"text": "another"}, key="a")


def test_a_message_waits_for_its_moment_and_its_sender(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        work.send("sms", {}, key="later", due_at=work.now + LEASE)
    sent(shop, "now")
    post = Post()
    assert shop.crm.deliver({"mail": post}).tried == 0
    shop.crm.deliver({"sms": post})
    shop.clock.advance(minutes=5)
    shop.crm.deliver({"sms": post})
    assert post.seen == ["now", "later"]


def test_whoever_sees_the_client_may_write_to_them_and_nobody_else(shop: Shop) -> None:
    hers = client(shop)
    with shop.crm.work("anna") as work:
        assert work.send("sms", {"text": "Здравствуйте"}, contact=hers).version == 1
        with pytest.raises(NotAllowed):
            work.send("sms", {"text": "кому-то"})
    with shop.crm.work("boris") as work, pytest.raises(NotFound):
        work.send("sms", {"text": "Здравствуйте"}, contact=hers)


def test_a_later_message_of_a_client_waits_for_the_earlier_one(shop: Shop) -> None:
    one, other = client(shop), client(shop, "89217654321")
    sent(shop, "1", "2", contact=one)
    sent(shop, "3", contact=other)
    first = taken(shop, limit=2)
    assert [message.key for message in first] == ["1", "3"]
    assert taken(shop) == ()
    with shop.crm.work(TEST) as work:
        work.settle(first[0], Sent())
    assert [message.key for message in taken(shop)] == ["2"]


def test_a_message_that_rests_holds_up_its_client_alone(shop: Shop) -> None:
    sent(shop, "1", "2", contact=client(shop))
    sent(shop, "3")
    post = Post(lambda message: RetryAt() if message.key == "1" else Sent())
    shop.crm.deliver({"sms": post})
    shop.crm.deliver({"sms": post})
    assert sorted(post.seen) == ["1", "3"]


def test_a_late_worker_changes_nothing(shop: Shop) -> None:
    sent(shop, "a")
    (late,) = taken(shop)
    shop.clock.advance(minutes=5)
    (again,) = taken(shop)
    assert (again.key, again.attempts) == (late.key, 2)
    with shop.crm.work(TEST) as work, pytest.raises(Conflict):
        work.settle(late, Sent())
    with shop.crm.work(TEST) as work:
        assert work.settle(again, Sent()).status == "sent"


def test_what_a_crash_left_in_doubt_is_held_for_a_person_where_that_is_asked(shop: Shop) -> None:
    sent(shop, "a", hold=True)
    taken(shop)
    shop.clock.advance(minutes=5)
    assert taken(shop) == ()
    assert only(shop).status == "uncertain"


@pytest.mark.parametrize(
    ("answer", "hold", "status"),
    [
        (fails(TemporaryFailure("later")), False, "waiting"),
        (fails(PermanentFailure("never")), False, "dead"),
        (fails(ZeroDivisionError()), False, "waiting"),
        (fails(ZeroDivisionError()), True, "uncertain"),
        (lambda _: Dead("no such number"), False, "dead"),
        (lambda _: Uncertain("timeout"), False, "uncertain"),
    ],
    ids=["temporary", "permanent", "error", "error held", "dead", "uncertain"],
)
def test_every_outcome_is_written_down(
    shop: Shop,
    answer: Callable[[Outgoing], Outcome],
    hold: bool,  # noqa: FBT001 - a parameter of the test
    status: str,
) -> None:
    sent(shop, "a", hold=hold)
    shop.crm.deliver({"sms": Post(answer)})
    assert (only(shop).status, only(shop).claimed_by) == (status, None)
    assert only(shop).fault


def test_a_try_again_comes_at_the_moment_it_names(shop: Shop) -> None:
    sent(shop, "a")
    post = Post(lambda _: RetryAt(shop.clock.now() + timedelta(hours=1)))
    shop.crm.deliver({"sms": post})
    shop.clock.advance(minutes=59)
    shop.crm.deliver({"sms": post})
    shop.clock.advance(minutes=1)
    shop.crm.deliver({"sms": post})
    assert len(post.seen) == 2


def test_what_was_tried_too_often_is_dead(shop: Shop) -> None:
    sent(shop, "a")
    post, how = Post(fails(TemporaryFailure("later"))), Round(patience=Patience(tries=3))
    for _ in range(5):
        shop.crm.deliver({"sms": post}, how)
        shop.clock.advance(days=1)
    assert (len(post.seen), only(shop).status) == (3, "dead")


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [Patience().pause(tried).total_seconds() for tried in (1, 2, 3, 10, 1_000)]
    assert pauses == [30, 60, 120, 15_360, 21_600]


@given(st.lists(st.sampled_from(["sent", "retry", "crash"]), max_size=30))
def test_every_message_ends_in_order_whatever_happens(fates: list[str]) -> None:
    shop = Shop()
    one = client(shop)
    sent(shop, "1", "2", "3", contact=one)
    left = iter(fates)
    arrived: list[str] = []
    patience = Patience(tries=1_000)
    for _ in range(len(fates) + 3):
        with shop.crm.work(TEST) as work:
            (*messages,) = work.take_outgoing(("sms",), lease=LEASE, patience=patience)
        for message in messages:
            fate = next(left, "sent")
            if fate != "crash":
                outcome = Sent() if fate == "sent" else RetryAt()
                with shop.crm.work(TEST) as work:
                    work.settle(message, outcome, patience=patience)
            if fate == "sent":
                arrived.append(message.key)
        shop.clock.advance(days=1)
    assert arrived == ["1", "2", "3"]
    with shop.crm.work(TEST) as work:
        assert work.count(Outgoing, outgoing.status == "sent") == 3
        assert work.count(Contact) == 1
