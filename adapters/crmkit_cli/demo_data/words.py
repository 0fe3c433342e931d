"""Words: the lists of names, cities, goods and sayings that the made-up shop is made of."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list, without its remarks."""
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def rows(name: str, mark: str | None = None) -> tuple[tuple[str, ...], ...]:
    """The lines of a list, each split at the mark (white space where none is given)."""
    return tuple(tuple(line.split(mark)) for line in lines(name))


def female_surname(surname: str) -> str:
    """The surname as a woman bears it: ``Иванов`` → ``Иванова``, ``Раевский`` → ``Раевская``."""
    for ending, changed in (("ский", "ская"), ("цкий", "цкая"), ("ой", "ая")):
        if surname.endswith(ending):
            return surname.removesuffix(ending) + changed
    if surname.endswith(("ський", "цький")):
        return surname.removesuffix("ий") + "а"
    return f"{surname}а" if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) else surname


def latin(text: str) -> str:
    """The text in Latin letters, as a passport or a keyboard without Cyrillic has it."""
    letters = {cyrillic: other.strip("-") for cyrillic, other in rows("latin")}
    return "".join(_latin_letter(letter, letters) for letter in text)


def _latin_letter(letter: str, letters: Mapping[str, str]) -> str:
    found = letters.get(letter.lower(), letter)
    return found.capitalize() if letter.isupper() else found
