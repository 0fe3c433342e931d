"""Giving a tenant away: everything it has, kind by kind in the order of ids, from one state."""

from collections.abc import Callable, Iterator

import msgspec

from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.errors import Conflict, NotSupported
from crmkit.ports.storage import UnitOfWork
from crmkit.ports.transfer import Transfer
from crmkit.query.questions import Question
from crmkit.services.transfer.lines import LONGEST, Batch, Header, Line, Sums
from crmkit.services.transfer.marks import Mark
from crmkit.services.transfer.rows import rows_of

SIZE = 1_000
"""How many records a batch holds at most, and so how many are in memory at a time."""

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


def fields() -> dict[str, tuple[str, ...]]:
    """The fields of every kind, in the order of the schema."""
    return {name: tuple(kind.fields) for name, kind in schema().kinds.items()}


def lines(unit: Transfer, header: Header, progress: Progress) -> Iterator[Line]:
    """The stream of the unit's tenant, line by line.

    Raises Conflict where the tenant itself is the target of a move that is not finished.
    """
    if Mark.of(unit).batches:
        message = "this tenant is being moved here, and not all of it has come"
        raise Conflict(message, where="transfer", hint="finish that move first")
    total, done = sum(_count(unit, kind) for kind in header.kinds), 0
    sums = Sums.of(header.kinds)
    yield header
    for kind, names in header.kinds.items():
        write = rows_of(kind, names).write
        for records in batches(unit, kind):
            rows = write(records)
            if len(rows) > LONGEST // 2:
                message = f"{len(records)} records of the kind {kind} are too long for a line"
                raise NotSupported(message, where="transfer")
            found = sums.add(kind, rows, len(records))
            yield Batch(kind=kind, count=len(records), rows=msgspec.Raw(rows), sha256=found)
            done += len(records)
            progress(done, total)
    yield sums.trailer(header, unit.series())


def batches(unit: UnitOfWork, kind: str) -> Iterator[tuple[Record, ...]]:
    """All records of the kind in the order of their ids, so many at a time."""
    after: str | None = None
    while True:
        question = Question[Record](kind=kind, size=SIZE, after=after)
        page = unit.find(everything().question(question, schema()))
        if page.records:
            yield page.records
        after = page.after
        if after is None:
            return


def _count(unit: UnitOfWork, kind: str) -> int:
    return unit.count(everything().question(Question[Record](kind=kind), schema()))
