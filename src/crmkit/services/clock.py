"""The system's clock and entropy: the one place where crmkit reads either."""

import secrets
import time
from datetime import UTC, datetime

from crmkit.ids import UlidSource


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


def system_ids() -> UlidSource:
    """Ids by the machine's clock and the operating system's randomness."""
    return UlidSource(lambda: time.time_ns() // 1_000_000, secrets.token_bytes)
