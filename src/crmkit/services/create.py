"""Create: a new record of any kind, with what crmkit itself gives: id, moment, client number."""

from collections.abc import Mapping
from typing import TypeVar

from crmkit.domain.record import Record
from crmkit.errors import BadInput
from crmkit.ids import Id
from crmkit.services.desk import Desk
from crmkit.services.recognise import client_numbers

R = TypeVar("R", bound=Record)

_NUMBERED = frozenset({"contact", "company"})


def created(desk: Desk, record: type[R], fields: Mapping[str, object]) -> R:
    """The record, stored. What is given in ``fields`` is kept, an own id and moment included."""
    return desk.add(built(record, created_fields(desk, record, fields)), "create")


def created_fields(
    desk: Desk, record: type[Record], fields: Mapping[str, object]
) -> dict[str, object]:
    """The fields with those that crmkit itself gives."""
    given: dict[str, object] = {"created_at": desk.now, **fields}
    if "id" not in given:
        make = desk.directory.schema.kind(record.kind).fields["id"].python
        given["id"] = desk.new_id(make) if isinstance(make, type) and issubclass(make, Id) else None
    if record.kind in _NUMBERED and "number" not in given:
        given["number"] = client_numbers(desk, 1)[0]
    return given


def built(record: type[R], given: Mapping[str, object]) -> R:
    """The record of these fields; BadInput naming the one that is unknown or missing."""
    try:
        return record(**given)  # type: ignore[arg-type]  # the door checks every value
    except TypeError as exc:
        message = "a field is unknown or missing"
        hint = str(exc).partition("__init__() ")[2] or "look at the class"
        raise BadInput(message, where=record.kind, hint=hint) from exc
