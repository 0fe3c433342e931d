"""The numbers of revisions, and what they tell of who can live with them.

A revision is numbered ``0007`` or ``0007.1``: its place, and how many before it (itself included)
take something away that an older program needs. So a program knows of a revision it has never
seen whether it can live with it, and a revision is of the phase ``post`` where the second number
grows, of ``pre`` everywhere else.
"""

from typing import Self

from attrs import frozen

HEAD = "0005"
"""The revision that this version of the package makes; a test holds it to the newest one."""
ENOUGH = "0005"
"""The revision from which on this version works: HEAD, or the last before a closing ``post``."""


@frozen
class Number:
    """The number of a revision in its two parts."""

    place: int
    taken_away: int

    @classmethod
    def of(cls, revision: str) -> Self:
        """The parts; a revision that is numbered otherwise is none that anything works with."""
        place, _, taken_away = revision.partition(".")
        if not (place.isdecimal() and (taken_away or "0").isdecimal()):
            return cls(-1, -1)
        return cls(int(place), int(taken_away or 0))


def is_post(revision: str, before: str | None) -> bool:
    """Whether the revision takes something away that programs at the one before need."""
    return before is not None and Number.of(revision).taken_away > Number.of(before).taken_away


def suits(revision: str) -> bool:
    """Whether this version of the package works with tables of the revision, later ones too."""
    found, enough, head = map(Number.of, (revision, ENOUGH, HEAD))
    return found.place >= enough.place and found.taken_away in range(
        enough.taken_away, head.taken_away + 1
    )
