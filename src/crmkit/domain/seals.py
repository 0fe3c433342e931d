"""Seals: a chain over the journal's entries that shows a later edit, loss or change of order."""

from typing import ClassVar

from attrs import frozen

from crmkit.domain.record import Record
from crmkit.ids import SealId


@frozen(kw_only=True, repr=False)
class Seal(Record):
    """The end of the chain after so many ``entries`` more, at ``created_at``.

    Seals are numbered from 1 without a gap. ``head`` is the hash, in hexadecimal digits, over the
    entries under this seal, in the order of their ids, and the head of the seal before.
    """

    kind: ClassVar[str] = "seal"
    unique: ClassVar[str | None] = "number"
    keeps_history: ClassVar[bool] = False

    id: SealId
    number: int
    entries: int
    head: str
