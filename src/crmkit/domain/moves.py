"""The one transition function: every move of a deal, whoever asks for it, goes through `move`."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from attrs import evolve, frozen

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
    target = pipeline.stage(request.stage)
    _may_leave(deal, pipeline, request, target)
    _has_what_the_stage_requires(deal, target)
    outcome = _outcome(target)
    if outcome == "lost":
        _has_a_reason(pipeline, request)
    reopened = deal.closed_at is None or outcome == "open"
    return evolve(
        deal,
        stage=target.key,
        outcome=outcome,
        stage_since=now,
        touched_at=now,
        closed_at=None if outcome == "open" else (now if reopened else deal.closed_at),
        lost_reason=request.lost_reason if outcome == "lost" else None,
    )


def tasks_on_entry(
    deal: Deal, stage: Stage, now: datetime, staff: tuple[Employee, ...] = ()
) -> Iterator[CreateTask]:
    """The tasks that the stage asks for, due by the clock or by a day written in the deal.

    A task for a role goes to the active employee of that role in the deal owner's team, or to
    the only one there is; otherwise it has no owner.
    """
    for template in stage.tasks:
        yield CreateTask(
            title=template.title,
            owner_id=deal.owner_id
            if template.role is None
            else _of_role(template.role, deal, staff),
            due_at=_due(template, deal, now),
            deal_id=deal.id,
            contact_id=deal.contact_id,
        )


def _may_leave(deal: Deal, pipeline: Pipeline, request: MoveRequest, target: Stage) -> None:
    source = pipeline.stage(deal.stage)
    closed = deal.outcome != "open"
    if closed and target.kind not in {"after", "won"} and not request.reopen:
        message = f"the deal is {deal.outcome} and does not move to {target.key!r}"
        raise RuleViolation(message, rule="closed", where="deal", hint="reopen it on the record")
    if closed and request.reopen and target.kind == "open":
        return
    if not pipeline.permits(source.key, target.key):
        ways = [stage.key for stage in pipeline.stages if pipeline.permits(source.key, stage.key)]
        message = f"there is no way from {source.key!r} to {target.key!r}"
        hint = f"from here: {', '.join(ways) or 'nowhere'}"
        raise RuleViolation(message, rule="transition", where="deal", hint=hint)


def _has_what_the_stage_requires(deal: Deal, target: Stage) -> None:
    missing = [name for name in target.requires if _value(deal, name) in {None, ""}]
    if missing:
        message = f"the stage {target.key!r} requires {', '.join(missing)}"
        raise RuleViolation(message, rule="required", where="deal", hint="fill them in first")


def _has_a_reason(pipeline: Pipeline, request: MoveRequest) -> None:
    known = pipeline.lost_reasons
    if not request.lost_reason or (known and request.lost_reason not in known):
        message = "a lost deal needs a reason of this pipeline"
        hint = f"one of: {', '.join(known)}" if known else "say why in a word"
        raise RuleViolation(message, rule="lost_reason", where="deal", hint=hint)


def _outcome(stage: Stage) -> Outcome:
    match stage.kind:
        case "won" | "after":
            return "won"
        case "lost":
            return "lost"
        case "open":
            return "open"


def _value(deal: Deal, name: str) -> object:
    if name.startswith(CUSTOM_PREFIX):
        return deal.custom.get(name.removeprefix(CUSTOM_PREFIX))
    return getattr(deal, name, None)


def _due(template: TaskTemplate, deal: Deal, now: datetime) -> datetime | None:
    written = _value(deal, template.due_field) if template.due_field else None
    if isinstance(written, datetime):
        return written
    if isinstance(written, date):
        return datetime.combine(written, time(), tzinfo=now.tzinfo)
    return None if template.due_hours is None else now + timedelta(hours=template.due_hours)


def _of_role(role: str, deal: Deal, staff: tuple[Employee, ...]) -> EmployeeId | None:
    fit = [person for person in staff if person.active and person.role == role]
    team = next((person.team_id for person in staff if person.id == deal.owner_id), None)
    near = [person for person in fit if team is not None and person.team_id == team]
    chosen = near or fit
    return chosen[0].id if len(chosen) == 1 or near else None
