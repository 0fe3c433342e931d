"""What all builders share: the moment, the ids, the changes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zlib import crc32

from attrs import evolve

from crmkit.domain.record import Record
from crmkit.ids import Id
from crmkit.money import Money

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The moment when every built record was made: noon in UTC of a Monday, 15:00 in Moscow."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = (NOON - _EPOCH) // timedelta(milliseconds=1)

K = TypeVar("K", bound=Id)
R = TypeVar("R", bound=Record)


def an_id(of: type[K], nth: int = 1) -> K:
    """The id of the nth record of a kind, made at noon: ``an_id(DealId, 2) == a_deal(2).id``."""
    head = _MILLISECONDS.to_bytes(6, "big")
    kind = crc32(of.__name__.encode()).to_bytes(4, "big")
    return of(head + kind + nth.to_bytes(6, "big"))


def rubles(amount: int) -> Money:
    """The amount in rubles."""
    return Money.of(amount, "RUB")


def built(record: R, changes: Mapping[str, object]) -> R:
    """The record with the fields that the test names."""
    return evolve(record, **changes)  # type: ignore[arg-type]  # a test gives what it wants to see
