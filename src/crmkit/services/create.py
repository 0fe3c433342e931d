"""Create: a new record of any kind, with what crmkit itself gives: id, moment, client number."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from attrs import evolve

from crmkit.domain.custom import CustomRecord
from crmkit.domain.outbox import Outgoing
from crmkit.domain.record import Record
from crmkit.errors import BadInput
from crmkit.ids import Id
from crmkit.services.consent import demand_consent
from crmkit.services.desk import Desk
from crmkit.services.recognise import client_day, client_numbers

R = TypeVar("R", bound=Record)

_GIVEN_NUMBER = re.compile(r"\d{6}-\d{4,}")
_NUMBERED = frozenset({"contact", "company"})


def created(desk: Desk, record: type[R], fields: Mapping[str, object]) -> R:
    """The record, stored; it belongs to the employee who acts.

    What is given in ``fields`` is kept: an own id, moment or owner. A plan of a team has no owner.
    """
    new = built(record, created_fields(desk, record, fields))
    _refuse_unasked(desk, new)
    return desk.add(new, "create", by_hand=True)


def added(desk: Desk, record: R) -> R:
    """The record that was built whole, stored."""
    if record.kind in _NUMBERED:
        _refuse_coming_number(desk, getattr(record, "number", None))
    _refuse_unasked(desk, record)
    return desk.add(record, "add", by_hand=True)


def created_fields(
    desk: Desk, record: type[Record], fields: Mapping[str, object]
) -> dict[str, object]:
    """The fields with those that crmkit itself gives."""
    given: dict[str, object] = {"created_at": desk.now, **_start(desk, record, fields), **fields}
    if "id" not in given:
        make = desk.directory.schema.kind(record.kind).fields["id"].python
        given["id"] = desk.new_id(make) if isinstance(make, type) and issubclass(make, Id) else None
    if "owner_id" in desk.directory.schema.kind(record.kind).fields and "team_id" not in fields:
        given.setdefault("owner_id", desk.own_id)
    if record.kind in _NUMBERED:
        if "number" in given:
            _refuse_coming_number(desk, given["number"])
        else:
            given["number"] = client_numbers(desk, 1)[0]
    return given


def built(record: type[R], given: Mapping[str, object]) -> R:
    """The record of these fields; BadInput naming the one that is unknown or missing."""
    return _made(record.kind, lambda: record(**given))  # type: ignore[arg-type]  # checked at the door


def changed(record: R, fields: Mapping[str, object]) -> R:
    """The record with these fields; BadInput naming one that is unknown."""
    return _made(record.kind, lambda: evolve(record, **fields))  # type: ignore[arg-type]  # checked at the door


def _made(kind: str, make: Callable[[], R]) -> R:
    try:
        return make()
    except (TypeError, AttributeError) as exc:
        message = "a field is unknown, missing or of another type"
        hint = str(exc).partition("__init__() ")[2] or "look at the class"
        raise BadInput(message, where=kind, hint=hint) from exc


def _start(desk: Desk, record: type[Record], fields: Mapping[str, object]) -> dict[str, object]:
    """Where a record of the shop's own type starts: in the first stage of the type's pipeline."""
    if record is not CustomRecord or {"pipeline_id", "stage"} & fields.keys():
        return {}
    known = desk.directory.types.get(str(fields.get("type")))
    if known is None or known.pipeline_id is None:
        return {}
    pipeline = desk.directory.pipeline(known.pipeline_id)
    return {"pipeline_id": pipeline.id, "stage": pipeline.first.key}


def _refuse_unasked(desk: Desk, record: Record) -> None:
    """A message that needs consent is refused where its receiver has given none."""
    if isinstance(record, Outgoing):
        demand_consent(desk, record)


def _refuse_coming_number(desk: Desk, number: object) -> None:
    """A number that crmkit is still to give would stop it, once taken by hand."""
    text = str(number)
    if _GIVEN_NUMBER.fullmatch(text) and text[:6] >= client_day(desk):
        message = "numbers of this form are given by crmkit itself"
        raise BadInput(message, where="number", hint="leave it out, or use another form")
