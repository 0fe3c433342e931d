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

    [rules]                   # for known records; what no rule names is filled where it is empty
    city = "overwrite"        # the file's value comes before the one that is there
    comment = "newest"        # it does where the row was changed later (column changed_at)

    [options]
    currency = "USD"
    zone = "Europe/Kyiv"
    date_format = "%m/%d/%Y"
    system = "1c"             # the program that the ids in the file are of: «1c:1042»
    preset = "amocrm"         # the program that the file is from, where its headings do not say
    bad_cells = "reject"      # or "leave_out": take the row without the cell that cannot be read
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal, get_args

from attrs import evolve, field, frozen

from crmkit.domain.exports import Export, export, recognised
from crmkit.domain.headings import HEADINGS, RULED, ImportKind, guess_columns, plain
from crmkit.errors import BadFile, BadInput
from crmkit.ids import Id, ImportedId
from crmkit.money import Money
from crmkit.query.schema import CUSTOM_PREFIX

BadCells = Literal["reject", "leave_out"]
Rule = Literal["fill", "overwrite", "newest"]
Progress = Callable[[int, int], None]
"""Called after each chunk with the bytes taken so far and the size of the file."""
RowOutcome = Literal["created", "updated", "matched", "rejected"]

_SECTIONS = {"columns", "defaults", "values", "rules", "options"}
_OPTIONS = {"currency", "zone", "date_format", "system", "preset", "bad_cells"}
_SYSTEM = re.compile(r"[^\s:]{1,40}")
_SOME_DAY = datetime(2031, 12, 30, tzinfo=UTC)


@frozen(kw_only=True)
class ImportMapping:
    """How the rows of one file become records of one kind.

    ``columns`` maps headings to targets ("" leaves a column out), ``defaults`` targets to the text
    for rows that say nothing, ``values`` a target's words in the file to crmkit's, ``rules``
    targets to what is done where a known record has another value. ``currency`` and ``zone`` are
    the shop's where None. ``system`` names the program whose ids stand in the file, so that the ids
    of two programs are never taken for one, and ``preset`` the program that wrote it. Raises
    BadInput for what makes no sense.
    """

    kind: ImportKind
    columns: Mapping[str, str] = field(factory=dict)
    defaults: Mapping[str, str] = field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(factory=dict)
    rules: Mapping[str, Rule] = field(factory=dict)
    currency: str | None = None
    zone: str | None = None
    date_format: str | None = None
    system: str | None = None
    preset: str | None = None
    bad_cells: BadCells = "reject"

    def __attrs_post_init__(self) -> None:
        """Refuses targets that the kind does not have, one for two columns, and odd options."""
        targets = [target for target in self.columns.values() if target]
        _refuse_unknown_targets(self.kind, (*targets, *self.defaults, *self.values))
        _refuse_twice(targets)
        if self.columns.get(""):
            message = "a column without a heading cannot be mapped"
            raise BadInput(message, where="mapping", hint="give it a heading in the file")
        _refuse_odd_options(self)
        _refuse_odd_rules(self)

    @property
    def targets(self) -> frozenset[str]:
        """What the rows can say, by a column or by a default."""
        return frozenset({*self.columns.values(), *self.defaults} - {""})

    @classmethod
    def guess(
        cls, kind: ImportKind, columns: Sequence[str], preset: str | None = None
    ) -> "ImportMapping":
        """The mapping that the headings suggest; BadInput when none of them is known."""
        guessed = guess_columns(kind, columns, _first(kind, _program(columns, preset)))
        if not guessed:
            message = f"no heading of this file is known for {kind}"
            raise BadInput(message, where="mapping", hint="write a mapping file, see --map")
        return cls(kind=kind, columns=guessed, preset=preset)

    def fitted(self, columns: Sequence[str]) -> "ImportMapping":
        """The mapping for a file with these headings; what it leaves open is guessed.

        Case, spaces and punctuation of headings do not count.
        """
        named = {
            _heading(column, columns): target for column, target in self.columns.items() if column
        }
        program = _program(columns, self.preset)
        known = guess_columns(self.kind, columns, _first(self.kind, program))
        guessed = {
            column: target
            for column, target in known.items()
            if column not in named and target not in named.values()
        }
        words = {**program.values.get(self.kind, {})} if program else {}
        values = {name: {**words.get(name, {}), **self.values.get(name, {})} for name in words}
        return evolve(self, columns={**guessed, **named}, values={**self.values, **values})

    def to_toml(self) -> str:
        """The mapping as a mapping file has it."""
        options = {name: getattr(self, name) for name in sorted(_OPTIONS)}
        sections = {
            "columns": self.columns,
            "defaults": self.defaults,
            **{f"values.{_quoted(target)}": words for target, words in sorted(self.values.items())},
            "rules": self.rules,
            "options": {name: value for name, value in options.items() if value is not None},
        }
        lines: list[str] = []
        for section, members in sections.items():
            lines.append(f"[{section}]")
            lines.extend(f"{_quoted(name)} = {_quoted(text)}" for name, text in members.items())
        return "\n".join(lines)


