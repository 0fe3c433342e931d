"""Guards: what a record must be like beside the shop's other records, whoever writes it."""

from collections.abc import Iterable, Mapping

from crmkit.domain.consents import Consent
from crmkit.domain.custom import CustomField, CustomRecord, Link
from crmkit.domain.deals import Deal
from crmkit.domain.definitions import check_definition, check_own
from crmkit.domain.imported import Imported
from crmkit.domain.journal import JournalEntry
from crmkit.domain.leads import Lead
from crmkit.domain.moves import demand_required, outcome_of
from crmkit.domain.permissions import KINDS
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.privacy import Erasure
from crmkit.domain.record import LINKED, Record
from crmkit.domain.seals import Seal
from crmkit.domain.staff import Role
from crmkit.errors import BadInput, Conflict, NotFound, NotSupported, RuleViolation
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit.services.directory import Directory

_OWN_KEYS: Mapping[str, str] = {
    "employee": "login",
    "role": "key",
    "pipeline": "key",
    "record_type": "key",
}


def check(before: Record | None, after: Record, shop: Directory) -> None:
    """Raises unless the record fits in with the shop's definitions, staff and pipelines."""
    _one_of_its_key(after, shop)
    _of_somebody(before, after, shop)
    check_own(after, shop.custom, shop.types)
    match after:
        case CustomField():
            defined = before if isinstance(before, CustomField) else None
            check_definition(defined, after, shop.custom)
        case Role():
            _grants_known_kinds(after)
        case Pipeline():
            _asks_for_known_fields(after, shop)
        case Link():
            _has_ends(after)
        case Deal() | CustomRecord() | Lead():
            if before is None or _place(before) != _place(after):
                _stands_in_its_pipeline(after, shop)
                _enters_at_the_first_stage(before, after, shop)
        case JournalEntry() | Seal() | Erasure() | Imported():
            raise _kept_by_itself(after)
        case _:
            pass


def _kept_by_itself(record: Record) -> NotSupported:
    if isinstance(record, JournalEntry):
        message = "the journal is kept by itself and cannot be written"
        return NotSupported(message, where="journal", hint="change the record itself")
    message = "this is a proof, and is written by its command alone"
    hint = "call crm.seal(), work.erase(...) or work.import_table(...)"
    return NotSupported(message, where=record.kind, hint=hint)


def check_deletion(record: Record) -> None:
    """Raises for what other records cannot do without, and for what proves something."""
    if isinstance(record, Consent | Erasure | Seal | Imported):
        message = "this is kept as a proof and never deleted"
        raise RuleViolation(message, rule="proof", where=record.kind, hint=None)
    if isinstance(record, CustomField):
        message = "the values of this field would be left without a definition"
        raise RuleViolation(message, rule="definition", where="custom_field", hint="archive it")


def left_stages(before: Record, after: Record | None) -> tuple[str, ...]:
    """The stages of a pipeline that a change takes away, or gives another kind."""
    if not isinstance(before, Pipeline):
        return ()
    return before.left_by(after.stages if isinstance(after, Pipeline) else ())


def _one_of_its_key(record: Record, shop: Directory) -> None:
    name = _OWN_KEYS.get(record.kind)
    if name is None or record.archived_at is not None:
        return
    key = getattr(record, name)
    if not key.strip():
        raise BadInput("must not be empty", where=f"{record.kind}.{name}")
    others: dict[str, Iterable[Record]] = {
        "employee": shop.staff.values(),
        "role": shop.roles.values(),
        "pipeline": shop.pipelines.values(),
        "record_type": shop.types.values(),
    }
    if any(
        other.id != record.id and other.archived_at is None and getattr(other, name) == key
        for other in others[record.kind]
    ):
        message = f"another {record.kind} has this {name} already"
        raise Conflict(message, where=f"{record.kind}.{name}", hint="take another one")


def _of_somebody(before: Record | None, after: Record, shop: Directory) -> None:
    owner = getattr(after, "owner_id", None)
    if owner is None or owner in shop.staff or owner == getattr(before, "owner_id", None):
        return
    message = "there is no such employee"
    raise BadInput(message, where=f"{after.kind}.owner_id", hint="add the employee first")


def _grants_known_kinds(role: Role) -> None:
    for grant in role.grants:
        if grant.kind not in {"*", *KINDS}:
            message = f"there is no kind of record {grant.kind[:60]!r}"
            raise BadInput(message, where=f"role {role.key}", hint=f"known: {', '.join(KINDS)}")


def _asks_for_known_fields(pipeline: Pipeline, shop: Directory) -> None:
    known = {
        name
        for kind in (Deal.kind, CustomRecord.kind)
        for spec in [shop.schema.kind(kind)]
        for name in [*spec.fields, *(f"{CUSTOM_PREFIX}{key}" for key in spec.custom)]
    }
    for stage in pipeline.stages:
        due = {task.due_field for task in stage.tasks if task.due_field}
        unknown = {*stage.requires, *due} - known
        if unknown:
            message = f"the stage {stage.key!r} asks for the unknown field {min(unknown)[:60]!r}"
            hint = "a custom field is defined first and named custom.KEY"
            raise BadInput(message, where=f"pipeline {pipeline.key}", hint=hint)


def _has_ends(link: Link) -> None:
    for side, kind in (("from", link.from_kind), ("to", link.to_kind)):
        if kind not in LINKED:
            message = f"a {kind[:60]} cannot be linked"
            raise BadInput(message, where=f"link.{side}_kind", hint=f"one of: {', '.join(LINKED)}")


def _place(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name, None) for name in ("pipeline_id", "stage", "outcome"))


def _enters_at_the_first_stage(
    before: Record | None, after: Deal | CustomRecord | Lead, shop: Directory
) -> None:
    """Another pipeline is entered where every deal enters it: its graph has no side door."""
    if isinstance(after, Lead) or before is None or after.pipeline_id is None:
        return
    if getattr(before, "pipeline_id", None) in {None, after.pipeline_id}:
        return
    first = shop.pipelines[after.pipeline_id].first
    if after.stage != first.key:
        message = f"another pipeline is entered at its first stage, {first.key!r}"
        raise RuleViolation(message, rule="pipeline", where=f"{after.kind}.pipeline_id")
    demand_required(after, first)


def _stands_in_its_pipeline(record: Deal | CustomRecord | Lead, shop: Directory) -> None:
    stage = None if isinstance(record, Lead) else record.stage
    if record.pipeline_id is None:
        if stage is not None:
            raise BadInput("a stage needs its pipeline", where=f"{record.kind}.stage")
        return
    pipeline = shop.pipelines.get(record.pipeline_id)
    if pipeline is None:
        raise NotFound("there is no such pipeline", where=f"{record.kind}.pipeline_id")
    found = None if stage is None else pipeline.stage(stage)
    if found is not None and isinstance(record, Deal) and record.outcome != outcome_of(found):
        message = f"the stage {found.key!r} makes the outcome {outcome_of(found)!r}"
        raise BadInput(message, where="deal.outcome", hint="give both alike")
