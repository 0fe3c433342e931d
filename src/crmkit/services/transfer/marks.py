"""How far a move has come: a mark in the target that is set in the same commit as each batch."""

from collections.abc import Mapping
from typing import Self

from attrs import frozen

from crmkit.errors import Conflict
from crmkit.ports.storage import UnitOfWork

SERIES, SUM = "transfer", "transfer sum"
"""The number series of an unfinished move: batches laid, and the sum after the last of them."""
_BITS = 63


@frozen
class Mark:
    """So many batches have come, and the last one's sum (as far as 63 bits tell) was this."""

    batches: int = 0
    sum: int = 0

    @classmethod
    def of(cls, unit: UnitOfWork) -> Self:
        """The mark in the unit's tenant; 0 batches where no move is under way."""
        return cls(unit.last_number(SERIES), unit.last_number(SUM))

    def after(self, sha256: str) -> "Mark":
        """The mark after one more batch, which had this sum."""
        return Mark(self.batches + 1, _short(sha256))

    def demand(self, unit: UnitOfWork) -> None:
        """Raises Conflict where the unit's tenant has another mark."""
        if Mark.of(unit) != self:
            message = "another program moves into this tenant at the same time"
            raise Conflict(message, where="transfer", hint="let one of them finish")

    def numbers(self) -> Mapping[str, int]:
        """The mark as number series."""
        return {SERIES: self.batches, SUM: self.sum}


def _short(sha256: str) -> int:
    return int(sha256, 16) % (1 << _BITS)
