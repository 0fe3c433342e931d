# ruff: noqa: PLR2004 - shares of habits stand in the open
"""The words that made-up people are named with, and how usual each is."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

from attrs import frozen

T = TypeVar("T")

_FOLDER = Path(__file__).parent / "word_lists"
_TAIL = (("ов", 30), ("ев", 18), ("ин", 22), ("ский", 10), ("ников", 6), ("енков", 5), ("ыгин", 3))
_UKRAINIAN_TAIL = (("енко", 30), ("чук", 15), ("ський", 12), ("юк", 10), ("ець", 5))
_HARD = "ов ев ёв ин ын"
_FEMALE = (("ский", "ская"), ("цкий", "цкая"), ("ський", "ська"), ("цький", "цька"))
_ADJECTIVES = ("ый", "ой", "ий")
_SPELT_ANEW = {
    "Илья": "Ильич Ильинична",
    "Никита": "Никитич Никитична",
    "Лев": "Львович Львовна",
    "Павел": "Павлович Павловна",
    "Пётр": "Петрович Петровна",
    "Михаил": "Михайлович Михайловна",
    "Яков": "Яковлевич Яковлевна",
    "Даниил": "Данилович Даниловна",
    "Игорь": "Игоревич Игоревна",
    "Ілля": "Ілліч Іллівна",
    "Микита": "Микитович Микитівна",
    "Микола": "Миколайович Миколаївна",
    "Лев ": "Львович Львівна",
    "Михайло": "Михайлович Михайлівна",
    "Григорій": "Григорович Григорівна",
    "Федір": "Федорович Федорівна",
    "Антін": "Антонович Антонівна",
    "Ігор": "Ігорович Ігорівна",
}


class Usual(Generic[T]):
    """Things of which some are met more often than others."""

    def __init__(self, weighed: Iterable[tuple[T, float]]) -> None:
        """Keeps the things with their weights."""
        pairs = [*weighed]
        self._things: Sequence[T] = [thing for thing, _ in pairs]
        self._sums = [*accumulate(weight for _, weight in pairs)]

    def pick(self, chance: Random) -> T:
        """One of them, the usual ones more often."""
        return self._things[bisect(self._sums, chance.random() * self._sums[-1])]


@frozen
class First:
    """A first name in the spellings of its languages and in its everyday forms."""

    russian: str
    ukrainian: str
    everyday: tuple[str, ...]
    everyday_ukrainian: tuple[str, ...]
    latin: tuple[str, ...]


@frozen
class City:
    """A city and the ways to write it."""

    country: str
    name: str
    spellings: tuple[str, ...]


def _lines(file: str) -> list[str]:
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def first_names(sex: str, generation: int) -> Usual[First]:
    """Russian and Ukrainian first names of the old (0), the grown (1) or the young (2)."""
    weighed = []
    for line in _lines("first_names.txt"):
        kind, russian, ukrainian, forms, others, latin, shares = line.split(";")
        if kind == sex:
            lists = (tuple(each.split()) for each in (forms, others, latin))
            weighed.append((First(russian, ukrainian, *lists), int(shares.split()[generation])))
    return Usual(weighed)


@cache
def southern_names(sex: str) -> Usual[First]:
    """First names of Tatars, of the Caucasus and of Central Asia."""
    weighed = []
    for line in _lines("southern_names.txt"):
        kind, name, forms, latin = line.split(";")
        if kind == sex:
            everyday = tuple(forms.split())
            weighed.append((First(name, name, everyday, everyday, tuple(latin.split())), 1))
    return Usual(weighed)


@cache
def surnames(people: str) -> Usual[str]:
    """Male surnames of ``ru``, ``uk`` or ``ye``: a usual head and a long tail."""
    lines = [line.partition(": ")[::2] for line in _lines("surnames.txt")]
    head = [name for of, names in lines if of == people for name in names.split()]
    weighed = [(name, 30 / (place + 12)) for place, name in enumerate(dict.fromkeys(head))]
    if people == "ye":
        return Usual((name, 1.0) for name, _ in weighed)
    roots = [root for of, names in lines if of == "roots" for root in names.split()]
    endings = _TAIL if people == "ru" else _UKRAINIAN_TAIL
    middles = ("", "ан", "ик", "ул", "аш", "ов", "ень", "юш", "ак", "ел", "ур", "ат", "еш", "ыл")
    tail = [
        (root + middle.rstrip("ь") + ending, share * 0.00035)
        for root in roots
        for middle in middles
        for ending, share in endings
        if middle or len(root) > 2
    ]
    return Usual([*weighed, *tail])


def of_her(surname: str) -> str:
    """The surname as a woman bears it."""
    for his, hers in _FEMALE:
        if surname.endswith(his):
            return surname.removesuffix(his) + hers
    if surname.endswith(_ADJECTIVES):
        return surname[:-2] + ("а" if surname in {"Чорний", "Осадчий"} else "ая")
    return surname + "а" if surname.endswith(tuple(_HARD.split())) else surname


def patronymic(father: str, sex: str, *, ukrainian: bool = False) -> str:
    """The patronymic after a father, by the rules of the language."""
    if anew := _SPELT_ANEW.get(father + " " if ukrainian and father == "Лев" else father):
        return anew.split()[sex == "f"]
    if ukrainian:
        stem = father.rstrip("оь")
        if father.endswith("й"):
            return f"{father}ович" if sex == "m" else f"{father[:-1]}ївна"
        return f"{stem}ович" if sex == "m" else f"{stem}івна"
    ending = "ич" if sex == "m" else "на"
    if father.endswith("ий") and father not in {"Дмитрий", "Георгий"}:
        return f"{father[:-2]}ьев{ending}"
    if father.endswith(("й", "ь")):
        return f"{father[:-1]}ев{ending}"
    return f"{father.rstrip('аоя')}ов{ending}"


@cache
def cities() -> Usual[City]:
    """Cities of four countries."""
    found = [line.split(";") for line in _lines("places.txt")]
    return Usual(
        (City(country, name, tuple(spellings.split(","))), float(share))
        for country, name, spellings, share in found
    )


@cache
def company_words() -> dict[str, list[str]]:
    """``alone``, ``first``, ``second`` and ``trades``: what names of companies are made of."""
    found: dict[str, list[str]] = {}
    for line in _lines("companies.txt"):
        kind, words = line.split(": ")
        found.setdefault(kind, []).extend(words.split())
    return found
