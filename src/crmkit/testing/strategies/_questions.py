"""Questions and tallies about a shop."""

from collections.abc import Collection, Mapping

from hypothesis import strategies as st

from crmkit.domain.record import Record
from crmkit.query.conditions import Condition, Everything
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
    Span,
    Step,
    Tally,
)
from crmkit.query.schema import FieldType, Schema
from crmkit.testing.strategies._chance import drawn
from crmkit.testing.strategies._conditions import Asking, End, comparable
from crmkit.testing.strategies._shops import Shop

_NUMBERS = frozenset({FieldType.NUMBER, FieldType.DECIMAL, FieldType.MONEY})
_TIMES = frozenset({FieldType.DAY, FieldType.MOMENT})
_MEASURED: Mapping[Function, frozenset[FieldType]] = {
    Function.SUM: _NUMBERS,
    Function.MEAN: _NUMBERS,
    Function.QUANTILE: _NUMBERS,
    Function.MIN: _NUMBERS | _TIMES,
    Function.MAX: _NUMBERS | _TIMES,
}
_ZONES = ("UTC", "Europe/Kyiv", "Europe/Moscow", "Asia/Kathmandu", "America/Sao_Paulo")
_QUANTILES = (0.5, 0.0, 1.0, 0.9, 0.333333)
_EDGES = (0, 1, -2, 70_000, 2**40)


def questions(shop: Shop, kind: str) -> st.SearchStrategy[Question[Record]]:
    """Questions about the kind, ordered by up to three fields, with or without a page size."""
    return drawn(lambda chance: _question(Asking(shop, chance), kind))


def columns(shop: Shop, kind: str) -> st.SearchStrategy[Columns[Record]]:
    """Up to four columns of the records of a question, some of related records."""
    return drawn(lambda chance: _columns(Asking(shop, chance), kind))


def tallies(shop: Shop, kind: str) -> st.SearchStrategy[Tally[Record]]:
    """Tallies of the kind with up to three measures, by up to two groups."""
    return drawn(lambda chance: _tally(Asking(shop, chance), kind))


def _question(asking: Asking, kind: str) -> Question[Record]:
    chance = asking.chance
    orders = chance.several(lambda _chance: _order(asking, kind), 0, 3)
    return Question(
        kind=kind,
        where=_where(asking, kind, 2),
        order=tuple(orders),
        size=chance.number(1, 4) if chance.once_in(2) else None,
    )


def _columns(asking: Asking, kind: str) -> Columns[Record]:
    ends = asking.chance.several(lambda _chance: asking.end(kind), 0, 4)
    paths = tuple(end.path for end in ends)
    return Columns(question=_question(asking, kind), paths=paths)


def _where(asking: Asking, kind: str, depth: int) -> Condition[Record]:
    if asking.chance.once_in(3):
        return Everything()
    return asking.condition(kind, depth)  # type: ignore[return-value]  # of this kind


def _order(asking: Asking, kind: str) -> Order[Record]:
    return Order(asking.end(kind).path, descending=asking.chance.once_in(2))


def _tally(asking: Asking, kind: str) -> Tally[Record]:
    chance = asking.chance
    return Tally(
        kind=kind,
        where=_where(asking, kind, 1),
        by=tuple(chance.several(lambda _chance: _bucket(asking, kind), 0, 2)),
        measures=tuple(_measure(asking, kind, nth) for nth in range(chance.number(1, 3))),
    )


def _bucket(asking: Asking, kind: str) -> Bucket[Record]:
    end, chance = asking.end(kind), asking.chance
    if end.spec.type in _TIMES and chance.once_in(2):
        return ByPeriod(end.path, chance.of([*Period]), chance.of(_ZONES))
    if end.spec.type in _NUMBERS and chance.once_in(2):
        return ByBands(end.path, tuple(sorted(chance.some(_EDGES, 3))) or _EDGES[:1])
    return ByField(end.path)


def _measure(asking: Asking, kind: str, nth: int) -> Measure[Record]:
    chance = asking.chance
    function = chance.of([*Function])
    of = None
    if function is not Function.SHARE:
        of = _measured(asking, kind, _MEASURED.get(function, frozenset(FieldType)))
    if of is None and function is not Function.SHARE:
        function = Function.COUNT
    return Measure(
        name=f"m{nth}",
        function=function,
        of=of,
        where=_where(asking, kind, 0),
        q=chance.of(_QUANTILES),
    )


def _measured(
    asking: Asking, kind: str, allowed: Collection[FieldType]
) -> Path[Record] | Span[Record] | None:
    """A path to a field of these types, a span, or nothing at all."""
    ends, chance = _ends(asking.shop.schema, kind), asking.chance
    found = [end.path for end in ends if end.spec.type in allowed]
    if found and not chance.once_in(3):
        return chance.of(found)
    moments = [end.path for end in ends if end.spec.type is FieldType.MOMENT]
    return Span(chance.of(moments), chance.of(moments)) if chance.once_in(2) else None


def _ends(schema: Schema, kind: str) -> list[End]:
    """Every path to a comparable field over at most one relation to one record."""
    spec = schema.kind(kind)
    onward = [way for way in spec.relations.values() if not way.many]
    near = [End(Path(field.name), field) for field in comparable(spec)]
    return near + [
        End(Path(field.name, (Step(way.name),)), field)
        for way in onward
        for field in comparable(schema.kind(way.target))
    ]
