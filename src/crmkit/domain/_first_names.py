"""Which words are first names, which are one name, and what patronymics are made of."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from attrs import frozen

from crmkit.text import fold

_FILES = ("first_names_ru.txt", "first_names_uk.txt")
_LONG = 5

_LETTERS = dict(zip("абвгґдезийіїклмнопрстуфы", "abvggdeziiiiklmnoprstufi", strict=True))
_SOUNDS = {"ж": "zh", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
_LATIN = str.maketrans(_LETTERS | _SOUNDS | {"э": "e", "є": "e", "ь": "", "ъ": "", "'": ""})

# Spellings of one sound in the systems of passports, libraries and habit.
_SPELLINGS = {"kh": "h", "x": "ks", "w": "v", "y": "i", "j": "i", "'": ""}
_SPELLINGS |= dict.fromkeys(("shch", "sch"), "sh")
_SPELLINGS |= dict.fromkeys(("yu", "iu", "ju"), "u")
_SPELLINGS |= dict.fromkeys(("iya", "ija", "ya", "ia", "ja"), "a")
_SPELLINGS |= dict.fromkeys(("ye", "ie", "je"), "e")
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_DOUBLED = re.compile(r"(.)\1+")

# What a patronymic keeps of a name that changes its root.
_ROOTS = {
    "илья": "ил",
    "лев": "льв",
    "микола": "микола",
    "михаил": "михайл",
    "павел": "павл",
    "яков": "яковл",
    "прокіп": "прокоп",
    "федір": "федор",
    "яків": "яков",
}


def is_first_name(word: str) -> bool:
    """Whether the folded word is a known first name or its short form, in Cyrillic or Latin."""
    return bool(_keys(word))


def is_root_of_patronymic(root: str) -> bool:
    """Whether the folded beginning of a word is what ``-ович`` and ``-евич`` are added to."""
    return root in _roots() or (root.isascii() and _sound(root) in _latin_roots())


def may_be_one_name(one: str, other: str) -> bool:
    """Whether two folded first names may be one person's: «юля» and «юлія», «Yulia» and «Юлия».

    Short forms, Ukrainian and Latin spellings count as the name itself. Of words that no list
    knows, those count as one that sound alike or differ by a single slip of the finger.
    """
    keys, others = _keys(one), _keys(other)
    if keys and others:
        return not keys.isdisjoint(others)
    return _heard(one) == _heard(other) or (
        min(len(one), len(other)) >= _LONG and _differ_by_a_slip(one, other)
    )


def _keys(word: str) -> frozenset[str]:
    """The names that the word is a form of; a short form may belong to several."""
    known = _keys_by_form().get(word)
    if known is None and word.isascii():
        known = _keys_by_sound().get(_sound(word))
    return known or frozenset()


def _heard(word: str) -> str:
    return _sound(word.translate(_LATIN))


def _differ_by_a_slip(one: str, other: str) -> bool:
    """One letter more, fewer or other, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[1::-1] == longer[:2] and rest[2:] == longer[2:])


@frozen
class _Name:
    """A name as a list has it: its own form first; ``key`` is that of the same Russian name."""

    sex: str
    key: str
    forms: tuple[str, ...]


@cache
def _listed() -> tuple[_Name, ...]:
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    folder = resources.files("crmkit.domain") / "data"
    lines = [line for name in _FILES for line in (folder / name).read_text("utf-8").splitlines()]
    return tuple(_read(line) for line in lines if not line.startswith("#"))


def _read(line: str) -> _Name:
    sex, stated, *short = fold(line).split()
    name, _, russian = stated.partition("=")
    return _Name(sex, f"{sex} {russian or name}", (name, *short))


@cache
def _keys_by_form() -> Mapping[str, frozenset[str]]:
    return _gathered((form, name.key) for name in _listed() for form in name.forms)


@cache
def _keys_by_sound() -> Mapping[str, frozenset[str]]:
    return _gathered(
        (_heard(spoken), name.key)
        for name in _listed()
        for form in name.forms
        for spoken in {form, form.replace("г", "х")}  # Serhii: a Ukrainian г is an h
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for word, key in pairs:
        gathered.setdefault(word, set()).add(key)
    return {word: frozenset(keys) for word, keys in gathered.items()}


@cache
def _roots() -> frozenset[str]:
    return frozenset(
        root for name in _listed() if name.sex == "m" for root in _roots_of(name.forms[0])
    )


@cache
def _latin_roots() -> frozenset[str]:
    return frozenset(_heard(root) for root in _roots())


def _roots_of(name: str) -> tuple[str, ...]:
    """Иван → иван-ович, Сергей → серге-евич, Юрий → юр(ь)-евич, Никита → никит-ич."""
    if name in _ROOTS:
        return (_ROOTS[name],)
    if name.endswith(("ий", "ій")):
        return name[:-1], name[:-2]
    return (name[:-1],) if name[-1] in "йьаяо" else (name,)


def _sound(latin: str) -> str:
    """One form for ``Yuliya``, ``Julia`` and ``Iulia``."""
    spelt = _SPELLING.sub(lambda match: _SPELLINGS[match[0]], latin)
    return _DOUBLED.sub(r"\1", spelt)
