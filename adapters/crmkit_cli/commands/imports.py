"""`crmkit import`: client files go in, are listed, and are taken back."""

import click

from crmkit import Work
from crmkit.domain.imported import Imported, Reverted
from crmkit.errors import NotFound
from crmkit.ids import ImportedId
from crmkit.query.questions import Order, Path
from crmkit_cli.commands.bring_in import bring_in
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, print_json, table

_LAST = "last"
_COLUMNS = ("id", "at", "file", "rows of", "status", "created", "updated", "matched", "rejected")


class FileUnlessNamed(click.Group):
    """A group of which `file` is meant where no command of it is named: `crmkit import FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words, with the command that is meant in front."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("import", cls=FileUnlessNamed)
def command() -> None:
    """Brings the rows of a client file in: crmkit import FILE --kind KIND, or takes them back.

    `crmkit import file --help` tells of all options.
    """


command.add_command(bring_in)


@command.command("list")
@db_option
@zone_option
@as_option
@json_option
def listed(url: str, *, as_json: bool, employee: str | None, zone: object) -> None:
    """Lists the files that came in, the newest first."""
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        found = _newest_first(work)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            *(str(each.id), each.created_at, each.file, each.of_kind, each.status),
            *(each.created, each.updated, each.matched, each.rejected),
        )
        for each in found
    ]
    console().print(table("Imports", _COLUMNS, rows, zone))  # type: ignore[arg-type]  # a ZoneInfo by its callback


@command.command()
@click.argument("key", metavar="ID")
@db_option
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@as_option
@json_option
def revert(key: str, *, url: str, dry_run: bool, employee: str | None, as_json: bool) -> None:
    """Takes the import of this ID (or the `last` one) back.

    What it made is removed and what it changed is as it was; what somebody edited since, and what
    is needed by something that stays, is kept and listed.
    """
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        told = work.revert_import(_id(work, key))
        if dry_run:
            work.roll_back()
    if as_json:
        print_json({"removed": told.removed, "restored": told.restored, "kept": told.kept})
    else:
        _print(told, "would be" if dry_run else "were")


def _newest_first(work: Work) -> tuple[Imported, ...]:
    return work.find(Imported, order=(Order(Path("id"), descending=True),))


def _id(work: Work, key: str) -> ImportedId:
    if key != _LAST:
        return ImportedId.parse(key)
    for each in _newest_first(work):
        if each.status != "reverted":
            return each.id
    message = "there is no import to take back"
    raise NotFound(message, where=_LAST, hint="crmkit import list")


def _print(told: Reverted, were: str) -> None:
    click.echo(
        f"{told.record.file or 'The import'}: {told.removed} records {were} removed,"
        f" {told.restored} put back, {len(told.kept)} things kept."
    )
    for each in told.kept:
        what = f"{each.kind} {each.id}" + (f", {each.field}" if each.field else "")
        click.echo(f"Kept: {what} ({each.why})")
