"""A clock that stands still until somebody moves it."""

from datetime import UTC, datetime, timedelta

from crmkit.errors import BadInput


class SettableClock:
    """Tells the moment it was set to: ``SettableClock(NOON).advance(days=3)``."""

    def __init__(self, at: datetime) -> None:
        """Sets it for the first time; raises BadInput for a moment without a time zone."""
        self._now = _in_utc(at)

    def now(self) -> datetime:
        """The moment it stands at, in UTC."""
        return self._now

    def set(self, at: datetime) -> datetime:
        """Puts it to a moment, earlier ones included, and answers with it in UTC."""
        self._now = _in_utc(at)
        return self._now

    def advance(self, **by: float) -> datetime:
        """Moves it on by so many ``days``, ``hours``, ``minutes`` … (the words of timedelta)."""
        self._now += timedelta(**by)
        return self._now


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        message = "a moment needs its time zone"
        raise BadInput(message, where="clock", hint="use datetime(..., tzinfo=UTC)")
    return at.astimezone(UTC)
