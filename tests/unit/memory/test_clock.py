"""The clock that one sets."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from crmkit.errors import BadInput
from crmkit.memory.clock import SettableClock
from crmkit.memory.ids import SeededIds
from crmkit.testing.builders import NOON


def test_the_clock_stands_still() -> None:
    clock = SettableClock(NOON)
    assert clock.now() == clock.now() == NOON


def test_the_clock_moves_on_when_told_to() -> None:
    clock = SettableClock(NOON)
    assert clock.advance(days=3, hours=1) == clock.now() == NOON + timedelta(days=3, hours=1)


def test_the_clock_can_be_put_back() -> None:
    clock = SettableClock(NOON)
    assert clock.set(NOON - timedelta(days=1)) < NOON


def test_the_clock_tells_utc_whatever_zone_it_was_set_in() -> None:
    moscow = NOON.astimezone(timezone(timedelta(hours=3)))
    assert SettableClock(moscow).now().tzinfo is UTC


def test_a_moment_without_a_zone_sets_no_clock() -> None:
    with pytest.raises(BadInput):
        SettableClock(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - what is refused


def test_seeded_ids_are_the_same_in_every_run() -> None:
    one, other = (SeededIds(SettableClock(NOON)) for _ in range(2))
    assert [one.next() for _ in range(5)] == [other.next() for _ in range(5)]


def test_another_seed_makes_other_ids() -> None:
    clock = SettableClock(NOON)
    assert SeededIds(clock, 1).next() != SeededIds(clock, 2).next()


def test_seeded_ids_never_go_back_with_the_clock() -> None:
    clock = SettableClock(NOON)
    ids = SeededIds(clock)
    first = ids.next()
    clock.advance(days=-1)
    assert first < ids.next()
