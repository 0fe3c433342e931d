"""Cities: one form for every name that a city goes by.

==============================================  ======================
as typed                                        ``city_form``
==============================================  ======================
``Москва``, ``г. Москва``, ``MOSCOW``, ``МСК``  ``moskva``
``СПб``, ``Питер``, ``Saint Petersburg``        ``sankt peterburg``
``Киев``, ``м. Київ``, ``Kyiv``, ``Kiev``       ``kiv``
``Днепропетровск``, ``Дніпро``                  ``dnipro``
``Московская обл., г. Химки``, ``Химки МО``     ``himki``
``Россия, Казань, Ленина 5``                    ``kazan``
``пгт Яблоновский`` (no list has it)            ``ablonovski``
``Россия``, ``-``, ``12``, ``нет``              ``""``
==============================================  ======================

The form is the city's first name in the list (``data/cities.txt``), or its only one, as
`crmkit.domain.spelling.skeleton` spells it; the form of a form is itself.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from crmkit.domain._lists import lines_of
from crmkit.domain.spelling import plainly_folded, skeleton

_REMEMBERED = 2**14
_LONGEST = 300
_MOST_WORDS = 4

_BREAK = re.compile(r"[,;()/|\n]+")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"(?:р-н|ст-ца|г-д)\b|[^\W_]+(?:['’ʼ`][^\W_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(skeleton(word) for word in text.split())


MARKS_OF_CITIES = _words(
    "г гор город м місто смт пгт пос посёлок селище с село сел д дер деревня х хутор ст-ца"
    " станица аул аг рп нп п city town"
)
_REGIONS = _words(
    "обл область вобласць край респ республика республіка р-н район раён округ ао автономный"
    " oblast region district"
)
_AFTER_NAME = _words("обл область вобласць край округ oblast region district")
_ADJECTIVE = ("ska", "ski", "skoi", "skogo")
_NOT_CITIES = _words(
    "россия рф российская федерация росія russia ru украина україна ukraine ua беларусь"
    " белоруссия рб belarus by казахстан қазақстан рк kazakhstan kz мо ло"
    " нет немає не указан указано вказано неизвестно none null nan unknown"
)


@lru_cache(_REMEMBERED)
def city_form(text: str) -> str:
    """The city that the text names, in one form; empty when it names none.

    Regions, countries, streets and numbers around it do not count. A part with a mark such as
    ``г.`` wins, then the first known city, then the first part that is words alone.
    """
    if len(text) > _LONGEST:
        return ""
    known = other = ""
    for part in _BREAK.split(plainly_folded(text)):
        spelt = [skeleton(word) for word in _WORD.findall(part)]
        words = without_regions([word for word in spelt if not _DIGIT.search(word)])
        if not words:
            continue
        city = known_city(words)[1]
        if not city and words[0] in MARKS_OF_CITIES and len(words) > 1:
            unmarked = _unmarked(words)
            return known_city(unmarked)[1] or _unlisted(unmarked)
        known = known or city
        other = other or _unlisted(_unmarked(words))
    return known or other


def only_city(text: str) -> str:
    """The form of the city when the folded text is a listed or a marked city and nothing else."""
    words = without_regions([skeleton(word) for word in _WORD.findall(text)])
    name = _unmarked(words)
    count, city = known_city(name)
    if count == len(name):
        return city
    is_marked = words[0] in MARKS_OF_CITIES and len(words) > 1
    return _unlisted(name) if is_marked and not any(map(_DIGIT.search, name)) else ""


def known_city(words: Sequence[str]) -> tuple[int, str]:
    """How many of the first words, as skeletons, name a listed city, and its form; 0 for none."""
    cities = _listed()
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        found = cities.get(" ".join(words[:count]))
        if found is not None:
            return count, found
    return 0, ""


def without_regions(words: Sequence[str]) -> list[str]:
    """The skeletons without regions, districts and countries: ``московская обл химки``."""
    kept: list[str] = []
    is_name = False
    for word in words:
        if is_name:
            is_name = False
        elif word in _REGIONS:
            if kept and (word in _AFTER_NAME or kept[-1].endswith(_ADJECTIVE)):
                kept.pop()
            else:
                is_name = True
        elif word not in _NOT_CITIES:
            kept.append(word)
    return kept


def _unmarked(words: list[str]) -> list[str]:
    """The words without marks before and behind them; one word is always left."""
    while len(words) > 1 and words[0] in MARKS_OF_CITIES:
        words = words[1:]
    while len(words) > 1 and words[-1] in MARKS_OF_CITIES:
        words = words[:-1]
    return words


def _unlisted(words: Sequence[str]) -> str:
    """The words as the name of a city that the list lacks."""
    return " ".join(words) if len(words) <= _MOST_WORDS else ""


@cache
def _listed() -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for line in lines_of("cities.txt"):
        names = [_spelt(name) for name in line.partition(" ")[2].split(",")]
        for name in names:
            forms.setdefault(name, names[0])
    return MappingProxyType(forms)


def _spelt(name: str) -> str:
    return " ".join(skeleton(word) for word in _WORD.findall(plainly_folded(name)))
