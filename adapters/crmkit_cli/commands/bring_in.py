"""`crmkit import`: a client file goes in."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from crmkit import Crm, Policy
from crmkit.domain.headings import HEADINGS, ImportKind
from crmkit.domain.imports import ImportMapping, ImportResult, from_toml
from crmkit.errors import BadFile
from crmkit.plugins.manager import Plugins
from crmkit.ports.tables import ReadOptions, Table
from crmkit_cli.options import actor, as_option, db_option, json_option, opened, zone_option
from crmkit_cli.printing import console, print_json, progress_bar, table

_SHOWN_ERRORS = 20
_MOST_MAPPING_BYTES = 1_000_000


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(list(HEADINGS)), required=True, help="What the rows are.")
@db_option
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    help="A TOML file that says which column is what; without it the headings say.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--encoding", help="The file's encoding, where the guess is wrong.")
@click.option("--sheet", help="The sheet of a spreadsheet, where it is not the first.")
@click.option("--currency", default="RUB", show_default=True, help="The currency of amounts.")
@zone_option
@as_option
@json_option
def command(file: Path, kind: ImportKind, url: str, as_json: bool, **given: object) -> None:  # noqa: FBT001 - click passes it so
    """Brings the rows of FILE (CSV, XLSX, XLS, ODS) into the client base.

    Every row is created, updated, matched or rejected; a rejected one is reported with its row,
    column and reason and stops no other. On an error in the file itself nothing is written.
    """
    policy = Policy(zone=given["zone"], currency=str(given["currency"]))  # type: ignore[arg-type]  # a ZoneInfo by its callback
    options = ReadOptions(encoding=_text(given["encoding"]), sheet=_text(given["sheet"]))
    with Plugins().table_reader("csv", {}).open(file, options) as read:
        mapping = _mapping(kind, given["map_file"], read)
        with opened(url, policy) as crm:  # a file that cannot be read leaves no empty base behind
            employee = _text(given["employee"])
            dry_run = bool(given["dry_run"])
            result = _run(crm, read, mapping, employee=employee, dry_run=dry_run)
    if as_json:
        print_json(_as_json(result))
    else:
        _print(result, file, read.columns, zone=policy.zone, dry_run=dry_run)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _mapping(kind: ImportKind, map_file: object, read: Table) -> ImportMapping:
    if not isinstance(map_file, Path):
        return ImportMapping.guess(kind, read.columns)
    try:
        if map_file.stat().st_size > _MOST_MAPPING_BYTES:
            message = "a mapping file of this size is none"
            raise BadFile(message, where=map_file.name)
        written = map_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        message = "the mapping file cannot be read"
        raise BadFile(message, where=map_file.name, hint="it must be TOML in UTF-8") from exc
    return from_toml(kind, written, map_file.name)


def _run(
    crm: Crm, read: Table, mapping: ImportMapping, *, employee: str | None, dry_run: bool
) -> ImportResult:
    with progress_bar() as bar, crm.work(actor(employee)) as work:
        task = bar.add_task("Importing", total=read.facts.size)
        result = work.import_table(
            read, mapping, lambda done, size: bar.update(task, completed=done, total=size)
        )
        if dry_run:
            work.roll_back()
    return result


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
