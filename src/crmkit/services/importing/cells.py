"""Cells: what stands in a cell, read as the value a field expects, or refused with a reason."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from crmkit.errors import BadInput
from crmkit.money import Money
from crmkit.ports.tables import Cell
from crmkit.text import fold

DATE_FORMATS = (
    "%Y-%m-%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
)
_TIMES = ("%H:%M:%S", "%H:%M")
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_OLDEST_YEAR = 1850
_YES = frozenset(["да", "yes", "true", "1", "y", "+", "так", "истина", "активен"])
_NO = frozenset(["нет", "no", "false", "0", "n", "-", "ні", "ложь", "уволен"])


class CellFault(BadInput):
    """A cell does not hold what its column means; the reason quotes nothing from it."""

    code = "bad-cell"


def text(cell: Cell) -> str | None:
    """The cell as text on one line; None of a blank one."""
    if cell is None:
        return None
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return " ".join(str(cell).split()) or None


def number(cell: Cell) -> Decimal | None:
    """An exact number: ``1 234,50``, ``1,234.50`` and ``1234.5`` alike."""
    if cell is None or isinstance(cell, Decimal):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Decimal(cell)
    written = _SPACES.sub("", text(cell) or "")
    found = _NUMBER.search(written)
    if found is None:
        message = "a number is expected"
        raise CellFault(message)
    try:
        return Decimal(_with_point(found.group()))
    except InvalidOperation as exc:
        message = "a number is expected"
        raise CellFault(message) from exc


def whole(cell: Cell) -> int | None:
    """A whole number."""
    found = number(cell)
    if found is not None and found != found.to_integral_value():
        message = "a whole number is expected"
        raise CellFault(message)
    return None if found is None else int(found)


def money(cell: Cell, currency: str) -> Money | None:
    """An amount of the currency, rounded half to even where a spreadsheet kept more digits."""
    found = number(cell)
    if found is None:
        return None
    try:
        return Money.of(1, currency) * found
    except BadInput as exc:
        message = "the amount is out of range"
        raise CellFault(message) from exc


def flag(cell: Cell) -> bool | None:
    """Yes or no, in Russian, Ukrainian or English."""
    if cell is None or isinstance(cell, bool):
        return cell
    word = fold(text(cell) or "")
    if word in _YES:
        return True
    if word in _NO:
        return False
    message = "yes or no is expected"
    raise CellFault(message)


def day(cell: Cell, formats: Sequence[str] = DATE_FORMATS) -> date | None:
    """A calendar day between 1850 and 9999."""
    found = _moment_of(cell, formats)
    return None if found is None else found.date()


def moment(cell: Cell, zone: ZoneInfo, formats: Sequence[str] = DATE_FORMATS) -> datetime | None:
    """A moment in UTC; what the file writes is local time in the zone, a bare day its midnight."""
    found = _moment_of(cell, formats)
    if found is None:
        return None
    local = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    return local.astimezone(UTC)


def choice(cell: Cell, words: Mapping[str, str]) -> str | None:
    """One of a closed set, by any of the folded words that mean it."""
    written = text(cell)
    if written is None:
        return None
    found = words.get(fold(written))
    if found is None:
        known = ", ".join(sorted(set(words.values())))
        message = f"one of these is expected: {known}"
        raise CellFault(message)
    return found


def date_formats(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The formats that read every given cell, so that day and month are not swapped midway.

    Where several do (each day is at most 12), all are kept in the usual order: day first. Where
    none does, the one that reads most comes first.
    """
    written = [cell for cell in cells if isinstance(cell, str)]
    hits = {form: sum(_reads(cell, form) for cell in written) for form in DATE_FORMATS}
    best = max(hits.values(), default=0)
    return tuple(form for form in DATE_FORMATS if hits[form] == best) if best else DATE_FORMATS


def reader(read: Callable[[Cell], object]) -> Callable[[Cell], object]:
    """The reader with every refusal as a CellFault."""

    def guarded(cell: Cell) -> object:
        try:
            return read(cell)
        except CellFault:
            raise
        except BadInput as exc:
            raise CellFault(exc.message, hint=exc.hint) from exc

    return guarded


def _moment_of(cell: Cell, formats: Sequence[str]) -> datetime | None:
    if cell is None or isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    written = text(cell) or ""
    for form in formats:
        found = _parsed(written, form)
        if found is not None:
            return found
    if (iso := _iso(written)) is not None:
        return iso
    message = "a date that exists is expected"
    raise CellFault(message, hint="for example 31.12.2026")


@lru_cache(maxsize=10_000)
def _parsed(written: str, form: str) -> datetime | None:
    for full in (form, *(f"{form} {clock}" for clock in _TIMES)):
        try:
            found = datetime.strptime(written, full)  # noqa: DTZ007 - the zone is the shop's
        except ValueError:
            continue
        return found if found.year >= _OLDEST_YEAR else None
    return None


def _iso(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year >= _OLDEST_YEAR else None


def _reads(cell: str, form: str) -> bool:
    return _parsed(" ".join(cell.split()), form) is not None


def _with_point(written: str) -> str:
    """The digits with a decimal point: the last of two kinds of mark, or a lone comma, is it."""
    comma, point = written.rfind(","), written.rfind(".")
    if comma >= 0 and point >= 0:
        mark = "," if comma > point else "."
        return written.replace("." if mark == "," else ",", "").replace(",", ".")
    if written.count(",") > 1 or written.count(".") > 1:
        return written.replace(",", "").replace(".", "")
    return written.replace(",", ".")
