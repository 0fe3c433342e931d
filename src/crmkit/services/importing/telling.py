"""Telling: what becomes of each row, for a person who looks at an import before it is made."""

from collections.abc import Sequence

from crmkit.domain.imports import RowReport
from crmkit.domain.journal import differences
from crmkit.domain.record import Record
from crmkit.services.importing.rows import Draft


def report(draft: Draft, written: Sequence[tuple[Record | None, Record]]) -> RowReport:
    """What becomes of the row, which writes these records: before and after."""
    if draft.error is not None:
        return RowReport(row=draft.number, outcome="rejected", error=draft.error)
    return RowReport(
        row=draft.number,
        outcome=draft.outcome or "rejected",
        known=draft.known,
        by=draft.by,
        makes=tuple(after.kind for before, after in written if before is None),
        changes=tuple(
            f"{after.kind}.{name}"
            for before, after in written
            if before is not None
            for name in differences(before, after)
        ),
    )
