"""Numbers in cells, exactly: ``1 234,50 ₽``, ``1,234.50``, ``12'000`` and ``$1234.5``."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from attrs import frozen

from crmkit.errors import BadInput
from crmkit.money import Money, digits_of
from crmkit.ports.tables import Cell
from crmkit.services.importing.cells import CellFault, text

_SPACES = re.compile(r"[\s'’_]+")
_WRITTEN = re.compile(
    r"(?P<before>[^0-9.,−–-]*)(?P<minus>[−–-]?)(?P<cut>[^0-9.,]*)"
    r"(?P<digits>[0-9][0-9.,]*)(?P<after>[^0-9]*)"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_LONGEST = 40
_GROUP = 3
_LARGEST_WHOLE = 2**63 - 1
_LARGEST = Decimal(_LARGEST_WHOLE).scaleb(-6)
_PLACES = 6
_TOO_LONG = 18

_SIGNS: Mapping[str, str] = {
    **dict.fromkeys(("₽", "р", "руб", "рубль", "рубля", "рублей", "rub", "rur"), "RUB"),
    **dict.fromkeys(("₴", "грн", "гривен", "гривень", "uah"), "UAH"),
    **dict.fromkeys(("$", "usd", "us$", "долл", "доллар", "долларов"), "USD"),
    **dict.fromkeys(("€", "eur", "евро", "євро"), "EUR"),
    **dict.fromkeys(("₸", "тг", "тенге", "kzt"), "KZT"),
    **dict.fromkeys(("byn", "бр"), "BYN"),
    **dict.fromkeys(("£", "gbp"), "GBP"),
}


@frozen
class Amount:
    """A number of a cell, with the currency when the cell says one itself."""

    number: Decimal
    currency: str | None = None

    def money(self, currency: str) -> Money:
        """The amount in its own currency, else in the given one.

        Rounded half to even where a spreadsheet kept more digits than the currency has.
        """
        code = self.currency or currency
        if self.number and self.number.adjusted() > _TOO_LONG:
            message = "the amount is out of range"
            raise CellFault(message)
        minor = self.number.scaleb(digits_of(code)).to_integral_value(ROUND_HALF_EVEN)
        try:
            return Money(int(minor), code)
        except BadInput as exc:
            raise CellFault(exc.message) from exc


@frozen(kw_only=True)
class Numbers:
    """How the numbers of one column are read; ``mark`` is its decimal mark, when it is known.

    Where it is not, a lone mark before exactly three digits parts thousands in ``amounts`` and is
    a decimal mark in other numbers.
    """

    mark: str | None = None
    amounts: bool = False

    def amount(self, cell: Cell) -> Amount | None:
        """A number with its currency sign, if it has one."""
        if cell is None:
            return None
        if isinstance(cell, Decimal | int) and not isinstance(cell, bool):
            return Amount(_finite(Decimal(cell)))
        match = _found(cell)
        if match is None:
            message = "an amount is expected"
            raise CellFault(message, hint="for example 1 234,50")
        number = self._decimal(match["digits"])
        signs = f"{match['before']} {match['cut']} {match['after']}"
        return Amount(-number if match["minus"] else number, _currency_of(signs))

    def number(self, cell: Cell) -> Decimal | None:
        """A number within 64 bits, with at most six digits after the point."""
        found = self.amount(cell)
        if found is None:
            return None
        number = found.number
        if found.currency or abs(number) > _LARGEST or number != round(number, _PLACES):
            message = "a number of a sensible size is expected"
            raise CellFault(message)
        return number

    def whole(self, cell: Cell) -> int | None:
        """A whole number within 64 bits."""
        found = self.number(cell)
        if found is not None and found != found.to_integral_value():
            message = "a whole number is expected"
            raise CellFault(message)
        return None if found is None else int(found)

    def _decimal(self, digits: str) -> Decimal:
        digits = digits.rstrip(".,")
        mark = self._mark(digits)
        whole, _, fraction = digits.rpartition(mark) if mark in digits else (digits, "", "")
        grouped = _without_groups(whole)
        return Decimal(f"{grouped}.{fraction}" if fraction else grouped)

    def _mark(self, digits: str) -> str:
        certain = _certain_mark(digits)
        found = "," if "," in digits else "."
        if certain or not _GROUPED.fullmatch(digits):
            return certain or found
        other = "." if found == "," else ","
        return self.mark or (other if self.amounts else found)


def decimal_mark(cells: Iterable[Cell]) -> str | None:
    """The decimal mark of most of the numbers that leave no doubt; None when all leave it."""
    votes = {",": 0, ".": 0}
    for cell in cells:
        match = _found(cell) if isinstance(cell, str) else None
        if match is None:
            continue
        digits = match["digits"].rstrip(".,")
        mark = _certain_mark(digits)
        if mark is None and not _GROUPED.fullmatch(digits):
            mark = "," if "," in digits else ("." if "." in digits else None)
        if mark:
            votes[mark] += 1
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] > votes["," if best == "." else "."] else None


def currency(cell: Cell) -> str | None:
    """A currency code; «руб», «грн», «$» and «€» are understood."""
    written = text(cell)
    if written is None:
        return None
    sign = written.casefold().strip(". ")
    code = _SIGNS.get(sign) or written.upper()
    try:
        return Money(0, code).currency
    except BadInput as exc:
        message = "a currency code is expected"
        raise CellFault(message, hint="for example RUB") from exc


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        message = "a number is expected"
        raise CellFault(message)
    return number


def _found(cell: Cell) -> "re.Match[str] | None":
    written = _SPACES.sub("", text(cell) or "")
    return _WRITTEN.fullmatch(written) if len(written) <= _LONGEST else None


def _currency_of(signs: str) -> str | None:
    words = [word for part in signs.split() if (word := part.strip(".,+").casefold())]
    codes = {_SIGNS.get(word) for word in words}
    if None in codes or len(codes) > 1:
        message = "an amount is expected, with no other words than its currency"
        raise CellFault(message)
    return codes.pop() if codes else None


def _certain_mark(digits: str) -> str | None:
    """The decimal mark of a number with two kinds of mark, or with several of one: the other."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return "," if digits.rfind(",") > digits.rfind(".") else "."
    if commas > 1:
        return "."
    return "," if points > 1 else None


def _without_groups(whole: str) -> str:
    """The digits before the decimal mark; groups of thousands must be three digits each."""
    first, *groups = re.split(r"[.,]", whole)
    if any(len(group) != _GROUP for group in groups):
        message = "a number is expected"
        raise CellFault(message)
    return f"{first or 0}{''.join(groups)}"
