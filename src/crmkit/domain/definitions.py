"""Definitions: what keeps the shop's own fields and record types sound."""

from collections.abc import Collection, Iterable

from crmkit.domain.custom import CustomField, CustomRecord
from crmkit.domain.record import Customisable, Record
from crmkit.domain.schema import RECORDS
from crmkit.errors import BadInput, Conflict, RuleViolation

_CUSTOMISABLE = tuple(record.kind for record in RECORDS if issubclass(record, Customisable))


def check_definition(
    before: CustomField | None, after: CustomField, known: Iterable[CustomField]
) -> None:
    """Raises unless the field is of a kind that has custom fields, new to it, and of one type."""
    if after.of_kind not in _CUSTOMISABLE:
        message = f"a {after.of_kind[:60]} has no custom fields"
        hint = f"one of: {', '.join(_CUSTOMISABLE)}"
        raise BadInput(message, where="custom_field.of_kind", hint=hint)
    if before is not None and _identity(before) != _identity(after):
        message = "the kind, key and type of a defined field never change"
        raise RuleViolation(message, rule="definition", where=f"custom_field {after.key}")
    if any(_same_name(one, after) for one in known):
        message = f"a {after.of_kind} has a custom field of this key already"
        hint = "take another key"
        raise Conflict(message, where=f"custom_field {after.key}", hint=hint)


def check_own(record: Record, definitions: Iterable[CustomField], types: Collection[str]) -> None:
    """Raises BadInput for a record of an unknown type, or with a field of another one."""
    kind = record.type if isinstance(record, CustomRecord) else None
    if kind is not None and kind not in types:
        hint = f"known: {', '.join(sorted(types)) or 'none yet'}"
        raise BadInput(f"there is no record type {kind[:60]!r}", where="record.type", hint=hint)
    custom = record.custom if isinstance(record, Customisable) else {}
    for field in definitions if custom else ():
        if field.of_kind == record.kind and field.key in custom and not _fits(field, record, kind):
            message = "the field belongs to another record type or pipeline"
            raise BadInput(message, where=f"{record.kind}.custom.{field.key}")


def _fits(field: CustomField, record: Record, kind: str | None) -> bool:
    pipeline = getattr(record, "pipeline_id", None)
    return field.record_type in {None, kind} and field.pipeline_id in {None, pipeline}


def _identity(field: CustomField) -> tuple[str, str, str]:
    return field.of_kind, field.key, field.type


def _same_name(one: CustomField, other: CustomField) -> bool:
    return one.id != other.id and (one.of_kind, one.key) == (other.of_kind, other.key)


def check_filled_in(
    before: Record | None, after: Record, definitions: Iterable[CustomField]
) -> None:
    """Raises BadInput where a required field is empty on creation, or emptied by a change."""
    if not isinstance(after, Customisable):
        return
    held = before.custom if isinstance(before, Customisable) else None
    kind = after.type if isinstance(after, CustomRecord) else None
    for field in definitions:
        asked = field.required and field.archived_at is None and field.of_kind == after.kind
        if not asked or not _fits(field, after, kind) or field.key in after.custom:
            continue
        if held is None or field.key in held:
            message = "the shop requires this field"
            raise BadInput(message, where=f"{after.kind}.custom.{field.key}", hint="fill it in")
