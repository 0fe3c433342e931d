"""Jobs: what is to be done again and again, by whatever engine the host runs."""

from collections.abc import Callable
from datetime import timedelta

from attrs import frozen


@frozen(kw_only=True)
class Job:
    """One thing to do every so often; ``run`` answers with how much it did.

    Running it twice, or at once in several processes, does no harm: it takes its work by claims.
    """

    name: str
    every: timedelta
    run: Callable[[], int]
