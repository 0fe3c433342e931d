"""Screens: how the demo's chapters look."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crmkit.domain.pipelines import StageKind
from crmkit.reports.table import ReportTable
from crmkit_cli.demo.audit import Audit
from crmkit_cli.demo.bringing import Brought
from crmkit_cli.demo.week import DAYS, Shop
from crmkit_cli.drawing import drawn
from crmkit_cli.printing import shown, table

_BAR = 36
_COLOURS: dict[StageKind, str] = {"open": "cyan", "won": "green", "after": "green", "lost": "red"}
_DAY_COLUMNS = (
    *("inquiries", "known", "failed", "deals", "quote"),
    *("won", "lost", "delivery", "reminders"),
)


class Screens:
    """Prints the chapters on a console."""

    def __init__(self, out: Console, zone: ZoneInfo) -> None:
        """Begins with the first chapter."""
        self._out = out
        self._zone = zone
        self._chapter = 0

    def title(self, text: str, remark: str) -> None:
        """The first line."""
        self._out.print(Text(text, style="bold").append(f" {remark}", style="not bold dim"))

    def chapter(self, title: str) -> None:
        """A heading."""
        self._chapter += 1
        self._out.print()
        self._out.print(Text(f"{self._chapter} · {title}", style="bold"))

    def say(self, text: str, style: str = "") -> None:
        """A line of text, indented."""
        self.show(Text(text, style=style))

    def show(self, thing: RenderableType) -> None:
        """Anything that can be printed, indented."""
        self._out.print(Padding(thing, (0, 0, 0, 2), expand=False))

    def command(self, command: str, remark: str) -> None:
        """A command to copy, whole on one line, with a remark that a shell skips."""
        self.show(Text(f"{command:<76}  ").append(f"# {remark}", style="dim"))

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A calm table."""
        self.show(_calm(table("", columns, rows, self._zone), titled=False))

    def reports(self, *answers: ReportTable) -> None:
        """Reports side by side, a free line above."""
        self._out.print()
        grid = Table.grid(padding=(0, 5))
        grid.add_row(*(_calm(drawn(answer, self._zone), titled=True) for answer in answers))
        self.show(grid)

    def files(self, brought: Sequence[Brought]) -> None:
        """What became of every file, and why the first rows were rejected."""
        columns = ("file", "as", "rows", "created", "updated", "matched", "rejected")
        self.rows(
            columns,
            [
                (each.file, each.facts.encoding or each.facts.format, *_counts(each))
                for each in brought
            ],
        )
        errors = [(each.file, error) for each in brought for error in each.result.errors]
        first = {(file, error.column): (file, error) for file, error in reversed(errors)}
        self._out.print()
        self.say(f"{len(errors)} rejected rows stop no other; the first of each column:")
        for file, error in sorted(first.values(), key=errors.index):
            where = f"{file}, row {error.row}, {error.column or 'the whole row'}: "
            line = Text(where, style="dim", no_wrap=True, overflow="ellipsis")
            self.show(line.append(error.reason, style="not dim"))

    def audit(self, found: Audit) -> None:
        """Rows against people."""
        rows = shown(found.rows, self._zone)
        self.say(f"{rows} rows of the two client files became {found.clients} clients.")
        self.say(f"Behind them there are really {found.people} people. Of these")
        missing = found.people - found.whole - found.split
        for count, text, style in (
            (found.whole, "are one client each, however they were typed", "green"),
            (found.split, "are several: their keys were never seen together", "yellow"),
            (missing, "share one: relatives with one phone, known by initials", "yellow"),
        ):
            if not count:
                continue
            bar = "█" * round(_BAR * count / found.people) or "▏"
            self.show(Text(f"{count:>5} ").append(f"{bar:<{_BAR}} ", style=style).append(text))
        self.say(f"{found.nobody} more clients are rows that are nobody: «тест», «Клиент 123».")
        self.say("Import compares exact keys and joins no clients by likeness.")

    def days(self, shop: Shop, monday: date) -> None:
        """The week, a row for each day."""
        days = [monday + timedelta(days=number) for number in range(DAYS)]
        rows = [
            (day.strftime("%a %d %b"), *(shop.on(day)[name] for name in _DAY_COLUMNS))
            for day in days
        ]
        self.rows(("day", *_DAY_COLUMNS), rows)

    def bars(self, rows: Sequence[tuple[str, StageKind, int, str]]) -> None:
        """A bar for each stage of the funnel: its title, kind, number and sum."""
        most = max((count for _, _, count, _ in rows), default=0) or 1
        for title, kind, count, money in rows:
            bar = "█" * max(round(_BAR * count / most), 1 if count else 0)
            line = Text(f"{title:<10}{count:>4} ").append(f"{bar:<{_BAR}}", style=_COLOURS[kind])
            self.show(line.append(f"{money:>14}"))


def _counts(brought: Brought) -> tuple[int, ...]:
    result = brought.result
    return result.rows, result.created, result.updated, result.matched, result.rejected


def _calm(made: Table, *, titled: bool) -> Table:
    """The table without its frame."""
    made.box = None
    made.header_style = "dim"
    made.title_style = "bold"
    made.pad_edge = False
    if not titled:
        made.title = None
    return made
