"""How alike two values of a column are: a level, from the same down to different."""

from functools import lru_cache

from crmkit.domain.slips import slips_between
from crmkit.matching.general.values import Column

SAME, NEAR, ALIKE, EXCHANGED = "same", "near", "alike", "exchanged"
FAR, MISSING = "far", "missing"
"""The levels; ``same`` and the phrases' levels go with how rare the value is."""

_REMEMBERED = 2**18
_SHORT, _LONG = 4, 8
_ALIKE_SHARE = 0.35
_RARITIES = (4.0, 7.0, 10.0)
_PHRASE_STEPS = ((0.9, "p9"), (0.7, "p7"), (0.5, "p5"), (0.3, "p3"), (0.15, "p1"))


def level(column: Column, one: int, other: int) -> str:
    """The level of the column for two records."""
    mine, its = column.texts[one], column.texts[other]
    if not mine or not its:
        return MISSING
    if mine == its:
        return level_of_same(column, mine)
    if column.is_phrase:
        return _phrase(column, column.words[one], column.words[other])
    return _likeness(*sorted((mine, its)))


def level_of_same(column: Column, text: str) -> str:
    """The level of finding the text twice: the rarer, the better."""
    return f"{SAME}.{_rarity(column.bits(text))}"


def _rarity(bits: float) -> int:
    """A class of rarity, from the common 0 to the rare 3."""
    return sum(bits >= step for step in _RARITIES)


@lru_cache(_REMEMBERED)
def _likeness(one: str, other: str) -> str:
    """Of two different values: a slip away, alike, or different."""
    longer = max(len(one), len(other))
    slips = slips_between(one, other)
    digits = one.isdigit() and other.isdigit()
    if slips <= (1 if digits or longer < _LONG else 2):
        return NEAR
    if digits:
        return FAR
    if one.startswith(other) or other.startswith(one) or slips <= longer * _ALIKE_SHARE:
        return ALIKE
    return FAR


def _phrase(column: Column, mine: tuple[str, ...], its: tuple[str, ...]) -> str:
    """The share of what both phrases tell that is in common, words a slip apart included."""
    bits = column.word_bits
    left = [word for word in its if word not in mine]
    common = 0.0
    for word in mine:
        if word in its:
            common += bits[word]
        elif near := next((each for each in left if _is_near(word, each)), None):
            left.remove(near)
            common += 0.8 * min(bits[word], bits[near])
    whole = sum(bits[word] for word in mine) + sum(bits[word] for word in its)
    share = 2 * common / whole if whole else 0.0
    return next((step for least, step in _PHRASE_STEPS if share >= least), FAR)


@lru_cache(_REMEMBERED)
def _is_near(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT:
        return len(one) == 1 and other.startswith(one)
    return one[0] == other[0] and slips_between(one, other) <= 1
