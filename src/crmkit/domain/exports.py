"""Exports of other programs: how each calls its columns, as data, and by what it is known."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from attrs import frozen

from crmkit.domain.headings import HEADINGS, ImportKind, plain
from crmkit.errors import BadInput

PROGRAMS = ("amocrm", "bitrix24", "retailcrm")
"""The programs whose exports are known."""
_ENOUGH = 2

Words = Mapping[str, str]


@frozen(kw_only=True)
class Export:
    """What the headings of a program's exports mean.

    ``meaning`` has for each kind the target of each plain heading, ``values`` the program's words
    for crmkit's by target; two headings of ``known_by`` are enough to know the program.
    """

    name: str
    title: str
    known_by: frozenset[str]
    meaning: Mapping[ImportKind, Words]
    values: Mapping[ImportKind, Mapping[str, Words]]


def export(name: str) -> Export:
    """The export of the program; BadInput where it is not known."""
    if name not in PROGRAMS:
        message = f"no preset is called {name[:60]!r}"
        raise BadInput(message, where="mapping", hint=f"known: {', '.join(PROGRAMS)}")
    return _read(name)


def recognised(columns: Sequence[str]) -> Export | None:
    """The program whose export this is, by headings that no other has; None where nobody knows."""
    headings = {plain(column) for column in columns}
    found = [(len(each.known_by & headings), each) for each in map(_read, PROGRAMS)]
    most, likeliest = max(found, key=lambda each: each[0])
    alike = [each for count, each in found if count == most]
    return likeliest if most >= _ENOUGH and len(alike) == 1 else None


@cache
def _read(name: str) -> Export:
    # Imported on first use, as in `_lists`.
    from importlib import resources  # noqa: PLC0415

    path = resources.files("crmkit.domain") / "data" / f"export_{name}.toml"
    document = tomllib.loads(path.read_text("utf-8"))
    return Export(
        name=name,
        title=document["title"],
        known_by=frozenset(map(plain, document["known_by"])),
        meaning={
            kind: {
                plain(heading): target
                for target, headings in document.get(kind, {}).items()
                for heading in headings
            }
            for kind in HEADINGS
        },
        values=document.get("values", {}),
    )