def _program(columns: Sequence[str], preset: str | None) -> Export | None:
    """The program that is named, else the one that the headings tell of."""
    return export(preset) if preset else recognised(columns)


def _first(kind: ImportKind, program: Export | None) -> Mapping[str, str]:
    """What headings mean in the program that the file is from."""
    return program.meaning[kind] if program else {}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _heading(named: str, columns: Sequence[str]) -> str:
    """The heading of the file that the mapping names."""
    if named in columns:
        return named
    wanted = plain(named)
    found = [column for column in columns if wanted and plain(column) == wanted]
    if len(found) != 1:
        message = f"the file has no column {named[:60]!r}"
        hint = f"it has: {', '.join(columns)[:300]}"
        raise BadInput(message, where="mapping", hint=hint)
    return found[0]


def _refuse_unknown_targets(kind: ImportKind, targets: Iterable[str]) -> None:
    known = HEADINGS[kind]
    for target in targets:
        if target not in known and not target.startswith(CUSTOM_PREFIX):
            message = f"{kind} have no target {target[:60]!r}"
            hint = f"known: {', '.join(sorted(known))}, custom.KEY"
            raise BadInput(message, where="mapping", hint=hint)


def _refuse_twice(targets: Sequence[str]) -> None:
    twice = {target for target in targets if targets.count(target) > 1}
    if twice:
        message = f"two columns are mapped to {min(twice)!r}"
        raise BadInput(message, where="mapping")


def _refuse_odd_options(mapping: ImportMapping) -> None:
    if mapping.currency is not None:
        Money(0, mapping.currency)
    if mapping.system is not None and not _SYSTEM.fullmatch(mapping.system):
        message = "a system is named by one word without a colon"
        raise BadInput(message, where="mapping", hint='for example system = "1c"')
    if mapping.preset is not None:
        export(mapping.preset)
    if mapping.date_format is not None and not _tells_days_apart(mapping.date_format):
        message = "the date format does not say year, month and day"
        raise BadInput(message, where="mapping", hint='for example "%d.%m.%Y"')


def _refuse_odd_rules(mapping: ImportMapping) -> None:
    ruled = RULED.get(mapping.kind, frozenset())
    for target, rule in mapping.rules.items():
        if target not in ruled and not (ruled and target.startswith(CUSTOM_PREFIX)):
            message = f"{mapping.kind} have no rule for {target[:60]!r}"
            hint = f"known: {', '.join(sorted(ruled)) or 'none'}"
            raise BadInput(message, where="mapping", hint=hint)
        if rule not in get_args(Rule):
            message = f"a rule is {', '.join(get_args(Rule))}"
            raise BadInput(message, where="mapping")


def _tells_days_apart(date_format: str) -> bool:
    try:
        written = _SOME_DAY.strftime(date_format)
        return datetime.strptime(written, date_format).date() == _SOME_DAY.date()  # noqa: DTZ007 - a day
    except ValueError:
        return False


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
        rules=_texts(document.get("rules", {}), where),  # type: ignore[arg-type]  # told above
        currency=options.get("currency"),
        zone=options.get("zone"),
        date_format=options.get("date_format"),
        system=options.get("system"),
        preset=options.get("preset"),
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

    ``column`` is the heading in the file; the reason never quotes the cell.
    """

    row: int
    column: str | None
    reason: str

    @staticmethod
    def written(errors: Iterable["RowError"]) -> str:
        """The errors, a line each, with tabs between row, column and reason."""
        cells = ((str(each.row), each.column or "", each.reason) for each in errors)
        return "\n".join("\t".join(" ".join(cell.split()) for cell in each) for each in cells)

    @staticmethod
    def read(written: str) -> "Iterator[RowError]":
        """The errors of these lines."""
        for line in written.splitlines():
            row, column, reason = line.split("\t")
            yield RowError(row=int(row), column=column or None, reason=reason)


@frozen(kw_only=True)
class RowReport:
    """What becomes of one row.

    ``known`` is the record that it means, if that was there or came with an earlier row; a client
    was found ``by`` these kinds of handles, or the name. ``makes`` are the kinds of new records,
    ``changes`` the fields of known ones, ``contact.city``. A rejected row has an ``error``.
    """

    row: int
    outcome: RowOutcome
    known: Id | None = None
    by: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    error: RowError | None = None


Tell = Callable[[RowReport], None]
"""Called with what becomes of each row, in the order of the file."""


@frozen(kw_only=True)
class ImportResult:
    """The outcome of a file. ``rows`` is the sum of the four counts.

    A matched row brought nothing new; an updated one filled what was empty or added a handle, a
    tag or a job; nothing that was there is overwritten. ``errors`` are those of the first 10,000
    rejected rows; ``columns`` are the headings that were understood, with their targets. The
    import is taken back by ``import_id``, None where it wrote nothing.
    """

    kind: ImportKind
    rows: int
    created: int
    updated: int
    matched: int
    rejected: int
    errors: tuple[RowError, ...]
    columns: dict[str, str]
    import_id: ImportedId | None = field(default=None, eq=False)
