"""Printing: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatch
from io import TextIOWrapper
from typing import TextIO
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text

from crmkit.domain.plain import plain
from crmkit.money import Money

_SPACE = "\u00a0"
_WIDTH_WITHOUT_TERMINAL = 120


def console() -> Console:
    """The console on stdout; as wide as the terminal, or 120 where there is none."""
    _never_fail(sys.stdout)
    return Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)


def messages() -> Console:
    """The console on stderr: for progress and remarks, so that stdout stays clean."""
    _never_fail(sys.stderr)
    return Console(stderr=True)


def progress_bar() -> Progress:
    """A bar for a person who waits at a terminal; into a file of messages it draws nothing."""
    to = messages()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %"),
        TimeElapsedColumn(),
        console=to,
        transient=True,
        disable=not to.is_terminal,
    )


def _never_fail(stream: TextIO) -> None:
    """A letter that the screen's encoding lacks becomes a question mark, not an error."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")


def print_json(value: object) -> None:
    """Prints one JSON document, with Cyrillic as it is."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def shown(value: object, zone: ZoneInfo) -> str:
    """The value as a person reads it in a cell; moments in the zone."""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%d.%m.%Y %H:%M")
    return _shown(value)


@singledispatch
def _shown(value: object) -> str:
    return "" if value is None else str(value)


@_shown.register
def _(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "yes" if value else "no"


@_shown.register
def _(value: Money) -> str:
    return money(value)


@_shown.register
def _(value: date) -> str:
    return value.strftime("%d.%m.%Y")


@_shown.register
def _(value: float) -> str:
    return f"{value:,.1f}".replace(",", _SPACE)


@_shown.register
def _(value: int) -> str:
    return f"{value:,}".replace(",", _SPACE)


@_shown.register
def _(value: Decimal) -> str:
    return f"{value.normalize():f}"


@_shown.register
def _(value: tuple) -> str:  # type: ignore[type-arg]  # dispatch is on the class alone
    return ", ".join(_shown(each) for each in value)


def money(value: Money) -> str:
    """An amount with its thousands apart, without kopecks where there are none."""
    whole = value.amount == value.amount.to_integral_value()
    digits = f"{value.amount:,.0f}" if whole else f"{value.amount:,f}"
    return f"{digits.replace(',', _SPACE)}{_SPACE}{_SIGNS.get(value.currency, value.currency)}"


_SIGNS = {"RUB": "₽", "UAH": "₴", "USD": "$", "EUR": "€"}


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], zone: ZoneInfo
) -> RichTable:
    """A table for people: figures to the right, text as it is (no markup in it is obeyed)."""
    listed = [list(row) for row in rows]
    drawn = RichTable(title=title, title_justify="left", header_style="bold")
    for position, column in enumerate(columns):
        figures = [row[position] for row in listed if row[position] is not None]
        right = bool(figures) and all(_is_figure(figure) for figure in figures)
        drawn.add_column(column, justify="right" if right else "left", no_wrap=column == "id")
    for row in listed:
        drawn.add_row(*(Text(shown(value, zone)) for value in row))
    return drawn


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float | Decimal | Money) and not isinstance(value, bool)
