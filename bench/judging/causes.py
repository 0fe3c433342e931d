"""Why pairs are wrong: what two records share and where they differ, counted, with examples.

``python -m bench.judging.causes SET [--records N] [--seed S] [--examples K]`` runs the command on a
generated set and prints the commonest kinds of pairs that it joined wrongly, did not join, and
merged without asking though they are two persons.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from attrs import frozen

from bench.judging.labelled import Labelled
from bench.judging.ours import duplicates
from bench.judging.recipes import RECIPES, generated
from crmkit.matching.profile import Profile, profile

_LISTS = ("phones", "emails", "handles", "tax_ids", "births")
_TEXTS = ("last", "names", "middle", "city", "company")


@frozen(kw_only=True)
class Causes:
    """Kinds of pairs by how often they occur, and some pairs of each."""

    counts: Counter[str]
    examples: dict[str, list[tuple[int, int]]]


def counted(labelled: Labelled, pairs: Iterable[tuple[int, int]]) -> Causes:
    """The pairs, by what their records share."""
    counts: Counter[str] = Counter()
    examples: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one, other in pairs:
        mine, its = (profile(labelled.cells(labelled.rows[place])) for place in (one, other))
        traps = {str(labelled.traps.get(labelled.persons[place], "")) for place in (one, other)}
        kind = f"{'/'.join(sorted(traps))}: {' '.join(_told(mine, its))}"
        counts[kind] += 1
        examples[kind].append((one, other))
    return Causes(counts=counts, examples=examples)


def wrong(groups: Sequence[int], persons: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Pairs of two persons in one group."""
    yield from ((one, other) for one, other in _together(groups) if persons[one] != persons[other])


def unfound(groups: Sequence[int], persons: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Pairs of one person in two groups."""
    yield from ((one, other) for one, other in _together(persons) if groups[one] != groups[other])


def _together(labels: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, label in enumerate(labels):
        places[label].append(place)
    for members in places.values():
        yield from combinations(members, 2)


def _told(mine: Profile, its: Profile) -> Iterator[str]:
    """``phones=`` shared, ``phones≠`` known of both and not shared, ``last~`` known of one."""
    for name in (*_LISTS, *_TEXTS):
        one, other = getattr(mine, name), getattr(its, name)
        if one and other:
            same = set(one) & set(other) if name in {*_LISTS, "names"} else one == other
            yield f"{name}{'=' if same else '≠'}"


def _print(title: str, labelled: Labelled, causes: Causes, examples: int) -> None:
    print(f"\n## {title}: {causes.counts.total()}\n")
    for kind, count in causes.counts.most_common(15):
        print(f"{count:6}  {kind}")
        for pair in causes.examples[kind][:examples]:
            for place in pair:
                cells = (cell for cell in labelled.rows[place] if cell)
                print(f"{'':10}{labelled.persons[place]}: {' | '.join(cells)}")
            print()


def main() -> None:
    """Prints the causes on one set."""
    options = argparse.ArgumentParser(description=__doc__)
    recipes = {recipe.name: recipe for recipe in RECIPES}
    options.add_argument("set", choices=recipes)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--examples", type=int, default=2)
    given = options.parse_args()
    labelled = generated(recipes[given.set], given.records, given.seed)
    found = duplicates(labelled)
    for title, pairs in (
        ("joined wrongly", wrong(found.groups, labelled.persons)),
        ("not joined", unfound(found.groups, labelled.persons)),
        ("merged wrongly without asking", wrong(found.merged, labelled.persons)),
    ):
        _print(title, labelled, counted(labelled, pairs), given.examples)


if __name__ == "__main__":
    main()
