"""Tasks and reminders: what somebody is to do, and when to be told."""

from datetime import datetime
from typing import ClassVar, Literal

from attrs import frozen

from crmkit.domain.record import ABOUT, Activity, title, words
from crmkit.ids import ReminderId, TaskId
from crmkit.query.schema import Relation

TaskStatus = Literal["open", "done", "cancelled"]
ReminderStatus = Literal["waiting", "fired", "cancelled"]


@frozen(kw_only=True, repr=False)
class Task(Activity):
    """Something its owner is to do. ``cause`` names the rule or stage that asked for it."""

    kind: ClassVar[str] = "task"
    relations: ClassVar[tuple[Relation, ...]] = (
        *ABOUT,
        Relation(name="reminders", target="reminder", remote="task_id"),
    )

    id: TaskId
    title: str = title()
    description: str | None = words()
    due_at: datetime | None = None
    status: TaskStatus = "open"
    done_at: datetime | None = None
    result: str | None = words()
    cause: str | None = None


@frozen(kw_only=True, repr=False)
class Reminder(Activity):
    """A word to its owner at a set moment. It fires once; ``fired_at`` says when it did."""

    kind: ClassVar[str] = "reminder"
    relations: ClassVar[tuple[Relation, ...]] = (
        *ABOUT,
        Relation(name="task", target="task", local="task_id"),
    )

    id: ReminderId
    task_id: TaskId | None = None
    text: str = title()
    due_at: datetime
    channel: str | None = None
    status: ReminderStatus = "waiting"
    fired_at: datetime | None = None
    cause: str | None = None
