"""Restore: the history of a record, and bringing back a value that was wiped."""

from typing import TypeVar

from attrs import evolve, fields

from crmkit.domain.journal import JournalEntry
from crmkit.domain.record import Customisable, Record
from crmkit.errors import NotFound
from crmkit.query.conditions import Compare, Op
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)
_NO_CHANGE = frozenset({"refuse", "export", "view"})


def history(desk: Desk, record: Record) -> tuple[JournalEntry, ...]:
    """Every change of a record that the actor may see, the oldest first."""
    if record.id not in desk.known:
        desk.get(type(record), record.id)
    entries = desk.everywhere(JournalEntry, Compare("record_id", Op.IS, record.id))
    return tuple(entry for entry in entries if entry.action not in _NO_CHANGE)


def restore(desk: Desk, record: R, name: str, entry: JournalEntry) -> R:
    """The record with the field as it was before the entry; itself a change in the journal."""
    kept = next((one for one in history(desk, record) if one.id == entry.id), None)
    change = None if kept is None else kept.changes.get(name)
    if change is None:
        message = f"this entry did not change {name[:60]!r}"
        raise NotFound(message, where=f"journal {entry.id}", hint="look at the record's history")
    return desk.change(record, with_value(record, name, change.before), f"restore {name}")


def value_of(record: Record, name: str) -> object:
    """The value in the field, custom ones (``custom.KEY``) included; None where there is none."""
    if name.startswith(CUSTOM_PREFIX) and isinstance(record, Customisable):
        return record.custom.get(name.removeprefix(CUSTOM_PREFIX))
    return getattr(record, name, None)


def with_value(record: R, name: str, value: object) -> R:
    """The record with this value in the field, custom ones (``custom.KEY``) included."""
    if name.startswith(CUSTOM_PREFIX) and isinstance(record, Customisable):
        key = name.removeprefix(CUSTOM_PREFIX)
        rest = {name: held for name, held in record.custom.items() if name != key}
        custom = rest if value is None else {**rest, key: value}
        return evolve(record, custom=custom)  # type: ignore[arg-type]  # a journalled custom value
    known = {attribute.name for attribute in fields(type(record))}
    return evolve(record, **{name: value}) if name in known else record  # type: ignore[arg-type]  # journalled value of this field
