"""Duplicates found in files whose answers are known, beside the peers.

Run ``python -m bench.duplicates_quality [--records 10000] [--seed 1] [--sets usual traps …]
[--peers ENVIRONMENT] [--public FOLDER] [--write]``. ``crmkit duplicates`` gets the raw file, as a
user has it; the peers get crmkit's own normal forms. Peers are run where ENVIRONMENT holds them,
public sets are read where FOLDER holds their packages; what is absent is named and left out.
``--write`` puts the tables into docs/reference/dedup-quality.md.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.judging.labelled import Labelled
from bench.judging.ours import duplicates
from bench.judging.peers import PEERS, Judged, judged
from bench.judging.public import Absent, public_sets
from bench.judging.quality import Result, compared, merged, missed, printed, write
from bench.judging.recipes import RECIPES, generated
from bench.judging.runs import Failed


def main() -> None:
    """Makes the sets, runs every side on each, prints the tables."""
    given = _options().parse_args()
    recipes = [recipe for recipe in RECIPES if recipe.name in given.sets]
    made = [_result(generated(each, given.records, given.seed), given.peers) for each in recipes]
    print(printed([*merged(made)]), *missed(made), sep="\n", flush=True)
    public = [_result(each, given.peers) for each in _public(given.public, given.sets)]
    if given.write:
        write(given.records, given.seed, made, public)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    names = [recipe.name for recipe in RECIPES]
    options.add_argument("--sets", nargs="+", default=names, help="those of --public too")
    options.add_argument("--peers", type=Path, default=Path(".peers"))
    options.add_argument("--public", type=Path, default=Path(".public"))
    options.add_argument("--write", action="store_true")
    return options


def _result(labelled: Labelled, environment: Path) -> Result:
    """Runs all sides; what they scored is printed at once, as a long run may be broken off."""
    ours = duplicates(labelled)
    result = Result(labelled=labelled, ours=ours, peers=[*_peers(labelled, environment)])
    print(printed([*compared([result])]), flush=True)
    return result


def _peers(labelled: Labelled, environment: Path) -> Iterator[Judged]:
    for peer in PEERS:
        try:
            yield judged(peer, environment, labelled)
        except (FileNotFoundError, Failed) as exc:
            print(f"{peer} left out on {labelled.title}: {exc}")


def _public(folder: Path, sets: Sequence[str]) -> Iterator[Labelled]:
    """The public sets that were asked for; all where only generated ones were named."""
    named = {recipe.name for recipe in RECIPES}
    asked = {each for each in sets if each not in named}
    for found in public_sets(folder):
        if asked and found.name not in asked:
            continue
        if isinstance(found, Absent):
            print(f"{found.name} left out: {found.reason}")
        else:
            yield found


if __name__ == "__main__":
    main()
