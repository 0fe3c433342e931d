"""How the true pairs of mixes divide by what the people's records truly share.

``python -m bench.duplicates.shares 100000 --seed 7`` prints a line for each mix. It looks at
the truth, not at what a matcher can read: contacts are compared before anybody mistyped them.
Pairs *apart* are joined by no chain of shared contacts at all.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterable
from itertools import combinations

from bench.duplicates.groups import Groups
from bench.duplicates.knobs import MIXES, knobs_of
from bench.duplicates.mixes import how_many
from bench.duplicates.people import People
from bench.duplicates.records import Clerks, Told, shared

WAYS = ("phone", "email", "handle", "inn", "birthday", "name only")


def way(one: Told, other: Told) -> str:
    """The strongest thing that two records of one person share; a birthday comes with the name."""
    found = shared(one, other)
    if found:
        return found
    return "birthday" if one.born and other.born else "name only"


def count(people: int, seed: int, mix: str) -> tuple[Counter[str], int, int]:
    """The true pairs of a mix by way, the pairs no chain of shared contacts joins, and repeats."""
    knobs = knobs_of(mix, seed)
    rng = random.Random(f"{mix} {seed}")
    world = People(rng, knobs)
    groups, clerks = Groups(world), Clerks(world, people)
    ways: Counter[str] = Counter()
    apart = repeats = written = 0
    while written < people:
        for person in groups.next():
            size = how_many(knobs, rng)
            told: list[Told] = []
            clerks.records(person, size, told)
            written += size
            repeats += size - 1
            ways.update(way(one, other) for one, other in combinations(told, 2))
            apart += _apart(told)
    return ways, apart, repeats


def _apart(told: list[Told]) -> int:
    groups: list[list[Told]] = []
    for facts in told:
        near = [group for group in groups if any(shared(facts, one) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([facts, *(one for group in near for one in group)])
    return sum(len(one) * len(other) for one, other in combinations(groups, 2))


def _line(mix: str, found: tuple[Counter[str], int, int], people: int) -> str:
    ways, apart, repeats = found
    pairs = sum(ways.values()) or 1
    cells = "  ".join(f"{name} {ways[name] / pairs:6.1%}" for name in WAYS)
    end = f"apart {apart / pairs:6.1%}  repeats {repeats / people:5.1%}"
    return f"{mix:11} {pairs:7} pairs  {cells}  {end}"


def main(words: Iterable[str] | None = None) -> None:
    """Print how the true pairs of each mix divide."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=[*MIXES], nargs="*", default=[*MIXES])
    asked = parser.parse_args(None if words is None else [*words])
    for mix in asked.mix:
        print(_line(mix, count(asked.people, asked.seed, mix), asked.people))


if __name__ == "__main__":
    main()
