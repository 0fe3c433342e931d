"""Parts: a long file goes in by several commits, and goes on after the last when it was cut off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crmkit.domain.imported import Imported
from crmkit.domain.imports import ImportMapping, ImportResult
from crmkit.errors import BadInput
from crmkit.ports.tables import Table
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.services.desk import Desk
from crmkit.services.importing.run import Pace, Run
from crmkit.services.work import Work

_WHOLE = "employees"
_OF_ALL_ROWS = frozenset({"parent"})


def import_in_parts(
    open_work: Callable[[], Work],
    table: Table,
    mapping: ImportMapping,
    *,
    commit_every: int,
    pace: Pace,
) -> ImportResult:
    """Brings the table in, so many rows to a commit, each with the record of how far it got.

    The same file under the same mapping goes on after the last commit of a run that was cut off.
    """
    if commit_every < 1:
        message = "a commit takes one row at least"
        raise BadInput(message, where="commit_every")
    with _at_desk(open_work) as desk:
        run = Run.begin(desk, table, mapping, pace)
        known = _cut_off(desk, run)
    if known is not None:
        run.go_on_after(known)
    most = None if _waits_for_the_last_row(run.mapping) else commit_every
    while True:
        with _at_desk(open_work) as desk:
            run.advance(desk, most)
        if run.rows.over:
            return run.result()


@contextmanager
def _at_desk(open_work: Callable[[], Work]) -> Iterator[Desk]:
    with open_work() as work:
        yield work._desk  # noqa: SLF001 - a service's way to the unit of work that it opened


def _waits_for_the_last_row(mapping: ImportMapping) -> bool:
    """Whether something is done when all rows are there, so that one commit must hold them all."""
    return mapping.kind == _WHOLE or not mapping.targets.isdisjoint(_OF_ALL_ROWS)


def _cut_off(desk: Desk, run: Run) -> Imported | None:
    """The record of a run over the same file, read and mapped alike, that never came to its end."""
    digest = run.rows.table.facts.digest
    if not digest:
        return None
    where: Condition[Imported] = And(
        (Compare("digest", Op.IS, digest), Compare("status", Op.IS, "running"))
    )
    same = (run.mapping.kind, run.as_written)
    found = desk.everywhere(Imported, where)
    return next((each for each in found if (each.of_kind, each.mapping) == same), None)
