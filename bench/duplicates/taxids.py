"""Tax numbers of people and companies, with the right check digits."""

import random
from collections.abc import Iterable

RU_11, RU_12 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
RU_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
UA_PERSON = (-1, 5, 7, 9, 4, 6, 10, 5, 7)
BY = (29, 23, 19, 17, 13, 7, 5, 3)
TEN = 10
MILLENNIUM = 2000


def tax_id(land: str, rng: random.Random, *, person: bool) -> str:
    """A number as the country gives them; empty where shops do not ask for it."""
    draw = rng.randrange
    if land == "ru" and person:
        number = f"{draw(1, 92):02}{draw(1, 10**8):08}"
        number += _digit(number, RU_11)
        return number + _digit(number, RU_12)
    if land == "ru":
        number = f"{draw(1, 92):02}{draw(1, 10**7):07}"
        return number + _digit(number, RU_10)
    if land == "uk" and person:
        number = str(draw(150_000_000, 389_999_999))
        return number + _digit(number, UA_PERSON)
    if land == "uk":
        return _edrpou(str(draw(1_000_000, 4_500_000)))
    if land == "by":
        return _belarusian(rng)
    return kazakh("", (draw(1995, 2024), draw(1, 13), 4), rng) if land == "kz" else ""


def kazakh(sex: str, born: tuple[int, int, int], rng: random.Random) -> str:
    """The number of a person born, or a company founded, on that day."""
    century = 2 if born[0] >= MILLENNIUM else 0
    kind = {"m": 3, "f": 4}[sex] + century if sex else 0
    day = born[2] if sex else 40
    while True:
        number = f"{born[0] % 100:02}{born[1]:02}{day:02}{kind}{rng.randrange(10_000):04}"
        for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
            rest = _sum(number, weights) % 11
            if rest < TEN:
                return number + str(rest)


def _belarusian(rng: random.Random) -> str:
    while True:
        number = str(rng.randrange(10_000_000, 79_999_999))
        rest = _sum(number, BY) % 11
        if rest < TEN:
            return number + str(rest)


def _edrpou(number: str) -> str:
    weights = (7, 1, 2, 3, 4, 5, 6) if number[0] in "345" else (1, 2, 3, 4, 5, 6, 7)
    rest = _sum(number, weights) % 11
    if rest == TEN:
        rest = _sum(number, [weight + 2 for weight in weights]) % 11 % 10
    return number + str(rest)


def _digit(number: str, weights: Iterable[int]) -> str:
    return str(_sum(number, weights) % 11 % 10)


def _sum(number: str, weights: Iterable[int]) -> int:
    return sum(weight * int(digit) for weight, digit in zip(weights, number, strict=True))
