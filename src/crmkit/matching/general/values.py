"""The columns of any table as the general matcher compares them: folded texts and their words."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log2

from attrs import field, frozen

from crmkit.matching.kinds import ColumnKind
from crmkit.text import fold

_MARKS = re.compile(r"[^\w\s]+|_")
_DATE_DIGITS = re.compile(r"[0-9]+")
_PHRASES = frozenset({"name", "company", "address", "text"})
_NUMBERS = frozenset({"phone", "viber", "whatsapp", "tax_id", "postcode"})
_LONG_WORDS = 3


@frozen(kw_only=True)
class Column:
    """One column: each record's folded text, '' where it is blank, and how common each text is.

    A phrase also has each record's words, and how many bits it tells to meet one of them.
    """

    kind: ColumnKind
    texts: Sequence[str]
    counts: Counter[str]
    is_phrase: bool
    words: Sequence[tuple[str, ...]] = ()
    word_bits: dict[str, float] = field(factory=dict)

    def bits(self, text: str) -> float:
        """How many bits it tells to find the text twice: the rarer, the more."""
        return log2(len(self.texts) / self.counts[text])


def column(kind: ColumnKind, cells: Sequence[str]) -> Column:
    """The column of the cells, in their order."""
    texts = [_folded(kind, cell) for cell in cells]
    counts = Counter(texts)
    del counts[""]
    phrase = kind in _PHRASES or _is_wordy(counts)
    if not phrase:
        return Column(kind=kind, texts=texts, counts=counts, is_phrase=False)
    words = [tuple(dict.fromkeys(text.split())) for text in texts]
    met = Counter(word for text in words for word in text)
    bits = {word: log2(len(texts) / count) + 0.1 for word, count in met.items()}
    return Column(
        kind=kind, texts=texts, counts=counts, is_phrase=True, words=words, word_bits=bits
    )


def _is_wordy(counts: Counter[str]) -> bool:
    """Whether the texts have several words as a rule."""
    if not counts:
        return False
    return sum(len(text.split()) >= _LONG_WORDS for text in counts) > len(counts) / 2


def _folded(kind: ColumnKind, cell: str) -> str:
    if not cell:
        return ""
    if kind == "birth_date":
        return "".join(_DATE_DIGITS.findall(cell))
    if kind in _NUMBERS:
        return "".join(sign for sign in fold(cell) if sign.isalnum())
    return " ".join(_MARKS.sub(" ", fold(cell)).split())
