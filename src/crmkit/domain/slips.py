"""Slips of the finger: how many of them turn one word into another."""


def within_slips(one: str, other: str, most: int = 1) -> bool:
    """Whether at most so many slips part the words.

    A slip is a letter more, a letter less, another letter, or two neighbours swapped (optimal
    string alignment).
    """
    if one == other:
        return True
    if abs(len(one) - len(other)) > most:
        return False
    start, end = _common(one, other)
    return _distance(one[start : len(one) - end], other[start : len(other) - end]) <= most


def slips_between(one: str, other: str) -> int:
    """How many slips part the words."""
    start, end = _common(one, other)
    return _distance(one[start : len(one) - end], other[start : len(other) - end])


def _common(one: str, other: str) -> tuple[int, int]:
    """How many letters the words share at their beginnings, and then at their ends."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return start, end


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(line[-1] + 1, last[column] + 1, last[column - 1] + (letter != against))
            swapped = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            )
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, line
    return last[-1]
