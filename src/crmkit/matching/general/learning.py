"""Learning the weights of a table's columns from its candidate pairs alone.

The pairs are a mixture of the same and of strangers (Fellegi and Sunter's model); expectation and
maximisation part the two, starting from what is known beforehand: rare values in common speak for
the same, different ones against. A level never weighs more than a better one of its column.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import exp, log, log2

Pattern = tuple[str, ...]
"""The level of each column, in their order."""

_START: Mapping[str, float] = {
    "same.3": 9.0,
    "same.2": 6.0,
    "same.1": 3.5,
    "same.0": 1.0,
    "near": 4.0,
    "exchanged": 4.0,
    "p9": 6.0,
    "p7": 4.0,
    "p5": 2.0,
    "p3": 0.0,
    "alike": 0.5,
    "p1": -1.5,
    "far": -3.0,
    "missing": 0.0,
}
_ORDER = (
    "same.3",
    "same.2",
    "same.1",
    "same.0",
    "near",
    "p9",
    "p7",
    "p5",
    "p3",
    "alike",
    "p1",
    "far",
)
_PRIOR = -6.0
_PLAINLY = -12.0
_OF_STRANGERS = 15_000
_ROUNDS = 40
_SMOOTHING = 2.0
_ENOUGH = 1e-4


def learn(patterns: Counter[Pattern]) -> tuple[list[dict[str, float]], float]:
    """The weight of every level of each column, and the prior, in bits."""
    width = len(next(iter(patterns)))
    weights = [dict(_START) for _ in range(width)]
    patterns = _thinned(patterns, weights)
    prior = _PRIOR
    before = 0.0
    for _ in range(_ROUNDS):
        chances = {pattern: chance(pattern, weights, prior) for pattern in patterns}
        same = sum(chances[pattern] * count for pattern, count in patterns.items())
        total = patterns.total()
        weights = [_of_column(place, patterns, chances) for place in range(width)]
        share = min(max(same / total, 1e-6), 1 - 1e-6)
        prior = log2(share / (1 - share))
        if abs(same - before) < _ENOUGH * total:
            break
        before = same
    return weights, prior


def _thinned(
    patterns: Counter[Pattern], weights: Sequence[Mapping[str, float]]
) -> Counter[Pattern]:
    """Of the patterns plainly of strangers, every so many, which stands for the others too."""
    plain = {each: None for each in patterns if points(each, weights, _PRIOR) < _PLAINLY}
    strangers = [*plain]
    step = len(strangers) // _OF_STRANGERS + 1
    thinned = Counter({each: count for each, count in patterns.items() if each not in plain})
    for place in range(0, len(strangers), step):
        together = strangers[place : place + step]
        thinned[together[0]] = sum(patterns[each] for each in together)
    return thinned


def points(pattern: Pattern, weights: Sequence[Mapping[str, float]], prior: float) -> float:
    """The sum of the weights, in bits."""
    return prior + sum(weights[place].get(level, 0.0) for place, level in enumerate(pattern))


def chance(pattern: Pattern, weights: Sequence[Mapping[str, float]], prior: float) -> float:
    """How likely the pattern means the same."""
    bits = points(pattern, weights, prior)
    return 1 / (1 + exp(-min(max(bits, -60.0), 60.0) * log(2)))


def _of_column(
    place: int,
    patterns: Mapping[Pattern, int],
    chances: Mapping[Pattern, float],
) -> dict[str, float]:
    among_same: defaultdict[str, float] = defaultdict(float)
    among_others: defaultdict[str, float] = defaultdict(float)
    for pattern, count in patterns.items():
        among_same[pattern[place]] += chances[pattern] * count
        among_others[pattern[place]] += (1 - chances[pattern]) * count
    known = {*among_same, *among_others} - {"missing"}
    size = len(known) * _SMOOTHING
    mine = sum(among_same[each] for each in known) + size
    theirs = sum(among_others[each] for each in known) + size
    found = {
        each: log2((among_same[each] + _SMOOTHING) / mine)
        - log2((among_others[each] + _SMOOTHING) / theirs)
        for each in known
    }
    return _in_order(found)


def _in_order(found: dict[str, float]) -> dict[str, float]:
    """No level weighs more than a better one."""
    least = float("inf")
    for each in _ORDER:
        if each in found:
            found[each] = least = min(found[each], least)
    return found
