"""Names, cities and company words, each drawn as often as it is met."""

import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Generic, TypeVar

from attrs import frozen

from bench.duplicates.spelling import by_from_ru, uk_from_ru

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
MIDDLES = ("", "ал", "ан", "ор", "ер", "ач", "уш", "иц", "ен", "ик", "ол", "ар", "уб", "от", "ел")
SURNAMES = {"ru": 30_000, "uk": 14_000, "by": 3_000, "arm": 2_000, "geo": 1_200, "turk": 9_000}
WEST = 4_000


class Wheel(Generic[T]):
    """Things drawn by weight."""

    def __init__(self, things: Sequence[T], weights: Iterable[float]) -> None:
        """Take as many weights as things; none may be below zero."""
        self.things = things
        self._sums = [*accumulate(weights)]
        self._last = len(things) - 1

    def spin(self, rng: random.Random) -> T:
        """One thing, the oftener the heavier it is."""
        place = bisect(self._sums, rng.random() * self._sums[-1])
        return self.things[min(place, self._last)]

    def turned(self, rng: random.Random, by: float) -> "Wheel[T]":
        """The same things, each by so much at most lighter or heavier."""
        before = [0.0, *self._sums]
        weights = [after - last for last, after in zip(before, self._sums, strict=False)]
        return Wheel(self.things, [weight * rng.uniform(1 - by, 1 + by) for weight in weights])


@frozen
class FirstName:
    """A first name in its languages, with short and Latin forms."""

    sex: str
    ru: str
    uk: str
    by: str
    nicks: tuple[str, ...]
    latin: tuple[str, ...]


@frozen
class City:
    """A city in its spellings, the usual one first."""

    land: str
    spellings: tuple[str, ...]


@frozen
class Land:
    """What the people of one origin are called."""

    code: str
    men: tuple[Wheel[FirstName], ...]
    women: tuple[Wheel[FirstName], ...]
    surnames: Wheel[str]
    usual_surnames: Wheel[str]


def _lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _forms(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split(","))


@cache
def _first_names() -> dict[tuple[str, str], list[tuple[FirstName, str]]]:
    found: dict[tuple[str, str], list[tuple[FirstName, str]]] = {}
    fronts: tuple[str, ...] = ()
    for line in _lines("first_names.txt"):
        kind, *cells = line.split(" ")
        if kind == "fronts":
            fronts = _forms(cells[2])
        elif kind in {"rare", "tails"}:
            group, sex, listed = cells
            names = _forms(listed)
            if kind == "tails":
                names = tuple(front + tail for front in fronts for tail in names)
            found[group, sex] += [(_rare(sex, name), "000") for name in names]
        else:
            sex, name, eras, uk, by, nicks, latin = cells
            uk, by = (name if cell == "-" else cell for cell in (uk, by))
            first = FirstName(sex, name, uk, by, _forms(nicks), _forms(latin))
            found.setdefault((kind, sex), []).append((first, eras))
    return found


def _rare(sex: str, name: str) -> FirstName:
    return FirstName(sex, name, uk_from_ru(name), by_from_ru(name), (), ())


@cache
def _names_of(group: str, sex: str) -> tuple[Wheel[FirstName], ...]:
    """A wheel for each era of birth; every name is met at times in every era."""
    names = _first_names()[group, sex]
    things = [first for first, _ in names]
    return tuple(
        Wheel(things, [int(eras[era]) ** 1.8 + 0.15 for _, eras in names]) for era in range(3)
    )


@cache
def _listed(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines(name):
        key, _, rest = line.partition(" ")
        found[key] = tuple(rest.split("," if name == "companies.txt" else " "))
    return found


def company_words(key: str) -> tuple[str, ...]:
    """The words of one list of the companies' file."""
    return _listed("companies.txt")[key]


def _built(code: str) -> list[str]:
    listed = _listed("surnames.txt")
    roots = [root[:-1] for root in listed[f"roots:{code}"]]
    ends = [end[1:] for end in listed[f"ends:{code}"]]
    middles = ("",) if code == "west" else MIDDLES
    names = {root + middle + end: None for root in roots for middle in middles for end in ends}
    built = [*names]
    random.Random(f"surnames {code}").shuffle(built)
    return built


@cache
def _surnames(code: str) -> Wheel[str]:
    """Real surnames first, built ones after them, ever rarer."""
    known = _listed("surnames.txt")[code]
    names = [*dict.fromkeys((*known, *_built(code)))][: SURNAMES.get(code, WEST)]
    return Wheel(names, [(rank + 13) ** -0.92 for rank in range(len(names))])


@cache
def land(code: str) -> Land:
    """The people of one origin: ru, uk, by, arm, geo, turk or west."""
    group = "slav" if code in {"ru", "uk", "by"} else code
    usual = _listed("surnames.txt")[code]
    return Land(
        code=code,
        men=_names_of(group, "m"),
        women=_names_of(group, "f"),
        surnames=_surnames(code),
        usual_surnames=Wheel(usual, [(rank + 30) ** -0.7 for rank in range(len(usual))]),
    )


@cache
def cities(code: str) -> Wheel[City]:
    """The cities of a country."""
    found: list[City] = []
    weights: list[float] = []
    for line in _lines("places.txt"):
        country, weight, spellings = line.split(" ", 2)
        if country == code:
            found.append(City(country, tuple(spellings.split("|"))))
            weights.append(float(weight))
    return Wheel(found, weights)
