"""The journal: every change of every record, by field: who, when, before, after, why."""

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Literal

from attrs import fields, frozen

from crmkit.domain.record import Record
from crmkit.ids import ID_BYTES, Id, JournalEntryId
from crmkit.query.schema import Relation

Noted = Literal["erase", "refuse", "export", "view"]
JournalAction = Literal["create", "change", "delete", Noted]
NOBODY = Id(bytes(ID_BYTES))
"""Stands in an entry for the record where it speaks of the whole kind, or of one unknown."""
_NOT_JOURNALLED = frozenset({"id", "version"})


@frozen(kw_only=True)
class Cause:
    """Who changes something and why.

    ``actor`` is the employee's id as text or ``system:REASON``; ``command`` names the command or
    rule that asked.
    """

    actor: str
    command: str
    rule: str | None = None


@frozen(kw_only=True, repr=False)
class FieldChange:
    """One field of a change. A created record has no ``before``, a deleted one no ``after``."""

    before: object = None
    after: object = None

    def __repr__(self) -> str:
        """Tells that there is a change, not what: values may be personal."""
        return "<FieldChange>"


@frozen(kw_only=True, repr=False)
class JournalEntry(Record):
    """One change of one record, at ``created_at``; written with the change in one commit.

    ``changes`` maps field names to their values before and after. The entry of a creation holds
    none: the first values follow from the record and the later entries, read backwards.

    ``commitment`` is the hash of salt and changes: it stays, and proves nothing was altered, where
    an erasure has destroyed both. ``seal`` is the number of the seal that covers the entry.
    """

    kind: ClassVar[str] = "journal"
    relations: ClassVar[tuple[Relation, ...]] = ()

    id: JournalEntryId
    record_kind: str
    record_id: Id
    action: JournalAction
    actor: str
    command: str
    rule: str | None = None
    changes: Mapping[str, FieldChange]
    salt: str | None = None
    commitment: str | None = None
    seal: int | None = None


def differences(before: Record | None, after: Record | None) -> dict[str, FieldChange]:
    """What changed, by field. A custom field is named ``custom.KEY``."""
    old, new = _values(before), _values(after)
    return {
        name: FieldChange(before=was, after=now)
        for name in (old if old.keys() == new.keys() else {**old, **new})
        if (was := old.get(name)) is not (now := new.get(name)) and was != now
    }


def _values(record: Record | None) -> dict[str, object]:
    if record is None:
        return {}
    kind: Any = type(record)
    names, get = _journalled(kind)
    values = dict(zip(names, get(record), strict=True))
    custom: Mapping[str, object] = values.pop("custom", None) or {}  # type: ignore[assignment]  # custom fields
    values.update({f"custom.{key}": value for key, value in custom.items()})
    return values


@cache
def _journalled(
    record: type[Record],
) -> tuple[tuple[str, ...], Callable[[Record], tuple[object, ...]]]:
    """The names of the fields that the journal tells of, and what reads them all at once."""
    own = (attribute.name for attribute in fields(record))
    names = tuple(name for name in own if name not in _NOT_JOURNALLED)
    return names, attrgetter(*names)
