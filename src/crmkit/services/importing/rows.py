"""Rows: from the cells of one row to the values of one draft, or to the reason it is rejected."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from attrs import evolve, field, frozen, mutable

from crmkit.domain.imports import ImportMapping, RowError, RowOutcome
from crmkit.errors import BadInput
from crmkit.ports.tables import Cell, Row
from crmkit.services.importing.cells import CellFault

V = TypeVar("V")
Reader = Callable[[Cell], object]


@mutable(kw_only=True)
class Draft:
    """What one row says, by target, and what became of it."""

    number: int
    values: dict[str, object]
    outcome: RowOutcome | None = None
    error: RowError | None = None

    def text(self, target: str) -> str | None:
        """The text of a target, None where the row says nothing."""
        value = self.values.get(target)
        return value if isinstance(value, str) else None

    def typed(self, target: str, of: type[V]) -> V | None:
        """The value of a target when it is of the type, None where the row says nothing."""
        value = self.values.get(target)
        return value if isinstance(value, of) else None

    def reject(self, reason: str, target: str | None = None) -> None:
        """Rejects the row because of the cell of a target; the reason must not quote it."""
        self.outcome = "rejected"
        self.error = RowError(row=self.number, column=target, reason=reason)


@frozen(kw_only=True)
class RowReader:
    """Reads rows as drafts: each mapped column by the reader of its target."""

    columns: Sequence[str]
    mapping: ImportMapping
    readers: Mapping[str, Reader]
    plan: tuple[tuple[int, str, Reader], ...] = field(init=False)

    @plan.default
    def _planned(self) -> tuple[tuple[int, str, Reader], ...]:
        return tuple(
            (position, target, self.readers[target])
            for position, column in enumerate(self.columns)
            if (target := self.mapping.columns.get(column))
        )

    def draft(self, row: Row) -> Draft:
        """The draft of the row; already rejected where a cell cannot be read."""
        draft = Draft(number=row.number, values={})
        for position, target, read in self.plan:
            cell = self._worded(target, row.cells[position])
            if cell is None:
                continue
            try:
                value = read(cell)
            except CellFault as exc:
                if self.mapping.bad_cells == "leave_out":
                    continue
                draft.reject(_reason(exc), target)
                return draft
            if value is not None:
                draft.values[target] = value
        self._fill_defaults(draft)
        return draft

    def error(self, draft: Draft) -> RowError | None:
        """Why the row was rejected, with the heading instead of the target."""
        if draft.error is None:
            return None
        headings = {target: column for column, target in self.mapping.columns.items()}
        target = draft.error.column
        return evolve(draft.error, column=headings.get(target or "", target))

    def _worded(self, target: str, cell: Cell) -> Cell:
        words = self.mapping.values.get(target)
        return cell if words is None or cell is None else words.get(str(cell), cell)

    def _fill_defaults(self, draft: Draft) -> None:
        for target, written in self.mapping.defaults.items():
            if target not in draft.values:
                draft.values[target] = self.readers[target](written)


def _reason(exc: BadInput) -> str:
    return f"{exc.message} ({exc.hint})" if exc.hint else exc.message
