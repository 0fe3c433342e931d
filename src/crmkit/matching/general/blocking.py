"""Which records of a table are compared: those that share something rare, or two things at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from crmkit.matching.general.values import Column
from crmkit.ports.key_index import Pair

_MOST = 40
_MOST_BY_TWO = 25
_HEAD = 4


def candidates(columns: Sequence[Column]) -> list[Pair]:
    """Every two records that share a value or a word that few have, or two values at once."""
    found: set[Pair] = set()
    for each in columns:
        _join(((text,) if text else () for text in each.texts), _MOST, found)
        if each.is_phrase:
            _join(each.words, _MOST, found)
            _join(map(_couples, each.words), _MOST_BY_TWO, found)
    for one, other in combinations(columns, 2):
        for head in (None, _HEAD):
            _join(_together(one, other, head), _MOST_BY_TWO, found)
            if head:
                _join(_together(other, one, head), _MOST_BY_TWO, found)
    return sorted(found)


def _together(one: Column, other: Column, head: int | None) -> Iterator[tuple[str, ...]]:
    """Two values as one key; of the first its beginning alone, where a ``head`` is given."""
    for mine, its in zip(one.texts, other.texts, strict=True):
        yield (f"{mine[:head]}|{its}",) if mine and its else ()


def _couples(words: Sequence[str]) -> tuple[str, ...]:
    """The neighbours among the words, in the order of the alphabet."""
    ordered = sorted(words)
    return tuple(f"{a} {b}" for a, b in pairwise(ordered))


def _join(keys: Iterable[Sequence[str]], most: int, found: set[Pair]) -> None:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for place, of_record in enumerate(keys):
        for key in of_record:
            members[key].append(place)
    for sharing in members.values():
        if 1 < len(sharing) <= most:
            found.update(combinations(sharing, 2))
