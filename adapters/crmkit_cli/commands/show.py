"""`crmkit show`: the client's card, or any other record, by its id or client number."""

from zoneinfo import ZoneInfo

import click
from rich.panel import Panel
from rich.text import Text

from crmkit import ClientCard, Work
from crmkit.domain.clients import Company, Contact
from crmkit.domain.conversations import Interaction
from crmkit.domain.record import Record
from crmkit.domain.schema import RECORDS
from crmkit.errors import BadInput, NotFound
from crmkit.ids import Id
from crmkit.query.conditions import Compare, Op
from crmkit_cli.columns import heading, names_of
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, print_json, shown, table

_HIDDEN = frozenset({"id", "version", "custom", "archived_at", "question", "changes"})


@click.command("show")
@click.argument("key", metavar="ID")
@db_option
@as_option
@zone_option
@json_option
def command(key: str, *, url: str, employee: str | None, zone: ZoneInfo, as_json: bool) -> None:
    """Shows a record by its ID; a client also by number, for example 261124-0017.

    A contact is shown as the client's card: profile, timeline, deals and tasks.
    """
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        record = _find(work, key)
        if isinstance(record, Contact):
            card = work.card(record.id)
            if as_json:
                print_json(card)
            else:
                _print_card(work, card, zone)
        elif as_json:
            print_json({"record": record, "history": work.history(record)})
        else:
            _print_record(work, record, zone)


def _find(work: Work, key: str) -> Record:
    for kind in (Contact, Company):
        found = work.find(kind, Compare("number", Op.IS, key.strip()))
        if found:
            return found[0]
    try:
        wanted = Id.parse(key)
    except BadInput:
        wanted = None
    for record in RECORDS if wanted is not None else ():
        hit = work.find(record, Compare("id", Op.IS, wanted))
        if hit:
            return hit[0]
    message = "no record of this id or client number is visible"
    raise NotFound(message, where=key[:60], hint="crmkit list contacts shows ids")


def _print_card(work: Work, card: ClientCard, zone: ZoneInfo) -> None:
    out = console()
    contact = card.contact
    names = names_of(work, (contact,), ("owner_id",))
    profile = Text()
    for label, value in (
        ("number", contact.number),
        ("born", contact.birth_date),
        ("city", contact.city),
        ("source", contact.source),
        ("owner", names.get(contact.owner_id) if contact.owner_id else None),
        ("comment", contact.comment),
    ):
        if value is not None:
            profile.append(f"{label}: ", style="dim").append(f"{shown(value, zone)}\n")
    for handle in card.handles:
        extension = f" ext. {handle.extension}" if handle.extension else ""
        profile.append(f"{handle.type}: ", style="dim").append(f"{handle.value}{extension}\n")
    out.print(Panel(profile, title=Text(contact.name), title_align="left"))
    deals = [(str(d.id), d.title, d.stage, d.amount, d.created_at) for d in card.deals]
    if deals:
        out.print(table("Deals", ("id", "title", "stage", "amount", "created"), deals, zone))
    orders = [(each.number, each.placed_at, each.status, each.total) for each in card.orders]
    if orders:
        out.print(table("Orders", ("number", "placed", "status", "total"), orders, zone))
    tasks = [(task.title, task.due_at) for task in card.tasks]
    if tasks:
        out.print(table("Open tasks", ("task", "due"), tasks, zone))
    events = [
        (each.at, f"{each.type} {each.direction}", each.text or each.outcome)
        if isinstance(each, Interaction)
        else (each.created_at, "note", each.text)
        for each in card.timeline
    ]
    if events:
        out.print(table("Timeline", ("when", "what", "text"), events, zone))


def _print_record(work: Work, record: Record, zone: ZoneInfo) -> None:
    spec = work.schema.kind(record.kind)
    names = names_of(work, (record,), [name for name in spec.fields if name.endswith("_id")])
    rows: list[tuple[str, object]] = []
    for name in spec.fields:
        value = getattr(record, name)
        if name not in _HIDDEN and value not in {None, ()}:
            text = names.get(value, str(value)) if isinstance(value, Id) else shown(value, zone)
            rows.append((heading(name), text))
    out = console()
    out.print(
        table(
            f"{record.kind.replace('_', ' ').capitalize()} {record.id}",
            ("field", "value"),
            rows,
            zone,
        )
    )
    changes = [
        (entry.created_at, entry.command, entry.rule, ", ".join(entry.changes))
        for entry in work.history(record)
    ]
    out.print(table("History", ("when", "command", "rule", "fields"), changes, zone))
