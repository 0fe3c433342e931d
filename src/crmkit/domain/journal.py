"""The journal: every change of every record, by field: who, when, before, after, why."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from attrs import fields, frozen

from crmkit.domain.record import Record
from crmkit.ids import Id, JournalEntryId
from crmkit.query.schema import Relation

JournalAction = Literal["create", "change", "delete", "erase", "refuse", "export", "view"]
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
    names = dict.fromkeys([*old, *new])
    return {
        name: FieldChange(before=old.get(name), after=new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    }


def _values(record: Record | None) -> dict[str, object]:
    if record is None:
        return {}
    values: dict[str, object] = {}
    for attribute in fields(type(record)):
        if attribute.name == "custom":
            custom: Mapping[str, object] = getattr(record, "custom", {})
            values.update({f"custom.{key}": value for key, value in custom.items()})
        elif attribute.name not in _NOT_JOURNALLED:
            values[attribute.name] = getattr(record, attribute.name)
    return values
