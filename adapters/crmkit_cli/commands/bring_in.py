"""`crmkit import FILE`: a client file goes in."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from attrs import evolve, frozen
from rich.progress import Progress as Bar
from rich.progress import TaskID

from crmkit import Actor, Crm, Policy
from crmkit.domain.exports import PROGRAMS
from crmkit.domain.headings import HEADINGS, ImportKind
from crmkit.domain.imports import (
    ImportMapping,
    ImportResult,
    Progress,
    RowReport,
    Tell,
    from_toml,
)
from crmkit.plugins.manager import Plugins
from crmkit.ports.tables import ReadOptions, Table
from crmkit_cli.options import (
    actor,
    as_option,
    db_option,
    json_option,
    opened,
    text_of,
    zone_option,
)
from crmkit_cli.printing import console, messages, print_json, progress_bar, table
from crmkit_cli.rejected import write_rejected

_SHOWN_ERRORS = 20


@click.command("file")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(list(HEADINGS)), required=True, help="What the rows are.")
@db_option
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    help="A TOML file that says which column is what; without it the headings say.",
)
@click.option(
    "--preset",
    type=click.Choice(PROGRAMS),
    help="The program that the file is from, where its headings do not say.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--rows", "each", is_flag=True, help="Tell what becomes of each row.")
@click.option(
    "--errors",
    "errors_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the rejected rows there, in the same format, each with its reason.",
)
@click.option(
    "--commit-every",
    type=click.IntRange(min=0),
    default=10_000,
    show_default=True,
    help="How many rows go to a commit; 0 is the whole file.",
)
@click.option("--encoding", help="The file's encoding, where the guess is wrong.")
@click.option("--sheet", help="The sheet of a spreadsheet, where it is not the first.")
@click.option("--currency", default="RUB", show_default=True, help="The currency of amounts.")
@zone_option
@as_option
@json_option
def bring_in(file: Path, kind: ImportKind, url: str, as_json: bool, **given: object) -> None:  # noqa: FBT001 - click passes it so
    """Brings the rows of FILE (CSV, XLSX, XLS, ODS, VCF) into the client base.

    Every row is created, updated, matched or rejected; a rejected one is reported with its row,
    column and reason and stops no other. Cut off halfway, the same command goes on after the last
    commit; `crmkit import revert` takes all of it back.
    """
    policy = Policy(zone=given["zone"], currency=str(given["currency"]))  # type: ignore[arg-type]  # a ZoneInfo by its callback
    options = ReadOptions(encoding=_text(given["encoding"]), sheet=_text(given["sheet"]))
    with Plugins().table_reader("csv", {}).open(file, options) as read:
        mapping = _mapping(kind, given["map_file"], read, _text(given["preset"]))
        with opened(url, policy) as crm:  # a file that cannot be read leaves no empty base behind
            who = actor(_text(given["employee"]))
            dry_run, every = bool(given["dry_run"]), int(str(given["commit_every"]))
            plan: list[RowReport] = []
            with progress_bar() as bar:
                task = bar.add_task("Importing", total=read.facts.size)
                progress = partial(_show, bar, task)
                run = Run(crm, who, read, progress, plan.append if given["each"] else None)
                if dry_run or not every:
                    result = run.at_once(mapping, dry_run=dry_run)
                else:
                    result = run.in_parts(mapping, every)
    if isinstance(given["errors_file"], Path) and result.errors:
        write_rejected(file, options, result.errors, given["errors_file"])
    if as_json:
        print_json(_as_json(result) | ({"plan": plan} if given["each"] else {}))
        return
    _print(result, file, read.columns, zone=policy.zone, dry_run=dry_run)
    for row in plan:
        click.echo(_line(row))
    if result.import_id is not None and not dry_run:
        line = f"To take it back: crmkit import revert {result.import_id} --db {url}"
        messages().print(line, soft_wrap=True, highlight=False)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _mapping(kind: ImportKind, map_file: object, read: Table, preset: str | None) -> ImportMapping:
    if not isinstance(map_file, Path):
        return ImportMapping.guess(kind, read.columns, preset)
    mapping = from_toml(kind, text_of(map_file), map_file.name)
    return evolve(mapping, preset=preset) if preset else mapping


@frozen
class Run:
    """A file on its way into a base."""

    crm: Crm
    actor: Actor
    table: Table
    progress: Progress
    tell: Tell | None

    def at_once(self, mapping: ImportMapping, *, dry_run: bool) -> ImportResult:
        """The whole file in one commit, or in none."""
        with self.crm.work(self.actor) as work:
            result = work.import_table(self.table, mapping, self.progress, tell=self.tell)
            if dry_run:
                work.roll_back()
        return result

    def in_parts(self, mapping: ImportMapping, rows: int) -> ImportResult:
        """So many rows to a commit."""
        return self.crm.import_table(
            self.actor,
            self.table,
            mapping,
            commit_every=rows,
            progress=self.progress,
            tell=self.tell,
        )


def _show(bar: Bar, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total)


def _line(row: RowReport) -> str:
    """What becomes of a row, in a line."""
    known = f" {row.known}" if row.known else ""
    by = f" by {', '.join(row.by)}" if row.by else ""
    error = row.error.reason if row.error else ""
    what = [f"+{kind}" for kind in row.makes] + [*row.changes] + ([error] if error else [])
    return f"{row.row}: {row.outcome}{known}{by}" + (f": {', '.join(what)}" if what else "")


def _as_json(result: ImportResult) -> dict[str, object]:
    names = ("rows", "created", "updated", "matched", "rejected", "errors")
    return {name: getattr(result, name) for name in names}


def _print(
    result: ImportResult, file: Path, columns: Sequence[str], *, zone: ZoneInfo, dry_run: bool
) -> None:
    done = "would be" if dry_run else "were"
    click.echo(
        f"{file.name}: {result.rows} rows, of which {result.created} {done} created,"
        f" {result.updated} updated, {result.matched} matched, {result.rejected} rejected."
    )
    mapped = ", ".join(f"{column} → {target}" for column, target in result.columns.items())
    click.echo(f"Columns: {mapped}")
    unused = ", ".join(column for column in columns if column and column not in result.columns)
    if unused:
        click.echo(f"Not used: {unused}")
    if result.errors:
        rows = [(error.row, error.column, error.reason) for error in result.errors]
        title = "Rejected rows" if len(rows) <= _SHOWN_ERRORS else f"First {_SHOWN_ERRORS} rejected"
        drawn = table(title, ("row", "column", "reason"), rows[:_SHOWN_ERRORS], zone)
        console().print(drawn)
