"""Revert: an import is taken back; what others did since stays, and is listed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, field, mutable

from crmkit.domain.imported import Imported, Kept, Reverted
from crmkit.domain.journal import FieldChange, JournalEntry
from crmkit.domain.permissions import PARTS
from crmkit.domain.record import Record
from crmkit.errors import RuleViolation
from crmkit.ids import Id, ImportedId
from crmkit.query.schema import FieldType, KindSpec
from crmkit.services import directory
from crmkit.services.desk import Desk
from crmkit.services.importing.traces import Trace, parts, traces
from crmkit.services.restore import value_of, with_value

_WRITTEN = 1_000
"""How many records are written at a time; their journal entries are long, for they hold it all."""
Change = tuple[Record, Record | None]


def revert(desk: Desk, key: ImportedId) -> Reverted:
    """Removes what the import made, and puts back what it changed, unless somebody edited it since.

    Raises NotAllowed unless the actor's role grants to import and to delete everything of the
    kinds that the import has written, and RuleViolation when it was taken back before.
    """
    made = desk.get(Imported, key)
    if made.status == "reverted":
        message = "this import was taken back already"
        raise RuleViolation(message, rule="import", where=f"import {made.id}", hint=None)
    reversal = Reversal(desk=desk, made=made, traces=traces(desk, made))
    reversal.demand()
    reversal.look()
    reversal.keep_what_is_needed()
    changes = reversal.carry_out()
    after = evolve(made, status="reverted", reverted_at=desk.now)
    desk.write_trusted([(made, after)], f"revert {made.command}")
    desk.flush()
    desk.known.pop(made.id, None)
    return Reverted(
        record=evolve(after, version=made.version + 1),
        removed=changes["removed"],
        restored=changes["restored"],
        kept=tuple(reversal.kept),
    )


@mutable(kw_only=True)
class Reversal:
    """One import on its way back: what goes, what is put back, what stays."""

    desk: Desk
    made: Imported
    traces: Mapping[Id, Trace]
    going: dict[Id, str] = field(factory=dict)
    staying: set[Id] = field(factory=set)
    kept: list[Kept] = field(factory=list)

    def demand(self) -> None:
        """Raises NotAllowed unless the actor may import and delete all that the import wrote."""
        for kind in sorted({trace.kind for trace in self.traces.values()} - PARTS.keys()):
            self.desk.rights.demand_all("import", kind)
            self.desk.rights.demand_all("delete", kind)

    def look(self) -> None:
        """Tells which of the records that the import made are still as it left them."""
        for kind, keys in self._by_kind(made=True):
            for record in self._records(kind, keys):
                if self._is_as_made(record):
                    self.going[record.id] = kind
                else:
                    self._keep(Kept(kind=kind, id=record.id, why="edited"))

    def keep_what_is_needed(self) -> None:
        """Keeps what something refers to that stays, and the parts of what stays."""
        within: list[tuple[Id, Id, bool]] = []
        for referring, name in self._references():
            referred: Id = getattr(referring, name)
            if referring.id in self.going or referring.id in self.staying:
                within.append((referring.id, referred, referring.kind in PARTS))
            elif referred in self.going and not self._lets_go(referring, name):
                self._keep(Kept(kind=self.going[referred], id=referred, why="needed"))
        if self.staying:
            self._keep_with_what_stays(within)

    def _keep_with_what_stays(self, within: Iterable[tuple[Id, Id, bool]]) -> None:
        """Follows who refers to whom, as a part of it or not, from all that stays."""
        needs, wholes = defaultdict[Id, set[Id]](set), defaultdict[Id, set[Id]](set)
        for referring, referred, is_part in within:
            needs[referring].add(referred)
            if is_part:
                wholes[referred].add(referring)
        left = list(self.staying)
        while left:
            key = left.pop()
            for part in wholes[key] & self.going.keys():
                self.staying.add(part)
                del self.going[part]
                left.append(part)
            for needed in needs[key] & self.going.keys():
                self._keep(Kept(kind=self.going[needed], id=needed, why="needed"))
                left.append(needed)

    def carry_out(self) -> dict[str, int]:
        """Removes what goes and puts the rest back; answers with how many records of each."""
        done = {"removed": 0, "restored": 0}
        for kind, keys in self._by_kind(made=True):
            gone = (key for key in keys if key in self.going)
            done["removed"] += self._write((each, None) for each in self._records(kind, gone))
        for kind, keys in self._by_kind(made=False):
            done["restored"] += self._write(self._put_back(self._records(kind, keys)))
        if any(trace.kind in directory.KINDS for trace in self.traces.values()):
            self.desk.renew_directory()
        return done

    def _keep(self, kept: Kept) -> None:
        self.kept.append(kept)
        self.staying.add(kept.id)
        self.going.pop(kept.id, None)

    def _by_kind(self, *, made: bool) -> Iterator[tuple[str, list[Id]]]:
        keys = defaultdict[str, list[Id]](list)
        for key, trace in self.traces.items():
            if trace.made is made:
                keys[trace.kind].append(key)
        yield from keys.items()

    def _records(self, kind: str, keys: Iterable[Id]) -> Iterator[Record]:
        """Those of the records that are still there."""
        record: type[Record] = self.desk.directory.schema.kind(kind).record
        for part in parts(keys):
            yield from self.desk.everywhere_among(record, "id", part)

    def _is_as_made(self, record: Record) -> bool:
        """Whether the record is as the import left it: untouched since, or changed and put back."""
        trace = self.traces[record.id]
        if record.version == trace.writes:
            return True
        since: dict[str, FieldChange] = {}
        for entry in self.desk.everywhere_among(JournalEntry, "record_id", [record.id]):
            if entry.action == "erase":
                return False
            if entry.command != self.made.command:
                for name, change in entry.changes.items():
                    since.setdefault(name, change)
        return all(value_of(record, name) == change.before for name, change in since.items())

    def _lets_go(self, referring: Record, name: str) -> bool:
        """Whether the import made a known record refer so, and that is about to be put back."""
        change = (
            self.traces[referring.id].changes.get(name) if referring.id in self.traces else None
        )
        return change is not None and getattr(referring, name) == change.after != change.before

    def _references(self) -> Iterator[tuple[Record, str]]:
        """Every record that refers to one that the import made, and by which field."""
        made = {*self.going, *self.staying}
        for _, keys in self._by_kind(made=True):
            present = [key for key in keys if key in made]
            for spec in self.desk.directory.schema.kinds.values():
                record: type[Record] = spec.record
                for name in _leading_to(spec, type(present[0])) if present else ():
                    for part in parts(present):
                        for referring in self.desk.everywhere_among(record, name, part):
                            yield referring, name

    def _put_back(self, records: Iterable[Record]) -> Iterator[Change]:
        """The records with what the import changed as it was, but for what was edited since."""
        for record in records:
            after = record
            for name, change in self.traces[record.id].changes.items():
                after = self._with_field_back(after, name, change)
            if after != record:
                yield record, self.desk.fit(after)

    def _with_field_back(self, record: Record, name: str, change: FieldChange) -> Record:
        current = value_of(record, name)
        if current == change.after:
            return with_value(record, name, change.before)
        if name == "tags":
            return with_value(record, name, _without_added(current, change))
        if current != change.before:
            self.kept.append(Kept(kind=record.kind, id=record.id, field=name, why="edited"))
        return record

    def _write(self, changes: Iterable[Change]) -> int:
        written = 0
        for part in parts(changes, _WRITTEN):
            self.desk.write_trusted(part, f"revert {self.made.command}")
            for before, _ in part:
                self.desk.known.pop(before.id, None)
            self.desk.flush()
            written += len(part)
        return written


def _leading_to(spec: KindSpec, python: type[Id]) -> list[str]:
    """The fields of a kind that may hold such an id; the office's own books do not count."""
    record: type[Record] = spec.record
    if record is JournalEntry or not record.keeps_history:
        return []
    return [
        name
        for name, field in spec.fields.items()
        if name != "id" and field.type is FieldType.ID and field.python in {python, Id}
    ]


def _without_added(current: object, change: FieldChange) -> tuple[str, ...]:
    """The tags of today but for those that the import added."""
    before, after, now = (
        each if isinstance(each, tuple) else () for each in (change.before, change.after, current)
    )
    added = {*after} - {*before}
    return tuple(tag for tag in now if tag not in added)
