"""`crmkit board`: the deals of a pipeline in its columns."""

from itertools import zip_longest
from zoneinfo import ZoneInfo

import click

from crmkit.query.codec import read_condition
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, zone_option
from crmkit_cli.printing import console, messages, money, print_json, table

_CARDS = 10


@click.command("board")
@click.argument("pipeline", metavar="[PIPELINE]", required=False)
@db_option
@as_option
@click.option("--where", metavar="JSON", help='For example \'{"source": "yandex"}\'.')
@click.option(
    "--cards",
    type=click.IntRange(1, 500),
    default=_CARDS,
    show_default=True,
    help="At most so many in a column.",
)
@zone_option
@json_option
def command(
    pipeline: str | None,
    *,
    url: str,
    employee: str | None,
    where: str | None,
    cards: int,
    zone: ZoneInfo,
    as_json: bool,
) -> None:
    """Shows the deals of PIPELINE (its key; the shop's first one) by stage, with totals.

    Won and lost deals lie on it for thirty days.
    """
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        conditions = [] if where is None else [read_condition(where, "deal", work.schema)]
        board = work.board(pipeline, *conditions, cards=cards)  # type: ignore[arg-type]  # of deals
    if as_json:
        print_json({"pipeline": board.pipeline.key, "columns": board.columns})
        return
    heads = [
        "\n".join(
            (column.stage.title, str(column.deals), money(column.amount) if column.amount else "")
        )
        for column in board.columns
    ]
    rows = zip_longest(*([card.deal.title for card in column.cards] for column in board.columns))
    console().print(table(board.pipeline.name, heads, rows, zone))
    for column in board.columns:
        if column.elsewhere:
            said = f"{column.stage.title}: {column.elsewhere} deals in another currency"
            messages().print(said, markup=False)
