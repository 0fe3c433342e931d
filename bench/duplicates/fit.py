"""Fits the shipped weights of the matcher on generated bases whose truth is known.

    python -m bench.duplicates.fit --write

makes the training mixes by their seeds, weighs every finding by logistic regression, sets the
thresholds on other seeds, and writes ``src/crmkit/matching/data/weights.json``. It needs
scikit-learn. The same seeds give the same table.
"""

import argparse
import csv
import json
import math
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
from attrs import evolve, frozen
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.duplicates.mixes import write_mix
from crmkit.matching.batch import crowds_of
from crmkit.matching.evidence import Crowds, findings
from crmkit.matching.grouping import groups
from crmkit.matching.keys import key_table
from crmkit.matching.kinds import ColumnKind
from crmkit.matching.profile import Profile, profile
from crmkit.matching.weights import BIT, PRIOR, Weights
from crmkit.memory.key_index import MemoryKeyIndex
from crmkit.ports.key_index import Pair

TABLE = Path("src/crmkit/matching/data/weights.json")
VERSION = "1"
TRAINING = tuple(
    (mix, people, seed)
    for seed in (11, 12, 13)
    for mix, people in (
        ("default", 60_000),
        ("many", 40_000),
        ("few", 60_000),
        ("messengers", 40_000),
        ("traps", 60_000),
        ("dirty", 40_000),
        ("split", 30_000),
        ("foreign", 20_000),
    )
)
CHECKING = tuple(
    (mix, 50_000, 900 + place)
    for place, mix in enumerate(("default", "many", "few", "messengers", "traps", "dirty"))
)
SEEN_ENOUGH = 25
SURE, SURE_ANYWHERE = 0.99, 0.98
BY_HAND = {"address.same": 250, "address.house": 100, "address.other": -40}
"""Of what the mixes do not tell."""
PART = re.compile(r"n[0-9]*\.")

_LINKS = ("none", "weak", "office", "birth", "phone", "phones", "contact", "both")
_STATES = ("SFNKUID-", "SPNWID-", "SNID-")


@frozen(kw_only=True)
class Base:
    """A mix read and compared: profiles, truth, and the findings of every candidate pair."""

    mix: str
    profiles: Sequence[Profile]
    truth: Sequence[str]
    pairs: Sequence[tuple[Pair, tuple[str, ...]]]
    crowds: Crowds


KINDS: dict[str, ColumnKind] = {
    "name": "name",
    "last_name": "last_name",
    "first_name": "first_name",
    "middle_name": "middle_name",
    "phone": "phone",
    "email": "email",
    "messenger": "messenger",
    "inn": "tax_id",
    "birthday": "birth_date",
    "city": "city",
    "company": "company",
}


def read(path: Path) -> tuple[list[Profile], list[str]]:
    """The profiles of a mix and which person each record is."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with ProcessPoolExecutor(2) as pool:
        profiles = list(pool.map(_profile, rows, chunksize=2_000))
    return profiles, [row["entity"] for row in rows]


def _profile(row: dict[str, str]) -> Profile:
    return profile([(KINDS[column], row[column]) for column in KINDS if row.get(column)])


def base(mix: str, people: int, seed: int, folder: Path) -> Base:
    """Makes the mix and compares it."""
    path = folder / f"{mix}-{seed}-{people}.csv"
    if not path.exists():
        write_mix(path, people=people, seed=seed, mix=mix)
    profiles, truth = read(path)
    index = MemoryKeyIndex(key_table(profiles))
    crowds = crowds_of(index, profiles)
    pairs = [
        ((one, other), tuple(findings(profiles[one], profiles[other], crowds)))
        for one, other in index.pairs()
    ]
    return Base(mix=mix, profiles=profiles, truth=truth, pairs=pairs, crowds=crowds)


def columns_of(codes: Iterable[str]) -> Iterator[str]:
    """The columns of the regression that a pair fills: its findings, and the parts of the name."""
    for code in codes:
        yield code
        if code.startswith("name."):
            _, link, states = code.split(".")
            first, last, middle = tuple(states)
            yield f"n1.{first}"
            yield f"n2.{last}"
            yield f"n3.{middle}"
            yield f"n12.{first}{last}"
            yield f"n1.{link}.{first}"
            yield f"n2.{link}.{last}"
            yield f"n3.{link}.{middle}"
            yield f"n.{link}"


def fit(bases: Sequence[Base], strength: float) -> dict[str, int]:
    """The weight of every finding, in hundredths of a bit."""
    counted = Counter(
        (codes, each.truth[one] == each.truth[other])
        for each in bases
        for (one, other), codes in each.pairs
    )
    seen: Counter[str] = Counter()
    for (codes, _), count in counted.items():
        seen.update(dict.fromkeys(columns_of(codes), count))
    columns = sorted(column for column, count in seen.items() if count >= SEEN_ENOUGH)
    places = {column: place for place, column in enumerate(columns)}
    filled = [
        (row, places[column])
        for row, (codes, _) in enumerate(counted)
        for column in columns_of(codes)
        if column in places
    ]
    rows, cols = zip(*filled, strict=True)
    matrix = csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(len(counted), len(places)))
    model = LogisticRegression(C=strength, max_iter=2_000, tol=1e-6)
    model.fit(
        matrix,
        np.array([same for _, same in counted], dtype=int),
        sample_weight=np.array(list(counted.values()), dtype=float),
    )
    learnt = dict(zip(columns, model.coef_[0], strict=True))
    return _cells(learnt, float(model.intercept_[0]))


def _cells(learnt: dict[str, float], intercept: float) -> dict[str, int]:
    """The table: every finding, the names' parts and whole summed up, and what was set by hand."""
    cells = {code: weight for code, weight in learnt.items() if not PART.match(code)}
    for link, *states in product(_LINKS, *_STATES):
        code = f"name.{link}.{''.join(states)}"
        cells[code] = sum(learnt.get(column, 0.0) for column in columns_of([code]))
    cells[PRIOR] = intercept
    bits = {code: round(weight / math.log(2) * BIT) for code, weight in cells.items()}
    return {code: weight for code, weight in sorted((bits | BY_HAND).items()) if weight}


