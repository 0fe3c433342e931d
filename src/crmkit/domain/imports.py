"""Imports: which column of a client file means what, and what became of its rows.

A mapping is guessed from the headings or written down in TOML.

A mapping file::

    [columns]                 # heading = target; "" leaves the column out
    "ФИО" = "name"
    "Карта" = "custom.loyalty_level"

    [defaults]                # for rows that say nothing
    source = "exhibition"

    [values.stage]            # what the file calls it = what crmkit calls it
    "Переговоры" = "quote"

    [options]
    currency = "USD"
    zone = "Europe/Kyiv"
    date_format = "%m/%d/%Y"
    bad_cells = "reject"      # or "leave_out": take the row without the cell that cannot be read
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, get_args

from attrs import evolve, field, frozen

from crmkit.domain.headings import HEADINGS, ImportKind, guess_columns
from crmkit.errors import BadFile, BadInput
from crmkit.query.schema import CUSTOM_PREFIX

BadCells = Literal["reject", "leave_out"]
Progress = Callable[[int, int], None]
"""Called after each chunk with the bytes taken so far and the size of the file."""
RowOutcome = Literal["created", "updated", "matched", "rejected"]

_SECTIONS = {"columns", "defaults", "values", "options"}
_OPTIONS = {"currency", "zone", "date_format", "bad_cells"}


@frozen(kw_only=True)
class ImportMapping:
    """How the rows of one file become records of one kind.

    ``columns`` maps headings to targets, ``defaults`` targets to the text for rows that say
    nothing, ``values`` a target's words in the file to crmkit's. ``currency`` and ``zone`` are
    the shop's where None.
    """

    kind: ImportKind
    columns: Mapping[str, str] = field(factory=dict)
    defaults: Mapping[str, str] = field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(factory=dict)
    currency: str | None = None
    zone: str | None = None
    date_format: str | None = None
    bad_cells: BadCells = "reject"

    def __attrs_post_init__(self) -> None:
        """Refuses a target that the kind does not have, and one given to two columns."""
        known = set(HEADINGS[self.kind])
        targets = [target for target in self.columns.values() if target]
        for target in (*targets, *self.defaults):
            if target not in known and not target.startswith(CUSTOM_PREFIX):
                message = f"{self.kind} have no target {target[:60]!r}"
                hint = f"known: {', '.join(sorted(known))}, custom.KEY"
                raise BadInput(message, where="mapping", hint=hint)
        twice = {target for target in targets if targets.count(target) > 1}
        if twice:
            message = f"two columns are mapped to {min(twice)!r}"
            raise BadInput(message, where="mapping")

    @classmethod
    def guess(cls, kind: ImportKind, columns: Sequence[str]) -> "ImportMapping":
        """The mapping that the headings suggest; BadInput when none of them is known."""
        guessed = guess_columns(kind, columns)
        if not guessed:
            message = f"no heading of this file is known for {kind}"
            raise BadInput(message, where="mapping", hint="write a mapping file, see --map")
        return cls(kind=kind, columns=guessed)

    def fitted(self, columns: Sequence[str]) -> "ImportMapping":
        """The mapping for a file with these headings; what it leaves open is guessed."""
        missing = [column for column in self.columns if column not in columns]
        if missing:
            message = f"the file has no column {missing[0][:60]!r}"
            hint = f"it has: {', '.join(columns)[:300]}"
            raise BadInput(message, where="mapping", hint=hint)
        taken = set(self.columns.values())
        guessed = {
            column: target
            for column, target in guess_columns(self.kind, columns).items()
            if column not in self.columns and target not in taken
        }
        return evolve(self, columns={**guessed, **self.columns})


def from_toml(kind: ImportKind, written: str, where: str = "mapping") -> ImportMapping:
    """The mapping a TOML text says; unknown sections and options are refused by name."""
    try:
        document = tomllib.loads(written)
    except tomllib.TOMLDecodeError as exc:
        raise BadFile(str(exc), where=where, hint="the file must be TOML") from exc
    _refuse_unknown(set(document) - _SECTIONS, _SECTIONS, where)
    options = _texts(document.get("options", {}), where)
    _refuse_unknown(set(options) - _OPTIONS, _OPTIONS, where)
    values = document.get("values", {})
    if not isinstance(values, dict):
        message = "[values] holds one table per target"
        raise BadFile(message, where=where)
    return ImportMapping(
        kind=kind,
        columns=_texts(document.get("columns", {}), where),
        defaults=_texts(document.get("defaults", {}), where),
        values={target: _texts(words, where) for target, words in values.items()},
        currency=options.get("currency"),
        zone=options.get("zone"),
        date_format=options.get("date_format"),
        bad_cells=_bad_cells(options.get("bad_cells", "reject"), where),
    )


def _texts(table: object, where: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        message = "a section maps names to texts"
        raise BadFile(message, where=where, hint='write  "heading" = "target"')
    return dict(table)


def _bad_cells(written: str, where: str) -> BadCells:
    for known in get_args(BadCells):
        if written == known:
            return "leave_out" if known == "leave_out" else "reject"
    message = f"bad_cells is {' or '.join(get_args(BadCells))}"
    raise BadFile(message, where=where)


def _refuse_unknown(unknown: set[str], known: set[str], where: str) -> None:
    if unknown:
        message = f"unknown name {min(unknown)[:60]!r}"
        raise BadFile(message, where=where, hint=f"known: {', '.join(sorted(known))}")


@frozen(kw_only=True)
class RowError:
    """One rejected row: its number as a person sees it, the column to blame, and the reason.

    The reason never quotes the cell.
    """

    row: int
    column: str | None
    reason: str


@frozen(kw_only=True)
class ImportResult:
    """The outcome of a file. ``rows`` is the sum of the four counts.

    A matched row brought nothing new; an updated one filled what was empty or added a handle;
    nothing that was there is overwritten.
    """

    kind: ImportKind
    rows: int
    created: int
    updated: int
    matched: int
    rejected: int
    errors: tuple[RowError, ...]
    columns: dict[str, str]
