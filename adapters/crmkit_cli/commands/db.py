"""`crmkit db`: the tables of the client base."""

import click

from crmkit.plugins.manager import Plugins
from crmkit.ports.storage import Maintenance
from crmkit_cli.options import db_option, demand_base, json_option
from crmkit_cli.printing import print_json


@click.group("db")
def command() -> None:
    """Creates and checks the tables of the client base."""


@command.command()
@db_option
@json_option
def upgrade(url: str, *, as_json: bool) -> None:
    """Brings the tables up to date; safe to repeat, and beside the host's own tables."""
    applied = _maintenance(url).upgrade()
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
    pending = _maintenance(url).pending()
    if as_json:
        print_json({"pending": pending})
    if pending:
        message = f"pending: {', '.join(pending)}. Run: crmkit db upgrade --db {url}"
        raise click.ClickException(message)
    if not as_json:
        click.echo("The tables are up to date.")


def _maintenance(url: str) -> Maintenance:
    scheme = url.partition(":")[0].partition("+")[0]
    return Plugins().maintenance(scheme, {"url": url})
