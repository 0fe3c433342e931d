"""`crmkit db copy`, `export`, `import`: a tenant moves whole."""

from collections.abc import Callable
from pathlib import Path

import click

from crmkit.errors import AdapterError, NotSupported
from crmkit.transfer import Moved, Progress, copy_tenant, export_tenant, import_tenant
from crmkit_cli.options import db_option, demand_base, json_option, maintenance
from crmkit_cli.printing import print_json, progress_bar

_tenant = click.option("--tenant", default=0, show_default=True, help="The tenant's number.")
_anew = click.option("--anew", is_flag=True, help="Empty the target of an unfinished move first.")


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@_tenant
@click.option("--as", "as_tenant", type=int, help="The tenant's number in TO, if another.")
@_anew
@json_option
def copy(
    source: str, target: str, tenant: int, as_tenant: int | None, *, anew: bool, as_json: bool
) -> None:
    """Copies a tenant from one database to another (both URLs) and compares the two.

    Cut off, it goes on when it is run again. A target without tables gets them.
    """
    demand_base(source)
    _prepare(target)

    def move(progress: Progress) -> Moved:
        return copy_tenant(
            source, target, tenant=tenant, as_tenant=as_tenant, anew=anew, progress=progress
        )

    moved = _shown("Copying", move)
    _carry_indexes(source, target)
    _tell("Copied", moved, as_json=as_json)


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@db_option
@_tenant
@click.option("--force", is_flag=True, help="Overwrite the file that is there.")
@json_option
def export(file: Path, url: str, tenant: int, *, force: bool, as_json: bool) -> None:
    """Writes a tenant into FILE (compressed if it ends in .gz) while others write."""
    demand_base(url)

    def move(progress: Progress) -> Moved:
        return export_tenant(url, file, tenant=tenant, overwrite=force, progress=progress)

    _tell("Exported", _shown("Exporting", move), as_json=as_json)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@db_option
@_tenant
@_anew
@json_option
def import_(file: Path, url: str, tenant: int, *, anew: bool, as_json: bool) -> None:
    """Lays the tenant in FILE, made by `db export`, into an empty tenant.

    Cut off, it goes on when it is run again. A database without tables gets them.
    """
    _prepare(url)

    def move(progress: Progress) -> Moved:
        return import_tenant(file, url, tenant=tenant, anew=anew, progress=progress)

    _tell("Imported", _shown("Importing", move), as_json=as_json)


def _carry_indexes(source: str, target: str) -> None:
    """Makes in the target the indexes on demand that the source has, where it can have them."""
    had = maintenance(source).indexed()
    for wanted in (*([()] if had.names else []), *((field,) for field in had.fields)):
        try:
            maintenance(target).index(wanted)
        except (AdapterError, NotSupported) as exc:
            click.echo(f"An index of the source is not in the target: {exc}", err=True)


def _prepare(url: str) -> None:
    found = maintenance(url)
    if not found.applied():
        found.upgrade()


def _shown(what: str, move: Callable[[Progress], Moved]) -> Moved:
    with progress_bar() as bar:
        task = bar.add_task(what, total=None)
        return move(lambda done, total: bar.update(task, completed=done, total=total))


def _tell(what: str, moved: Moved, *, as_json: bool) -> None:
    if as_json:
        print_json({"records": moved.total, "found": moved.found, "counts": moved.counts})
        return
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(moved.counts.items()))
    there = f" {moved.found:,} were there from a former try." if moved.found else ""
    click.echo(f"{what} {moved.total:,} records: {kinds or 'the tenant is empty'}.{there}")
