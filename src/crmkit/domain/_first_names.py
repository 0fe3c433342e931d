"""Which words are first names, and which male names patronymics are made of."""

import re
from functools import cache

from crmkit.text import fold

_FILES = ("first_names_ru.txt", "first_names_uk.txt")

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
    return word in _forms() or (word.isascii() and _sound(word) in _latin_forms())


def is_root_of_patronymic(root: str) -> bool:
    """Whether the folded beginning of a word is what ``-ович`` and ``-евич`` are added to."""
    return root in _roots() or (root.isascii() and _sound(root) in _latin_roots())


@cache
def _entries() -> tuple[tuple[str, ...], ...]:
    """Lines of the lists as folded words: sex, name, short forms."""
    # Imported on first use: it is as slow to load as all pure modules together.
    from importlib import resources  # noqa: PLC0415

    folder = resources.files("crmkit.domain") / "data"
    lines = [line for name in _FILES for line in (folder / name).read_text("utf-8").splitlines()]
    return tuple(tuple(fold(line).split()) for line in lines if not line.startswith("#"))


@cache
def _forms() -> frozenset[str]:
    return frozenset(form for _sex, *forms in _entries() for form in forms)


@cache
def _latin_forms() -> frozenset[str]:
    return frozenset(_sound(form.translate(_LATIN)) for form in _forms())


@cache
def _roots() -> frozenset[str]:
    return frozenset(root for sex, name, *_ in _entries() if sex == "m" for root in _roots_of(name))


@cache
def _latin_roots() -> frozenset[str]:
    return frozenset(_sound(root.translate(_LATIN)) for root in _roots())


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
