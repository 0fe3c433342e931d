"""`crmkit tick`: does once what is due, for cron."""

import click

from crmkit_cli.options import db_option, json_option, looked_at
from crmkit_cli.printing import print_json


@click.command("tick")
@db_option
@json_option
def command(url: str, *, as_json: bool) -> None:
    """Fires due reminders, seals the journal, clears the inbox: whichever of these are due.

    Call it from cron every minute; several at once do each thing once.
    """
    with looked_at(url) as crm:
        made = crm.tick()
    failed = {name: str(error) for name, error in made.failed.items()}
    if as_json:
        print_json({"done": made.done, "failed": failed})
    else:
        for name, number in made.done.items():
            click.echo(f"{name}: {number}")
    if failed:
        told = "; ".join(f"{name}: {error}" for name, error in failed.items())
        raise click.ClickException(told)
