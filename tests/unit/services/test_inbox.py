"""The inbox: what came in is applied once."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.conversations import Note
from crmkit.domain.outbox import Received
from crmkit.errors import BadInput, NotAllowed
from tests.unit.services.shop import TEST, Shop


def arrives(shop: Shop, key: str, body: str) -> str:
    """The event, applied as a note in the commit of its mark."""
    with shop.crm.work(TEST) as work:
        arrival = work.receive("site", key, body)
        if arrival.is_new:
            contact = work.recognise(phone="89211234567").id
            work.create(Note, text=body, contact_id=contact)
        return arrival.state


def notes(shop: Shop) -> list[str]:
    with shop.crm.work(TEST) as work:
        return sorted(note.text for note in work.find(Note))


def marks(shop: Shop) -> list[Received]:
    with shop.crm.work(TEST) as work:
        return [*work.find(Received)]


def test_the_same_again_is_known_and_writes_nothing(shop: Shop) -> None:
    assert [arrives(shop, "1", "a"), arrives(shop, "1", "a")] == ["new", "known"]
    assert (notes(shop), len(marks(shop))) == (["a"], 1)


def test_another_body_is_set_aside_and_overwrites_nothing(shop: Shop) -> None:
    states = [arrives(shop, "1", body) for body in ("a", "b", "b", "a")]
    assert states == ["new", "quarantined", "quarantined", "known"]
    assert notes(shop) == ["a"]
    assert sorted((mark.status, mark.body) for mark in marks(shop)) == [
        ("applied", None),
        ("quarantined", "b"),
    ]


def test_source_and_key_are_not_run_together(shop: Shop) -> None:
    with shop.crm.work(TEST) as work:
        assert work.receive("ab", "c", "x").is_new
        assert work.receive("a", "bc", "x").is_new


def test_a_failure_takes_the_mark_back_with_it(shop: Shop) -> None:
    def fail() -> None:
        with shop.crm.work(TEST) as work:
            work.receive("site", "1", "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert arrives(shop, "1", "a") == "new"


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("xy")), max_size=12))
def test_each_key_is_applied_once_in_any_order(events: list[tuple[str, str]]) -> None:
    shop = Shop()
    first: dict[str, str] = {}
    for key, body in events:
        arrives(shop, key, f"{key}{body}")
        first.setdefault(key, f"{key}{body}")
    assert notes(shop) == sorted(first.values())
    assert len(marks(shop)) == len(set(events))


@pytest.mark.parametrize(("source", "key"), [("", "1"), ("site", "")])
def test_a_mark_needs_source_and_key(shop: Shop, source: str, key: str) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput):
        work.receive(source, key, "a")


def test_old_marks_are_purged_and_what_is_set_aside_stays(shop: Shop) -> None:
    arrives(shop, "1", "a")
    arrives(shop, "1", "b")
    shop.clock.advance(days=91)
    arrives(shop, "2", "a")
    with shop.crm.work(TEST) as work:
        assert work.purge_received() == 1
    assert sorted(mark.status for mark in marks(shop)) == ["applied", "quarantined"]


def test_young_marks_cannot_be_purged(shop: Shop) -> None:
    with shop.crm.work(TEST) as work, pytest.raises(BadInput):
        work.purge_received(timedelta(days=29))


def test_an_employee_marks_nothing(shop: Shop) -> None:
    with shop.crm.work("anna") as work, pytest.raises(NotAllowed):
        work.receive("site", "1", "a")
