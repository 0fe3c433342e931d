"""`crmkit list`: records of a kind, as the actor may see them."""

from zoneinfo import ZoneInfo

import click
from attrs import evolve

from crmkit import Question, Work
from crmkit.domain.record import Record
from crmkit.domain.schema import schema
from crmkit.query.codec import read_condition
from crmkit.query.questions import Order, Page, Path
from crmkit.query.schema import KindSpec
from crmkit_cli.columns import kind_of, listed, plural
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, messages, print_json, table


@click.command("list")
@click.argument("kind")
@db_option
@as_option
@click.option("--where", metavar="JSON", help='For example \'{"stage": "won"}\'.')
@click.option("--order", metavar="F", help="The field to order by; -F for descending.")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=20,
    show_default=True,
    help="At most so many.",
)
@zone_option
@json_option
def command(
    kind: str,
    *,
    url: str,
    employee: str | None,
    where: str | None,
    order: str | None,
    limit: int,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Lists records of KIND: contacts, companies, leads, deals, tasks, orders and more."""
    spec = kind_of(kind)
    if spec is None:
        known = ", ".join(plural(name) for name in schema().kinds)
        message = f"no such kind {kind!r}; known: {known}"
        raise click.BadParameter(message, param_hint="KIND")
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        question = _question(work, spec, where=where, order=order, limit=limit)
        page = work.page(question)
        if as_json:
            print_json(page.records)
        else:
            _print(work, spec, page, zone)


def _question(
    work: Work, spec: KindSpec, *, where: str | None, order: str | None, limit: int
) -> Question[Record]:
    orders: tuple[Order[Record], ...] = ()
    if order:
        orders = (Order(Path(order.removeprefix("-")), descending=order.startswith("-")),)
    question: Question[Record] = Question(kind=spec.name, order=orders, size=limit)
    if where is None:
        return question
    condition = read_condition(where, spec.name, work.schema)
    return evolve(question, where=condition)  # type: ignore[arg-type]  # of this kind by its name


def _print(work: Work, spec: KindSpec, page: Page[Record], zone: ZoneInfo) -> None:
    columns, rows = listed(work, spec, page.records)
    console().print(table(plural(spec.name).capitalize(), columns, rows, zone))
    if page.after is not None:
        messages().print(f"More follow; --limit shows more than {len(rows)}.", style="dim")
