"""`crmkit audit`: seals the journal, and tells whether it is what was sealed."""

import sys
from pathlib import Path

import click
from rich.progress import Progress

from crmkit.domain.audit import Anchor
from crmkit.errors import NotFound
from crmkit_cli.options import db_option, json_option, looked_at
from crmkit_cli.printing import console, print_json

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def command() -> None:
    """Seals the journal, and tells whether it is what was sealed.

    These are for whoever runs the database: no right of an employee is asked.
    """


@command.command()
@db_option
@click.option("--size", type=click.IntRange(min=1), default=1_000, show_default=True)
@json_option
def seal(url: str, size: int, *, as_json: bool) -> None:
    """Puts the new entries of the journal under seals of at most so many entries each."""
    with looked_at(url) as crm:
        seals = crm.seal(size=size)
    entries = sum(each.entries for each in seals)
    if as_json:
        print_json({"seals": len(seals), "entries": entries})
    else:
        click.echo(f"{entries} entries under {len(seals)} new seals.")


@command.command()
@db_option
@click.option("--key-file", type=_FILE, help="Mark it with the key in this file.")
def anchor(url: str, key_file: Path | None) -> None:
    """Prints the newest seal as a line; keep it where the base's keepers cannot reach it."""
    with looked_at(url) as crm:
        newest = crm.newest_seal()
    if newest is None:
        message = "the journal has no seal yet"
        raise NotFound(message, where="journal", hint="crmkit audit seal")
    click.echo(str(Anchor.of(newest, _key(key_file))))


@command.command()
@db_option
@click.option("--anchors", type=_FILE, help="The lines that crmkit audit anchor printed.")
@click.option("--key-file", type=_FILE, help="Every anchor must bear the mark of this key.")
@json_option
def verify(url: str, anchors: Path | None, key_file: Path | None, *, as_json: bool) -> None:
    """Reads the whole journal and tells what was tampered with; the exit code is 1 then."""
    lines = anchors.read_text(encoding="utf-8").splitlines() if anchors else []
    kept = [Anchor.parse(line) for line in lines if line.strip()]
    with looked_at(url) as crm, Progress(console=console(), transient=True, disable=as_json) as bar:
        task = bar.add_task("journal", total=None)
        seen = crm.verify(
            kept,
            key=_key(key_file),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if as_json:
        print_json({"sound": seen.sound, "seen": seen})
    else:
        for finding in seen.findings:
            click.echo(str(finding))
        click.echo(
            f"{seen.entries} entries, {seen.seals} seals; {seen.unsealed} wait for the next seal, "
            f"{seen.uncommitted} are from before commitments; {len(seen.findings)} findings."
        )
    if not seen.sound:
        sys.exit(1)


def _key(file: Path | None) -> bytes | None:
    return None if file is None else file.read_bytes().strip()
