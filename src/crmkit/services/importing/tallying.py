"""Tallying: what became of the rows of a file so far, in this run and in earlier ones."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from attrs import field, mutable

from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping, ImportResult, RowError
from crmkit.services.importing.rows import Draft

_ERRORS_KEPT = 10_000
_COUNTED = ("created", "updated", "matched", "rejected")


@mutable(kw_only=True)
class Tally:
    """The counts by outcome, and the first errors."""

    counts: Counter[str] = field(factory=Counter)
    errors: list[RowError] = field(factory=list)

    @classmethod
    def of(cls, known: Imported) -> Self:
        """What the record of an import that was cut off has of its rows."""
        counts = Counter({name: getattr(known, name) for name in _COUNTED})
        return cls(counts=counts, errors=list(RowError.read(known.errors)))

    def add(self, drafts: Iterable[Draft]) -> None:
        """Counts the rows of a chunk, and keeps the first errors."""
        for draft in drafts:
            self.counts[draft.outcome or "rejected"] += 1
            if draft.error is not None and len(self.errors) < _ERRORS_KEPT:
                self.errors.append(draft.error)

    def told(self) -> dict[str, object]:
        """The counts and the errors as a record keeps them."""
        counts: dict[str, object] = {name: self.counts[name] for name in _COUNTED}
        return {**counts, "errors": RowError.written(self.errors)}

    def result(self, mapping: ImportMapping, *, record: Imported | None) -> ImportResult:
        """The outcome of the file."""
        return ImportResult(
            kind=mapping.kind,
            rows=sum(self.counts.values()),
            created=self.counts["created"],
            updated=self.counts["updated"],
            matched=self.counts["matched"],
            rejected=self.counts["rejected"],
            errors=tuple(self.errors),
            columns={column: target for column, target in mapping.columns.items() if target},
            import_id=None if record is None else record.id,
        )
