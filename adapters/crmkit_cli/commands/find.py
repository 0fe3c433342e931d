"""`crmkit find`: clients by what somebody remembers of a name."""

from zoneinfo import ZoneInfo

import click

from crmkit.domain.clients import Company, Contact
from crmkit.domain.schema import schema
from crmkit_cli.columns import listed
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, print_json, table


@click.command("find")
@click.argument("text")
@db_option
@as_option
@click.option("--companies", is_flag=True, help="Search companies instead of people.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000),
    default=20,
    show_default=True,
    help="At most so many.",
)
@zone_option
@json_option
def command(
    text: str,
    *,
    url: str,
    employee: str | None,
    companies: bool,
    limit: int,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Finds people whose names are like TEXT, the likest first; typos do not hinder."""
    spec = schema().kind(Company.kind if companies else Contact.kind)
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        found: tuple[Contact | Company, ...] = (
            work.search(text, Company, limit=limit)
            if companies
            else work.search(text, Contact, limit=limit)
        )
        if as_json:
            print_json(found)
            return
        columns, rows = listed(work, spec, found)
    console().print(table(f"Like {text!r}", columns, rows, zone))
