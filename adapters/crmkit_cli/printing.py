"""Printing: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import attrs
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from crmkit.ids import Id
from crmkit.money import Money

_SPACE = "\u00a0"
_WIDTH_WITHOUT_TERMINAL = 120


def console() -> Console:
    """The console on stdout; as wide as the terminal, or 120 where there is none."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL)


def messages() -> Console:
    """The console on stderr: for progress and remarks, so that stdout stays clean."""
    return Console(stderr=True)


def print_json(value: object) -> None:
    """Prints one JSON document, with Cyrillic as it is."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def plain(value: object) -> object:
    """The value as JSON has it: ids as text, money with its currency, moments in ISO form."""
    match value:
        case Id():
            return str(value)
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case str() | int() | float() | None:
            return value
        case _ if attrs.has(type(value)):
            fields = attrs.fields(type(value))
            return {field.name: plain(getattr(value, field.name)) for field in fields}
        case Iterable():
            return [plain(each) for each in value]
        case _:
            return str(value)


def shown(value: object, zone: ZoneInfo) -> str:
    """The value as a person reads it in a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Money():
            return money(value)
        case datetime():
            return value.astimezone(zone).strftime("%d.%m.%Y %H:%M")
        case date():
            return value.strftime("%d.%m.%Y")
        case float():
            return f"{value:,.1f}".replace(",", _SPACE)
        case Decimal():
            return f"{value.normalize():f}"
        case int():
            return f"{value:,}".replace(",", _SPACE)
        case tuple():
            return ", ".join(shown(each, zone) for each in value)
        case _:
            return str(value)


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
        drawn.add_column(column, justify="right" if right else "left")
    for row in listed:
        drawn.add_row(*(Text(shown(value, zone)) for value in row))
    return drawn


def _is_figure(value: object) -> bool:
    return isinstance(value, int | float | Decimal | Money) and not isinstance(value, bool)
