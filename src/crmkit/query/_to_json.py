"""Writing questions as objects that JSON can hold."""

from typing import TypeVar

from crmkit.errors import BadQuestion
from crmkit.query.conditions import (
    AllOf,
    And,
    AnyOf,
    Compare,
    Condition,
    CountOf,
    Everything,
    Not,
    Nothing,
    OneOf,
    Or,
    Tagged,
    Text,
)
from crmkit.query.paths import spelling
from crmkit.query.plain import Json, write_value
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Measure,
    Path,
    Question,
    Span,
    Tally,
)

R = TypeVar("R")
Document = dict[str, Json]
_MEDIAN = 0.5


def document(asked: Question[R] | Tally[R] | Condition[R]) -> Document:
    """The question, tally or condition as an object."""
    match asked:
        case Question():
            return _question(asked)
        case Tally():
            return _tally(asked)
        case _:
            return _condition(asked)


def _question(question: Question[R]) -> Document:
    written: Document = {"kind": question.kind, **_where(question.where)}
    if question.order:
        written["order"] = [
            f"{'-' * order.descending}{_path(order.path)}" for order in question.order
        ]
    if question.size is not None:
        written["size"] = question.size
    if question.after is not None:
        written["after"] = question.after
    return written


def _tally(tally: Tally[R]) -> Document:
    written: Document = {"kind": tally.kind, **_where(tally.where)}
    if tally.by:
        written["by"] = [_bucket(bucket) for bucket in tally.by]
    written["measures"] = [_measure(measure) for measure in tally.measures]
    return written


def _condition(condition: Condition[R]) -> Document:
    match condition:
        case Everything() | Nothing():
            return {} if isinstance(condition, Everything) else {"nothing": True}
        case And(parts) | Or(parts):
            written: list[Json] = [_condition(part) for part in parts]
            return {"and" if isinstance(condition, And) else "or": written}
        case Not(inner):
            return {"not": _condition(inner)}
        case AnyOf() | AllOf() | CountOf():
            return _related(condition)
        case _:
            return _own(condition)


def _related(condition: AnyOf[R] | AllOf[R] | CountOf[R]) -> Document:
    inner = _where(condition.condition)
    match condition:
        case AnyOf(relation=relation):
            return {"any": relation} | inner
        case AllOf(relation=relation):
            return {"all": relation} | inner
        case CountOf(relation=relation, op=op, number=number):
            return {"count": relation, "op": op.value, "number": number} | inner


def _own(condition: Condition[R]) -> Document:
    match condition:
        case Compare(name, op, value):
            return {"field": name, "op": op.value, "value": write_value(value)}
        case OneOf(name, values):
            return {"field": name, "in": [write_value(value) for value in values]}
        case Text(name, match, needle):
            return {"field": name, match.value: needle}
        case Tagged(name, tag):
            return {"field": name, "has": tag}
        case _:
            message = f"{type(condition).__name__} is no condition"
            raise BadQuestion(message, where="where")


def _where(condition: Condition[R]) -> Document:
    return {} if isinstance(condition, Everything) else {"where": _condition(condition)}


def _bucket(bucket: Bucket[R]) -> Json:
    path = _path(bucket.path)
    match bucket:
        case ByField():
            return path
        case ByPeriod(period=period, zone=zone):
            return {"field": path, "period": period.value, "zone": zone}
        case ByBands(edges=edges):
            return {"field": path, "bands": [*edges]}


def _measure(measure: Measure[R]) -> Document:
    written: Document = {"name": measure.name, "function": measure.function.value}
    if isinstance(measure.of, Span):
        written["of"] = {"from": _path(measure.of.start), "to": _path(measure.of.end)}
    elif measure.of is not None:
        written["of"] = _path(measure.of)
    if measure.q != _MEDIAN:
        written["q"] = measure.q
    return written | _where(measure.where)


def _path(path: Path[R]) -> str:
    if any(not isinstance(step.guard, Everything) for step in path.steps):
        message = "a scope is not written down: it is added anew for each reader"
        raise BadQuestion(message, where="path", hint="write the question as it was asked")
    return spelling(path)
