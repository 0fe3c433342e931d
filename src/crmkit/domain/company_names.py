"""Names of companies: the part that tells one from another, and the form of law around it.

=============================================  ====================  ======  ===========  ========
as typed                                       ``core``              legal   kind         ``city``
=============================================  ====================  ======  ===========  ========
``ООО "Ромашка"``, ``«РОМАШКА», ООО``          ``romashka``          ооо     limited
``О.О.О. Romashka``, ``OOO Romashka``          ``romashka``          ооо     limited
``Общество с ограниченной … «Ромашка»``        ``romashka``          ооо     limited
``ТОВ «Ромашка» (Київ)``                       ``romashka``          тов     limited      ``kiv``
``Ромашка, г. Москва``                         ``romashka``                               ``moskva``
``Маг-н «Ромашка»``, ``ТД Ромашка``            ``romashka``
``Стр-во "Дом"``                               ``stroitelstvo dom``
``ФОП Шевченко Т. Г.``                         ``shevchenko t g``    фоп     sole
``Acme Trading Co., Ltd.``                     ``akme``              ltd     limited
``ООО``, ``физ. лицо``, ``-``                  ``""``
=============================================  ====================  ======  ===========  ========

Equal cores mean companies that may be one: «магазин» and «компания» tell nobody apart. The lists
are ``data/legal_forms.txt`` and ``data/company_words.txt``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from attrs import frozen

from crmkit.domain._lists import lines_of
from crmkit.domain.cities import only_city
from crmkit.domain.spelling import in_latin, plainly_folded, skeleton
from crmkit.text import fold

_REMEMBERED = 2**15
_LONGEST = 300
_SHORT = 4
_ONLY_AT_ENDS = 2

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_CITY_BEHIND = re.compile(
    r"(.*\S)(?:\s*[,(]|\s[-–—]\s?|\s(?=(?:г|гор|город|м|місто|смт|пгт)[.\s]))"
    r"\s*([^,()]{2,60}?)\)?\s*"
)

Phrase = tuple[str, ...]
Table = Mapping[str, tuple[tuple[Phrase, Phrase], ...]]
"""First word → whole phrases that begin with it, the longest first, and what they stand for."""
Span = tuple[int, int, Phrase]


@frozen(kw_only=True)
class CompanyForm:
    """A name in its parts; ``core``, ``words`` and ``city`` are skeletons, ``name`` is not.

    ``name`` is the folded name in its own alphabet, without the legal form, spaces and signs, but
    with its city: two branches have two. ``legal`` is the short form, «ооо», and ``kind`` groups
    the forms of all countries: limited, stock, sole, private, public or other.
    """

    core: str
    legal: str | None = None
    kind: str | None = None
    words: tuple[str, ...] = ()
    name: str = ""
    city: str = ""


_NONE = CompanyForm(core="")


@lru_cache(_REMEMBERED)
def company_form(text: str) -> CompanyForm:
    """The parts of the name that the text holds; a text without letters and digits has no core."""
    folded = plainly_folded(text[:_LONGEST]).replace("&", " и ")
    typed = _WORD.findall(folded)
    if not typed:
        return _NONE
    own, city = _without_city(folded, len(typed))
    keys = [_key(word) for word in typed[:own]]
    if not city and _starts().isdisjoint(keys):
        words = [*map(_spelt, keys)]
        name = "".join(typed).translate(_APOSTROPHES)
        return CompanyForm(core=" ".join(words), words=tuple(words), name=name)
    places, legal = _legal(keys)
    rest = tuple(_others(keys, places))
    words = [] if rest in _no_names() else [*map(_spelt, _replaced(rest, _short_forms()))]
    return CompanyForm(
        core=" ".join(_core(words)),
        legal=legal[1] if legal else None,
        kind=legal[0] if legal else None,
        words=tuple(words),
        name="".join(_others(typed, places) or typed).translate(_APOSTROPHES),
        city=city,
    )


def _key(word: str) -> str:
    """A short word letter by letter, for «ооо» is not «о»; a long one in one spelling."""
    return in_latin(word) if len(word) <= _SHORT else skeleton(word)


def _spelt(key: str) -> str:
    """The skeleton of the word, unless that is a short form or the like: IAS is no AS."""
    spelt = skeleton(key)
    return key if spelt in _starts() else spelt


def _without_city(folded: str, words: int) -> tuple[int, str]:
    """How many words stand before the city at the end of the name, and the city, if one does."""
    found = _CITY_BEHIND.fullmatch(folded)
    city = only_city(found[2]) if found else ""
    before = len(_WORD.findall(found[1])) if found and city else 0
    return (before, city) if before else (words, "")


def _core(words: list[str]) -> list[str]:
    """The words without those that tell no company from another; all, where none would be left."""
    while not _starts().isdisjoint(words):
        core = _replaced(words, _common()) or words
        core = _replaced(_others(core, _legal(core)[0]), _short_forms())
        if tuple(core) in _no_names():
            return []
        if core == words:
            break
        words = core
    return words


def _legal(keys: Sequence[str]) -> tuple[frozenset[int], Phrase | None]:
    """The places of legal forms, and the kind and short form of the first; never all places."""
    spans = [*_spans(keys)]
    if not spans:
        return frozenset(), None
    taken = [span for span in spans if len(span[2][1]) > _ONLY_AT_ENDS]
    taken += _at_the_ends(spans, len(keys))
    places = frozenset(place for start, end, _ in taken for place in range(start, end))
    return places, min(taken)[2] if taken else None


def _spans(keys: Sequence[str]) -> Iterator[Span]:
    forms, at = _forms(), 0
    while at < len(keys):
        size, stands_for = _phrase_at(keys, at, forms) if keys[at] in forms else (0, ())
        if size:
            yield at, at + size, stands_for
        at += size or 1


def _at_the_ends(spans: list[Span], size: int) -> Iterator[Span]:
    """Forms of two letters count at the ends of a name alone: inside they are its words."""
    place = 0
    for span in spans:
        if span[0] == place:
            yield span
            place = span[1]
    place = size
    for span in reversed(spans):
        if span[1] == place:
            yield span
            place = span[0]


def _replaced(words: Sequence[str], table: Table) -> list[str]:
    """The words, and for the phrases of the table what they stand for."""
    if table.keys().isdisjoint(words):
        return [*words]
    made: list[str] = []
    at = 0
    while at < len(words):
        size, stands_for = _phrase_at(words, at, table)
        made.extend(stands_for if size else words[at : at + 1])
        at += size or 1
    return made


def _phrase_at(words: Sequence[str], at: int, table: Table) -> tuple[int, Phrase]:
    """How many words the longest phrase at this place has, 0 for none, and what it stands for."""
    for phrase, stands_for in table.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), stands_for
    return 0, ()


def _others(words: Sequence[str], places: frozenset[int]) -> list[str]:
    if not places:
        return [*words]
    return [word for place, word in enumerate(words) if place not in places]


@cache
def _forms() -> Table:
    phrases: dict[Phrase, Phrase] = {}
    for line in lines_of("legal_forms.txt"):
        kind, _, names = line.partition(" ")
        short, *_ = spellings = [fold(name) for name in names.split(",")]
        for spelling in spellings:
            phrases[_phrase(spelling)] = (kind, short)
            if len(spelling) <= _SHORT and spelling.isalpha():
                phrases.setdefault(_phrase(" ".join(spelling)), (kind, short))
    return _table(phrases)


@cache
def _short_forms() -> Table:
    phrases: dict[Phrase, Phrase] = {}
    for line in lines_of("company_words.txt"):
        word, _, short = line.partition(":")
        for spelling in short.split(",") if short else ():
            phrases[_phrase(fold(spelling))] = _phrase(fold(word))
    return _table(phrases)


@cache
def _common() -> Table:
    lines = [line.removeprefix("-") for line in lines_of("company_words.txt") if line[0] == "-"]
    return _table({_phrase(fold(word)): () for line in lines for word in line.split(",")})


@cache
def _starts() -> frozenset[str]:
    """Words with which anything begins that is not taken as it stands."""
    no_names = (name[0] for name in _no_names() if name)
    return frozenset([*_forms(), *_short_forms(), *_common(), *no_names])


@cache
def _no_names() -> frozenset[Phrase]:
    lines = [line.removeprefix("!") for line in lines_of("company_words.txt") if line[0] == "!"]
    names = (_phrase(fold(name)) for line in lines for name in line.split(","))
    return frozenset([(), *names])


def _phrase(folded: str) -> Phrase:
    return tuple(_key(word) for word in _WORD.findall(folded))


def _table(phrases: Mapping[Phrase, Phrase]) -> Table:
    table: dict[str, list[tuple[Phrase, Phrase]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        table.setdefault(phrase[0], []).append((phrase, phrases[phrase]))
    return MappingProxyType({first: tuple(found) for first, found in table.items()})
