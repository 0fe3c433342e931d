"""Cursors: where a page ended, as an opaque text that a program hands back for the next page.

A cursor holds the values by which its last record was ordered (searchable text folded) and the
record's id, so the next page starts there even if that record is changed or gone.
"""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

from attrs import frozen

from crmkit.errors import BadQuestion
from crmkit.ids import Id
from crmkit.query.fitting import require_sound, require_whole
from crmkit.query.paths import field_at, spelling
from crmkit.query.plain import Json, read_value, write_value
from crmkit.query.questions import Order, Question
from crmkit.query.schema import FieldSpec, Schema
from crmkit.query.values import Value

R = TypeVar("R")
_SHORT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@frozen
class Place:
    """A place in an order: a value for each part of the order, and the id that breaks ties."""

    values: tuple[Value | None, ...]
    id: Id


def write_cursor(order: Sequence[Order[R]], place: Place) -> str:
    """The cursor of the page, in this order, whose last record stands at ``place``."""
    parts = [_spelling(order), [write_value(value) for value in place.values], str(place.id)]
    text = _SHORT.encode(parts)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(question: Question[R], schema: Schema) -> Place | None:
    """Where the page before this question's ended; None if the question has no ``after``.

    Raises BadQuestion for a text that is no cursor, or one of another order.
    """
    if question.after is None:
        return None
    order, values, last = _parts(question.after)
    if order != _spelling(question.order) or len(values) != len(question.order):
        raise _refused("the cursor belongs to another order")
    specs = [field_at(order.path, question.kind, schema) for order in question.order]
    key = read_value(last, schema.kind(question.kind).field("id"), where="after")
    if not isinstance(key, Id):
        raise _refused("the cursor names no record")
    return Place(tuple(map(_value, values, specs)), key)


def _parts(text: str) -> tuple[Json, list[Json], Json]:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        parts = json.loads(b64decode(padded, b"-_", validate=True))
    except (ValueError, RecursionError) as exc:
        raise _refused("this is not a cursor") from exc
    match parts:
        case [order, [*values], last]:
            return order, values, last
        case _:
            raise _refused("this is not a cursor")


def _value(raw: Json, spec: FieldSpec) -> Value | None:
    if raw is None:
        return None
    value = read_value(raw, spec, where="after")
    if isinstance(value, str):
        require_whole(value, where="after")
    else:
        require_sound(value, where="after")
    return value


def _spelling(orders: Sequence[Order[R]]) -> list[str]:
    return [f"{'-' * order.descending}{spelling(order.path)}" for order in orders]


def _refused(message: str) -> BadQuestion:
    return BadQuestion(message, where="after", hint="ask for the first page again")
