"""The whole table at once, by weights that it teaches itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from crmkit.matching.found import Duplicates, ScoredPair
from crmkit.matching.general.blocking import candidates
from crmkit.matching.general.learning import Pattern, Shares, learn, shares
from crmkit.matching.general.levels import ALIKE, EXCHANGED, FAR, level
from crmkit.matching.general.values import Column, column
from crmkit.matching.grouping import groups
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.weights import BIT, PRIOR, Weights
from crmkit.ports.key_index import Pair

_SAME, _GROUP, _MAYBE, _APART = 500, 0, -300, -600


def find_in_table(
    kinds: Sequence[ColumnKind],
    rows: Sequence[Sequence[str]],
    *,
    second: int | None = None,
    threshold: int | None = None,
) -> tuple[Duplicates, Weights]:
    """Which rows are one thing, and the weights that were learnt.

    Rows from the place ``second`` on are another table's: then only pairs across are looked for.
    """
    columns = [column(kind, [row[place] for row in rows]) for place, kind in enumerate(kinds)]
    pairs: Iterable[Pair] = candidates(columns)
    if second is not None:
        pairs = [pair for pair in pairs if pair[0] < second <= pair[1]]
    patterns = {pair: _pattern(columns, pair) for pair in pairs}
    size = len(rows)
    total = size * (size - 1) // 2 if second is None else second * (size - second)
    weights = _weights(patterns, shares(columns, second), total)
    codes = {pattern: _codes(pattern) for pattern in set(patterns.values())}
    scores = {pattern: weights.score(said) for pattern, said in codes.items()}
    scored = [
        ScoredPair(one=pair[0], other=pair[1], score=scores[pattern], codes=codes[pattern])
        for pair, pattern in patterns.items()
        if scores[pattern] >= weights.maybe
    ]
    least = weights.group if threshold is None else threshold
    joined = groups(
        ((each.score, (each.one, each.other)) for each in scored if each.score >= least),
        lambda pair: weights.score(_codes(_pattern(columns, pair))),
        apart=weights.apart,
    )
    scored.sort(key=lambda each: (-each.score, each.one, each.other))
    return Duplicates(pairs=tuple(scored), groups=tuple(map(tuple, joined))), weights


def _pattern(columns: Sequence[Column], pair: Pair) -> Pattern:
    """The level of every column; two columns whose values changed places are told as that."""
    levels = [level(each, *pair) for each in columns]
    apart = [place for place, found in enumerate(levels) if found in {FAR, ALIKE}]
    for one, other in combinations(apart, 2):
        if _exchanged(columns[one], columns[other], pair):
            levels[one] = levels[other] = EXCHANGED
    return tuple(levels)


def _exchanged(one: Column, other: Column, pair: Pair) -> bool:
    mine, its = pair
    return (
        one.texts[mine] == other.texts[its]
        and other.texts[mine] == one.texts[its]
        and one.texts[mine] != ""
    )


def _codes(pattern: Pattern) -> tuple[str, ...]:
    return tuple(
        f"column.{place}.{found}" for place, found in enumerate(pattern) if found != "missing"
    )


def _weights(patterns: dict[Pair, Pattern], known: Sequence[Shares], total: int) -> Weights:
    if not patterns:
        return _table({})
    learnt, prior = learn(Counter(patterns.values()), known, total)
    cells = {
        f"column.{place}.{found}": round(bits * BIT)
        for place, levels in enumerate(learnt)
        for found, bits in levels.items()
    }
    cells[PRIOR] = round(prior * BIT)
    return _table(cells)


def _table(cells: dict[str, int]) -> Weights:
    return Weights(
        version="learnt", cells=cells, same=_SAME, group=_GROUP, maybe=_MAYBE, apart=_APART
    )
