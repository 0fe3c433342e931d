"""What is known of one word of a name: what it may be, and its normal form as each part."""

import re
from functools import lru_cache
from typing import Literal

from attrs import frozen

from crmkit.domain._first_names import Sex, known_name, name_of_root, name_within_a_slip
from crmkit.domain._name_noise import DAUGHTER_OF, SON_OF
from crmkit.domain._name_spelling import skeleton

Role = Literal["last", "first", "middle"]
Evidence = tuple[int, int, int]
"""How much a word looks like a surname, a first name and a patronymic."""

_REMEMBERED = 2**17
_SHORTEST_SURNAME = 4
_SHORTEST_STEM = 3
_SHORTEST_ROOT = 2

INITIAL: Evidence = (0, 1, 0)

_SURNAME_ENDINGS = tuple(
    """
    ов ова ев ева єв єва ёв ів ин ина ін іна їн їна ын ына ий ій ый ая яя ської ской цкой ко ук юк
    ик ич ян дзе швили швілі их ых їх ська цька ская ова оў ава
    ov ova ev eva in ina sky skiy skyi skyy skij skii ski skaya skaia skaja ska ko uk ich ych yan
    dze shvili off eff ow owa enko
    """.split()  # noqa: SIM905 - a list of as many quoted words is not read by anybody
)
_WOMEN_S: tuple[str, ...] = (
    "ова",
    "ева",
    "єва",
    "ёва",
    "ина",
    "іна",
    "їна",
    "ына",
    "ая",
    "яя",
    "ська",
    "цька",
)
_WOMEN_S += ("ova", "eva", "owa", "skaya", "skaia", "skaja")
_MEN_S: tuple[str, ...] = ("ов", "ев", "єв", "ёв", "ин", "ін", "їн", "ын", "ий", "ій", "ый", "ой")
_MEN_S += ("ov", "ev", "off", "eff", "sky", "skiy", "skyi", "skij", "skii")

_PATRONYMIC = re.compile(
    r"(.{2,}?)(?:(?P<son>[oei]vich)|(?P<daughter>[oei]vna)|(?P<ich>ich)|(?P<ichna>(?:in)?ichna))"
)
_GLUED = tuple(sorted(SON_OF | DAUGHTER_OF, key=len, reverse=True))
_SHORT_FORMS = tuple(
    """
    очка ечка енька онька ушка юшка уша юша уля юля уся юся чик ик ок ек ка ко
    """.split()  # noqa: SIM905 - as above
)


@frozen
class Word:
    """A word's skeleton, the names it may be, its stem as a surname, its root as a patronymic."""

    form: str
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    last: str = ""
    last_sex: Sex | None = None
    middle: str = ""
    middle_sex: Sex | None = None
    evidence: Evidence = INITIAL
    lasts: tuple[str, ...] = ()
    is_initial: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything says that this is a word of a name."""
        return bool(self.names or self.last_sex or self.evidence[2] > 0 or self.evidence[0] > 0)


@lru_cache(_REMEMBERED)
def word_of(word: str) -> Word:
    """What is known of the folded word; ``гасан оглы`` is one word.

    A word with a hyphen is known by the whole or by its parts.
    """
    plain = word.replace("-", "").replace("'", "")
    form = skeleton(plain.replace(" ", ""))
    if len(plain) == 1:
        return Word(form, is_initial=True)
    middle, middle_sex, surety = _patronymic(word)
    known = known_name(plain)
    names = known.ids if known else _names_of_parts(word) or _names_of_short_form(plain)
    looks_last = not names and len(plain) >= _SHORTEST_SURNAME and plain.endswith(_SURNAME_ENDINGS)
    near = () if names or surety > 0 else name_within_a_slip(plain)
    first = 0
    if names:
        first = 3 if known and known.is_full else 2
    elif near and not looks_last:
        first = 1
    as_last = 2 if looks_last else int(first == 2)  # noqa: PLR2004 - a short form may be a surname
    if names and surety < 0 and plain.isascii():
        surety = -3
    evidence = (as_last, first, surety)
    last = stem(word)
    sex = _sex_of_surname(plain)
    lasts = tuple(last.split("-"))
    return Word(form, names, near, last, sex, middle, middle_sex, evidence, lasts)


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The skeleton of a surname without the ending of its sex; a double one keeps its hyphen."""
    if "-" in word:
        return "-".join(filter(None, map(stem, word.split("-"))))
    form = skeleton(word.replace("'", "").replace(" ", ""))
    for ending in ("aja", "oi", "a", "i"):
        if form.endswith(ending):
            kept = form[: -len(ending)]
            if len(kept) >= _SHORTEST_STEM and kept[-1] not in "aeou":
                form = kept
            break
    return f"{form[:-2]}ov" if form.endswith("ev") else form


def _sex_of_surname(word: str) -> Sex | None:
    if len(word) < _SHORTEST_SURNAME:
        return None
    if word.endswith(_WOMEN_S):
        return "female"
    return "male" if word.endswith(_MEN_S) else None


def _patronymic(word: str) -> tuple[str, Sex | None, int]:
    """Its root or the name it is made of, the sex it tells, and how surely it is one."""
    head, _, tail = word.rpartition(" ")
    if head and tail in SON_OF | DAUGHTER_OF:
        return _name_or_skeleton(head), "male" if tail in SON_OF else "female", 3
    form = skeleton(word)
    if form.endswith(("ich", "na")):
        found = _PATRONYMIC.fullmatch(form)
        if found:
            return _slavic_patronymic(found)
    for tail in _GLUED:
        if word.endswith(tail) and known_name(word.removesuffix(tail)):
            return _name_or_skeleton(word.removesuffix(tail)), _sex_of_tail(tail), 3
    return "", None, -5


def _sex_of_tail(tail: str) -> Sex:
    return "male" if tail in SON_OF else "female"


def _slavic_patronymic(found: re.Match[str]) -> tuple[str, Sex | None, int]:
    """A patronymic of a known name is sure: ``Петрович``, not ``Мицкевич`` nor ``Пшенична``."""
    root = found[1]
    name = name_of_root(root) or ""
    if found["son"]:
        return name or root, "male", 3 if name else 1
    if found["daughter"]:
        return name or root, "female", 3
    if not name:
        return "", None, -5
    return name, "male" if found["ich"] else "female", 3


def _name_or_skeleton(word: str) -> str:
    known = known_name(word)
    return known.ids[0] if known and len(known.ids) == 1 else skeleton(word)


def _names_of_parts(word: str) -> tuple[str, ...]:
    """Of ``Анна-Мария`` both names."""
    if "-" not in word:
        return ()
    known = [known_name(part) for part in word.split("-") if part]
    if not known or any(part is None for part in known):
        return ()
    return tuple(sorted({name for part in known if part for name in part.ids}))


def _names_of_short_form(word: str) -> tuple[str, ...]:
    """Of ``Леночка`` the names of ``Лена``, of ``Сашенька`` those of ``Саша``."""
    for ending in _SHORT_FORMS:
        if word.endswith(ending):
            start = word.removesuffix(ending)
            if len(start) < _SHORTEST_STEM - (len(ending) > 2):  # noqa: PLR2004 - Олечка, not Ико
                continue
            for vowel in "ая":
                known = known_name(start + vowel)
                if known and not known.is_full:
                    return known.ids
    return ()
