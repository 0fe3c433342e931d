"""`crmkit pipeline`: a pipeline in a file is checked, compared, applied, taken back and drawn."""

from pathlib import Path

import click

from crmkit import Work
from crmkit.domain.custom import CustomRecord
from crmkit.domain.deals import Deal
from crmkit.domain.diagrams import mermaid
from crmkit.domain.drawings import Drawing, as_toml, examine, read_drawing
from crmkit.domain.faults import Known
from crmkit.domain.permissions import PRESETS
from crmkit.domain.pipelines import Pipeline
from crmkit.domain.redrawing import Redrawing
from crmkit.domain.schema import schema
from crmkit.domain.staff import Role, Team
from crmkit.errors import NotFound
from crmkit.query.conditions import Compare, Op
from crmkit.query.schema import CUSTOM_PREFIX
from crmkit_cli.options import actor, as_option, db_option, json_option, looked_at, opened, text_of
from crmkit_cli.printing import print_json

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_STANDING = (Deal, CustomRecord)
_UNKNOWN_SHOP = Known(
    fields={name for kind in _STANDING for name in schema().kind(kind.kind).fields}, custom=False
)
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.group("pipeline")
def command() -> None:
    """Pipelines in files: checks, compares and applies them, takes the last one back."""


@command.command()
@_FILE
@click.option("--db", "url", envvar="CRMKIT_DB", metavar="URL", help="Knows fields and teams too.")
@json_option
def check(file: Path, *, url: str | None, as_json: bool) -> None:
    """Tells every fault of FILE with its line; exit code 1 if there are any."""
    text = text_of(file)
    if url is None:
        _, found = examine(text, _UNKNOWN_SHOP, file.name)
    else:
        with looked_at(url) as crm, crm.work(actor(None), writes=False) as work:
            _, found = examine(text, _known(work), file.name)
    if as_json:
        print_json([{"line": line, "message": message} for line, message in found])
    for line, message in () if as_json else found:
        click.echo(f"{file.name}:{line}: {message}")
    if found:
        raise click.exceptions.Exit(1)
    if not as_json:
        click.echo(f"{file.name}: sound")


@command.command()
@_FILE
@db_option
@as_option
@json_option
def diff(file: Path, *, url: str, employee: str | None, as_json: bool) -> None:
    """Tells what FILE would change, and how many deals would go where."""
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        made = work.preview_pipeline(_drawing(file, work))
    _print(made, as_json=as_json)


@command.command()
@_FILE
@db_option
@as_option
@json_option
def apply(file: Path, *, url: str, employee: str | None, as_json: bool) -> None:
    """Makes the pipeline what FILE draws, and puts deals of removed stages where it says."""
    with opened(url) as crm, crm.work(actor(employee)) as work:
        made = work.redraw_pipeline(_drawing(file, work))
    _print(made, as_json=as_json)


@command.command()
@click.argument("key", metavar="PIPELINE")
@db_option
@as_option
@json_option
def back(key: str, *, url: str, employee: str | None, as_json: bool) -> None:
    """Takes the last `apply` to PIPELINE (its key) back, with the deals that it moved."""
    with looked_at(url) as crm, crm.work(actor(employee)) as work:
        made = work.redraw_pipeline_back(key)
    _print(made, as_json=as_json)


@command.command()
@click.argument("key", metavar="PIPELINE")
@db_option
@as_option
def export(key: str, *, url: str, employee: str | None) -> None:
    """Prints the file that draws PIPELINE (its key) as it is."""
    with looked_at(url) as crm, crm.work(actor(employee), writes=False) as work:
        teams = {team.id: team.name for team in work.find(Team)}
        click.echo(as_toml(_pipeline(work, key), teams), nl=False)


@command.command()
@click.argument("drawn", metavar="FILE|PIPELINE")
@click.option("--db", "url", envvar="CRMKIT_DB", metavar="URL", help="Where PIPELINE is.")
def diagram(drawn: str, *, url: str | None) -> None:
    """Prints FILE, or PIPELINE (its key) of a client base, as a Mermaid diagram."""
    if Path(drawn).is_file() or url is None:
        file = Path(drawn)
        pipeline = read_drawing(text_of(file), _UNKNOWN_SHOP, file.name).pipeline()
    else:
        with looked_at(url) as crm, crm.work(actor(None), writes=False) as work:
            pipeline = _pipeline(work, drawn)
    click.echo(mermaid(pipeline), nl=False)


def _known(work: Work) -> Known:
    kinds = [work.schema.kind(kind.kind) for kind in _STANDING]
    own = {f"{CUSTOM_PREFIX}{key}" for kind in kinds for key in kind.custom}
    return Known(
        fields=own.union(*(kind.fields for kind in kinds)),
        roles={*PRESETS, *(role.key for role in work.find(Role))},
        teams={team.name for team in work.find(Team)},
    )


def _drawing(file: Path, work: Work) -> Drawing:
    return read_drawing(text_of(file), _known(work), file.name)


def _pipeline(work: Work, key: str) -> Pipeline:
    found = work.find(
        Pipeline, Compare("key", Op.IS, key.strip()), Compare("archived_at", Op.IS, None)
    )
    if not found:
        message = "there is no pipeline of this key, nor a file of this name"
        raise NotFound(message, where=key[:60], hint="crmkit list pipelines shows keys")
    return found[0]


def _print(made: Redrawing, *, as_json: bool) -> None:
    if as_json:
        print_json(made)
        return
    for each in made.differences:
        told = each.before if each.after is None else each.after
        was = f" (was: {each.before})" if each.how == "changed" else ""
        click.echo(f"{_SIGNS[each.how]} {each.of}: {told}{was}")
    for moved in made.resettled:
        said = f"{moved.deals} deals, {moved.records} other records"
        click.echo(f"> from {moved.stage} to {moved.stage_to or '?'}: {said}")
        for why, count in moved.refused.items():
            click.echo(f"! {count} of them have nowhere to go: {why}")
    if not made.differences and not made.resettled:
        click.echo("nothing changes")
