"""Retain: whose data has served its purpose, and what was asked to be erased by when."""

from collections.abc import Iterable
from datetime import timedelta

from crmkit.domain.clients import Contact
from crmkit.domain.privacy import Erasure, Suppression
from crmkit.domain.retention import Due
from crmkit.domain.tasks import Task
from crmkit.errors import NotFound, OnHold
from crmkit.ids import ContactId, EmployeeId, TaskId
from crmkit.query.conditions import And, AnyOf, Compare, Condition, Everything, Not, Op, Or
from crmkit.query.questions import Order, Path, Question
from crmkit.services import merge
from crmkit.services.create import built
from crmkit.services.desk import Desk
from crmkit.services.erase import Erased, erase
from crmkit.services.subject import demand_all
from crmkit.services.suppress import suppress_again

_CAUSE = "erasure request"
MOST = 10_000
"""How many clients one call erases at the most."""


def due_for_erasure(desk: Desk, limit: int) -> tuple[Due, ...]:
    """Clients whose time is over by one of the policy's rules, the oldest first; held ones not.

    Raises NotAllowed without a grant to erase all clients.
    """
    demand_all(desk, "erase")
    due: dict[ContactId, Due] = {}
    for rule in desk.policy.retention:
        if len(due) >= limit:
            break
        where: Condition[Contact] = And((rule.due(desk.now), *_free(desk)))
        oldest = Question[Contact](
            kind=Contact.kind, where=where, order=(Order(Path("created_at")),), size=limit
        )
        for contact in desk.page(oldest).records:
            due.setdefault(contact.id, Due(contact=contact, purpose=rule.purpose))
    return tuple(due.values())[:limit]


def erase_due(desk: Desk, limit: int, operator: str | None) -> tuple[Erased, ...]:
    """At most ``limit`` clients erased whose time is over."""
    return tuple(_erased(desk, due_for_erasure(desk, limit), operator))


def request_erasure(desk: Desk, contact_id: ContactId, owner: EmployeeId | None) -> Task:
    """A task to erase the person's data by the day that the policy says."""
    contact = merge.get(desk, Contact, contact_id)
    fields: dict[str, object] = {
        "id": desk.new_id(TaskId),
        "created_at": desk.now,
        "title": f"Erase the data of client {contact.number}",
        "due_at": desk.now + timedelta(days=desk.policy.erasure_days),
        "contact_id": contact.id,
        "owner_id": owner or desk.own_id,
        "cause": _CAUSE,
    }
    return desk.add(built(Task, fields), "request_erasure")


def reapply(
    desk: Desk, erasures: Iterable[Erasure], suppressions: Iterable[Suppression]
) -> tuple[Erased, ...]:
    """The people of these certificates erased again, where a backup has brought them back.

    Whoever is not in this base, or held, is passed over; the suppressions are there again.
    """
    demand_all(desk, "erase")
    done: list[Erased] = []
    for each in erasures:
        try:
            made = erase(desk, each.subject_id, ground=each.ground, operator=each.operator)
        except (NotFound, OnHold):
            continue
        if not made.repeated:
            done.append(made)
    suppress_again(desk, suppressions)
    return tuple(done)


def _erased(desk: Desk, due: Iterable[Due], operator: str | None) -> Iterable[Erased]:
    for each in due:
        ground = f"retention: {each.purpose}"
        yield erase(desk, each.contact.id, ground=ground, operator=operator)


def _free(desk: Desk) -> tuple[Condition[Contact], ...]:
    """Neither erased nor held."""
    today = desk.now.astimezone(desk.policy.zone).date()
    runs: Condition[object] = Or(
        (Compare("until", Op.IS, None), Compare("until", Op.AT_LEAST, today))
    )
    held: Condition[object] = And((Compare("archived_at", Op.IS, None), runs))
    return (Not(AnyOf("erasures", Everything())), Not(AnyOf("holds", held)))
