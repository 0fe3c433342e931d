"""What an import did: every row is created, updated, matched or rejected."""

from typing import Literal

from attrs import frozen

from crmkit.domain.headings import ImportKind

RowOutcome = Literal["created", "updated", "matched", "rejected"]


@frozen(kw_only=True)
class RowError:
    """One rejected row: its number as a person sees it, the column to blame, and the reason.

    The reason never quotes the cell.
    """

    row: int
    column: str | None
    reason: str


@frozen(kw_only=True)
class ImportResult:
    """The outcome of a file. ``rows`` is the sum of the four counts.

    A matched row brought nothing new; an updated one filled what was empty or added a handle;
    nothing that was there is overwritten.
    """

    kind: ImportKind
    rows: int
    created: int
    updated: int
    matched: int
    rejected: int
    errors: tuple[RowError, ...]
    columns: dict[str, str]
