"""Which words are first names, which are one name, and what patronymics are made of.

An *id* of a name is its Russian form, folded («алексей»), or its own form where it has no other
(«robert» is «роберт», «осман» is «осман»). A word may be a form of several names: «саша».
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

from attrs import frozen

from crmkit.domain._lists import lines_of
from crmkit.domain._name_spelling import skeleton
from crmkit.domain.clients import Sex
from crmkit.domain.slips import within_slips
from crmkit.domain.spelling import without_marks
from crmkit.text import fold

Listed = Literal["common", "full", "short", "foreign"]

_HOME = ("first_names_ru.txt", "first_names_uk.txt", "first_names_be.txt", "first_names_east.txt")
_RARE = "first_names_en.txt"
_ABROAD = ("first_names_west.txt", _RARE)
_COMMON = "first_names_common.txt"
_SURNAMES = "surnames_west.txt"
_SONS = ("son", "sen", "s")
_LONG = 5
_FEW = 3
_WOMEN_S = "ая"
_SHORTEST_SPELT = 3
_REMEMBERED = 2**14
_CYRILLIC = frozenset(map(chr, range(0x400, 0x530)))
_RANKS: tuple[Listed, ...] = ("common", "full", "short", "foreign")

# What a patronymic keeps of a name that changes its root, as skeletons.
_ROOTS = {"lev": "lv", "pavel": "pavl", "jakov": "jakovl", "prokip": "prokop", "fedir": "fedor"}
_ROOTS |= {"jakiv": "jak"}
# «Палыч», «Саныч», «Михалыч».
_SPOKEN_ROOTS = {"pal": "павел", "san": "александр", "migal": "михаил", "leks": "алексей"}
_SPOKEN_ROOTS |= {"ur": "юрий"}


@frozen
class Known:
    """What the lists know of a word: the names it may be a form of, and as what it is listed.

    Foreign is what only the western list has: there such words are surnames too.
    """

    ids: tuple[str, ...]
    listed: Listed


@frozen
class _Name:
    """A name as a list has it, its own form first."""

    id: str
    sex: Sex
    forms: tuple[str, ...]
    is_home: bool


def known_name(word: str) -> Known | None:
    """What is known of the folded word, in Cyrillic or Latin; None when it is no first name."""
    known = _known_by_form().get(word)
    if word[:1] in _CYRILLIC:
        is_long = len(word) > _SHORTEST_SPELT
        return known or (_known_by_spelling().get(skeleton(word)) if is_long else None)
    return _merged(known, skeleton(word), word)


@lru_cache(_REMEMBERED)
def _merged(known: Known | None, key: str, word: str) -> Known | None:
    """«Lena» is short for Magdalena and for Елена; «Luda» is spelt loosely."""
    if known is None and not word.isascii():
        known = _known_by_form().get(without_marks(word))
    spelt = _known_by_spelling().get(key)
    if known is None and spelt is None:
        return None if is_western_surname(word) else _known_loosely(key)
    if known is None or spelt is None:
        return known or spelt
    if set(spelt.ids) <= set(known.ids):
        return known
    return Known(tuple(sorted({*known.ids, *spelt.ids})), spelt.listed)


def listed_form(word: str) -> Known | None:
    """What is known of a folded word that a list has letter by letter."""
    return _known_by_form().get(word)


def is_western_surname(word: str) -> bool:
    """Whether the folded word is a surname of the west, listed or made of a first name."""
    if word in _western_surnames():
        return True
    ending = next(filter(word.endswith, _SONS), "")
    return bool(ending) and word.isascii() and word.removesuffix(ending) in _known_by_form()


def sex_of_names(names: Iterable[str]) -> Sex | None:
    """The sex of everybody who has a name of these ids; None when both have one."""
    sexes = {_sexes().get(name) for name in names}
    return sexes.pop() if len(sexes) == 1 else None


def name_of_root(root: str) -> str | None:
    """The id of the name that a patronymic is made of, by the skeleton before ``-ovich``."""
    return _names_by_root().get(root)


def name_within_a_slip(word: str) -> tuple[str, tuple[str, ...]]:
    """The known form that is a slip of the finger away and its ids; empty unless one name is.

    Forms of less than five letters are too near to too many words.
    """
    if len(word) < _LONG:
        return "", ()
    nearby, known = _nearby(), _known_by_form()
    near = {form for part in (word, *_shorter(word)) for form in nearby.get(part, ())}
    forms = [form for form in near if within_slips(word, form) and _is_likely_slip(word, form)]
    ids = {known[form].ids for form in forms}
    return (min(forms), ids.pop()) if len(ids) == 1 else ("", ())


def names_beginning_with(start: str) -> tuple[str, ...]:
    """Ids of the few common names whose skeletons begin so; empty where they are many."""
    return _names_by_start().get(start, ())


def may_be_one_name(one: str, other: str) -> bool:
    """Whether two folded first names may be one person's: «юля» and «юлія», «Yulia» and «Юлия».

    Short forms, Ukrainian and Latin spellings count as the name itself. Of words that no list
    knows, those count as one that sound alike or differ by a single slip of the finger.
    """
    known, also = known_name(one), known_name(other)
    if known and also:
        return not set(known.ids).isdisjoint(also.ids)
    return skeleton(one) == skeleton(other) or (
        min(len(one), len(other)) >= _LONG and within_slips(one, other)
    )


def _is_likely_slip(word: str, form: str) -> bool:
    """False where the first letter is another, or what tells the sex: ``Корнелия, Корнелий``."""
    if word[1:] == form[1:]:
        return False
    short, long = sorted((word, form), key=len)
    if short == long[:-1]:
        return long[-1] not in _WOMEN_S
    return word[:-1] != form[:-1] or (word[-1] in _WOMEN_S) == (form[-1] in _WOMEN_S)


def _is_long(word: str) -> bool:
    return len(word) >= _LONG


def _shorter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


@cache
def _listed() -> tuple[_Name, ...]:
    home = [name for file in _HOME for line in lines_of(file) for name in _read(line, is_home=True)]
    abroad = [
        name for file in _ABROAD for line in lines_of(file) for name in _read(line, is_home=False)
    ]
    return (*home, *abroad)


def _read(line: str, *, is_home: bool) -> Iterator[_Name]:
    sex, _, names = fold(line).replace("'", "").partition(" ")
    for each in names.split(","):
        stated, *short = each.split()
        name, _, russian = stated.partition("=")
        yield _Name(russian or name, "male" if sex == "m" else "female", (name, *short), is_home)


@cache
def _western_surnames() -> frozenset[str]:
    return frozenset(word for line in lines_of(_SURNAMES) for word in fold(line).split())


@cache
def _common() -> frozenset[str]:
    return frozenset(word for line in lines_of(_COMMON) for word in fold(line).split())


@cache
def _sexes() -> Mapping[str, Sex | None]:
    sexes: dict[str, Sex | None] = {}
    for name in _listed():
        known = sexes.setdefault(name.id, name.sex)
        sexes[name.id] = name.sex if known == name.sex else None
    return sexes


@cache
def _known_by_form() -> Mapping[str, Known]:
    return _gathered((form, name, not n) for name in _listed() for n, form in enumerate(name.forms))


@cache
def _known_by_spelling() -> Mapping[str, Known]:
    """By the skeletons of Cyrillic forms; a common name is meant rather than a short form."""
    known = _known_by_form()
    groups: dict[str, set[str]] = {}
    for form in known:
        if form[0] in _CYRILLIC and len(key := skeleton(form)) >= _SHORTEST_SPELT:
            groups.setdefault(key, set()).add(form)
    return {key: _of_group([known[form] for form in forms]) for key, forms in groups.items()}


def _of_group(known: Sequence[Known]) -> Known:
    meant = [one for one in known if one.listed == "common"] or known
    if len(meant) == 1:
        return meant[0]
    listed = min((one.listed for one in meant), key=_RANKS.index)
    return Known(tuple(sorted({name for one in meant for name in one.ids})), listed)


@cache
def _known_by_loose_spelling() -> Mapping[str, Known]:
    """«Luda» for «Lyuda», «Natala» for «Natalya»: only where one name alone is meant."""
    spelt = _known_by_spelling()
    found: dict[str, Known | None] = {}
    for form, known in spelt.items():
        if "j" in form:
            other = found.setdefault(_loosely(form), known)
            if other is None or other.ids != known.ids:
                found[_loosely(form)] = None
    return {key: known for key, known in found.items() if known and key not in spelt}


def _known_loosely(key: str) -> Known | None:
    loose = _loosely(key)
    return _known_by_loose_spelling().get(loose) if len(loose) > _SHORTEST_SPELT else None


def _loosely(key: str) -> str:
    return key.replace("j", "")


def _gathered(forms: Iterable[tuple[str, _Name, bool]]) -> dict[str, Known]:
    ids: dict[str, set[str]] = {}
    listed: dict[str, Listed] = {}
    common = _common()
    for word, name, is_full in forms:
        ids.setdefault(word, set()).add(name.id)
        if is_full and name.is_home:
            listed[word] = "common" if name.forms[0] in common else "full"
        else:
            listed.setdefault(word, "short" if name.is_home else "foreign")
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {
        word: Known(shared.setdefault(names := tuple(sorted(found)), names), listed[word])
        for word, found in ids.items()
    }


@cache
def _nearby() -> Mapping[str, tuple[str, ...]]:
    """The long forms by themselves and by what is left of them without one letter.

    Not those of rare names: what is a slip away from one is as likely another.
    """
    found: dict[str, list[str]] = {}
    rare = {name.id for line in lines_of(_RARE) for name in _read(line, is_home=False)}
    for form in filter(_is_long, _known_by_form().keys() - rare):
        for part in {form, *_shorter(form)}:
            found.setdefault(part, []).append(form)
    return {part: tuple(forms) for part, forms in found.items()}


@cache
def _names_by_start() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for form, known in _known_by_form().items():
        if known.listed == "common":
            start = skeleton(form)
            for end in range(_SHORTEST_SPELT, len(start) + 1):
                found.setdefault(start[:end], set()).update(known.ids)
    return {start: tuple(sorted(ids)) for start, ids in found.items() if len(ids) <= _FEW}


@cache
def _names_by_root() -> Mapping[str, str]:
    """Иван → ivan-ovich, Сергей → serg-evich, Николай → nikola-evich, Никита → nikit-ich."""
    found = dict(_SPOKEN_ROOTS)
    for name in _listed():
        if name.sex == "male" and name.is_home:
            for root in _roots_of(skeleton(name.forms[0])):
                found.setdefault(root, name.id)
    return found


def _roots_of(name: str) -> tuple[str, ...]:
    if name in _ROOTS:
        return (_ROOTS[name],)
    if name.endswith("ja"):
        return (name[:-2],)
    if name.endswith("ei"):
        return name[:-1], name[:-2]
    return (name[:-1], name) if name[-1] in "iaoe" else (name,)
