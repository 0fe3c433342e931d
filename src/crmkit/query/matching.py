"""Conditions in plain Python: each becomes a function of a record, made once and called often."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter, eq, ge, gt, le, lt
from typing import Any, TypeVar

from attrs import frozen

from crmkit.errors import BadQuestion
from crmkit.money import Money
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
    Op,
    Or,
    Tagged,
    Text,
    TextMatch,
)
from crmkit.query.fitting import is_kept_as
from crmkit.query.paths import to_one
from crmkit.query.questions import Path, Span
from crmkit.query.schema import CUSTOM_PREFIX, FieldType, KindSpec, Relation, Schema
from crmkit.query.values import Value
from crmkit.text import fold

R = TypeVar("R")
Related = Callable[[Relation, object], Iterable[object]]
"""Finds the records at the other end of a relation of a record."""
Test = Callable[[object], bool]
Get = Callable[[object], Any]
"""Finds a value of a record; the schema, not mypy, knows its type."""

_COMPARISON: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.IS: eq,
    Op.LESS: lt,
    Op.AT_MOST: le,
    Op.MORE: gt,
    Op.AT_LEAST: ge,
}
_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_A_SECOND = 1_000_000


@frozen
class Matching:
    """Makes tests out of conditions, and getters out of fields, paths and spans."""

    schema: Schema
    related: Related

    def matches(self, kind: str, condition: Condition[R]) -> Test:
        """A function that is true of the records of the kind that fulfil the condition."""
        match condition:
            case Everything():
                test: Test = _always
            case Nothing():
                test = _never
            case And(parts):
                test = _all_of([self.matches(kind, part) for part in parts])
            case Or(parts):
                test = _any_of([self.matches(kind, part) for part in parts])
            case Not(inner):
                test = _opposite(self.matches(kind, inner))
            case AnyOf() | AllOf() | CountOf():
                test = self._of_related(kind, condition)
            case _:
                test = self._of_field(self.schema.kind(kind), condition)
        return test

    def _of_related(self, kind: str, condition: AnyOf[R] | AllOf[R] | CountOf[R]) -> Test:
        relation = self.schema.kind(kind).relation(condition.relation)
        inner, related = self.matches(relation.target, condition.condition), self.related
        match condition:
            case AnyOf():
                return lambda record: any(map(inner, related(relation, record)))
            case AllOf():
                return lambda record: all(map(inner, related(relation, record)))
            case CountOf(op=op, number=number):
                compare = _COMPARISON[op]
                return lambda record: compare(sum(map(inner, related(relation, record))), number)

    def _of_field(self, kind: KindSpec, condition: Condition[R]) -> Test:
        match condition:
            case Compare(name, op, value):
                return _comparing(field_getter(kind, name), op, value)
            case OneOf(name, values):
                get, wanted = field_getter(kind, name), frozenset(map(_in_utc, values))
                return lambda record: get(record) in wanted
            case Tagged(name, tag):
                get = field_getter(kind, name)
                return lambda record: tag in (get(record) or ())
            case Text(name, match, needle):
                return _searching(field_getter(kind, name), match, fold(needle))
            case _:
                message = f"{type(condition).__name__} is no condition"
                raise BadQuestion(message, where="where")

    def value(self, kind: str, of: Path[R] | Span[R]) -> Get:
        """A function that finds the value at the end of a path, or the seconds of a span."""
        if isinstance(of, Span):
            return _seconds(self.value(kind, of.start), self.value(kind, of.end))
        return self._along(self.schema.kind(kind), of)

    def _along(self, kind: KindSpec, path: Path[R]) -> Get:
        if not path.steps:
            return field_getter(kind, path.name)
        step, *rest = path.steps
        target = to_one(kind, step.relation, self.schema)
        guard, onward = (
            self.matches(target.name, step.guard),
            self._along(target, Path(path.name, tuple(rest))),
        )
        relation, related = kind.relation(step.relation), self.related

        def get(record: object) -> object:
            for other in related(relation, record):
                return onward(other) if guard(other) else None
            return None

        return get


def field_getter(kind: KindSpec, name: str) -> Get:
    """A function that finds the value of a field of the kind in a record; None where it is absent.

    A custom value of another type than its definition says (the records of another type of the
    shop's may keep one under the same key) counts as absent.
    """
    kept = kind.field(name).type
    if not name.startswith(CUSTOM_PREFIX):
        return attrgetter(name)
    key, custom = name.removeprefix(CUSTOM_PREFIX), attrgetter("custom")

    def get(record: object) -> object:
        value = custom(record).get(key)
        fits = isinstance(value, tuple) if kept is FieldType.TAGS else is_kept_as(value, kept)
        return value if fits else None

    return get


def _comparing(get: Get, op: Op, value: Value | None) -> Test:
    compare = _COMPARISON[op]
    if value is None:
        return (lambda record: get(record) is None) if op is Op.IS else _never
    if isinstance(value, Money):
        return _comparing_money(get, compare, value)
    wanted = _in_utc(value)

    def test(record: object) -> bool:
        found = get(record)
        return found is not None and compare(found, wanted)

    return test


def _in_utc(value: Value) -> Value:
    """An hour that a clock shows twice equals nothing in Python, unless it is written in UTC."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _comparing_money(get: Get, compare: Callable[[int, int], bool], money: Money) -> Test:
    minor, currency = money.minor, money.currency

    def test(record: object) -> bool:
        found = get(record)
        return found is not None and found.currency == currency and compare(found.minor, minor)

    return test


def _searching(get: Get, match: TextMatch, needle: str) -> Test:
    def contains(record: object) -> bool:
        text = get(record)
        return text is not None and needle in fold(text)

    def starts(record: object) -> bool:
        text = get(record)
        return text is not None and fold(text).startswith(needle)

    return contains if match is TextMatch.CONTAINS else starts


def _seconds(start: Get, end: Get) -> Get:
    """Whole seconds, cut off toward zero, as SQL divides whole numbers of microseconds."""

    def get(record: object) -> int | None:
        begins, ends = start(record), end(record)
        if begins is None or ends is None:
            return None
        microseconds: int = (ends - begins) // _MICROSECOND
        seconds = abs(microseconds) // _MICROSECONDS_A_SECOND
        return seconds if microseconds >= 0 else -seconds

    return get


def _all_of(tests: list[Test]) -> Test:
    match tests:
        case [one]:
            return one
        case [one, two]:
            return lambda record: one(record) and two(record)
        case _:
            return lambda record: all(test(record) for test in tests)


def _any_of(tests: list[Test]) -> Test:
    match tests:
        case [one]:
            return one
        case [one, two]:
            return lambda record: one(record) or two(record)
        case _:
            return lambda record: any(test(record) for test in tests)


def _opposite(test: Test) -> Test:
    return lambda record: not test(record)


def _always(_record: object) -> bool:
    return True


def _never(_record: object) -> bool:
    return False
