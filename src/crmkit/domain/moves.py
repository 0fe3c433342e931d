"""The one way to move: every deal, and record of the shop's own type, passes these guards."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from attrs import evolve, frozen

from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal, Outcome
from crmkit.domain.decisions import CreateTask
from crmkit.domain.pipelines import Pipeline, Stage, TaskTemplate
from crmkit.domain.staff import Employee
from crmkit.errors import RuleViolation
from crmkit.ids import EmployeeId
from crmkit.query.schema import CUSTOM_PREFIX


@frozen(kw_only=True)
class MoveRequest:
    """Where the deal is to go. ``reopen`` is needed to leave a won or lost deal's stage."""

    stage: str
    lost_reason: str | None = None
    reopen: bool = False


def move(deal: Deal, pipeline: Pipeline, request: MoveRequest, now: datetime) -> Deal:
    """The deal in its new stage; raises RuleViolation naming the rule that forbids the move."""
    target = _permitted(deal, pipeline.stage(deal.stage), pipeline, request)
    outcome = outcome_of(target)
    if outcome == "lost":
        _has_a_reason(pipeline, request)
    return evolve(
        deal,
        stage=target.key,
        outcome=outcome,
        stage_since=now,
        touched_at=now,
        closed_at=None if outcome == "open" else deal.closed_at or now,
        lost_reason=request.lost_reason if outcome == "lost" else None,
    )


def move_record(record: CustomRecord, pipeline: Pipeline, request: MoveRequest) -> CustomRecord:
    """A record of the shop's own type in its new stage, by the rules that deals obey."""
    source = pipeline.first if record.stage is None else pipeline.stage(record.stage)
    return evolve(record, stage=_permitted(record, source, pipeline, request).key)


def settle(deal: Deal, pipeline: Pipeline, request: MoveRequest, now: datetime) -> Deal:
    """The deal in a stage of the pipeline drawn anew, where its own is no longer there.

    No way leads there, so none is asked for; all else that guards a stage is. A closed deal keeps
    its outcome and reason. Nobody has dealt with the deal, so it goes on waiting since it did.
    """
    target = pipeline.stage(request.stage)
    outcome = outcome_of(target)
    if deal.outcome not in {"open", outcome}:
        message = f"a deal that is {deal.outcome} cannot be put into {target.key!r}"
        raise RuleViolation(
            message, rule="closed", where="deal", hint="name a stage of its outcome"
        )
    demand_required(deal, target)
    if deal.outcome == outcome:
        return evolve(deal, stage=target.key)
    if outcome == "lost":
        _has_a_reason(pipeline, request)
    reason = request.lost_reason if outcome == "lost" else None
    return evolve(deal, stage=target.key, outcome=outcome, closed_at=now, lost_reason=reason)


def settle_record(record: CustomRecord, pipeline: Pipeline, request: MoveRequest) -> CustomRecord:
    """A record of the shop's own type in a stage of the pipeline drawn anew, as deals are."""
    target = pipeline.stage(request.stage)
    demand_required(record, target)
    return evolve(record, stage=target.key)


def tasks_on_entry(
    moved: Deal | CustomRecord, stage: Stage, now: datetime, staff: tuple[Employee, ...] = ()
) -> Iterator[CreateTask]:
    """The tasks that the stage asks for, due by the clock or by a day written in the deal.

    ``now`` is in the shop's time zone, where a written day begins. A task for a role goes to the
    active employee of that role in the owner's team, or to the only one there is; otherwise it
    has no owner.
    """
    for template in stage.tasks:
        yield CreateTask(
            title=template.title,
            owner_id=moved.owner_id
            if template.role is None
            else _of_role(template.role, moved, staff),
            due_at=_due(template, moved, now),
            deal_id=moved.id if isinstance(moved, Deal) else moved.deal_id,
            record_id=moved.id if isinstance(moved, CustomRecord) else None,
            contact_id=moved.contact_id,
        )


def _permitted(
    moved: Deal | CustomRecord, source: Stage, pipeline: Pipeline, request: MoveRequest
) -> Stage:
    target = pipeline.stage(request.stage)
    _may_leave(source, target, pipeline, request, where=moved.kind)
    demand_required(moved, target)
    return target


def _may_leave(
    source: Stage, target: Stage, pipeline: Pipeline, request: MoveRequest, *, where: str
) -> None:
    outcome = outcome_of(source)
    closed = outcome != "open"
    if closed and not (outcome == outcome_of(target) == "won") and not request.reopen:
        message = f"the {where} is {outcome} and does not move to {target.key!r}"
        raise RuleViolation(message, rule="closed", where=where, hint="reopen it on the record")
    if closed and request.reopen and target.kind == "open":
        return
    if not pipeline.permits(source.key, target.key):
        ways = [stage.key for stage in pipeline.stages if pipeline.permits(source.key, stage.key)]
        message = f"there is no way from {source.key!r} to {target.key!r}"
        hint = f"from here: {', '.join(ways) or 'nowhere'}"
        raise RuleViolation(message, rule="transition", where=where, hint=hint)


def _has_a_reason(pipeline: Pipeline, request: MoveRequest) -> None:
    known = pipeline.lost_reasons
    if not request.lost_reason or (known and request.lost_reason not in known):
        message = "a lost deal needs a reason of this pipeline"
        hint = f"one of: {', '.join(known)}" if known else "say why in a word"
        raise RuleViolation(message, rule="lost_reason", where="deal", hint=hint)


def demand_required(moved: Deal | CustomRecord, target: Stage) -> None:
    """Raises RuleViolation where a field is empty that the stage requires."""
    missing = [name for name in target.requires if _value(moved, name) in (None, "", ())]
    if missing:
        message = f"the stage {target.key!r} requires {', '.join(missing)}"
        raise RuleViolation(message, rule="required", where=moved.kind, hint="fill them in first")


def outcome_of(stage: Stage) -> Outcome:
    """What a deal in this stage has come to."""
    match stage.kind:
        case "won" | "after":
            return "won"
        case "lost":
            return "lost"
        case "open":
            return "open"


def _value(moved: Deal | CustomRecord, name: str) -> object:
    if name.startswith(CUSTOM_PREFIX):
        return moved.custom.get(name.removeprefix(CUSTOM_PREFIX))
    return getattr(moved, name, None)


def _due(template: TaskTemplate, moved: Deal | CustomRecord, now: datetime) -> datetime | None:
    written = _value(moved, template.due_field) if template.due_field else None
    if isinstance(written, datetime):
        return written
    if isinstance(written, date):
        return datetime.combine(written, time(), tzinfo=now.tzinfo)
    return None if template.due_hours is None else now + timedelta(hours=template.due_hours)


def _of_role(
    role: str, moved: Deal | CustomRecord, staff: tuple[Employee, ...]
) -> EmployeeId | None:
    fit = [person for person in staff if person.active and person.role == role]
    team = next((person.team_id for person in staff if person.id == moved.owner_id), None)
    near = [person for person in fit if team is not None and person.team_id == team]
    chosen = near or fit
    return chosen[0].id if len(chosen) == 1 or near else None
