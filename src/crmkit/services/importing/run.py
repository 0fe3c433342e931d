"""Run: a table goes in, chunk by chunk, and every row has an outcome."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, Self

from attrs import evolve, field, frozen, mutable

from crmkit.domain.headings import ImportKind
from crmkit.domain.imported import Imported, ImportStatus, import_command
from crmkit.domain.imports import ImportMapping, ImportResult, Progress, Tell
from crmkit.domain.record import Record
from crmkit.errors import BadInput
from crmkit.ids import ImportedId
from crmkit.ports.tables import Row, RowFault, Table
from crmkit.services.desk import Desk
from crmkit.services.importing.books import Books
from crmkit.services.importing.companies import Companies
from crmkit.services.importing.contacts import Contacts
from crmkit.services.importing.leads import Leads
from crmkit.services.importing.preparing import demand, refuse_unfit, row_reader
from crmkit.services.importing.products import Products
from crmkit.services.importing.purchases import Orders
from crmkit.services.importing.rows import Draft, RowReader
from crmkit.services.importing.sales import Deals
from crmkit.services.importing.staff import Employees
from crmkit.services.importing.tallying import Tally
from crmkit.services.importing.telling import report

CHUNK = 2_500
"""The most rows that are held at a time; more of them take fewer statements and more memory."""
_CHUNK_BYTES = 4 * 1024 * 1024
_SAMPLE = 1_000


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


@mutable(kw_only=True)
class Rows:
    """The rows of a table, taken in chunks."""

    table: Table
    rows: Iterator[Row | RowFault] = field(init=False)
    seen: deque[Row | RowFault] = field(factory=deque)

    def __attrs_post_init__(self) -> None:
        """Begins with the first."""
        self.rows = self.table.rows()

    def sample(self) -> Sequence[Row | RowFault]:
        """The first rows, which are taken later all the same."""
        self.seen.extend(self.take(_SAMPLE))
        return self.seen

    def take(self, count: int) -> list[Row | RowFault]:
        """The next rows, so many or, of a file with very long ones, fewer."""
        taken: list[Row | RowFault] = []
        start = self.table.consumed
        while len(taken) < count and self.table.consumed - start <= _CHUNK_BYTES:
            row = self._next()
            if row is None:
                break
            taken.append(row)
        return taken

    @property
    def over(self) -> bool:
        """Whether there is no other row."""
        if not self.seen and (row := next(self.rows, None)) is not None:
            self.seen.append(row)
        return not self.seen

    def _next(self) -> Row | RowFault | None:
        return self.seen.popleft() if self.seen else next(self.rows, None)


@frozen(kw_only=True)
class Pace:
    """How many rows are worked on at a time, and who is told after each chunk, and of each row."""

    chunk: int = CHUNK
    progress: Progress | None = None
    tell: Tell | None = None


@mutable(kw_only=True)
class Run:
    """A file on its way in: how its rows are read, what became of those so far, and its record."""

    rows: Rows
    mapping: ImportMapping
    reader: RowReader
    pace: Pace
    key: ImportedId
    tally: Tally = field(factory=Tally)
    record: Imported | None = None

    @classmethod
    def begin(cls, desk: Desk, table: Table, mapping: ImportMapping, pace: Pace) -> Self:
        """Looks at the table; NotAllowed, before that, unless the actor may import all of it."""
        demand(desk, mapping)
        mapping = mapping.fitted(table.columns)
        demand(desk, mapping)
        refuse_unfit(mapping)
        rows = Rows(table=table)
        reader = row_reader(desk, table.columns, mapping, rows.sample())
        key = desk.new_id(ImportedId)
        return cls(rows=rows, mapping=mapping, reader=reader, pace=pace, key=key)

    @property
    def as_written(self) -> str:
        """How the file is read and what its columns mean, by which a run is known again."""
        facts = self.rows.table.facts
        read = (facts.format, facts.encoding, facts.delimiter, facts.sheet, facts.header_row)
        return f"# {read}\n{self.mapping.to_toml()}"

    def go_on_after(self, known: Imported) -> None:
        """Leaves out the rows that an earlier run of the same import has committed."""
        self.key, self.record, self.tally = known.id, known, Tally.of(known)
        left = known.rows
        while left > 0 and (taken := self.rows.take(min(left, CHUNK))):
            left -= len(taken)

    def advance(self, desk: Desk, most: int | None = None) -> None:
        """Brings the next rows in, all of them or so many, with the record of how far it got."""
        books = Books(
            desk=desk,
            mapping=self.mapping,
            command=import_command(self.key),
            goes_on=self.record is not None,
        )
        bringer = _BRINGERS[self.mapping.kind](books)
        left = float("inf") if most is None else most
        while taken := self.rows.take(int(min(left, self.pace.chunk))):
            self._bring(books, bringer, taken)
            left -= len(taken)
        bringer.finish()
        books.writes.hand_over()
        books.writes.numbers.settle()
        self._write_down(books)

    def result(self) -> ImportResult:
        """The outcome of the file so far."""
        return self.tally.result(self.mapping, record=self.record)

    def _bring(self, books: Books, bringer: Bring, taken: Sequence[Row | RowFault]) -> None:
        with _undisturbed():
            drafts = [self.reader.draft(row) for row in taken]
            _bring(books, bringer, drafts, self.pace.tell)
        self.tally.add(drafts)
        if self.pace.progress is not None:
            self.pace.progress(self.rows.table.consumed, self.rows.table.facts.size)

    def _write_down(self, books: Books) -> None:
        """Writes down how far the import got, once it has written anything."""
        entries = books.writes.entries
        known = self.record
        if known is None and entries is None:
            return
        before = known or self._new(books)
        first, last = entries or (before.first_entry, before.last_entry)
        status: ImportStatus = "done" if self.rows.over else "running"
        after = evolve(
            before,
            **self.tally.told(),  # type: ignore[arg-type]  # the fields that it tells of
            status=status,
            first_entry=min(before.first_entry, first),
            last_entry=max(before.last_entry, last),
            finished_at=books.desk.now if status == "done" else None,
        )
        books.desk.write_trusted([(known, books.desk.fit(after))], before.command)
        books.desk.flush()
        self.record = evolve(after, version=after.version + 1)

    def _new(self, books: Books) -> Imported:
        facts = self.rows.table.facts
        assert books.writes.entries is not None  # noqa: S101 - an import that wrote nothing has none
        first, last = books.writes.entries
        return Imported(
            id=self.key,
            created_at=books.writes.now,
            file=facts.name,
            digest=facts.digest,
            of_kind=self.mapping.kind,
            mapping=self.as_written,
            actor=books.desk.rights.actor,
            first_entry=first,
            last_entry=last,
        )


def import_table(desk: Desk, table: Table, mapping: ImportMapping, pace: Pace) -> ImportResult:
    """Brings the whole table in, in the desk's unit of work: all of it or, on an error, nothing.

    Bad rows are reported and do not stop the good ones; the size of the chunks changes nothing in
    what comes out. Raises NotAllowed, before anything is read, unless the actor's role grants the
    import of everything that the rows may write.
    """
    run = Run.begin(desk, table, mapping, pace)
    run.advance(desk)
    return run.result()


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


def _bring(books: Books, bringer: Bring, drafts: Sequence[Draft], tell: Tell | None) -> None:
    """Gives every row of the chunk its outcome; a row is written as a whole or not at all."""
    bringer.load(drafts)
    for draft in drafts:
        if draft.outcome is None:
            _bring_row(bringer, draft)
            if draft.error is not None:
                books.writes.drop()
        if tell is not None:
            tell(report(draft, books.writes.row))
        for record in books.writes.keep():
            bringer.learn(record)
    books.writes.hand_over()


def _bring_row(bringer: Bring, draft: Draft) -> None:
    try:
        bringer.bring(draft)
    except BadInput as exc:
        draft.refuse(exc)
