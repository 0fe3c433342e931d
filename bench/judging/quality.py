"""What was found, as text for the console and as the page docs/reference/dedup-quality.md."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from bench.judging.labelled import Labelled
from bench.judging.ours import Found
from bench.judging.peers import Judged
from bench.judging.runs import Cost
from bench.judging.scoring import Score, intact, score

PAGE = Path(__file__).parents[2] / "docs/reference/dedup-quality.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
LEAST_F1 = {"usual": 0.93, "doubled": 0.94, "rare": 0.91, "chats": 0.91, "traps": 0.89}
LEAST_WHOLE = {
    "family": 0.985,
    "twins": 0.96,
    "colleagues": 0.999,
    "homonyms": 0.9995,
    "reassigned": 0.99,
}
LEAST_PRECISION = {"traps": 0.98}  # of what is merged without asking; 0.99 elsewhere
_HEADS = ("set", "who", "precision", "recall", "F1", "wall, s", "CPU, s", "MiB")

Line = tuple[str, ...]


@frozen(kw_only=True)
class Result:
    """How the command and the peers did on one set."""

    labelled: Labelled
    ours: Found
    peers: Sequence[Judged]

    @property
    def groups(self) -> Score:
        """Of the command's groups."""
        return score(self.ours.groups, self.labelled.persons)

    @property
    def merged(self) -> Score:
        """Of what the command merges without asking."""
        return score(self.ours.merged, self.labelled.persons)


def compared(results: Sequence[Result]) -> Iterator[Line]:
    """The command's groups beside those of the peers."""
    yield _HEADS
    for result in results:
        title = result.labelled.title
        yield title, "crmkit", *_scored(result.groups), *_cost(result.ours.cost)
        for peer in result.peers:
            yield "", f"{peer.peer} ({peer.setting})", *_scored(peer.score), *_cost(peer.cost)


def merged(results: Sequence[Result]) -> Iterator[Line]:
    """What is merged without asking, and how many of each trap's persons stay by themselves."""
    yield "set", "precision", "recall", *LEAST_WHOLE, "others"
    for result in results:
        labelled = result.labelled
        whole = intact(result.ours.merged, labelled.persons, labelled.traps)
        others = [part for trap, part in whole.items() if trap not in LEAST_WHOLE]
        whole["others"] = sum(part for part, _ in others), sum(of for _, of in others)
        shares = (whole.get(trap, (0, 0)) for trap in (*LEAST_WHOLE, "others"))
        told = (f"{part / of:.4f}" if of else "" for part, of in shares)
        yield labelled.title, *_scored(result.merged)[:2], *told


def missed(results: Sequence[Result]) -> Iterator[str]:
    """The goals that were not reached, a sentence each."""
    for result in results:
        name = result.labelled.name
        if name not in LEAST_F1:
            continue
        yield from _below(f"{name}: F1", result.groups.f1, LEAST_F1[name])
        least = LEAST_PRECISION.get(name, 0.99)
        yield from _below(f"{name}: precision merged", result.merged.precision, least)
        yield from _below(f"{name}: recall merged", result.merged.recall, 0.8)
        whole = intact(result.ours.merged, result.labelled.persons, result.labelled.traps)
        for trap, goal in LEAST_WHOLE.items():
            part, of = whole.get(trap, (0, 0))
            yield from _below(f"{name}: {trap} whole", part / of if of else 1.0, goal)


def _below(what: str, reached: float, goal: float) -> Iterator[str]:
    if reached < goal:
        yield f"{what} {reached:.4f}, goal {goal}"


def _scored(each: Score) -> Line:
    return f"{each.precision:.4f}", f"{each.recall:.4f}", f"{each.f1:.4f}"


def _cost(cost: Cost) -> Line:
    return f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:.0f}"


def printed(lines: Sequence[Line]) -> str:
    """The table for the console."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def write(records: int, seed: int, generated: Sequence[Result], public: Sequence[Result]) -> None:
    """Puts the tables between the marks of the page; what stands around them stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    parts = [
        _circumstances(records, seed),
        "### Generated clients",
        _table([*compared(generated)]),
        "### Merged without asking",
        _table([*merged(generated)]),
    ]
    if public:
        parts += ["### Public sets", _table([*compared(public)])]
    PAGE.write_text("\n\n".join([before + BEGIN, *parts, END]) + after, encoding="utf-8")


def _circumstances(records: int, seed: int) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    return (
        f"Taken on {datetime.now(UTC):%Y-%m-%d} ({platform.machine()}, {os.cpu_count()} cores, "
        f"{memory} GiB; CPython {platform.python_version()}); {records:,} records, seed {seed}."
    )


def _table(lines: Sequence[Line]) -> str:
    head, *rows = (f"| {' | '.join(line)} |" for line in lines)
    texts = sum(not cell or not cell[0].isdigit() for cell in lines[1])
    rule = ["---"] * texts + ["---:"] * (len(lines[0]) - texts)
    return "\n".join([head, f"| {' | '.join(rule)} |", *rows])
