"""Decide: do what rules decided, in the same unit of work, and remember which rule asked."""

from collections.abc import Iterable

from attrs import evolve

from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Assign, CreateTask, Decision, Move, Remind
from crmkit.domain.moves import MoveRequest, move, tasks_on_entry
from crmkit.domain.tasks import Reminder, Task
from crmkit.ids import DealId, ReminderId, TaskId
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
    after = desk.change(before, move(before, pipeline, request, desk.now), "move", rule)
    staff = tuple(desk.directory.staff.values())
    tasks = tasks_on_entry(after, pipeline.stage(after.stage), desk.now, staff)
    apply(desk, tasks, rule=f"stage {after.stage}", command="move")
    return after


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
        cause=rule,
    )
    desk.add(task, command, rule)
