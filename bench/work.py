"""W1 to W7 on SQLite and PostgreSQL: crmkit beside the hand-written floor.

Run ``python -m bench.work [--people 10000 100000] [--rows 10000] [--on sqlite postgresql]
[--write]``. Each figure is CPU time of the client and of the server's processes, taken in a process
of its own on a copy of the base; the two sides take turns, and what is printed is the ratio of
medians. A figure is printed only where both sides gave the same answer. ``--write`` puts the tables
into docs/reference/speed.md.
"""

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import _dataset
from bench._bases import Bases, Meter
from bench._floor import tables
from bench._measuring import Cost, Run, measure
from bench._ours import base
from bench._page import Figures, printed, write
from bench._sides import Floor, Ours, Side

SIDES: dict[str, tuple[Callable[[str, int], None], Callable[[str, int], Side]]] = {
    "floor": (tables.build, Floor),
    "ours": (base.build, Ours),
}
PER_PAGE = 1_000  # clients: page 100 of a list in a base of 100,000
SERVER = "postgresql+psycopg://127.0.0.1/postgres"


def main() -> None:
    """Builds the bases, measures in turns, prints the tables."""
    given = _options().parse_args()
    if given.measure:
        print(json.dumps(_measured(*given.measure)))
        return
    found = []
    for people in given.people:
        for engine in given.on:
            server = given.server if engine == "postgresql" else None
            runs = _runs(server, people, given.rows, given.rounds)
            figures = Figures(engine=engine, people=people, rows=given.rows, runs=runs)
            print(printed(figures), flush=True)
            found.append(figures)
    if given.write:
        write(found, given.server)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, nargs="+", default=[10_000])
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    engines = ["sqlite", "postgresql"]
    options.add_argument("--on", nargs="+", choices=engines, default=engines)
    options.add_argument("--server", default=SERVER, help="URL of a PostgreSQL server")
    options.add_argument("--write", action="store_true")
    options.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    return options


def _runs(
    server: str | None, people: int, rows: int, rounds: int
) -> dict[str, list[dict[str, Cost]]]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        bases, file = Bases(server, Path(folder)), Path(folder) / "file.csv"
        _dataset.write_file(file, rows, people)
        for side, (build, _) in SIDES.items():
            build(stack.enter_context(bases.made(side)), people)
        turns = [dict(_turn(bases, file, people)) for _ in range(rounds)]
    return {side: [turn[side] for turn in turns] for side in SIDES}


def _turn(bases: Bases, file: Path, people: int) -> Iterator[tuple[str, dict[str, Cost]]]:
    """A run of either side, which must have found the same."""
    answers = {}
    for side in SIDES:
        with bases.made(f"{side}_run", like=side) as url:
            costs, answers[side] = _in_child(side, url, str(file), str(people))
        yield side, costs
    floor, ours = answers.values()
    wrong = [name for name in floor if floor[name] != ours[name]]
    assert not wrong, f"the sides disagree about {', '.join(wrong)}"


def _in_child(*told: str) -> tuple[dict[str, Cost], dict[str, object]]:
    command = [sys.executable, "-m", "bench.work", "--measure", *told]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    costs, answers = json.loads(done.stdout)
    return costs, answers


def _measured(side: str, url: str, file: str, people: str) -> Sequence[object]:
    run = Run(Meter(url))
    opened = SIDES[side][1](url, max(1, int(people) // PER_PAGE))
    gc.collect()
    gc.freeze()  # a look of the collector at all modules would fall to whichever work it hits
    measure(opened, run, Path(file), int(people))
    return run.costs, run.answers


if __name__ == "__main__":
    main()
