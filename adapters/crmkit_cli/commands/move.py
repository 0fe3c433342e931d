"""`crmkit move`: a deal goes to another stage."""

import click

from crmkit.ids import DealId
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at
from crmkit_cli.printing import print_json


@click.command("move")
@click.argument("deal", metavar="DEAL")
@click.argument("stage", metavar="STAGE")
@db_option
@click.option("--reason", metavar="REASON", help="Why the deal is lost.")
@click.option("--reopen", is_flag=True, help="Take a won or lost deal back to an open stage.")
@as_option
@json_option
def command(
    deal: str,
    stage: str,
    *,
    url: str,
    reason: str | None,
    reopen: bool,
    employee: str | None,
    as_json: bool,
) -> None:
    """Moves DEAL (its id) to STAGE (its key), through the same guards as everybody's moves."""
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        moved = work.move(DealId.parse(deal), stage, lost_reason=reason, reopen=reopen)
    if as_json:
        print_json(moved)
    else:
        click.echo(f"{moved.title}: now in {moved.stage}, {moved.outcome}")
