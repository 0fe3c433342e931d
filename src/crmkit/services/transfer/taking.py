"""Taking a tenant in: a batch a commit, each with the mark that says how far the move has come."""

from collections.abc import Iterator, Mapping

from attrs import field, frozen, mutable

from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import BadFile, Conflict, NotSupported
from crmkit.ports.storage import Storage
from crmkit.ports.transfer import Transfer, Transferable
from crmkit.services.transfer.giving import batches
from crmkit.services.transfer.lines import Batch, Header, Line, Sums, Trailer, damaged
from crmkit.services.transfer.marks import Mark
from crmkit.services.transfer.rows import Rows, rows_of


@frozen
class Moved:
    """What a move has brought: records by kind, and how many were there from a former try."""

    counts: Mapping[str, int]
    found: int = 0

    @property
    def total(self) -> int:
        """All records."""
        return sum(self.counts.values())


def transferable(storage: Storage) -> Transferable:
    """The storage, if its tenants can be moved; NotSupported if not."""
    if not isinstance(storage, Transferable):
        message = f"{type(storage).__name__} cannot move a tenant"
        raise NotSupported(message, where="transfer", hint="see crmkit.ports.transfer")
    return storage


def take(lines: Iterator[Line], target: Storage, *, anew: bool = False) -> Moved:
    """Lays the records of a stream into the target and compares what is there at the end.

    The target is empty, or holds the beginning of this very stream from a try that was cut off:
    then the rest is laid. ``anew`` forgets the beginning of any unfinished move first. Raises
    Conflict where the target holds anything else, and BadFile, with the target emptied again,
    where a record cannot be read.
    """
    header = next(lines)
    if not isinstance(header, Header):
        raise damaged()
    taking = _Taking(transferable(target), header)
    taking.begin(anew=anew)
    try:
        for line in lines:
            if isinstance(line, Batch):
                taking.pass_on(line)
            elif isinstance(line, Trailer):
                taking.finish(line)
                return Moved(line.counts, taking.found)
    except BadFile:
        taking.give_up()
        raise
    raise damaged()


@mutable
class _Taking:
    """A move under way: ``there`` is the mark found in the target, ``mark`` where the stream is."""

    target: Transferable
    header: Header
    there: Mark = field(factory=Mark)
    mark: Mark = field(factory=Mark)
    found: int = 0
    _rows: dict[str, Rows] = field(factory=dict)

    def begin(self, *, anew: bool) -> None:
        """Looks at the target, and empties it of an unfinished move where that is wanted."""
        with self.target.transfer(writes=anew) as unit:
            self.there = Mark.of(unit)
            if self.there.batches and anew:
                unit.clear()
                self.there = Mark()
            if not self.there.batches:
                _demand_empty(unit)
            unit.commit()

    def pass_on(self, batch: Batch) -> None:
        """Lays the batch, unless it is there from a former try."""
        before, self.mark = self.mark, self.mark.after(batch.sha256)
        if before.batches < self.there.batches:
            self.found += batch.count
            if self.mark.batches == self.there.batches and self.mark != self.there:
                message = "the target holds the beginning of another move"
                hint = "finish that one, or begin anew (--anew)"
                raise Conflict(message, where="transfer", hint=hint)
            return
        rows = self._rows_of(batch.kind)
        records = rows.read(bytes(batch.rows))
        if len(records) != batch.count:
            raise damaged()
        with self.target.transfer(writes=True) as unit:
            before.demand(unit)
            if not before.batches:
                _demand_empty(unit)
            unit.lay(records)
            unit.lay_series(self.mark.numbers())
            unit.commit()

    def finish(self, trailer: Trailer) -> None:
        """Compares the target with the stream, sets the series and takes the mark away."""
        if self.mark.batches < self.there.batches:
            message = "the target holds more than the stream"
            raise Conflict(message, where="transfer", hint="begin anew (--anew)")
        with self.target.transfer(writes=True) as unit:
            self.mark.demand(unit)
            self._demand_equal(unit, trailer)
            unit.lay_series({**trailer.series, **Mark().numbers()})
            unit.commit()

    def give_up(self) -> None:
        """Empties the target of what has come."""
        with self.target.transfer(writes=True) as unit:
            if Mark.of(unit) == self.mark and self.mark.batches:
                unit.clear()
                unit.commit()

    def _demand_equal(self, unit: Transfer, trailer: Trailer) -> None:
        sums = Sums()
        for kind in schema().kinds:
            for records in batches(unit, kind):
                sums.add(kind, self._written(kind, records), len(records))
        theirs = sums.trailer(self.header, trailer.series)
        wrong = [kind for kind in schema().kinds if theirs.sums.get(kind) != trailer.sums.get(kind)]
        if wrong or theirs.counts != trailer.counts:
            message = f"what has come differs from the stream in: {', '.join(wrong)}"
            hint = "somebody wrote into the tenant meanwhile; begin anew (--anew)"
            raise Conflict(message, where="transfer", hint=hint)

    def _written(self, kind: str, records: tuple[Record, ...]) -> bytes:
        if kind not in self.header.kinds:
            return b"[]"
        return self._rows_of(kind).write(records)

    def _rows_of(self, kind: str) -> Rows:
        found = self._rows.get(kind)
        if found is None:
            found = self._rows[kind] = rows_of(kind, self.header.kinds[kind])
        return found


def _demand_empty(unit: Transfer) -> None:
    filled = [kind for kind in schema().kinds if any(True for _ in batches(unit, kind))]
    if filled or unit.series():
        message = f"the tenant is not empty: it has {', '.join(filled) or 'number series'}"
        raise Conflict(message, where="transfer", hint="move into another tenant")
