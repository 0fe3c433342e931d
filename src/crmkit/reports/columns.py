"""Columns of figures: each is made of the figures that were asked for."""

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from crmkit.money import Money
from crmkit.query.questions import Figure
from crmkit.reports.table import ColumnType
from crmkit.reports.titles import Title

_SECONDS_A_DAY = 86_400


@frozen(kw_only=True)
class Shown:
    """A column: ``make`` computes it from the figures named in ``needs``.

    An ``optional`` column is left out where it has no value in any row.
    """

    name: str
    title: Title
    type: ColumnType
    needs: tuple[str, ...]
    make: Callable[..., Figure]
    optional: bool = False


def number(name: str, title: Title) -> Shown:
    """A number of records, as it was counted."""
    return _as_it_is(name, title, ColumnType.NUMBER)


def money(name: str, title: Title, *, optional: bool = False) -> Shown:
    """An amount, as it was measured."""
    return _as_it_is(name, title, ColumnType.MONEY, optional=optional)


def moment(name: str, title: Title) -> Shown:
    """A moment, as it was measured."""
    return _as_it_is(name, title, ColumnType.MOMENT)


def days(name: str, title: Title, seconds: str) -> Shown:
    """A length of time, measured in seconds."""
    return Shown(name=name, title=title, type=ColumnType.DAYS, needs=(seconds,), make=_days)


def share(name: str, title: Title, part: str, whole: str, *, optional: bool = False) -> Shown:
    """The part of the whole, of numbers or of amounts; nothing where there is no whole."""
    return Shown(
        name=name,
        title=title,
        type=ColumnType.SHARE,
        needs=(part, whole),
        make=_share,
        optional=optional,
    )


def _as_it_is(name: str, title: Title, kind: ColumnType, *, optional: bool = False) -> Shown:
    def same(value: Figure) -> Figure:
        return value

    return Shown(name=name, title=title, type=kind, needs=(name,), make=same, optional=optional)


def _days(seconds: Figure) -> Figure:
    return seconds / _SECONDS_A_DAY if isinstance(seconds, int | float) else None


def _share(part: Figure, whole: Figure) -> Figure:
    size = _size(whole)
    return float(Fraction(_size(part), size)) if size else None


def _size(value: Figure) -> int:
    match value:
        case Money():
            return value.minor
        case int():
            return value
        case _:
            return 0
