"""Remind: what is due, and letting it fire once."""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve

from crmkit.domain.tasks import Reminder, Task
from crmkit.errors import RuleViolation
from crmkit.ids import TaskId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Order, Path, Question
from crmkit.services.desk import Desk


def due(desk: Desk, at: datetime, limit: int = 100) -> tuple[Reminder, ...]:
    """The waiting reminders whose moment has come, the oldest first."""
    waiting: Condition[Reminder] = And(
        (Compare("status", Op.IS, "waiting"), Compare("due_at", Op.AT_MOST, at))
    )
    order = (Order[Reminder](Path("due_at")),)
    question = Question(kind=Reminder.kind, where=waiting, order=order, size=limit)
    return desk.page(question).records


def fire(desk: Desk, reminders: Sequence[Reminder]) -> tuple[Reminder, ...]:
    """The reminders, marked as fired; a version conflict keeps two workers from both firing."""
    return tuple(
        desk.change(reminder, evolve(reminder, status="fired", fired_at=desk.now), "fire reminders")
        for reminder in reminders
    )


def complete(desk: Desk, task_id: TaskId, result: str | None = None) -> Task:
    """The task, done; RuleViolation when it is not open."""
    task = desk.get(Task, task_id)
    if task.status != "open":
        message = f"the task is {task.status} already"
        raise RuleViolation(message, rule="task_status", where=f"task {task.id}")
    done = evolve(task, status="done", done_at=desk.now, result=result or task.result)
    return desk.change(task, done, "complete")
