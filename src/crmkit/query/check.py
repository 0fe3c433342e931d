"""Refusing bad questions before anybody tries to answer them.

Everything refused is a BadQuestion that names the place and says what would be right. A question
that passes has the same meaning in every store.
"""

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import TypeVar

from crmkit.errors import BadQuestion
from crmkit.query._checking import (
    DEEPEST,
    MOST_PARTS,
    Checking,
    Spot,
    is_between,
    of,
    require_comparable,
)
from crmkit.query.conditions import Condition, Everything
from crmkit.query.fitting import LARGEST_NUMBER, require_needle, require_text
from crmkit.query.measures import q_ratio
from crmkit.query.paths import field_at, spelling
from crmkit.query.periods import zone_named
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Columns,
    Function,
    Measure,
    Order,
    Path,
    Period,
    Question,
    Search,
    Span,
    Step,
    Tally,
)
from crmkit.query.schema import FieldSpec, FieldType, KindSpec, Schema

R = TypeVar("R")
LARGEST_PAGE = 10_000
LARGEST_FIND = 1_000
FINEST_QUANTILE = 10**6
"""Quantiles are told apart to the millionth, so that any store can work with whole numbers."""

_NUMBERS = frozenset({FieldType.NUMBER, FieldType.DECIMAL, FieldType.MONEY})
_TIMES = frozenset({FieldType.DAY, FieldType.MOMENT})
_MEASURED: Mapping[Function, frozenset[FieldType]] = {
    Function.SUM: _NUMBERS,
    Function.MEAN: _NUMBERS,
    Function.QUANTILE: _NUMBERS,
    Function.MIN: _NUMBERS | _TIMES,
    Function.MAX: _NUMBERS | _TIMES,
}


def check_question(question: Question[R], schema: Schema) -> None:
    """Passes a question that makes sense; raises BadQuestion for any other."""
    checking, kind = Checking(schema), schema.kind(of(str, question.kind, "kind"))
    checking.condition(Spot(kind, kind.name), question.where)
    for order in of(tuple, question.order, "order"):
        _check_path(checking, kind, of(Order, order, "order").path, "order")
        of(bool, order.descending, "order")
    if question.size is not None and not is_between(question.size, 1, LARGEST_PAGE):
        raise BadQuestion(f"a page has 1 to {LARGEST_PAGE} records", where="size")
    if question.after is not None:
        of(str, question.after, "after")


def check_columns(columns: Columns[R], schema: Schema) -> None:
    """Passes columns that make sense; raises BadQuestion for any other."""
    question = of(Question, columns.question, "question")
    check_question(question, schema)
    checking, kind = Checking(schema), schema.kind(question.kind)
    for path in of(tuple, columns.paths, "columns"):
        _check_path(checking, kind, path, "columns")


def check_search(search: Search[R], schema: Schema) -> None:
    """Passes a search that makes sense; raises BadQuestion for any other."""
    kind = schema.kind(of(str, search.kind, "kind"))
    Checking(schema).condition(Spot(kind, kind.name), search.where)
    if not kind.field(of(str, search.name, "name")).searchable:
        raise BadQuestion("this is not a searchable text", where=f"{kind.name}.{search.name[:60]}")
    require_needle(of(str, search.text, "text"), where="text")
    if not is_between(search.size, 1, LARGEST_FIND):
        raise BadQuestion(f"a search finds 1 to {LARGEST_FIND} records", where="size")


def check_tally(tally: Tally[R], schema: Schema) -> None:
    """Passes a tally that makes sense; raises BadQuestion for any other."""
    checking, kind = Checking(schema), schema.kind(of(str, tally.kind, "kind"))
    checking.condition(Spot(kind, kind.name), tally.where)
    for bucket in of(tuple, tally.by, "by"):
        _check_bucket(checking, kind, bucket)
    names = [
        _check_measure(checking, kind, measure) for measure in of(tuple, tally.measures, "measures")
    ]
    if not names or len(set(names)) < len(names):
        message = "a tally has at least one measure, and each has a name of its own"
        raise BadQuestion(message, where="measures")


def check_condition(kind: str, condition: Condition[R], schema: Schema) -> None:
    """Passes a condition that makes sense of this kind; raises BadQuestion for any other."""
    spec = schema.kind(of(str, kind, "kind"))
    Checking(schema).condition(Spot(spec, spec.name), condition)


