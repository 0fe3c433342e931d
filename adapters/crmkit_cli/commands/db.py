"""`crmkit db`: the tables of the client base, its copies and its moves."""

from pathlib import Path

import click

from crmkit.ports.maintenance import Phase
from crmkit_cli.commands.db_move import copy, export, import_
from crmkit_cli.options import db_option, demand_base, json_option, maintenance
from crmkit_cli.printing import print_json

_PHASES = click.Choice(["pre", "post", "all"])


@click.group("db")
def command() -> None:
    """Looks after the client base: its tables, copies and moves.

    These are for whoever runs the database: no right of an employee is asked.
    """


for _each in (copy, export, import_):
    command.add_command(_each)


@command.command()
@db_option
@click.option("--phase", type=_PHASES, default="all", show_default=True, help="Which revisions.")
@json_option
def upgrade(url: str, phase: Phase, *, as_json: bool) -> None:
    """Brings the tables up to date; safe to repeat, and beside the host's own tables.

    The phase pre is what programs of the version before can live with; post is the rest, for
    when none of them runs any more.
    """
    applied = maintenance(url).upgrade(phase)
    if as_json:
        print_json({"applied": applied})
    else:
        click.echo(f"Applied: {', '.join(applied)}" if applied else "The tables are up to date.")


@command.command()
@db_option
@json_option
def check(url: str, *, as_json: bool) -> None:
    """Says whether the tables are up to date; exit code 1 if they are not."""
    demand_base(url)
    found = maintenance(url)
    pending = {"pre": found.pending("pre"), "post": found.pending("post")}
    if as_json:
        print_json({"pending": [*pending["pre"], *pending["post"]], "post": pending["post"]})
    if any(pending.values()):
        phases = [
            f"{', '.join(names)} (phase {phase})" for phase, names in pending.items() if names
        ]
        message = f"pending: {', '.join(phases)}. Run: crmkit db upgrade --db {url}"
        raise click.ClickException(message)
    if not as_json:
        click.echo("The tables are up to date.")


@command.command()
@db_option
@click.option("--phase", type=_PHASES, default="all", show_default=True, help="Which revisions.")
@click.option(
    "--from",
    "start",
    metavar="REVISION",
    help="Ask no database: it stands at this revision, or has no tables yet (base).",
)
def sql(url: str, phase: Phase, start: str | None) -> None:
    """Prints the statements that `db upgrade` would execute, and executes none.

    With --from the URL only says for which database, as in --db postgresql:// --from base.
    """
    if start is None:
        demand_base(url)
    click.echo(maintenance(url).sql(phase, start=start), nl=False)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@db_option
def backup(file: Path, url: str) -> None:
    """Copies the whole SQLite database into FILE while others write.

    The file appears whole or not at all, and has been checked.
    """
    demand_base(url)
    maintenance(url).backup(file)
    click.echo(f"{file.name}: {file.stat().st_size:,} bytes.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@db_option
@click.option("--force", is_flag=True, help="Overwrite the database that is there.")
def restore(file: Path, url: str, *, force: bool) -> None:
    """Makes the SQLite database what it was when FILE was made by `db backup`."""
    maintenance(url).restore(file, overwrite=force)
    click.echo(f"Restored from {file.name}.")


@command.command()
@db_option
@click.option("--field", "fields", multiple=True, metavar="KIND.KEY", help="A custom field.")
@click.option("--drop", is_flag=True, help="Drop the indexes of these fields.")
@json_option
def index(url: str, fields: tuple[str, ...], *, drop: bool, as_json: bool) -> None:
    """Makes searches of names quick on SQLite and PostgreSQL; safe to repeat.

    On PostgreSQL nobody waits for it; whoever writes to a SQLite file does.

    With --field, as in --field deal.size, it makes filters and orders by these custom fields
    quick instead, on SQLite and PostgreSQL.
    """
    if drop and not fields:
        message = "--drop needs the fields whose indexes to drop: --field KIND.KEY"
        raise click.UsageError(message)
    demand_base(url)
    found = maintenance(url).index(fields, drop=drop)
    if as_json:
        print_json({"dropped" if drop else "made": found})
    elif found:
        click.echo(f"{'Dropped' if drop else 'Made'}: {', '.join(found)}")
    else:
        click.echo(f"There is no index left to {'drop' if drop else 'make'}.")


@command.command()
@db_option
@click.option("--role", required=True, metavar="NAME", help="The role, made if it is not there.")
@click.option("--tenant", type=int, help="Let it read this tenant alone: for a report tool.")
@click.option("--drop", is_flag=True, help="Take its rights away; the role itself stays.")
@json_option
def wall(url: str, role: str, *, tenant: int | None, drop: bool, as_json: bool) -> None:
    """Puts a role of PostgreSQL behind row security, a wall between tenants; safe to repeat.

    Without --tenant the role is for your program, whose every unit of work sees its tenant alone.
    Repeat it after `db upgrade`. Give the role its password yourself.
    """
    tables = maintenance(url).wall(role, tenant=tenant, drop=drop)
    if as_json:
        print_json({"role": role, "dropped" if drop else "walled": tables})
    else:
        done = "has no rights any more on" if drop else "stands behind the wall of"
        click.echo(f"The role {done} {len(tables)} tables.")
