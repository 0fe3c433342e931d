"""The demo's clock, which stands until the story moves it, and ids that are the same again."""

from datetime import UTC, datetime, timedelta
from random import Random  # noqa: TID251 - ids of a demonstration, the same in every run

from crmkit.ids import UlidSource

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DemoClock:
    """Tells the moment to which the story has come."""

    def __init__(self, at: datetime) -> None:
        """Begins the story."""
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment, in UTC."""
        return self._now

    def set(self, at: datetime) -> None:
        """Moves the story on; it never goes back."""
        self._now = max(self._now, at.astimezone(UTC))


def demo_ids(clock: DemoClock, seed: int) -> UlidSource:
    """Ids by the demo's clock and the seed."""
    entropy = Random(seed)  # noqa: S311 - ids that can be foretold are its purpose
    return UlidSource(
        lambda: (clock.now() - _EPOCH) // timedelta(milliseconds=1), entropy.randbytes
    )
