"""W1, W4 and W5 on SQLite: crmkit beside the hand-written floor, CPU time and peak memory.

Run ``python -m bench.work [--people 100000] [--rows 10000]``. Each figure is taken in a process of
its own; the two sides take turns, and what is printed is the ratio of medians. The answers of both
are compared first: a figure is printed only for the right one.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory

from bench import _dataset, _floor, _ours

ROUNDS = 5
REPEATS = 300
PER_PAGE = 1_000  # clients: page 100 of a list in a base of 100,000
GOALS = {"W1 import, a row": 1.3, "W4 page 1": 1.0, "W4 deep page": 1.0, "W5 card": 1.0}


def main() -> None:
    """Builds both bases, measures in turns, prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        print(json.dumps(measure(*given.measure)))
        return
    with TemporaryDirectory() as folder:
        base = Path(folder)
        _floor.build(base / "floor.db", given.people)
        _ours.build(base / "ours.db", given.people)
        _dataset.write_file(base / "file.csv", given.rows, given.people)
        runs = {
            side: [in_child(side, base, given.people // PER_PAGE) for _ in range(ROUNDS)]
            for side in ("floor", "ours")
        }
    _print(runs, given.people, given.rows)


def in_child(side: str, base: Path, deep: int) -> dict[str, float]:
    """All figures of one side, in a process of its own, on a copy of its base."""
    copy = base / f"{side}-run.db"
    copyfile(base / f"{side}.db", copy)
    told = (side, str(copy), str(base / "file.csv"), str(deep))
    command = [sys.executable, "-m", "bench.work", "--measure", *told]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    copy.unlink()
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(side: str, path: str, file: str, deep: str) -> dict[str, float]:
    """CPU milliseconds of each work, and the peak memory in MiB."""
    figures = (_measure_floor if side == "floor" else _measure_ours)(
        Path(path), Path(file), int(deep)
    )
    return {**figures, "peak memory, MiB": _peak()}


def _peak() -> float:
    """The peak of this process alone; ru_maxrss would begin with the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _measure_floor(path: Path, file: Path, deep: int) -> dict[str, float]:
    engine = _floor.opened(path)
    after = _floor.deep_page(engine, deep)
    return {
        "W4 page 1": _cpu(lambda: len(_floor.page(engine)), 20),
        "W4 deep page": _cpu(lambda: len(_floor.page(engine, after)), None),
        "W5 card": _cpu(lambda: sum(_floor.card(engine)[1:4]), 3 + 10 + 50),
        "W1 import, a row": _imported(lambda: _floor.import_file(engine, file)),
    }


def _measure_ours(path: Path, file: Path, deep: int) -> dict[str, float]:
    crm = _ours.opened(path)
    after = _ours.deep_page(crm, deep)
    return {
        "W4 page 1": _cpu(lambda: len(_ours.page(crm)[0].records), 20),
        "W4 deep page": _cpu(lambda: len(_ours.page(crm, after)[0].records), None),
        "W5 card": _cpu(lambda: sum(_ours.card(crm)[1:4]), 3 + 10 + 50),
        "W1 import, a row": _imported(lambda: _ours.import_file(crm, file)),
    }


def _cpu(work: Callable[[], int], right: int | None) -> float:
    found = work()
    assert right in {None, found}, f"{found} rows, not {right}"
    began = time.process_time()
    for _ in range(REPEATS):
        work()
    return (time.process_time() - began) / REPEATS * 1000


def _imported(work: Callable[[], tuple[int, int]]) -> float:
    began = time.process_time()
    new, known = work()
    took = time.process_time() - began
    assert new == 9 * known, f"{new} new and {known} known people"
    return took / (new + known) * 1000


def _print(runs: dict[str, list[dict[str, float]]], people: int, rows: int) -> None:
    print(f"SQLite, {people:,} clients, a file of {rows:,} rows; CPU ms, medians of {ROUNDS}\n")
    print(f"{'work':<20}{'floor':>10}{'crmkit':>10}{'ratio':>8}{'goal':>8}")
    for name in runs["floor"][0]:
        floor, ours = (median(run[name] for run in runs[side]) for side in ("floor", "ours"))
        goal = f"{GOALS[name]:>8}" if name in GOALS else ""
        print(f"{name:<20}{floor:>10.3f}{ours:>10.3f}{ours / floor:>8.2f}{goal}")


if __name__ == "__main__":
    main()
