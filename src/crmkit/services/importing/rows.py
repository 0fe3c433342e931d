"""Rows: from the cells of one row to the values of one draft, or to the reason it is rejected."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from attrs import field, frozen, mutable

from crmkit.domain.imports import ImportMapping, RowError, RowOutcome
from crmkit.errors import BadInput
from crmkit.ids import Id
from crmkit.ports.tables import Cell, Row, RowFault
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit.services.importing.cells import text
from crmkit.services.recognise import Typed
from crmkit.text import fold

V = TypeVar("V")
Reader = Callable[[Cell], object]
HandleReader = Callable[[Cell], Sequence[Typed]]


@mutable(kw_only=True)
class Draft:
    """What one row says, by target, and what became of it.

    ``person`` is the name of the client whom the row is about, ``handles`` are the client's.
    ``known`` is the record that it means, and ``by`` what led there.
    ``headings`` are the headings of the targets, to blame one; ``custom`` are the targets that
    are custom fields.
    """

    number: int
    headings: Mapping[str, str]
    values: dict[str, object]
    custom: tuple[str, ...] = ()
    handles: tuple[Typed, ...] = ()
    person: str | None = None
    known: Id | None = None
    by: tuple[str, ...] = ()
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

    def given(self, targets: Sequence[str]) -> dict[str, object]:
        """What the row says of these targets, and of custom fields."""
        values = self.values
        found = {target: values[target] for target in targets if target in values}
        custom = {
            target.removeprefix(CUSTOM_PREFIX): values[target]
            for target in self.custom
            if target in values
        }
        return {**found, "custom": custom} if custom else found

    def moment(self, target: str, otherwise: datetime) -> datetime:
        """The moment of a target, or another one where the row says none."""
        return self.typed(target, datetime) or otherwise

    def reject(self, reason: str, target: str | None = None) -> None:
        """Rejects the row because of the cell of a target; the reason must not quote it."""
        self.outcome = "rejected"
        column = self.headings.get(target) if target else None
        self.error = RowError(row=self.number, column=column, reason=reason)

    def refuse(self, exc: BadInput) -> None:
        """Rejects the row because of a value that no record may have."""
        self.reject(_reason(exc), (exc.where or "").rpartition(".")[2])


@frozen(kw_only=True)
class Readers:
    """How the cells of each target are read; handles apart, for one cell may hold several."""

    values: Mapping[str, Reader]
    handles: Mapping[str, HandleReader]


@frozen(kw_only=True)
class RowReader:
    """Reads rows as drafts: each mapped column by the reader of its target.

    Raises BadInput when a default of the mapping cannot be read.
    """

    columns: Sequence[str]
    mapping: ImportMapping
    readers: Readers
    headings: Mapping[str, str] = field(init=False)
    custom: tuple[str, ...] = field(init=False)
    defaults: Mapping[str, object] = field(init=False)
    plan: tuple[tuple[int, str, Reader], ...] = field(init=False)
    plan_of_handles: tuple[tuple[int, str, HandleReader], ...] = field(init=False)

    @headings.default
    def _headings(self) -> Mapping[str, str]:
        return {target: column for column, target in self.mapping.columns.items() if target}

    @custom.default
    def _custom(self) -> tuple[str, ...]:
        return tuple(each for each in self.mapping.targets if each.startswith(CUSTOM_PREFIX))

    @defaults.default
    def _defaults(self) -> Mapping[str, object]:
        return {
            target: self._default(target, written)
            for target, written in self.mapping.defaults.items()
        }

    @plan.default
    def _plan(self) -> tuple[tuple[int, str, Reader], ...]:
        read = self.readers.values
        return tuple(
            (position, target, self._worded(target, read[target]))
            for position, target in self._mapped()
            if target in read
        )

    @plan_of_handles.default
    def _plan_of_handles(self) -> tuple[tuple[int, str, HandleReader], ...]:
        read = self.readers.handles
        return tuple(
            (position, target, read[target])
            for position, target in self._mapped()
            if target in read
        )

    def draft(self, row: Row | RowFault) -> Draft:
        """The draft of the row; already rejected where the row or a cell cannot be read."""
        return self._fault(row) if isinstance(row, RowFault) else self._read(row)

    def _read(self, row: Row) -> Draft:
        draft = Draft(
            number=row.number,
            headings=self.headings,
            values={**self.defaults},
            custom=self.custom,
        )
        cells, target = row.cells, ""
        try:
            for position, target, read in self.plan:
                if (cell := cells[position]) is not None and (value := read(cell)) is not None:
                    draft.values[target] = value
            for position, target, find in self.plan_of_handles:  # noqa: B007 - it is blamed below
                if (cell := cells[position]) is not None:
                    draft.handles += tuple(find(cell))
        except BadInput as exc:
            if self.mapping.bad_cells == "leave_out":
                return self._without_bad_cells(row)
            draft.reject(_reason(exc), target)
        if len(draft.handles) > 1:
            draft.handles = tuple({each.key: each for each in draft.handles}.values())
        return draft

    def _fault(self, fault: RowFault) -> Draft:
        draft = Draft(number=fault.number, headings=self.headings, values={}, outcome="rejected")
        draft.error = RowError(row=fault.number, column=fault.column, reason=fault.reason)
        return draft

    def _without_bad_cells(self, row: Row) -> Draft:
        cells = list(row.cells)
        for position, _, read in (*self.plan, *self.plan_of_handles):
            try:
                read(cells[position])
            except BadInput:
                cells[position] = None
        return self._read(Row(number=row.number, cells=tuple(cells)))

    def _mapped(self) -> list[tuple[int, str]]:
        return [
            (position, target)
            for position, column in enumerate(self.columns)
            if (target := self.mapping.columns.get(column))
        ]

    def _worded(self, target: str, read: Reader) -> Reader:
        words = self.mapping.values.get(target)
        if not words:
            return read
        return partial(_of_words, {fold(word): meaning for word, meaning in words.items()}, read)

    def _default(self, target: str, written: str) -> object:
        read = self.readers.values.get(target)
        where = f"mapping, defaults.{target}"
        if read is None:
            message = "a phone or another handle is one client's, not everybody's"
            raise BadInput(message, where=where)
        try:
            return read(written)
        except BadInput as exc:
            raise BadInput(exc.message, where=where, hint=exc.hint) from exc


def _of_words(words: Mapping[str, str], read: Reader, cell: Cell) -> object:
    """The cell read, after the file's word for it was replaced by crmkit's."""
    written = text(cell)
    return None if written is None else read(words.get(fold(written), cell))


def _reason(exc: BadInput) -> str:
    return f"{exc.message} ({exc.hint})" if exc.hint else exc.message
