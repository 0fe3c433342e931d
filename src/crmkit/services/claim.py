"""Claim: take records from a common pile, each for one worker alone."""

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve, fields_dict

from crmkit.domain.permissions import everything
from crmkit.domain.record import Record
from crmkit.errors import BadInput, NotSupported
from crmkit.ids import EmployeeId
from crmkit.query.conditions import And, Compare, Condition, Op
from crmkit.query.questions import Question
from crmkit.services.desk import Desk

R = TypeVar("R", bound=Record)
_OPEN: Mapping[str, Condition[Record]] = {
    "lead": Compare("status", Op.IS, "open"),
    "deal": Compare("outcome", Op.IS, "open"),
    "task": Compare("status", Op.IS, "open"),
}


def claimed(desk: Desk, question: Question[R]) -> tuple[R, ...]:
    """The visible records asked for that nobody else is claiming, kept until the work ends."""
    desk.flush()
    confined = desk.rights.scope("read").question(question, desk.directory.schema)
    records = desk.unit.claim(confined)
    desk.remember(records)
    return records


def claim_free(
    desk: Desk, question: Question[R], record: type[R], most: int | None
) -> tuple[R, ...]:
    """The free records asked for, given to the actor, who then owns at most ``most`` open ones."""
    me = _owner(desk, record)
    size = question.size
    if most is not None:
        left = max(0, most - _open_ones(desk, record, me))
        size = left if size is None else min(size, left)
    if size == 0:
        return ()
    free: Condition[R] = And(
        (question.where, _unfinished(record), Compare("owner_id", Op.IS, None))
    )
    assignable: Condition[R] = desk.rights.scope("assign").of(record.kind)  # type: ignore[assignment]  # the kind's own condition
    asked = evolve(question, where=And((free, assignable)), size=size)
    return tuple(
        desk.change(found, evolve(found, owner_id=me), "claim")  # type: ignore[call-arg]  # checked to have an owner
        for found in claimed(desk, asked)
    )


def _owner(desk: Desk, record: type[Record]) -> EmployeeId:
    if "owner_id" not in fields_dict(record):
        message = f"a {record.kind} has no owner"
        raise BadInput(message, where="claim", hint="claim leads, deals, clients or tasks")
    if desk.own_id is None:
        message = "the system owns nothing, so it cannot claim"
        raise NotSupported(message, where="claim", hint="open the work for an employee")
    return desk.own_id


def _open_ones(desk: Desk, record: type[R], owner: EmployeeId) -> int:
    """Counts after the turn to claim has come: the owner's other claims end before this one."""
    desk.flush()
    desk.take_numbers(f"claims {owner}")
    where: Condition[R] = And((_unfinished(record), Compare("owner_id", Op.IS, owner)))
    question = Question(kind=record.kind, where=where)
    return desk.unit.count(everything().question(question, desk.directory.schema))


def _unfinished(record: type[R]) -> Condition[R]:
    present: Condition[R] = Compare("archived_at", Op.IS, None)
    still: Condition[R] | None = _OPEN.get(record.kind)  # type: ignore[assignment]  # the kind's own condition
    return present if still is None else And((present, still))
