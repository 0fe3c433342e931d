"""Decide: do what rules decided, in the same unit of work, and remember which rule asked."""

from collections.abc import Iterable

from attrs import evolve

from crmkit.domain import moves
from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Assign, CreateTask, Decision, Move, Remind
from crmkit.domain.moves import MoveRequest, move, tasks_on_entry
from crmkit.domain.pipelines import Stage
from crmkit.domain.tasks import Reminder, Task
from crmkit.errors import RuleViolation
from crmkit.ids import CustomRecordId, DealId, ReminderId, TaskId
from crmkit.services.desk import Desk


def apply(
    desk: Desk, decisions: Iterable[Decision], *, rule: str | None, command: str = "apply"
) -> None:
    """Carries the decisions out one by one; the journal keeps the rule with every change."""
    for decision in decisions:
        match decision:
            case Remind():
                _remind(desk, decision, rule, command)
            case CreateTask():
                _create_task(desk, decision, rule, command)
            case Move(deal_id, stage, lost_reason):
                request = MoveRequest(stage=stage, lost_reason=lost_reason)
                move_deal(desk, deal_id, request, rule=rule)
            case Assign(deal_id, owner_id):
                deal = desk.get(Deal, deal_id)
                desk.change(deal, evolve(deal, owner_id=owner_id), command, rule)


def move_deal(
    desk: Desk, deal_id: DealId, request: MoveRequest, *, rule: str | None = None
) -> Deal:
    """The deal moved through the transition function, with the tasks its new stage asks for."""
    before = desk.get(Deal, deal_id)
    pipeline = desk.directory.pipeline(before.pipeline_id)
    moved = move(before, pipeline, request, desk.now)
    after = desk.change(before, moved, "move", rule, commanded=True)
    give_tasks(desk, after, pipeline.stage(after.stage), "move")
    return after


def move_record(desk: Desk, record_id: CustomRecordId, request: MoveRequest) -> CustomRecord:
    """The record of the shop's own type moved as deals are, with the tasks of its new stage."""
    before = desk.get(CustomRecord, record_id)
    if before.pipeline_id is None:
        message = "this record is in no pipeline"
        raise RuleViolation(message, rule="pipeline", where=f"record {record_id}")
    pipeline = desk.directory.pipeline(before.pipeline_id)
    moved = moves.move_record(before, pipeline, request)
    after = desk.change(before, moved, "move", commanded=True)
    give_tasks(desk, after, pipeline.stage(request.stage), "move")
    return after


def give_tasks(desk: Desk, entered: Deal | CustomRecord, stage: Stage, command: str) -> None:
    """Creates the tasks that a stage asks for of what has entered it."""
    staff = tuple(desk.directory.staff.values())
    now = desk.now.astimezone(desk.policy.zone)
    tasks = tasks_on_entry(entered, stage, now, staff)
    apply(desk, tasks, rule=f"stage {stage.key}", command=command)


def _remind(desk: Desk, decision: Remind, rule: str | None, command: str) -> None:
    reminder = Reminder(
        id=desk.new_id(ReminderId),
        created_at=desk.now,
        owner_id=decision.owner_id,
        deal_id=decision.deal_id,
        text=decision.text,
        due_at=decision.at,
        cause=rule,
    )
    desk.add(reminder, command, rule)


def _create_task(desk: Desk, decision: CreateTask, rule: str | None, command: str) -> None:
    task = Task(
        id=desk.new_id(TaskId),
        created_at=desk.now,
        title=decision.title,
        owner_id=decision.owner_id,
        due_at=decision.due_at,
        deal_id=decision.deal_id,
        lead_id=decision.lead_id,
        contact_id=decision.contact_id,
        record_id=decision.record_id,
        cause=rule,
    )
    desk.add(task, command, rule)
