"""Run: a table goes in, chunk by chunk, and every row has an outcome."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crmkit.domain.headings import HEADINGS, ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, Progress, RowError
from crmkit.errors import BadInput
from crmkit.ports.tables import Cell, Row, RowFault, Table
from crmkit.services.desk import Desk
from crmkit.services.importing.catalogue import Companies, Products
from crmkit.services.importing.cells import date_formats
from crmkit.services.importing.contacts import Contacts
from crmkit.services.importing.purchases import Orders
from crmkit.services.importing.readers import Reading, may_be_dated
from crmkit.services.importing.rows import Draft, RowReader
from crmkit.services.importing.sales import Deals, Leads
from crmkit.services.importing.staff import Employees

CHUNK = 5_000
_ERRORS_KEPT = 10_000


class Bring(Protocol):
    """Brings the rows of one kind in."""

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Gives every draft of the chunk its outcome; a rejected one has it already."""
        ...


_BRINGERS: Mapping[ImportKind, Callable[[Desk], Bring]] = {
    "contacts": lambda desk: Contacts(desk=desk),
    "companies": lambda desk: Companies(desk=desk),
    "products": lambda desk: Products(desk=desk),
    "employees": lambda desk: Employees(desk=desk),
    "orders": lambda desk: Orders(desk=desk),
    "leads": lambda desk: Leads(desk=desk),
    "deals": lambda desk: Deals(desk=desk),
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


def import_table(
    desk: Desk, table: Table, mapping: ImportMapping, progress: Progress | None = None
) -> ImportResult:
    """Brings the whole table in, in the desk's unit of work: all of it or, on an error, nothing.

    Bad rows are reported and do not stop the good ones. Raises NotAllowed unless the actor's
    role grants the import of this kind.
    """
    kind = _RECORD_KINDS[mapping.kind]
    desk.rights.demand("import", kind)
    mapping = mapping.fitted(table.columns)
    rows = table.rows()
    first = list(islice(rows, CHUNK))
    reader = _row_reader(desk, table.columns, mapping, first)
    bringer = _BRINGERS[mapping.kind](desk)
    counts: Counter[str] = Counter()
    errors: list[RowError] = []
    for chunk in _chunks(chain(first, rows)):
        drafts = [_draft(reader, row) for row in chunk]
        bringer.bring(drafts)
        desk.flush()
        counts.update(draft.outcome or "rejected" for draft in drafts)
        errors.extend(error for draft in drafts if (error := reader.error(draft)) is not None)
        del errors[_ERRORS_KEPT:]
        if progress is not None:
            progress(table.consumed, table.facts.size)
    return ImportResult(
        kind=mapping.kind,
        rows=sum(counts.values()),
        created=counts["created"],
        updated=counts["updated"],
        matched=counts["matched"],
        rejected=counts["rejected"],
        errors=tuple(errors),
        columns={column: target for column, target in mapping.columns.items() if target},
    )


def _draft(reader: RowReader, row: Row | RowFault) -> Draft:
    if isinstance(row, Row):
        return reader.draft(row)
    draft = Draft(number=row.number, values={})
    draft.reject(row.reason, row.column)
    return draft


def _row_reader(
    desk: Desk, columns: Sequence[str], mapping: ImportMapping, sample: Sequence[Row | RowFault]
) -> RowReader:
    formats: dict[str, Sequence[str]] = {}
    for position, column in enumerate(columns):
        target = mapping.columns.get(column)
        if target and may_be_dated(target):
            shown = [row.cells[position] for row in sample if isinstance(row, Row)]
            formats[target] = _formats(mapping, shown)
    reading = Reading(
        regions=desk.policy.regions,
        currency=mapping.currency or desk.policy.currency,
        zone=_zone(mapping, desk),
        date_formats=formats,
        custom=desk.directory.schema.kind(_RECORD_KINDS[mapping.kind]).custom,
    )
    targets = {*HEADINGS[mapping.kind], *mapping.columns.values()} - {""}
    return RowReader(
        columns=columns,
        mapping=mapping,
        readers={target: reading.reader(target) for target in targets},
    )


def _formats(mapping: ImportMapping, shown: Sequence[Cell]) -> Sequence[str]:
    return (mapping.date_format,) if mapping.date_format else date_formats(shown[:1000])


def _zone(mapping: ImportMapping, desk: Desk) -> ZoneInfo:
    if mapping.zone is None:
        return desk.policy.zone
    try:
        return ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        message = f"there is no time zone {mapping.zone[:60]!r}"
        raise BadInput(message, where="mapping", hint="for example Europe/Kyiv") from exc


def _chunks(rows: Iterable[Row | RowFault]) -> Iterator[list[Row | RowFault]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
