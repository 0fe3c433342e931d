"""Run: a table goes in, chunk by chunk, and every row has an outcome."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import field, mutable

from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, Progress, RowError
from crmkit.domain.record import Record
from crmkit.errors import BadInput
from crmkit.money import Money
from crmkit.ports.tables import Cell, Row, RowFault, Table
from crmkit.services.desk import Desk
from crmkit.services.importing.books import Books
from crmkit.services.importing.companies import Companies
from crmkit.services.importing.contacts import Contacts
from crmkit.services.importing.dates import Dates, is_month_first
from crmkit.services.importing.leads import Leads
from crmkit.services.importing.numbers import Numbers, decimal_mark
from crmkit.services.importing.products import Products
from crmkit.services.importing.purchases import Orders
from crmkit.services.importing.readers import AMOUNTS, Reading
from crmkit.services.importing.rows import Draft, RowReader
from crmkit.services.importing.sales import Deals
from crmkit.services.importing.staff import Employees

CHUNK = 1_000
"""The most rows that are held at a time; more of them take more memory and no less time."""
_CHUNK_BYTES = 4 * 1024 * 1024
_SAMPLE = 1_000
_ERRORS_KEPT = 10_000
_YEARS_AHEAD = 20
_BIRTH = "birth_date"


class Bring(Protocol):
    """Brings the rows of one kind in."""

    def load(self, drafts: Sequence[Draft]) -> None:
        """Reads what the rows of a chunk need; rejected ones need nothing."""
        ...

    def bring(self, draft: Draft) -> None:
        """Gives a row its outcome; what it writes is kept unless the row is rejected."""
        ...

    def learn(self, record: Record) -> None:
        """Takes in what a row has written."""
        ...

    def finish(self) -> None:
        """Does what has to wait for the last row."""
        ...


_BRINGERS: Mapping[ImportKind, Callable[[Books], Bring]] = {
    "contacts": lambda books: Contacts(books=books),
    "companies": lambda books: Companies(books=books),
    "products": lambda books: Products(books=books),
    "employees": lambda books: Employees(books=books),
    "orders": lambda books: Orders(books=books),
    "leads": lambda books: Leads(books=books),
    "deals": lambda books: Deals(books=books),
}
_RECORD_KINDS: Mapping[ImportKind, str] = {
    "contacts": "contact",
    "companies": "company",
    "leads": "lead",
    "deals": "deal",
    "products": "product",
    "orders": "order",
    "employees": "employee",
}
_MADE_BESIDE: Mapping[ImportKind, Mapping[str, str]] = {
    "contacts": {"company": "company"},
    "companies": {"contact": "contact"},
    "leads": {"name": "contact"},
    "deals": {"contact": "contact", "company": "company"},
    "orders": {"name": "contact", "company": "company"},
}
"""The kinds that the rows may make beside their own, by the target that asks for it."""


@mutable(kw_only=True)
class Tally:
    """What became of the rows so far."""

    counts: Counter[str] = field(factory=Counter)
    errors: list[RowError] = field(factory=list)

    def add(self, drafts: Iterable[Draft]) -> None:
        """Counts the rows of a chunk, and keeps the first errors."""
        for draft in drafts:
            self.counts[draft.outcome or "rejected"] += 1
            if draft.error is not None and len(self.errors) < _ERRORS_KEPT:
                self.errors.append(draft.error)

    def result(self, mapping: ImportMapping) -> ImportResult:
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
        )


def import_table(
    desk: Desk,
    table: Table,
    mapping: ImportMapping,
    progress: Progress | None = None,
    *,
    chunk: int = CHUNK,
) -> ImportResult:
    """Brings the whole table in, in the desk's unit of work: all of it or, on an error, nothing.

    Bad rows are reported and do not stop the good ones; ``chunk`` rows are worked on at a time,
    which changes nothing in what comes out. Raises NotAllowed, before anything is read, unless
    the actor's role grants the import of everything that the rows may write.
    """
    _demand(desk, mapping)
    mapping = mapping.fitted(table.columns)
    _demand(desk, mapping)
    rows = table.rows()
    sample = _some(table, rows, _SAMPLE)
    reader = _row_reader(desk, table.columns, mapping, sample)
    books = Books(desk=desk, mapping=mapping)
    bringer = _BRINGERS[mapping.kind](books)
    tally, rows = Tally(), chain(sample, rows)
    del sample
    while taken := _some(table, rows, chunk):
        with _undisturbed():
            drafts = [reader.draft(row) for row in taken]
            _bring(books, bringer, drafts)
        tally.add(drafts)
        if progress is not None:
            progress(table.consumed, table.facts.size)
    bringer.finish()
    books.writes.hand_over()
    return tally.result(mapping)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Pauses the collector over a chunk: it would look at each new record again and again."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _demand(desk: Desk, mapping: ImportMapping) -> None:
    """An import looks at all records, fills them and gives them away: its grant must reach all."""
    beside = _MADE_BESIDE.get(mapping.kind, {})
    kinds = {_RECORD_KINDS[mapping.kind], *(beside[each] for each in mapping.targets & {*beside})}
    for kind in sorted(kinds):
        desk.rights.demand_all("import", kind)


def _bring(books: Books, bringer: Bring, drafts: Sequence[Draft]) -> None:
    """Gives every row of the chunk its outcome; a row is written as a whole or not at all."""
    bringer.load(drafts)
    for draft in drafts:
        if draft.outcome is None:
            _bring_row(bringer, draft)
            if draft.error is not None:
                books.writes.drop()
            for record in books.writes.keep():
                bringer.learn(record)
    books.writes.hand_over()


def _bring_row(bringer: Bring, draft: Draft) -> None:
    try:
        bringer.bring(draft)
    except BadInput as exc:
        draft.refuse(exc)


def _some(table: Table, rows: Iterator[Row | RowFault], count: int) -> list[Row | RowFault]:
    """The next rows, so many or, of a file with very long ones, fewer."""
    taken: list[Row | RowFault] = []
    start = table.consumed
    for row in rows:
        taken.append(row)
        if len(taken) == count or table.consumed - start > _CHUNK_BYTES:
            break
    return taken


def _row_reader(
    desk: Desk, columns: Sequence[str], mapping: ImportMapping, sample: Sequence[Row | RowFault]
) -> RowReader:
    shown = {
        target: [row.cells[position] for row in sample if isinstance(row, Row)]
        for position, column in enumerate(columns)
        if (target := mapping.columns.get(column))
    }
    reading = Reading(
        mapping=mapping,
        regions=desk.policy.regions,
        currency=Money(0, mapping.currency or desk.policy.currency).currency,
        dates=partial(_dates, desk, mapping, shown),
        numbers=partial(_numbers, shown),
        custom=desk.directory.schema.kind(_RECORD_KINDS[mapping.kind]).custom,
    )
    return RowReader(columns=columns, mapping=mapping, readers=reading.readers())


def _dates(
    desk: Desk, mapping: ImportMapping, shown: Mapping[str, Sequence[Cell]], target: str
) -> Dates:
    ahead = 0 if target == _BIRTH else _YEARS_AHEAD
    return Dates(
        zone=_zone(desk, mapping),
        last_year=desk.now.year + ahead,
        month_first=is_month_first(shown.get(target, ())),
        date_format=mapping.date_format,
    )


def _numbers(shown: Mapping[str, Sequence[Cell]], target: str) -> Numbers:
    return Numbers(mark=decimal_mark(shown.get(target, ())), amounts=target in AMOUNTS)


def _zone(desk: Desk, mapping: ImportMapping) -> ZoneInfo:
    if mapping.zone is None:
        return desk.policy.zone
    try:
        return ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        message = f"there is no time zone {mapping.zone[:60]!r}"
        raise BadInput(message, where="mapping", hint="for example Europe/Kyiv") from exc