def _check_path(checking: Checking, kind: KindSpec, path: Path[R], where: str) -> FieldSpec:
    checking.count()
    of(str, of(Path, path, where).name, where)
    for step in of(tuple, path.steps, where):
        of(str, of(Step, step, where).relation, where)
        if step.guard != Everything():
            # A guard is the scope's word; one from outside would not be confined itself.
            message = "a step of a path takes no condition of its own"
            raise BadQuestion(message, where=where, hint="put it into the condition")
    if len(path.steps) > DEEPEST:
        raise BadQuestion(f"a path has at most {DEEPEST} steps", where=where)
    spec = field_at(path, kind.name, checking.schema)
    require_comparable(spec, f"{kind.name}.{spelling(path)}")
    return spec


def _check_bucket(checking: Checking, kind: KindSpec, bucket: Bucket[R]) -> None:
    if not isinstance(bucket, ByField | ByPeriod | ByBands):
        raise BadQuestion(f"{type(bucket).__name__} makes no groups", where="by")
    spec = _check_path(checking, kind, bucket.path, "by")
    match bucket:
        case ByPeriod(period=period, zone=zone):
            of(Period, period, "period")
            zone_named(of(str, zone, "zone"))
            _require_type(spec, _TIMES, "only days and moments have periods")
        case ByBands(edges=edges):
            _require_edges(of(tuple, edges, "bands"))
            _require_type(spec, _NUMBERS, "only numbers and money have bands")


def _check_measure(checking: Checking, kind: KindSpec, measure: Measure[R]) -> str:
    name = of(str, of(Measure, measure, "measures").name, "measures")
    require_text(name, where="measures")
    of(Function, measure.function, "measures")
    checking.condition(Spot(kind, kind.name), measure.where)
    _check_measured(checking, kind, measure)
    _require_quantile(measure.q)
    return name


def _check_measured(checking: Checking, kind: KindSpec, measure: Measure[R]) -> None:
    of_nothing = measure.of is None
    if measure.function is Function.SHARE and not of_nothing:
        message = "a share is of records, not of a field"
        raise BadQuestion(message, where="measures", hint="put the condition into `where`")
    if of_nothing and measure.function not in {Function.COUNT, Function.SHARE}:
        message = f"{measure.function} needs a field to measure"
        raise BadQuestion(message, where="measures", hint="name it in `of`")
    if isinstance(measure.of, Span):
        _check_span(checking, kind, measure.of)
    elif measure.of is not None:
        spec = _check_path(checking, kind, measure.of, "measures")
        allowed = _MEASURED.get(measure.function, frozenset({spec.type}))
        _require_type(spec, allowed, f"there is no {measure.function} of such a field")


def _check_span(checking: Checking, kind: KindSpec, span: Span[R]) -> None:
    for end in (span.start, span.end):
        spec = _check_path(checking, kind, end, "measures")
        _require_type(spec, {FieldType.MOMENT}, "a span goes from a moment to a moment")


def _require_type(spec: FieldSpec, allowed: Collection[FieldType], message: str) -> None:
    if spec.type not in allowed:
        hint = f"{spec.name} is a field of type {spec.type}"
        raise BadQuestion(message, where=spec.name, hint=hint)


def _require_edges(edges: tuple[int, ...]) -> None:
    whole = all(is_between(edge, -LARGEST_NUMBER, LARGEST_NUMBER) for edge in edges)
    if not edges or not whole or any(low >= high for low, high in pairwise(edges)):
        message = "the edges of bands are whole numbers, each greater than the one before"
        raise BadQuestion(message, where="bands", hint="of money they are in minor units")
    if len(edges) > MOST_PARTS:
        raise BadQuestion(f"at most {MOST_PARTS} edges", where="bands")


def _require_quantile(q: object) -> None:
    match q:
        case float() | int() if not isinstance(q, bool) and 0 <= q <= 1 and _is_coarse(q):
            return
        case _:
            message = "a quantile is a number from 0 to 1, with at most six digits after the point"
            raise BadQuestion(message, where="q", hint="0.5 is the median")


def _is_coarse(q: float) -> bool:
    return FINEST_QUANTILE % q_ratio(q)[1] == 0