@frozen(kw_only=True)
class Quality:
    """Precision, recall and F1 of pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairs_within(sizes: Iterable[int]) -> int:
    """How many pairs the groups of these sizes hold."""
    return sum(size * (size - 1) // 2 for size in sizes)


def quality(found: Sequence[Sequence[int]], truth: Sequence[str]) -> Quality:
    """How the groups compare with the truth, pair by pair."""
    right = sum(pairs_within(Counter(truth[each] for each in group).values()) for group in found)
    said = pairs_within(len(group) for group in found)
    true = pairs_within(Counter(truth).values())
    return Quality(precision=right / said if said else 1.0, recall=right / true if true else 1.0)


def clusters(each: Base, weights: Weights) -> list[list[int]]:
    """The groups that the weights make of the base."""
    scored = ((weights.score(codes), pair) for pair, codes in each.pairs)
    return groups(
        (one for one in scored if one[0] >= weights.group),
        lambda pair: weights.score(
            findings(each.profiles[pair[0]], each.profiles[pair[1]], each.crowds)
        ),
        apart=weights.apart,
    )


def thresholds(weights: Weights, bases: Sequence[Base]) -> Weights:
    """The table with the thresholds that do best on the bases."""
    trials = [
        evolve(weights, group=group, apart=apart)
        for group in (-100, 0, 100)
        for apart in (-900, -600)
    ]
    best = max(
        trials, key=lambda trial: sum(quality(clusters(b, trial), b.truth).f1 for b in bases)
    )
    return evolve(best, same=next(bit for bit in range(0, 2_000, 25) if _is_sure(best, bases, bit)))


def _is_sure(weights: Weights, bases: Sequence[Base], same: int) -> bool:
    """Whether what is merged without asking from the score on is right, in each base and in all."""
    table = evolve(weights, same=same)
    right = [
        [
            each.truth[one] == each.truth[other]
            for (one, other), codes in each.pairs
            if table.decision(table.score(codes), codes) == "same"
        ]
        for each in bases
    ]
    shares = [sum(each) / len(each) for each in right]
    return min(shares) >= SURE_ANYWHERE and sum(map(sum, right)) / sum(map(len, right)) >= SURE


def share_of_true(bases: Sequence[Base]) -> float:
    """Of all pairs that are compared, the share that are one person."""
    same = [each.truth[a] == each.truth[b] for each in bases for (a, b), _ in each.pairs]
    return sum(same) / len(same)


def main() -> None:
    """Fits, prints how the table does on the checking mixes, and writes it where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "crmkit-mixes")
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--share", type=float, default=1.0, help="of the sizes of the mixes")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    training = [
        base(mix, int(people * options.share), seed, options.folder)
        for mix, people, seed in TRAINING
    ]
    cells = fit(training, options.strength)
    table = Weights(
        version=VERSION,
        cells=cells,
        same=400,
        group=0,
        maybe=-300,
        apart=-900,
        share=round(share_of_true(training), 4),
    )
    checking = [
        base(mix, int(people * options.share), seed, options.folder)
        for mix, people, seed in CHECKING
    ]
    table = thresholds(table, checking)
    for each in checking:
        print(report(each, table))
    if options.write:
        document = {
            "version": table.version,
            "same": table.same,
            "group": table.group,
            "maybe": table.maybe,
            "apart": table.apart,
            "share": table.share,
            "cells": dict(sorted(table.cells.items())),
        }
        TABLE.write_text(json.dumps(document, indent=0) + "\n", "utf-8")


def report(each: Base, table: Weights) -> str:
    """One line on how the table does on the base."""
    found = quality(clusters(each, table), each.truth)
    reached = sum(each.truth[one] == each.truth[other] for (one, other), _ in each.pairs)
    sure = [
        each.truth[one] == each.truth[other]
        for (one, other), codes in each.pairs
        if table.decision(table.score(codes), codes) == "same"
    ]
    true = pairs_within(Counter(each.truth).values())
    return (
        f"{each.mix:12} P {found.precision:.3f} R {found.recall:.3f} F1 {found.f1:.4f}"
        f"  candidates {len(each.pairs):8,} reach {reached / true:.3f}"
        f"  same: P {sum(sure) / len(sure):.4f} R {sum(sure) / true:.3f}"
    )


if __name__ == "__main__":
    main()
