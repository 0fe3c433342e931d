"""What the run has found, as text for the console and as the page docs/reference/speed.md."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from attrs import frozen
from sqlalchemy import create_engine

from bench import _measuring as work
from bench._measuring import Cost

PAGE = Path(__file__).parents[1] / "docs/reference/speed.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
GOALS = {
    work.W1: 1.3,
    work.W2: 1.5,
    work.W3: 1.5,
    work.W4: 1.0,
    work.W4_DEEP: 1.0,
    work.W5: 1.0,
    work.W6: 1.1,
    work.W7: 1.5,
}
FLAT = (work.W2, work.W4, work.W5)
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@frozen(kw_only=True)
class Figures:
    """What the runs on one database cost, by side; ms of client and server."""

    engine: str
    people: int
    rows: int
    runs: dict[str, list[dict[str, Cost]]]

    @property
    def title(self) -> str:
        """What was measured on."""
        return f"{NAMES[self.engine]}, {self.people:,} clients, a file of {self.rows:,} rows"

    def cost(self, side: str, name: str) -> float:
        """The median of client and server together."""
        return median(sum(run[name]) for run in self.runs[side])

    def lines(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Work, floor, crmkit, ratio, goal."""
        for name in sorted(self.runs["floor"][0]):
            floor, ours = self.cost("floor", name), self.cost("ours", name)
            goal = f"{GOALS[name]:.1f}" if name in GOALS else ""
            yield name, f"{floor:.3f}", f"{ours:.3f}", f"{ours / floor:.2f}", goal


def printed(figures: Figures) -> str:
    """The table for the console."""
    lines = [("work", "floor", "crmkit", "ratio", "goal"), *figures.lines()]
    rows = [f"{first:<28}" + "".join(f"{each:>10}" for each in rest) for first, *rest in lines]
    return "\n".join([f"{figures.title}; CPU ms, medians", *rows, ""])


def write(found: Sequence[Figures], server: str) -> None:
    """Puts the tables between the marks of the page; what stands around them stays."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    parts = [_circumstances(found, server), *map(_table, found), *_growth(found)]
    text = "\n\n".join([before + BEGIN, *parts, END]) + after
    PAGE.write_text(text, encoding="utf-8")


def _circumstances(found: Sequence[Figures], server: str) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("SQLAlchemy", "psycopg"))
    engines = {each.engine for each in found}
    said = [f"SQLite {sqlite3.sqlite_version}"] if "sqlite" in engines else []
    said += [f"PostgreSQL {_version_of(server)}"] if "postgresql" in engines else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {memory} GiB"
    python = f"CPython {platform.python_version()}"
    return (
        f"Taken on {datetime.now(UTC):%Y-%m-%d} ({machine}; {python}, {libraries}, "
        f"{', '.join(said)}); medians of {len(found[0].runs['floor'])} runs."
    )


def _version_of(server: str) -> str:
    engine = create_engine(server)
    with engine.connect() as connection:
        told = str(connection.exec_driver_sql("SHOW server_version").scalar_one())
    engine.dispose()
    return told.split(maxsplit=1)[0]


def _table(figures: Figures) -> str:
    rows = [f"| {' | '.join(line)} |" for line in figures.lines()]
    head = ["| work | floor | crmkit | ratio | goal |", "| --- | ---: | ---: | ---: | ---: |"]
    return "\n".join([f"### {figures.title}", "", *head, *rows])


def _growth(found: Sequence[Figures]) -> Iterator[str]:
    """How the works that must not grow grow, from the smallest base to each larger one."""
    rows = []
    for engine in dict.fromkeys(each.engine for each in found):
        first, *others = sorted(
            (each for each in found if each.engine == engine), key=lambda each: each.people
        )
        for each in others:
            told = [f"{each.cost('ours', n) / first.cost('ours', n):.2f}" for n in FLAT]
            grown = f"{first.people:,} → {each.people:,}"
            rows.append(f"| {NAMES[engine]}, {grown} | {' | '.join(told)} |")
    if rows:
        head = [
            f"| growth of crmkit's own cost | {' | '.join(FLAT)} |",
            "| --- | ---: | ---: | ---: |",
        ]
        yield "\n".join(["### Growth", "", "At most 1.5 is the goal.", "", *head, *rows])
