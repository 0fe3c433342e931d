"""`crmkit unmerge`: one client becomes the two again that it was merged of."""

import click

from crmkit.ids import MergeId
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at
from crmkit_cli.printing import print_json


@click.command("unmerge")
@click.argument("merge", metavar="MERGE")
@db_option
@as_option
@json_option
def command(merge: str, *, url: str, employee: str | None, as_json: bool) -> None:
    """Parts two merged clients; MERGE is the id that `crmkit merge` gave."""
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        parted = work.unmerge(MergeId.parse(merge))
    if as_json:
        print_json(parted)
        return
    numbers = f"{parted.survivor.number} and {parted.absorbed.number}"
    click.echo(f"{numbers} are two clients again.")
    if parted.kept:
        click.echo(f"Changed since, and left as it is: {', '.join(parted.kept)}.")
