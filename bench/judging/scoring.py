"""How right a partition is: pairs found, pairs wrong, and whom the traps left whole.

All counts are exact, over every pair, and need a few words a record however large a group is.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from attrs import frozen


@frozen
class Score:
    """Pairs of one person put together, pairs put together, pairs of one person."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that are one person; 1 where there is none."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one person, the share put together; 1 where there is none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


def score(groups: Sequence[Hashable], persons: Sequence[Hashable]) -> Score:
    """How the groups of the records fit the persons of the records, in the same order."""
    assert len(groups) == len(persons), "every record has one group and one person"
    return Score(
        right=_pairs(Counter(zip(groups, persons, strict=True))),
        found=_pairs(Counter(groups)),
        true=_pairs(Counter(persons)),
    )


def score_pairs(pairs: Iterable[tuple[int, int]], persons: Sequence[Hashable]) -> Score:
    """How single pairs, each named once by the places of its records, fit the persons."""
    answers = Counter(persons[one] == persons[other] for one, other in pairs)
    return Score(answers[True], answers.total(), _pairs(Counter(persons)))


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def intact(
    groups: Sequence[Hashable], persons: Sequence[Hashable], traps: Mapping[Hashable, str]
) -> dict[str, tuple[int, int]]:
    """Per trap, how many of its persons share no group with somebody else, and of how many."""
    single: dict[Hashable, Hashable | None] = {}
    for group, person in zip(groups, persons, strict=True):
        if single.setdefault(group, person) != person:
            single[group] = None
    mixed = {person for group, person in zip(groups, persons, strict=True) if single[group] is None}
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for person, trap in traps.items():
        whole, of = found[trap]
        found[trap] = (whole + (person not in mixed), of + 1)
    return dict(found)


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The groups that pairs of ``count`` records join into, each by the smallest place in it."""
    parents = [*range(count)]

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = place = parents[parents[place]]
        return place

    for one, other in pairs:
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    return [root(place) for place in range(count)]
