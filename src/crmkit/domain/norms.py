"""Norms: how long a deal may stand in a stage and a client wait for an answer, in working time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from attrs import frozen

from crmkit.domain.conversations import Interaction
from crmkit.domain.deals import Deal
from crmkit.domain.decisions import Remind
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.staff import Employee
from crmkit.domain.working_time import WorkingCalendar, add_working
from crmkit.errors import BadInput
from crmkit.ids import EmployeeId

_PERCENT = 100


@frozen(kw_only=True)
class Norm:
    """How much working time something may take, and after which part of it a warning comes.

    ``alert`` is the role of those who are told of a breach beside the owner, in the owner's team.
    """

    limit: timedelta
    warn_percent: int = 80
    alert: str = "head"

    def __attrs_post_init__(self) -> None:
        """Refuses a norm of no time, and a warning outside of it."""
        if self.limit <= timedelta(0) or not 0 < self.warn_percent <= _PERCENT:
            message = "a norm is some time, and the warning comes after 1 to 100 percent of it"
            raise BadInput(message, where="norm")


@frozen(kw_only=True)
class Deadline:
    """When a norm that runs since a moment warns, and when it is broken."""

    warns_at: datetime
    breaks_at: datetime


def deadline(since: datetime, norm: Norm, calendar: WorkingCalendar) -> Deadline:
    """The deadline of what began at the moment; BadInput where the calendar has no such hours."""
    return Deadline(
        warns_at=add_working(calendar, since, norm.limit * norm.warn_percent / _PERCENT),
        breaks_at=add_working(calendar, since, norm.limit),
    )


def stage_norm(deal: Deal, pipeline: Pipeline) -> Norm | None:
    """The norm of the deal's stage; None for a stage without one."""
    hours = pipeline.stage(deal.stage).norm_hours
    return None if hours is None else Norm(limit=timedelta(hours=hours))


def stage_deadline(deal: Deal, norm: Norm | None, calendar: WorkingCalendar) -> Deadline | None:
    """When the deal has stood in its stage for too long; None where no norm or entry is known."""
    if norm is None or deal.stage_since is None:
        return None
    return deadline(deal.stage_since, norm, calendar)


def waiting_since(interactions: Iterable[Interaction]) -> datetime | None:
    """Since when a client waits: the first word of theirs after our last one; None if not at all.

    What is ours and comes in the same moment answers it.
    """
    said = sorted(interactions, key=lambda each: (each.at, each.direction == "out"))
    since: datetime | None = None
    for each in said:
        since = None if each.direction == "out" else since or each.at
    return since


def told(
    deal: Deal,
    due: Deadline,
    now: datetime,
    *,
    text: str,
    alerted: Iterable[EmployeeId] = (),
) -> Iterator[Remind]:
    """A warning to the deal's owner, then the breach to the owner and those alerted.

    Each carries its own moment, not ``now``: asked again, the same are decided again, so that
    whoever delivers them can tell that they are known. Nothing is decided before its moment.
    """
    if due.breaks_at <= now:
        for person in dict.fromkeys((deal.owner_id, *alerted)):
            yield Remind(person, deal.id, f"{text}: overdue", due.breaks_at)
    elif due.warns_at <= now:
        yield Remind(deal.owner_id, deal.id, f"{text}: soon overdue", due.warns_at)


def alerted(deal: Deal, norm: Norm, staff: Iterable[Employee]) -> tuple[EmployeeId, ...]:
    """Those of the norm's role who are told of a breach: of the owner's team, or else of all."""
    people = tuple(staff)
    fit = [person for person in people if person.active and person.role == norm.alert]
    team = next((each.team_id for each in people if each.id == deal.owner_id), None)
    near = [person for person in fit if team is not None and person.team_id == team]
    return tuple(person.id for person in near or fit)


def watch_stage(
    deal: Deal,
    pipeline: Pipeline,
    calendar: WorkingCalendar,
    now: datetime,
    *,
    staff: Iterable[Employee] = (),
) -> Iterator[Remind]:
    """What is to be said about how long an open or delivered deal has stood in its stage."""
    norm = stage_norm(deal, pipeline)
    due = stage_deadline(deal, norm, calendar)
    if norm is None or due is None or deal.archived_at is not None:
        return
    stage = pipeline.stage(deal.stage)
    yield from told(deal, due, now, text=f"«{stage.title}»", alerted=alerted(deal, norm, staff))


def watch_answer(
    deal: Deal,
    interactions: Iterable[Interaction],
    norm: Norm,
    calendar: WorkingCalendar,
    *,
    now: datetime,
    staff: Iterable[Employee] = (),
) -> Iterator[Remind]:
    """What is to be said about how long the client of a deal has waited for an answer."""
    since = waiting_since(interactions)
    if since is None or deal.archived_at is not None:
        return
    due = deadline(since, norm, calendar)
    yield from told(deal, due, now, text="answer", alerted=alerted(deal, norm, staff))
