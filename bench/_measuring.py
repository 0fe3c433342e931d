"""One side's figures: the CPU time of every work, and the answers, to be compared before."""

import resource
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import field, frozen

from bench import _dataset as data
from bench._bases import Meter
from bench._sides import Key, Side

REPEATS, REPORTS = 300, 3
SINGLY = 400
"""How many leads W2 and W3 take."""
W1, W2, W3 = "W1 import, a row", "W2 a lead", "W3 conversion and 4 moves"
W4, W4_DEEP, W5, W6 = "W4 page 1", "W4 deep page", "W5 card", "W6 five reports"
W7, MEMORY = "W7 a reminder", "peak memory, MiB"
Cost = tuple[float, float]


@frozen
class Run:
    """The figures of one run (client and server, ms a unit) and what came of the work."""

    meter: Meter
    costs: dict[str, Cost] = field(factory=dict)
    answers: dict[str, object] = field(factory=dict)

    def often(self, name: str, do: Callable[[], object], times: int = REPEATS) -> object:
        """Measures what changes nothing, many times after a first one; tells what it found."""
        found = do()
        before = self.meter.now()
        for _ in range(times):
            do()
        self._note(name, before, times)
        return found

    def once(self, name: str, do: Callable[[], object], number: int) -> None:
        """Measures what is done once, to so many things."""
        before = self.meter.now()
        self.answers[name] = do()
        self._note(name, before, number)

    def _note(self, name: str, before: Cost, number: int) -> None:
        client, server = self.meter.now()
        had = self.costs.get(name, (0.0, 0.0))
        spent = ((client - before[0]) / number, (server - before[1]) / number)
        self.costs[name] = (had[0] + spent[0], had[1] + spent[1])


def measure(side: Side, run: Run, file: Path, people: int) -> None:
    """Does all of the work: what changes nothing comes first, the import last."""
    run.answers[W4] = side.shown(run.often(W4, side.page))
    run.answers[W4_DEEP] = side.shown(run.often(W4_DEEP, side.next_page))
    run.answers[W5] = run.often(W5, side.card)
    for name, ask in side.figures().items():
        run.answers[name] = side.told(run.often(W6, ask, REPORTS))  # type: ignore[arg-type]  # rows
    _write_singly(side, run, people)
    run.once(W7, side.sweep, -(-people // data.DUE))
    with file.open(encoding="utf-8") as lines:
        rows = sum(1 for _ in lines) - 1
    run.once(W1, lambda: side.bring(file), rows)
    run.costs[MEMORY] = (_peak(), 0.0)


def _write_singly(side: Side, run: Run, people: int) -> None:
    warm, *asking = data.asking(1 + SINGLY, people)
    side.take(warm)
    run.once(W2, lambda: sum(map(side.take, asking)), SINGLY)
    first, *keys = side.leads(1 + SINGLY)
    side.win(first)
    run.once(W3, lambda: _win(side, keys), len(keys))
    run.answers[W3] = side.outcome()


def _win(side: Side, keys: Sequence[Key]) -> None:
    for key in keys:
        side.win(key)


def _peak() -> float:
    """The peak of this process alone; ru_maxrss would begin with the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
