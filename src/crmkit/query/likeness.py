"""How like a text is to what was typed: the meaning of a search, which every store must equal.

What was typed is folded, freed from quotes and cut, word by word, into *marks*: the word's first
letter, and every three letters in a row, with a space for each end of the word.

============  ==============================================  ==========================
typed         its marks                                       of them in «иванов петр»
============  ==============================================  ==========================
``"Иванов"``  ``" и"  " ив"  "ива"  "ван"  "ано" …``          all 7
``"Ивонов"``  ``" и"  " ив"  "иво"  "вон"  "оно" …``          4: ``" и" " ив" "нов" "ов "``
``"Петр"``    ``" п"  " пе"  "пет"  "етр"  "тр "``            all 5
============  ==============================================  ==========================

The likeness of a text is how many of the marks stand in it, wherever they stand, so the order of
words does not count; a text that holds the whole of what was typed has them all. What has fewer
than two fifths of them is not like it: two typos in a long name, and one in a short word, leave
more than that.
"""

from collections.abc import Callable, Iterable
from heapq import nsmallest
from operator import attrgetter
from typing import Any, TypeVar

from attrs import field, frozen

from crmkit.text import fold

R = TypeVar("R")
QUOTES = '"«»'
"""Names of companies stand in these."""
MOST_MARKS = 60
"""Of a longer text the first marks are looked for alone."""
_LENGTH = 3
_SPOILT = 3  # marks that one wrong letter spoils


@frozen
class Sought:
    """What is looked for: the folded text, its marks, and how many of them are enough."""

    text: str
    marks: tuple[str, ...] = field(init=False)
    enough: int = field(init=False)

    @marks.default
    def _make_marks(self) -> tuple[str, ...]:
        marks = dict.fromkeys(mark for word in self.text.split() for mark in _marks(f" {word} "))
        return tuple(marks)[:MOST_MARKS]

    @enough.default
    def _make_enough(self) -> int:
        return max(1, -(-2 * len(self.marks) // 5))

    @property
    def more_than_enough(self) -> int:
        """How many marks are left by one wrong letter: what has them comes before all others."""
        return max(self.enough, len(self.marks) - _SPOILT)

    def likeness(self, folded: str) -> int:
        """How many of the marks stand in the folded text."""
        padded = padded_text(folded)
        if self.text in padded:
            return len(self.marks)
        return sum(mark in padded for mark in self.marks)


def sought(typed: str) -> Sought:
    """What somebody who typed this looks for."""
    return Sought(" ".join(_unquoted(fold(typed)).split()))


def padded_text(folded: str) -> str:
    """The text in which marks are looked for: a space for each quote and for both its ends."""
    return f" {_unquoted(folded)} "


def most_like(what: Sought, name: str, records: Iterable[R], size: int) -> tuple[R, ...]:
    """The records most like it by the field: by likeness, then by folded text, then by id."""
    if not what.marks:
        return ()
    text: Callable[[R], str | None] = attrgetter(name)
    ranked = [
        (-likeness, folded, record.id, record)  # type: ignore[attr-defined]  # every record has one
        for record in records
        if (folded := _folded(text(record))) is not None
        and (likeness := what.likeness(folded)) >= what.enough
    ]
    return tuple(entry[-1] for entry in nsmallest(size, ranked, key=_rank))


def _rank(entry: tuple[Any, ...]) -> tuple[Any, ...]:
    return entry[:-1]


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _unquoted(text: str) -> str:
    for quote in QUOTES:
        text = text.replace(quote, " ")
    return text


def _marks(word: str) -> Iterable[str]:
    yield word[: _LENGTH - 1]
    for at in range(len(word) - _LENGTH + 1):
        yield word[at : at + _LENGTH]
