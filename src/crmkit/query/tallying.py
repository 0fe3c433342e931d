"""Figures in plain Python: records in groups, and a figure for each measure of each group."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from attrs import frozen

from crmkit.money import Money
from crmkit.query.matching import Get, Matching
from crmkit.query.measures import mean, one_currency, quantile, share, total
from crmkit.query.periods import period_of
from crmkit.query.questions import (
    Bucket,
    ByBands,
    ByField,
    ByPeriod,
    Figure,
    Function,
    Measure,
    Tally,
    TallyRow,
)

R = TypeVar("R")
Keys = tuple[Figure, ...]
Group = Sequence[object]
Values = list[Any]


@frozen
class Tallying:
    """Makes figures out of tallies and records."""

    matching: Matching

    def rows(self, tally: Tally[R], records: Iterable[R]) -> tuple[TallyRow, ...]:
        """A row per group of the records that fulfil the tally's condition, ordered by keys."""
        found = filter(self.matching.matches(tally.kind, tally.where), records)
        keys = [self._key(tally.kind, bucket) for bucket in tally.by]
        figures = [self._figure(tally.kind, measure) for measure in tally.measures]
        groups: Mapping[Keys, Group] = _grouped(found, keys) if keys else {(): [*found]}
        return tuple(
            TallyRow(group, tuple(figure(groups[group]) for figure in figures))
            for group in sorted(groups, key=_in_row)
        )

    def _key(self, kind: str, bucket: Bucket[R]) -> Get:
        find = self.matching.value(kind, bucket.path)
        match bucket:
            case ByField():
                return find
            case ByPeriod(period=period, zone=zone):
                return _present(find, period_of(period, zone))
            case ByBands(edges=edges):
                return _present(find, lambda value: bisect_right(edges, _size(value)))

    def _figure(self, kind: str, measure: Measure[R]) -> Callable[[Group], Figure]:
        test = self.matching.matches(kind, measure.where)
        if measure.function is Function.SHARE:
            return lambda group: share(sum(map(test, group)), len(group))
        if measure.of is None:
            return lambda group: sum(map(test, group))
        finish, find = _finishing(measure), self.matching.value(kind, measure.of)
        return lambda group: finish([v for v in map(find, filter(test, group)) if v is not None])


def _grouped(records: Iterable[object], keys: Sequence[Get]) -> Mapping[Keys, Group]:
    groups = defaultdict[Keys, list[object]](list)
    for record in records:
        groups[tuple(key(record) for key in keys)].append(record)
    return groups


def _finishing(measure: Measure[R]) -> Callable[[Values], Figure]:
    if measure.function is Function.QUANTILE:
        return lambda values: quantile(values, measure.q)
    return _FINISH[measure.function]


def _present(find: Get, then: Callable[[Any], object]) -> Get:
    def get(record: object) -> object:
        value = find(record)
        return None if value is None else then(value)

    return get


def _least(values: Values) -> Figure:
    one_currency(*values)
    return min(values, default=None)


def _greatest(values: Values) -> Figure:
    one_currency(*values)
    return max(values, default=None)


_FINISH: Mapping[Function, Callable[[Values], Figure]] = {
    Function.COUNT: len,
    Function.SUM: total,
    Function.MEAN: lambda values: mean(total(values), len(values)),
    Function.MIN: _least,
    Function.MAX: _greatest,
    Function.DISTINCT: lambda values: len(set(values)),
}


def _size(value: int | Decimal | Money) -> int | Decimal:
    return value.minor if isinstance(value, Money) else value


def _in_row(keys: Keys) -> tuple[object, ...]:
    return tuple((key is None, _rank(key)) for key in keys)


def _rank(key: Figure) -> object:
    return (key.currency, key.minor) if isinstance(key, Money) else key
