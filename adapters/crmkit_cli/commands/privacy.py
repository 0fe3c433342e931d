"""`crmkit privacy`: what is held about a person, erasing it, who is due, what is held up."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO, TypeVar, get_args

import click

from crmkit import Crm, Policy, Work
from crmkit.domain.clients import Contact
from crmkit.domain.privacy import Erasure, Hold, SuppressedKey, Suppression
from crmkit.domain.record import Record
from crmkit.domain.retention import Retention
from crmkit.domain.secrets import Secret
from crmkit.errors import BadFile, BadInput
from crmkit.ids import ContactId, ErasureId, SuppressionId
from crmkit.query.conditions import Compare, Op
from crmkit_cli.commands.merge import client
from crmkit_cli.options import actor, as_option, db_option, demand_base, json_option, opened
from crmkit_cli.printing import print_json

R = TypeVar("R", bound=Record)
_SIGNS_OF_LIFE = {"deals": "created_at", "orders": "placed_at", "interactions": "at"}


@click.group("privacy")
def command() -> None:
    """Personal data: gives a person what is held, erases it, tells who is due."""


@command.command()
@click.argument("key", metavar="CLIENT")
@db_option
@as_option
@json_option
def export(key: str, *, url: str, employee: str | None, as_json: bool) -> None:
    """Prints everything that is held about CLIENT, by number or id, as Markdown or JSON."""
    with _base(url, None) as crm, crm.work(actor(employee)) as work:
        told = work.export_subject(_person(work, key).id)
    if as_json:
        print_json(told.data)
    else:
        click.echo(told.markdown())


@command.command()
@click.argument("key", metavar="CLIENT")
@db_option
@click.option("--ground", required=True, help="Why: the law, the request, the policy.")
@click.option("--operator", help="Who answers for the data, for the certificate.")
@click.option("--secret-file", type=click.File(), help="Keeps the person from coming back.")
@click.option("--yes", is_flag=True, help="Erases without asking.")
@as_option
@json_option
def erase(
    key: str,
    *,
    url: str,
    ground: str,
    operator: str | None,
    secret_file: TextIO | None,
    yes: bool,
    employee: str | None,
    as_json: bool,
) -> None:
    """Erases CLIENT for good, after a preview and a question; prints the certificate.

    Reports add up as before. Delete the files that it names yourself.
    """
    with _base(url, secret_file) as crm:
        if not yes:
            with crm.work(actor(employee)) as work:
                person = _person(work, key)
                shown = work.erase(person.id, ground=ground, operator=operator)
                work.roll_back()
            click.echo(
                f"To be erased of client {person.number}:\n{shown.certificate.log}", err=True
            )
            click.confirm("It cannot be undone. Erase?", abort=True, err=True)
        with crm.work(actor(employee)) as work:
            made = work.erase(_person(work, key).id, ground=ground, operator=operator)
    if as_json:
        print_json(made)
        return
    certificate = made.certificate
    click.echo(f"Certificate {certificate.id}, {certificate.created_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"Subject {certificate.subject_id}; ground: {certificate.ground}")
    click.echo(f"Operator: {certificate.operator or '-'}; done by {certificate.actor}")
    click.echo(f"Data: {', '.join(certificate.categories)}\n{certificate.log}")
    for file in made.files:
        click.echo(f"Delete this file yourself: {file}", err=True)
    if not made.suppressed:
        click.echo("Nothing keeps the person from coming back: no --secret-file.", err=True)


@command.command()
@db_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in UTC.")
def certificates(url: str, since: datetime | None) -> None:
    """Prints the certificates of erasures as JSON, and the hashed keys that must not come back.

    They name nobody. Keep them apart from the backups: `privacy reapply` repeats them in a base
    restored from one.
    """
    first = since and since.replace(tzinfo=UTC)
    with _base(url, None) as crm, crm.work(actor(None), writes=False) as work:
        print_json(
            {
                "erasures": _since(work.find(Erasure, limit=None), first),
                "suppressions": _since(work.find(Suppression, limit=None), first),
            }
        )


@command.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@db_option
@click.option("--secret-file", type=click.File(), help="Keeps the people from coming back.")
@json_option
def reapply(file: TextIO, *, url: str, secret_file: TextIO | None, as_json: bool) -> None:
    """Repeats the erasures in FILE, printed by `privacy certificates`, after a restore.

    Whoever is not in the base, is held or was erased in it already is passed over. With the
    secret, the keys of those erased are kept from coming back again.
    """
    erasures, suppressions = _kept(file)
    with _base(url, secret_file) as crm, crm.work(actor(None)) as work:
        done = work.reapply(erasures, suppressions)
    if as_json:
        print_json([each.certificate for each in done])
        return
    click.echo(f"Erased again: {len(done)} of {len(erasures)}.")
    for address in (address for each in done for address in each.files):
        click.echo(f"Delete this file yourself: {address}", err=True)
    if done and secret_file is None:
        click.echo("Nothing keeps the people from coming back: no --secret-file.", err=True)


@command.command()
@db_option
@json_option
def holds(url: str, *, as_json: bool) -> None:
    """Lists what keeps data from being erased, the latest last."""
    with _base(url, None) as crm, crm.work(actor(None), writes=False) as work:
        found = work.find(Hold, Compare("archived_at", Op.IS, None))
    if as_json:
        print_json(found)
        return
    for hold in found:
        click.echo(f"{hold.contact_id}  {f'until {hold.until}' if hold.until else 'without end'}")


@command.command()
@db_option
@click.option("--days", type=click.IntRange(min=1), required=True, help="For how long left alone.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@json_option
def due(url: str, *, days: int, limit: int, as_json: bool) -> None:
    """Lists clients with no deal, order or conversation for so many days, and no hold."""
    rule = Retention(purpose="sales", days=days, quiet=_SIGNS_OF_LIFE)
    demand_base(url)
    policy = Policy(retention=(rule,))
    with opened(url, policy) as crm, crm.work(actor(None), writes=False) as work:
        found = work.due_for_erasure(limit)
    if as_json:
        print_json([each.contact for each in found])
        return
    for each in found:
        click.echo(f"{each.contact.number}  known since {each.contact.created_at:%Y-%m-%d}")


@contextmanager
def _base(url: str, secret_file: TextIO | None) -> Iterator[Crm]:
    demand_base(url)
    secret = None if secret_file is None else Secret(secret_file.read().strip())
    with opened(url, Policy(secret=secret)) as crm:
        yield crm


def _person(work: Work, key: str) -> Contact:
    found = client(work, key)
    if not isinstance(found, Contact):
        message = "this is a company; personal data is of people"
        raise BadInput(message, where=key[:60])
    return found


def _since(found: Iterable[R], first: datetime | None) -> list[R]:
    return [each for each in found if first is None or each.created_at >= first]


def _kept(file: TextIO) -> tuple[list[Erasure], list[Suppression]]:
    """The certificates and hashed keys in a file; of each only what it is repeated by."""
    try:
        told = json.load(file)
        erasures = [_erasure(each) for each in told["erasures"]]
        return erasures, [_suppression(each) for each in told["suppressions"]]
    except (ValueError, KeyError, TypeError) as exc:
        message = "these are no certificates"
        hint = "crmkit privacy certificates prints them"
        raise BadFile(message, where=file.name, hint=hint) from exc


def _erasure(told: Mapping[str, str]) -> Erasure:
    return Erasure(
        id=ErasureId.parse(told["id"]),
        created_at=datetime.fromisoformat(told["created_at"]),
        subject_id=ContactId.parse(told["subject_id"]),
        ground=told["ground"],
        operator=told["operator"],
        actor=told["actor"],
    )


def _suppression(told: Mapping[str, str]) -> Suppression:
    if told["key"] not in get_args(SuppressedKey):
        raise KeyError(told["key"])
    return Suppression(
        id=SuppressionId.parse(told["id"]),
        created_at=datetime.fromisoformat(told["created_at"]),
        key=told["key"],  # type: ignore[arg-type]  # one of them, as was just asked
        digest=told["digest"],
        purpose=told["purpose"],
    )
