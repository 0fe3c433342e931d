"""Ids that are the same in every run: for tests, demonstrations and replays."""

from datetime import UTC, datetime, timedelta
from random import Random

from crmkit.ids import UlidSource
from crmkit.ports.clock import Clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class SeededIds(UlidSource):
    """Makes the same ids again for the same clock and seed; never use it beside real ids."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        """Take the time from the clock and the rest from the seed."""
        entropy = Random(seed)  # noqa: S311 - ids that can be foretold are its purpose
        super().__init__(lambda: (clock.now() - _EPOCH) // _MILLISECOND, entropy.randbytes)
