"""`crmkit outbox`: what waits, what ended badly, trying it again and giving it up."""

from typing import get_args
from zoneinfo import ZoneInfo

import click

from crmkit import Work
from crmkit.domain.outbox import Outgoing, OutgoingStatus
from crmkit.errors import BadInput
from crmkit.fields.outbox import outgoing
from crmkit.ids import OutgoingId
from crmkit.query.conditions import OneOf
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, print_json, table

_STATES = get_args(OutgoingStatus)
_COLUMNS = ("id", "topic", "status", "tries", "due", "fault")


@click.group("outbox")
def command() -> None:
    """The messages that leave the shop: lists them, tries them again, gives them up."""


@command.command("list")
@click.option(
    "--status", "states", multiple=True, type=click.Choice(_STATES), help="Again for more."
)
@click.option("--topic", help="Of this topic alone.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@db_option
@as_option
@zone_option
@json_option
def list_(
    *,
    states: tuple[str, ...],
    topic: str | None,
    limit: int,
    url: str,
    employee: str | None,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Lists messages by the moment they are due; unless told, those not sent.

    What they say and to whom stays in the base.
    """
    wanted = states or tuple(state for state in _STATES if state != "sent")
    where = [OneOf[Outgoing]("status", wanted), *([outgoing.topic == topic] if topic else [])]
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        found = work.find(Outgoing, *where, order=[outgoing.due_at.up], limit=limit)
    told = [_told(each) for each in found]
    if as_json:
        print_json([dict(zip(_COLUMNS, each, strict=True)) for each in told])
    else:
        console().print(table("outbox", _COLUMNS, told, zone))


@command.command()
@click.argument("keys", metavar="ID...", nargs=-1, required=True)
@db_option
@as_option
def retry(keys: tuple[str, ...], *, url: str, employee: str | None) -> None:
    """Lets messages that are dead or uncertain try again, all or none of them.

    Look first whether an uncertain one has arrived. One that waits for its next try gets it now.
    """
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        for message in _open_ones(work, keys):
            work.change(
                message,
                status="waiting",
                attempts=0,
                claimed_until=None,
                finished_at=None,
                fault=None,
            )
    click.echo(f"To be tried again: {len(keys)}.")


@command.command()
@click.argument("keys", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", default="given up by hand", show_default=True, help="Nothing personal.")
@db_option
@as_option
def drop(keys: tuple[str, ...], *, reason: str, url: str, employee: str | None) -> None:
    """Gives messages up, all or none of them: they stay in the base, as dead, with the reason."""
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        for message in _open_ones(work, keys):
            work.change(
                message, status="dead", claimed_until=None, finished_at=work.now, fault=reason
            )
    click.echo(f"Given up: {len(keys)}.")


def _told(message: Outgoing) -> tuple[object, ...]:
    return (
        message.id,
        message.topic,
        message.status,
        message.attempts,
        message.claimed_until or message.due_at,
        message.fault,
    )


def _open_ones(work: Work, keys: tuple[str, ...]) -> list[Outgoing]:
    """The messages, each of which can still be decided about."""
    found = [work.get(Outgoing, OutgoingId.parse(key)) for key in dict.fromkeys(keys)]
    for message in found:
        if message.status == "sent":
            refused = "the message was sent already"
            raise BadInput(refused, where=f"outgoing {message.id}", hint="send another one")
        until = message.claimed_until
        if message.claimed_by is not None and until is not None and until > work.now:
            refused = "a worker is at the message"
            raise BadInput(refused, where=f"outgoing {message.id}", hint="wait till its lease ends")
    return found
