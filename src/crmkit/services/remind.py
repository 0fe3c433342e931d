"""Remind: what is due, and letting it fire once."""

from datetime import datetime

from attrs import evolve

from crmkit.domain.tasks import Reminder, Task
from crmkit.errors import RuleViolation
from crmkit.ids import TaskId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.services.claim import claimed
from crmkit.services.desk import Desk


def due(desk: Desk, at: datetime, limit: int = 100) -> tuple[Reminder, ...]:
    """The waiting reminders whose moment has come, the oldest first."""
    return desk.page(_due(at, limit)).records


def fire(desk: Desk, limit: int) -> tuple[Reminder, ...]:
    """The due reminders that no other worker is firing, marked as fired."""
    return tuple(
        desk.change(reminder, evolve(reminder, status="fired", fired_at=desk.now), "fire reminders")
        for reminder in claimed(desk, _due(desk.now, limit))
    )


def _due(at: datetime, limit: int) -> Question[Reminder]:
    waiting: Condition[Reminder] = And(
        (Compare("status", Op.IS, "waiting"), Compare("due_at", Op.AT_MOST, at))
    )
    order = (Order[Reminder](Path("due_at")),)
    return Question(kind=Reminder.kind, where=waiting, order=order, size=limit)


def complete(desk: Desk, task_id: TaskId, result: str | None = None) -> Task:
    """The task, done; RuleViolation when it is not open."""
    task = desk.get(Task, task_id)
    if task.status != "open":
        message = f"the task is {task.status} already"
        raise RuleViolation(message, rule="task_status", where=f"task {task.id}")
    done = evolve(task, status="done", done_at=desk.now, result=result or task.result)
    return desk.change(task, done, "complete")
