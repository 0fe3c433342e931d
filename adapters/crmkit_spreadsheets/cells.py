"""From what a file holds to what a cell means, and back for text that looks like a formula."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from attrs import frozen

from crmkit.errors import BadInput
from crmkit.ports.tables import Cell
from crmkit.text import clean

EXACT_DIGITS = 15
"""A spreadsheet keeps this many digits of a number; whatever is longer has lost some already."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_HARMLESS = re.compile(r"\s*[+-][\d\s().-]*\Z", re.ASCII)
_APOSTROPHES = re.compile(r"'+\s*[=+\-@＝＋－＠0-9]")


@frozen
class Refused:
    """A cell that cannot be trusted, with the reason for the person."""

    reason: str


RawCell = Cell | Refused


def whole_or_decimal(digits: str) -> int | Decimal | Refused:
    """The number as the spreadsheet shows it: 15 digits, a whole number without a point.

    Refuses what is beyond 15 places on either side of the point before any arithmetic: an account
    of 20 digits kept as a number is a wrong account.
    """
    value = float(digits)
    if value.is_integer() and abs(value) < 10**EXACT_DIGITS:
        return int(value)
    number = Decimal(format(value, f".{EXACT_DIGITS}g"))
    if not _is_bounded(number):
        return Refused("a number is too long to be exact; make the column text and enter it again")
    return number


def _is_bounded(number: Decimal) -> bool:
    """The number is finite and no digit of it is further from the point than 15 places."""
    return (
        number.is_finite() and -EXACT_DIGITS <= (number.adjusted() if number else 0) < EXACT_DIGITS
    )


def clean_cell(raw: RawCell) -> RawCell:
    """Text is clean, without the apostrophe that only kept a program from computing it."""
    if not isinstance(raw, str):
        return raw
    try:
        text = clean(raw, where="cell")
    except BadInput as error:
        return Refused(error.message)
    return without_apostrophe(text) or None


def writable(cell: Cell, *, where: str) -> Cell:
    """The cell fit to be written; raises BadInput for what no file keeps as it is."""
    if isinstance(cell, str):
        return clean(cell, where=where)
    if isinstance(cell, Decimal) and not _is_bounded(cell):
        raise BadInput("a number is too large or too small", where=where)
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        hint = "give the time that the clock on the wall showed"
        raise BadInput("a file keeps no time zone", where=where, hint=hint)
    return cell


def is_blank(cells: Sequence[RawCell]) -> bool:
    """Nothing stands in any of the cells."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def without_apostrophe(text: str) -> str:
    """The text as meant: ``'+7921`` and ``'0012`` were written so to be kept as text."""
    return text[1:].strip() if _APOSTROPHES.match(text) else text


def kept_as_text(text: str) -> str:
    """The text for a cell that is text by its type: reading it gives it back."""
    return f"'{text}" if _APOSTROPHES.match(text.lstrip()) else text


def harmless(text: str) -> str:
    """The text for a file without types: no program that opens it computes anything.

    A number or phone with a sign stays as it is: to compute it harms nobody.
    """
    formula = _FORMULA.match(text) and not _HARMLESS.match(text)
    return f"'{text}" if formula else kept_as_text(text)
