"""Preparing: who may import, and how the cells of a file are read, before its first row goes in."""

from collections.abc import Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crmkit.domain.headings import ImportKind
from crmkit.domain.imports import ImportMapping
from crmkit.errors import BadInput
from crmkit.money import Money
from crmkit.ports.tables import Cell, Row, RowFault
from crmkit.services.desk import Desk
from crmkit.services.importing.dates import Dates, is_month_first
from crmkit.services.importing.numbers import Numbers, decimal_mark
from crmkit.services.importing.readers import AMOUNTS, Reading
from crmkit.services.importing.rows import RowReader

_YEARS_AHEAD = 20
_BIRTH = "birth_date"
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


def demand(desk: Desk, mapping: ImportMapping) -> None:
    """An import looks at all records, fills them and gives them away: its grant must reach all."""
    beside = _MADE_BESIDE.get(mapping.kind, {})
    kinds = {_RECORD_KINDS[mapping.kind], *(beside[each] for each in mapping.targets & {*beside})}
    for kind in sorted(kinds):
        desk.rights.demand_all("import", kind)


def refuse_unfit(mapping: ImportMapping) -> None:
    """Refuses a rule that asks when a row was changed where no column says so."""
    if "newest" in mapping.rules.values() and "changed_at" not in mapping.targets:
        message = "the rule «newest» needs to know when a row was changed"
        hint = "map a column to changed_at, or take the rule overwrite"
        raise BadInput(message, where="mapping", hint=hint)


def row_reader(
    desk: Desk, columns: Sequence[str], mapping: ImportMapping, sample: Sequence[Row | RowFault]
) -> RowReader:
    """How the rows of the file are read, told from its first ones."""
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
