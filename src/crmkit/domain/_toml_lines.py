"""On which line of a TOML text each of its tables and values begins."""

import tomllib
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""The way to a value: ``("stages", 2, "requires")``."""


def line_of(place: Place, lines: Mapping[Place, int]) -> int:
    """The line of the value, or of the nearest thing around it that has one."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def lines_of(text: str) -> dict[Place, int]:
    """The line of each table and value of a text that is sound TOML.

    A statement is as many lines as it takes to be TOML by itself.
    """
    lines: dict[Place, int] = {}
    tables: dict[Place, int] = {}
    around: Place = ()
    for line, statement in _statements(text):
        if statement.lstrip().startswith("["):
            around = _opened(statement, tables)
            lines.setdefault(around, line)
        else:
            for place in _places(tomllib.loads(statement), around):
                lines.setdefault(place, line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each statement with the number of its first line."""
    gathered, begins = "", 1
    for number, line in enumerate(text.split("\n"), start=1):
        begins = begins if gathered else number
        gathered += f"{line}\n"
        try:
            said = tomllib.loads(gathered)
        except tomllib.TOMLDecodeError:
            continue
        if said:
            yield begins, gathered
        gathered = ""


def _opened(statement: str, tables: dict[Place, int]) -> Place:
    """The place that a ``[table]`` or ``[[table]]`` begins; arrays of tables are counted."""
    names: list[str] = []
    inner: object = tomllib.loads(statement)
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        names.append(name)
    place: Place = ()
    for depth, name in enumerate(names, start=1):
        place = (*place, name)
        if isinstance(inner, list) and depth == len(names):
            tables[place] = tables.get(place, -1) + 1
        if place in tables:
            place = (*place, tables[place])
    return place


def _places(value: object, at: Place) -> Iterator[Place]:
    if at:
        yield at
    inner: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    for key, each in inner:
        yield from _places(each, (*at, key))
