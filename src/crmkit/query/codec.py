"""Questions as JSON and back: for saved segments, programs and the command line.

A condition is an object: ``{"field": "amount", "op": ">", "value": {"amount": "700.00", "currency":
"USD"}}``, ``{"field": "stage", "in": ["won", "lost"]}``, ``{"field": "name", "contains": "anna"}``
(or ``starts``), ``{"field": "tags", "has": "vip"}``; ``{"and": [...]}``, ``{"or": [...]}``,
``{"not": ...}``; ``{"any": "orders", "where": ...}``, ``{"all": "orders", "where": ...}``,
``{"count": "orders", "op": ">=", "number": 3, "where": ...}``; ``{}`` for everything and
``{"nothing": true}``. Anywhere the short form for people may stand, an object whose keys are
fields, also of related records: ``{"stage": "won", "owner.login": ["anna", "oleg"]}``. All of them
must be equal; a list means one of its values, null means absent.

Nothing else is read: an unknown or repeated key, NaN, a value of another type than the field's
and whatever `crmkit.query.check` refuses are BadQuestion.
"""

import json
from typing import TypeVar

from crmkit.errors import BadQuestion
from crmkit.query._questions_from_json import (
    condition_from,
    parsed,
    question_from,
    tally_from,
)
from crmkit.query._to_json import document
from crmkit.query.check import check_condition, check_question, check_tally
from crmkit.query.conditions import Condition
from crmkit.query.plain import Json
from crmkit.query.questions import Question, Tally
from crmkit.query.schema import Schema

R = TypeVar("R")


def to_document(asked: Question[R] | Tally[R] | Condition[R]) -> dict[str, Json]:
    """The question, tally or condition as an object that JSON can hold."""
    try:
        return document(asked)
    except RecursionError as exc:
        raise BadQuestion("the condition is nested too deep", where="where") from exc


def to_json(asked: Question[R] | Tally[R] | Condition[R]) -> str:
    """The question, tally or condition as JSON text."""
    document = to_document(asked)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_question(source: str | Json, schema: Schema) -> Question[object]:
    """The question that the JSON text (or the object read from one) asks."""
    question = question_from(parsed(source), schema)
    check_question(question, schema)
    return question


def read_tally(source: str | Json, schema: Schema) -> Tally[object]:
    """The tally that the JSON text (or the object read from one) asks for."""
    tally = tally_from(parsed(source), schema)
    check_tally(tally, schema)
    return tally


def read_condition(source: str | Json, kind: str, schema: Schema) -> Condition[object]:
    """The condition about the kind in the JSON text (or in the object read from one)."""
    condition = condition_from(parsed(source), kind, schema)
    check_condition(kind, condition, schema)
    return condition
