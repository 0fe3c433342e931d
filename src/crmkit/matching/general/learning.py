"""Learning the weights of a table's columns from the table alone.

How alike strangers are is seen on records put together at random; how alike records of one thing
are is found by expectation and maximisation on the candidates (Fellegi and Sunter's model). So the
keys that made them candidates, which strangers among them share too, bias nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log, log2

from attrs import frozen

from crmkit.matching.general.levels import (
    ALIKE,
    EXCHANGED,
    FAR,
    MISSING,
    NEAR,
    SAME,
    level,
    level_of_same,
)
from crmkit.matching.general.values import Column
from crmkit.ports.key_index import Pair

Pattern = tuple[str, ...]
"""The level of each column, in their order."""

_WORDS: Mapping[str, float] = {
    SAME: 0.75,
    NEAR: 0.1,
    ALIKE: 0.03,
    EXCHANGED: 0.01,
    FAR: 0.11,
}
_PHRASES: Mapping[str, float] = {
    SAME: 0.5,
    "p9": 0.12,
    "p7": 0.1,
    "p5": 0.08,
    "p3": 0.06,
    "p1": 0.04,
    FAR: 0.1,
}
"""How often two records of one thing reach a level, before anything is known of the table."""

_CHAINS = (
    ("same.3", "same.2", "same.1", "same.0"),
    ("near", "alike", "far"),
    ("p9", "p7", "p5", "p3", "p1", "far"),
)
"""Levels of one scale, the better ones first. A common value found twice is no better than a rare
one a slip away, so these are scales of their own."""

_STRANGERS = 40_000
_SHARE_OF_DOUBLES = 0.05
_ROUNDS = 40
_ENOUGH = 1e-3
_HOPELESS = 1e-6
_BELIEF = 40.0
"""What is known beforehand counts as so many pairs."""


@frozen(kw_only=True)
class Shares:
    """How often a column's levels are reached: by strangers, and by one thing as is expected."""

    strangers: Mapping[str, float]
    expected: Mapping[str, float]

    def weights(self, among_same: Mapping[str, float]) -> dict[str, float]:
        """What each level weighs, given how many pairs of one thing reached it."""
        told = sum(among_same.get(each, 0.0) for each in self.expected) + _BELIEF
        found = {
            each: log2((among_same.get(each, 0.0) + _BELIEF * share) / told / self.strangers[each])
            for each, share in self.expected.items()
        }
        for chain in _CHAINS:
            least = float("inf")
            for each in filter(found.__contains__, chain):
                found[each] = least = min(found[each], least)
        return found


def shares(columns: Sequence[Column], second: int | None) -> list[Shares]:
    """What is known of each column before the candidates are looked at."""
    pairs = [*_strangers(len(columns[0].texts), second)]
    return [_shares(column, pairs) for column in columns]


def learn(
    patterns: Counter[Pattern], known: Sequence[Shares], total: int
) -> tuple[list[dict[str, float]], float]:
    """The weight of every level of each column, and the prior, in bits.

    ``patterns`` are those of the candidates, ``total`` is the number of all pairs of records.
    """
    weights = [each.weights({}) for each in known]
    found = max(1.0, _SHARE_OF_DOUBLES * total**0.5)
    prior = 0.0
    hopeful = [*patterns]
    for _ in range(_ROUNDS):
        prior = log2(found / total)
        chances = {pattern: chance(pattern, weights, prior) for pattern in hopeful}
        hopeful = [pattern for pattern in hopeful if chances[pattern] > _HOPELESS]
        met: list[defaultdict[str, float]] = [defaultdict(float) for _ in known]
        for pattern in hopeful:
            for of_column, each in zip(met, pattern, strict=True):
                of_column[each] += chances[pattern] * patterns[pattern]
        weights = [each.weights(of_column) for each, of_column in zip(known, met, strict=True)]
        before = found
        found = max(1.0, sum(chances[each] * patterns[each] for each in hopeful))
        if abs(found - before) < _ENOUGH * before:
            break
    return weights, prior


def points(pattern: Pattern, weights: Sequence[Mapping[str, float]], prior: float) -> float:
    """The sum of the weights, in bits."""
    return prior + sum(weights[place].get(each, 0.0) for place, each in enumerate(pattern))


def chance(pattern: Pattern, weights: Sequence[Mapping[str, float]], prior: float) -> float:
    """How likely the pattern means the same."""
    bits = points(pattern, weights, prior)
    return 1 / (1 + exp(-min(max(bits, -60.0), 60.0) * log(2)))


def _strangers(records: int, second: int | None) -> Iterator[Pair]:
    """Pairs of records far from each other in the table, some ten thousand."""
    ahead, behind = (records, records) if second is None else (second, records - second)
    for turn in range(1, _STRANGERS // ahead + 2):
        step = turn * behind * 0.381966  # the golden section spreads the steps
        for one in range(ahead):
            other = int(one + step) % behind + (second or 0)
            if one != other:
                yield (one, other) if one < other else (other, one)


def _shares(column: Column, pairs: Sequence[Pair]) -> Shares:
    usual = _PHRASES if column.is_phrase else _WORDS
    met = Counter(level(column, *pair) for pair in pairs)
    told = sum(count for each, count in met.items() if each != MISSING) + len(usual)
    records = max(2, sum(column.counts.values()))
    twice: defaultdict[str, float] = defaultdict(float)
    bearers: defaultdict[str, float] = defaultdict(float)
    for text, count in column.counts.items():
        same = level_of_same(column, text)
        twice[same] += count * max(count - 1, 1 / records) / (records * (records - 1))
        bearers[same] += count / records
    levels = [each for each in usual if each != SAME]
    return Shares(
        strangers={**twice, **{each: (met[each] + 1) / told for each in levels}},
        expected={
            **{each: usual[SAME] * share for each, share in bearers.items()},
            **{each: usual[each] for each in levels},
        },
    )
