"""`crmkit doctor`: looks whether all is here that crmkit needs, and in order."""

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, entry_points, version
from zoneinfo import ZoneInfo

import click
from attrs import frozen
from rich.text import Text

from crmkit import Crm, System
from crmkit.domain.clients import Contact
from crmkit.errors import CrmError
from crmkit.plugins.manager import GROUP, Plugins
from crmkit_cli.options import demand_base, json_option, maintenance
from crmkit_cli.printing import console, print_json, table

_PACKAGES = (
    *("attrs", "msgspec", "phonenumbers", "pluggy", "python-stdnum", "python-ulid"),
    *("sqlalchemy", "alembic", "psycopg", "pymysql", "babel", "click", "rich"),
    *("python-calamine", "xlsxwriter", "charset-normalizer", "holidays", "pytrovich"),
)
_CORE = frozenset(_PACKAGES[:6])


@frozen
class Finding:
    """One thing looked at: ``state`` is ok, absent (and not needed) or bad."""

    name: str
    state: str
    detail: str


@click.command("doctor")
@click.option("--db", "url", envvar="CRMKIT_DB", metavar="URL", help="Look at this base too.")
@json_option
def command(url: str | None, *, as_json: bool) -> None:
    """Looks at versions, plugins, time zones and, with --db, the client base.

    The exit code is 1 where something is bad.
    """
    findings = [*_system(), *_packages(), *_plugins(), *(_base(url) if url else ())]
    bad = [finding for finding in findings if finding.state == "bad"]
    if as_json:
        print_json({"ok": not bad, "findings": findings})
    else:
        rows = [(each.name, each.state, each.detail) for each in findings]
        console().print(table("crmkit doctor", ("what", "state", "detail"), rows, ZoneInfo("UTC")))
        verdict = f"{len(bad)} to mend." if bad else "Everything is in order."
        console().print(Text(verdict, style="bold red" if bad else "bold green"))
    if bad:
        sys.exit(1)


def _system() -> Iterator[Finding]:
    yield Finding("crmkit", "ok", version("crmkit"))
    yield Finding("Python", "ok", platform.python_version())
    yield Finding("SQLite", "ok", sqlite3.sqlite_version)
    yield _looked("time zones", lambda: f"Europe/Moscow, {ZoneInfo('Europe/Kyiv').key}")


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding(name, "bad" if name in _CORE else "absent", "not installed")


def _plugins() -> Iterator[Finding]:
    for entry in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        yield _looked(f"plugin {entry.name}", partial(Plugins().loaded, entry.name))


def _base(url: str) -> Iterator[Finding]:
    scheme = url.partition(":")[0].partition("+")[0]

    def pending() -> str:
        demand_base(url)
        names = Plugins().maintenance(scheme, {"url": url}).pending()
        if names:
            message = f"pending: {', '.join(names)}"
            raise CrmError(message, hint=f"crmkit db upgrade --db {url}")
        return "up to date"

    yield _looked("tables", pending)
    yield _looked("client base", lambda: _counted(url))
    yield _search(url)


def _search(url: str) -> Finding:
    """Whether the index of names is there, without which a search reads every name."""
    name = "search index"
    try:
        demand_base(url)
        found = maintenance(url).indexed()
    except CrmError as exc:
        return Finding(name, "bad", str(exc))
    if found.names:
        return Finding(name, "ok", "names are found by their marks")
    told = f"crmkit db index --db {url}" if found.names is False else "not on this database"
    return Finding(name, "absent", f"every name is read: {told}")


def _counted(url: str) -> str:
    demand_base(url)
    crm = Crm.open(url)
    try:
        with crm.work(System("doctor"), writes=False) as work:
            return f"opened; {work.count(Contact)} contacts"
    finally:
        crm.close()


def _looked(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, "ok", look())
    except (CrmError, OSError, KeyError) as exc:
        return Finding(name, "bad", str(exc))
