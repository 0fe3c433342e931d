"""Grouping: clusters of records out of scored pairs, without chains of weak evidence.

Pairs join their groups best first. Two groups stay apart when any two of their records contradict
each other, so that a family does not grow together over the one member whose name is not known.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

from crmkit.ports.key_index import Pair


def groups(
    scored: Iterable[tuple[int, Pair]],
    score: Callable[[Pair], int],
    *,
    apart: int,
    most: int = 50,
) -> list[list[int]]:
    """Groups of two and more records, each sorted, in the order of their first records.

    ``scored`` are the pairs worth joining with their scores; ``score`` tells that of any other.
    Groups of which two records score below ``apart`` are not joined, and none outgrows ``most``.
    """
    known = {pair: points for points, pair in scored}

    def points_of(pair: Pair) -> int:
        points = known.get(pair)
        return score(pair) if points is None else points

    group_of: dict[int, list[int]] = {}
    for pair, _ in sorted(known.items(), key=lambda each: (-each[1], each[0])):
        mine = group_of.get(pair[0], [pair[0]])
        its = group_of.get(pair[1], [pair[1]])
        if mine is its or len(mine) + len(its) > most:
            continue
        if all(points_of(across) >= apart for across in _across(mine, its) if across != pair):
            joined = mine + its
            group_of.update(dict.fromkeys(joined, joined))
    found = {id(group): sorted(group) for group in group_of.values()}
    return sorted(found.values())


def _across(mine: Sequence[int], its: Sequence[int]) -> Iterator[Pair]:
    """The pairs of one record from each group, the lower one first."""
    for one, other in product(mine, its):
        yield (one, other) if one < other else (other, one)
