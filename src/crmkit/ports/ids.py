"""Where ids come from."""

from typing import Protocol


class Ids(Protocol):
    """Makes ids."""

    def next(self) -> bytes:
        """16 bytes that never repeat and sort after all that this source gave before."""
        ...

    def salt(self) -> bytes:
        """16 bytes that nobody can guess: they hide what a hash is of."""
        ...
