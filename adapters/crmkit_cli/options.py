"""The options that commands share, and opening a client base by them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from crmkit import Actor, Crm, Policy, System
from crmkit.errors import BadFile, BadInput
from crmkit.plugins.manager import Plugins
from crmkit.ports.maintenance import Maintenance

F = TypeVar("F", bound=Callable[..., Any])

REASON = "command line"
_MOST_WRITTEN = 1_000_000


def db_option(command: F) -> F:
    """Adds --db URL."""
    return click.option(
        "--db",
        "url",
        envvar="CRMKIT_DB",
        required=True,
        metavar="URL",
        help="The client base, for example sqlite:///shop.db.",
    )(command)


def as_option(command: F) -> F:
    """Adds --as EMPLOYEE."""
    return click.option(
        "--as",
        "employee",
        metavar="EMPLOYEE",
        help="Act with the rights of this employee (login or id) instead of the shop's own.",
    )(command)


def json_option(command: F) -> F:
    """Adds --json."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON and nothing else on stdout."
    )(command)


def zone_option(command: F) -> F:
    """Adds --zone NAME."""
    return click.option(
        "--zone",
        default="Europe/Moscow",
        show_default=True,
        callback=_zone,
        help="The shop's time zone.",
    )(command)


def actor(employee: str | None) -> Actor:
    """Who acts: the employee, or the command line itself."""
    return System(REASON) if employee is None else employee


@contextmanager
def looked_at(url: str) -> Iterator[Crm]:
    """The client base at the URL, which must be there: a slip in a path makes no new one."""
    demand_base(url)
    with opened(url) as crm:
        yield crm


def demand_base(url: str) -> None:
    """Refuses a URL of a file that is not there."""
    path = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if url.startswith("sqlite:///") and not path.exists():
        message = "there is no client base in this file"
        hint = "crmkit import or crmkit db upgrade makes one"
        raise BadInput(message, where=path.name, hint=hint)


def text_of(file: Path) -> str:
    """What is written in a mapping, a pipeline or the like: UTF-8, up to a megabyte."""
    try:
        if file.stat().st_size > _MOST_WRITTEN:
            message = "the file is too large to be written by people"
            raise BadFile(message, where=file.name, hint=f"it may have {_MOST_WRITTEN:,} bytes")
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        message = "the file cannot be read"
        raise BadFile(message, where=file.name, hint="it must be TOML in UTF-8") from exc


def maintenance(url: str) -> Maintenance:
    """What looks after the tables at the URL."""
    scheme = url.partition(":")[0].partition("+")[0]
    return Plugins().maintenance(scheme, {"url": url})


@contextmanager
def opened(url: str, policy: Policy | None = None) -> Iterator[Crm]:
    """The client base at the URL, closed at the end."""
    crm = Crm.open(url, policy=policy)
    try:
        yield crm
    finally:
        crm.close()


def _zone(_context: click.Context, _option: click.Parameter, value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        message = f"there is no time zone {value!r}"
        raise click.BadParameter(message) from exc
