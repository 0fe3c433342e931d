"""Words: the lists of names, cities, goods and sayings that the made-up shop is made of."""

from collections.abc import Mapping
from functools import cache, lru_cache
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


@cache
def rows_of(name: str, *first: str) -> tuple[tuple[str, ...], ...]:
    """The rows that begin with these words, without them."""
    return tuple(row[len(first) :] for row in rows(name) if row[: len(first)] == first)


def female_surname(surname: str) -> str:
    """The surname as a woman bears it: ``Иванов`` → ``Иванова``, ``Раевский`` → ``Раевская``."""
    for ending, changed in (("ский", "ская"), ("цкий", "цкая"), ("ой", "ая")):
        if surname.endswith(ending):
            return surname.removesuffix(ending) + changed
    if surname.endswith(("ський", "цький")):
        return surname.removesuffix("ий") + "а"
    return f"{surname}а" if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) else surname


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """The text in Latin letters, as a passport has it."""
    return _spelt(text, _scheme(0))


@lru_cache(maxsize=4096)
def home_made_latin(text: str) -> str:
    """The text in Latin letters as people make them up: ``Jenia Hohlov``."""
    return _spelt(text, _scheme(1))


@cache
def _scheme(place: int) -> Mapping[str, str]:
    return {letter: schemes[place].strip("-") for letter, *schemes in rows("latin")}


def _spelt(text: str, letters: Mapping[str, str]) -> str:
    return "".join(
        found.capitalize() if letter.isupper() else found
        for letter in text
        for found in (letters.get(letter.lower(), letter),)
    )
