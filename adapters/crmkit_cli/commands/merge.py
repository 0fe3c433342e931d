"""`crmkit merge`: two records of one client become one."""

from typing import TypeVar

import click

from crmkit import Work
from crmkit.domain.clients import Company, Contact
from crmkit.domain.merging import Prefer
from crmkit.errors import BadInput, NotFound
from crmkit.ids import Id
from crmkit.query.conditions import Compare, Op
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at
from crmkit_cli.printing import print_json

Client = TypeVar("Client", Contact, Company)


@click.command("merge")
@click.argument("survivor", metavar="SURVIVOR")
@click.argument("absorbed", metavar="ABSORBED")
@db_option
@click.option("--reason", default="by hand", show_default=True, help="Why they are one client.")
@click.option(
    "--prefer",
    type=click.Choice(["survivor", "newest"]),
    default="survivor",
    show_default=True,
    help="Whose value stays where both have one.",
)
@click.option("--take", metavar="FIELD", multiple=True, help="Takes this field from ABSORBED.")
@click.option("--dry-run", is_flag=True, help="Shows what it would be and changes nothing.")
@as_option
@json_option
def command(  # noqa: PLR0913 - click passes each option by itself
    survivor: str,
    absorbed: str,
    *,
    url: str,
    reason: str,
    prefer: Prefer,
    take: tuple[str, ...],
    dry_run: bool,
    employee: str | None,
    as_json: bool,
) -> None:
    """Makes ABSORBED a part of SURVIVOR: two contacts or two companies, by number or id."""
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        kept, gone = client(work, survivor), client(work, absorbed)
        if isinstance(kept, Contact) and isinstance(gone, Contact):
            whole: Contact | Company = work.merge(
                kept, gone, reason=reason, prefer=prefer, take=take
            )
        elif isinstance(kept, Company) and isinstance(gone, Company):
            whole = work.merge(kept, gone, reason=reason, prefer=prefer, take=take)
        else:
            message = "a contact and a company are never one client"
            raise BadInput(message, where=absorbed[:60])
        made = work.merges(whole)[-1]
        if dry_run:
            work.roll_back()
    if as_json:
        print_json({"client": whole, "merge": made})
        return
    said = "would be" if dry_run else "is"
    click.echo(
        f"{whole.name} ({whole.number}) {said} one client; {len(made.moved)} records follow."
    )
    if not dry_run:
        click.echo(f"To part them again: crmkit unmerge {made.id} --db {url}")


def client(work: Work, key: str) -> Contact | Company:
    """The client of this number or id, as it is now."""
    found = _of_kind(work, Contact, key) or _of_kind(work, Company, key)
    if found is None:
        message = "no client of this number or id is visible"
        raise NotFound(message, where=key[:60], hint="crmkit list contacts shows numbers")
    return found


def _of_kind(work: Work, kind: type[Client], key: str) -> Client | None:
    numbered = work.find(kind, Compare("number", Op.IS, key.strip()))
    try:
        return work.get(kind, numbered[0].id if numbered else Id.parse(key))
    except (BadInput, NotFound):
        return None
