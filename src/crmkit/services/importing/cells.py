"""Cells: what stands in a cell, read as the value a field expects, or refused with a reason."""

from collections.abc import Mapping
from decimal import Decimal

from crmkit.errors import BadInput
from crmkit.ports.tables import Cell
from crmkit.text import clean, fold

SHORT = 500
"""Characters of a name, a title or another text that indexes hold; comments may be longer."""

_YES = frozenset(["да", "yes", "true", "1", "y", "+", "так", "истина", "активен"])
_NO = frozenset(["нет", "no", "false", "0", "n", "-", "ні", "ложь", "уволен"])


class CellFault(BadInput):
    """A cell does not hold what its column means; the reason quotes nothing from it."""

    code = "bad-cell"


def text(cell: Cell) -> str | None:
    """The cell as text on one line; None of a blank one."""
    if cell is None:
        return None
    written = cell if isinstance(cell, str) else _spelt(cell)
    if written.isascii() and written.isprintable() and "  " not in written:
        return written.strip() or None
    try:
        cleaned = clean(written, where="cell")
    except BadInput as exc:
        raise CellFault(exc.message, hint=exc.hint) from exc
    return " ".join(cleaned.split()) or None


def short_text(cell: Cell) -> str | None:
    """A text that a list can show and an index can hold."""
    written = text(cell)
    if written is not None and len(written) > SHORT:
        message = f"a text of at most {SHORT} characters is expected"
        raise CellFault(message)
    return written


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


def tags(cell: Cell) -> tuple[str, ...] | None:
    """Tags between commas, semicolons or bars."""
    written = (short_text(cell) or "").replace(";", ",").replace("|", ",").split(",")
    return tuple(dict.fromkeys(tag.strip() for tag in written if tag.strip())) or None


def _spelt(cell: Cell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
