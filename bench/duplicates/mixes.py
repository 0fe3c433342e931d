"""Writes labelled mixes of client records: the same mix and seed, the same bytes."""

import argparse
import csv
import random
from pathlib import Path

from bench.duplicates.groups import Groups
from bench.duplicates.knobs import MIXES, Knobs, knobs_of
from bench.duplicates.people import People
from bench.duplicates.records import Clerks
from bench.duplicates.words import Wheel

WHOLE_NAME = ("name",)
SPLIT_NAME = ("last_name", "first_name", "middle_name")
COLUMNS = ("phone", "email", "messenger", "inn", "birthday", "city", "company", "source")
TRUTH = ("entity", "trap")
BIG = Wheel((3, 4, 5, 6), (62, 24, 10, 4))
MEAN_BIG = 3.56


def header(knobs: Knobs) -> tuple[str, ...]:
    """The columns of a mix; the last two are the truth."""
    name = SPLIT_NAME if knobs.split_name else WHOLE_NAME
    return ("id", *name, *COLUMNS, *TRUTH)


def how_many(knobs: Knobs, rng: random.Random) -> int:
    """How many records the next person has: one, mostly, and six at most."""
    repeats = knobs.big * (MEAN_BIG - 1) + (1 - knobs.big)
    if rng.random() >= knobs.duplicates / (repeats * (1 - knobs.duplicates)):
        return 1
    return BIG.spin(rng) if rng.random() < knobs.big else 2


def rows_of(people: int, seed: int, mix: str) -> list[list[str]]:
    """So many records of a mix, in no order, without their ids."""
    knobs = knobs_of(mix, seed)
    rng = random.Random(f"{mix} {seed}")
    world = People(rng, knobs)
    groups, clerks = Groups(world), Clerks(world, people)
    rows: list[list[str]] = []
    while len(rows) < people:
        for person in groups.next():
            rows.extend(clerks.records(person, how_many(knobs, rng), []))
    del rows[people:]
    rng.shuffle(rows)
    return rows


def write_mix(path: Path, *, people: int, seed: int, mix: str) -> None:
    """Write so many records of a mix as UTF-8 CSV, numbered from 1."""
    rows = rows_of(people, seed, mix)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(header(MIXES[mix]))
        lines.writerows([number, *row] for number, row in enumerate(rows, start=1))


def main() -> None:
    """Write the mix that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, help="how many records")
    parser.add_argument("out", type=Path, help="the CSV file to write")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=[*MIXES], default="default")
    asked = parser.parse_args()
    write_mix(asked.out, people=asked.people, seed=asked.seed, mix=asked.mix)


if __name__ == "__main__":
    main()
