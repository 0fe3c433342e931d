"""`crmkit report`: the questions a head of sales asks."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import click
from rich.text import Text

from crmkit.domain.plain import plain
from crmkit.query.codec import read_condition
from crmkit.query.questions import Figure
from crmkit.reports import REPORTS
from crmkit.reports.options import Options
from crmkit.reports.table import ReportTable
from crmkit_cli.drawing import drawn
from crmkit_cli.options import actor, as_option, looked_at, zone_option
from crmkit_cli.printing import console, table

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command("report")
@click.argument("name", required=False)
@click.option(
    "--db", "url", envvar="CRMKIT_DB", metavar="URL", help="The client base, sqlite:///shop.db."
)
@click.option("--by", multiple=True, metavar="F", help="Group by this; may be given again.")
@click.option("--where", metavar="JSON", help="Only records like this.")
@click.option("--from", "starts", type=_DAY, metavar="D", help="From this day on.")
@click.option("--to", "ends", type=_DAY, metavar="D", help="Up to this day, included.")
@click.option("--currency", metavar="CODE", help="Measure amounts of this currency alone.")
@click.option("--totals", is_flag=True, help="Add the figures over everything.")
@zone_option
@as_option
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def command(  # noqa: PLR0913 - one parameter per option
    name: str | None,
    *,
    url: str | None,
    by: Sequence[str],
    where: str | None,
    starts: datetime | None,
    ends: datetime | None,
    currency: str | None,
    totals: bool,
    zone: ZoneInfo,
    employee: str | None,
    form: Literal["table", "json", "csv"],
    as_json: bool,
) -> None:
    """Prints the report NAME over what the actor may see; without a name, lists the reports."""
    form = "json" if as_json else form
    if name is None:
        _list(form)
        return
    if name not in REPORTS:
        message = f"no report {name!r}; known: {', '.join(REPORTS)}"
        raise click.BadParameter(message, param_hint="NAME")
    if url is None:
        message = "Missing option '--db'."
        raise click.UsageError(message)
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        options = Options(
            zone=zone.key,
            by=tuple(word for words in by for word in words.split(",")),
            where=None if where is None else read_condition(where, REPORTS[name].kind, work.schema),
            starts=starts.date() if starts else None,
            ends=ends.date() if ends else None,
            currency=currency,
            totals=totals,
        )
        answer = work.report(name, options)
    {"table": _print, "json": _print_json, "csv": _print_csv}[form](answer, zone)


def _list(form: str) -> None:
    rows = [(name, str(each.title.en), str(each.description.en)) for name, each in REPORTS.items()]
    if form == "json":
        listed = [dict(zip(("report", "title", "description"), row, strict=True)) for row in rows]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        columns = ("report", "title", "what it tells")
        console().print(table("Reports", columns, rows, ZoneInfo("UTC")))


def _print_json(answer: ReportTable, _zone: ZoneInfo) -> None:
    document = {
        "report": answer.report,
        "columns": [column.name for column in answer.columns],
        "rows": plain(answer.as_dicts()),
    }
    if answer.totals is not None:
        names = [column.name for column in answer.columns]
        document["totals"] = plain(dict(zip(names, answer.totals, strict=True)))
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _print_csv(answer: ReportTable, _zone: ZoneInfo) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([column.name for column in answer.columns])
    for row in answer.rows:
        out.writerow([_csv_cell(value) for value in row])


def _csv_cell(value: Figure) -> object:
    match plain(value):
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case cell:
            return cell


def _print(answer: ReportTable, zone: ZoneInfo) -> None:
    out = console()
    out.print(drawn(answer, zone))
    for note in answer.notes:
        out.print(Text(str(note.en), style="dim"))
