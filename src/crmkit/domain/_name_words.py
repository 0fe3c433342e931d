"""What is known of one word of a name: what it may be, and its normal form as each part."""

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from crmkit.domain._first_names import (
    Known,
    is_western_surname,
    known_name,
    listed_form,
    name_of_root,
    name_within_a_slip,
    names_beginning_with,
    sex_of_names,
)
from crmkit.domain._name_noise import DAUGHTER_OF, SON_OF
from crmkit.domain._name_spelling import skeleton
from crmkit.domain.clients import Sex

Role = Literal["last", "first", "middle"]
Evidence = tuple[int, int, int]
"""How much a word looks like a surname, a first name and a patronymic."""

_REMEMBERED = 2**17
_SHORTEST_SURNAME = 4
_SHORTEST_STEM = 3
_SHORTEST_ROOT = 2

# A full first name is surer than a surname's ending; a foreign one may be a surname as it stands.
_AS_FIRST = {"common": 7, "full": 6, "short": 5, "foreign": 4}
_FIRST = 4
_AS_SURNAME = 4
_AS_BOTH = 3
_NEAR, _NEAR_LONG = 2, 5
_LONG = 8
_SURE, _BY_ENDING, _SECOND_NAME, _NOT = 6, 2, -6, -10
INITIAL: Evidence = (0, 2, 0)
SURE_SURNAME: Evidence = (10, 0, _NOT)
"""Of the one whole word beside two initials: ``Гринь И. И.``, though Гринь is Григорий."""

_SURNAME_ENDINGS = tuple(
    """
    ов ова ев ева єв єва ёв ів ин ина ін іна їн їна ын ына ий ій ый ая яя ської ской цкой ко ук юк
    ик ич ян дзе швили швілі их ых їх ська цька скі цкі ски цки оў ава заде зода оглы оглу ак як
    ец ець сон іч
    ov ova ev eva in ina sky skiy skyi skyy skij skii ski skaya skaia skaja ska ko uk ich ych yan
    dze shvili off eff ow owa enko zade son sen mann berg stein feld ez opoulos escu
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
    r"(.{2,}?)(?:(?P<son>[aoei]vich)|(?P<daughter>[aoei]vna)|(?P<ich>ich)|(?P<ichna>(?:in)?ichna))"
)
_GLUED = tuple(sorted(SON_OF | DAUGHTER_OF, key=len, reverse=True))
_ENDINGS = (*_SURNAME_ENDINGS, "ич", "на", "ich", "ych", "vna")
_SHORT_FORMS = tuple(
    """
    очка ечка енька онька ушка юшка уша юша уля юля уся юся чик ик ок ек ка ко
    """.split()  # noqa: SIM905 - as above
)
_UNLISTED_SHORT_FORMS = tuple(
    """
    jushka ushka ishka uga juga aga jaga unja junja ulja julja usja jusja usha jusha echka ochka
    enka onka ik ok ek jan on os un jun
    """.split()  # noqa: SIM905 - as above
)
"""What is put to the beginning of a name, as skeletons: ``Викуня``, ``Дмитюха``."""


class Word(Struct, frozen=True, gc=False):
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
    sex: Sex | None = None
    is_initial: bool = False
    is_word: bool = True
    initial: str = ""

    @property
    def is_surname(self) -> bool:
        """Whether it is no first name and ends as surnames do."""
        return self.evidence[0] >= _AS_SURNAME

    @property
    def is_first(self) -> bool:
        """Whether it is a first name, or all but one."""
        return self.evidence[1] >= _FIRST

    @property
    def is_patronymic(self) -> bool:
        """Whether it ends as patronymics do."""
        return self.evidence[2] > 0

    @property
    def is_foreign(self) -> bool:
        """Whether it is a first name of the west alone, which may be a surname there as well."""
        return self.is_first and 0 < self.evidence[0] < _AS_SURNAME

    @property
    def is_known(self) -> bool:
        """Whether anything says that this is a word of a name."""
        return bool(self.names) or self.is_surname or self.is_patronymic


@lru_cache(_REMEMBERED)
def word_of(word: str) -> Word:
    """What is known of the folded word; ``гасан оглы`` is one word.

    A word with a hyphen is known by the whole or by its parts.
    """
    plain = word if word.isalpha() else "".join(filter(str.isalpha, word))
    form = skeleton(plain)
    if len(plain) == 1:
        return Word(form, is_initial=True, is_word=bool(form), initial=form[:1])
    middle, middle_sex, as_middle = _patronymic(word)
    known = known_name(plain)
    if known and known.listed == "short" and not plain.isascii() and not listed_form(plain):
        known = None if _may_be_surname(plain) else known  # Гнатик may be short, Гнатюк is not
    if known is None:
        known = _known_by_parts(word) if "-" in word else _known_by_short_form(plain)
    names = known.ids if known else ()
    looks_last = not known and _may_be_surname(plain)
    as_last = _AS_SURNAME if looks_last else 0
    as_first = 0
    near: tuple[str, ...] = ()
    if known:
        as_first = _AS_FIRST[known.listed]
        as_last = _surname_after_all(plain, known)
        if as_middle < 0 and plain.isascii():
            as_middle = _SECOND_NAME
    elif as_middle < _SURE:
        near, as_first = _nearly_a_name(plain, looks_last=looks_last)
    last, sex = stem(word), _sex_of_surname(plain)
    evidence = (as_last, as_first, as_middle)
    return Word(
        form,
        names,
        near,
        last,
        sex,
        middle,
        middle_sex,
        evidence,
        tuple(last.split("-")),
        sex_of_names(names or near),
        is_word=len(form) > 1,
        initial="j" if plain[:1] == "j" else form[:1],  # Jean is spelt as Ean, but is J.
    )


def _surname_after_all(word: str, known: Known) -> int:
    """How much a first name looks like a surname: ``Martin`` more than ``John``."""
    if word.isascii() and is_western_surname(word):
        return _AS_BOTH
    return int(known.listed == "foreign")


def _may_be_surname(word: str) -> bool:
    if len(word) < _SHORTEST_SURNAME:
        return False
    return word.endswith(_SURNAME_ENDINGS) or is_western_surname(word)


def may_be_known(word: str) -> bool:
    """False, quickly, of most words that are no names: what is left is for `word_of`."""
    return len(word) == 1 or word.endswith(_ENDINGS) or listed_form(word) is not None


def _nearly_a_name(word: str, *, looks_last: bool) -> tuple[tuple[str, ...], int]:
    """The names a slip away, and how surely one is meant: ``Екатрина`` is hardly a surname."""
    form, near = name_within_a_slip(word)
    if not near and not looks_last:
        near = _names_of_unlisted_short_form(skeleton(word), is_latin=word.isascii())
    if not near:
        return (), 0
    if looks_last:
        is_clear = len(form) >= _LONG and form[-3:] == word[-3:]
        return near, _NEAR_LONG if is_clear else 0
    return near, _NEAR


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The skeleton of a surname without the ending of its sex; a double one keeps its hyphen."""
    if "-" in word:
        return "-".join(filter(None, map(stem, word.split("-"))))
    form = skeleton(word if word.isalpha() else "".join(filter(str.isalpha, word)))
    for ending in ("aja", "oi", "a", "i"):
        if form.endswith(ending):
            kept = form[: -len(ending)]
            if len(kept) >= _SHORTEST_STEM and kept[-1] not in "aeou":
                form = kept
            break
    # Ковальов is Kovalov in Ukrainian passports.
    return f"{form[:-2]}ov" if form.endswith("lev") else form


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
        return _name_or_skeleton(head), "male" if tail in SON_OF else "female", _SURE
    form = skeleton(word)
    if form.endswith(("ich", "na")):
        found = _PATRONYMIC.fullmatch(form)
        if found:
            return _slavic_patronymic(found)
    if word.endswith(_GLUED):
        tail = next(filter(word.endswith, _GLUED))
        if known_name(word.removesuffix(tail)):
            return _name_or_skeleton(word.removesuffix(tail)), _sex_of_tail(tail), _SURE
    return "", None, _NOT


def _sex_of_tail(tail: str) -> Sex:
    return "male" if tail in SON_OF else "female"


def _slavic_patronymic(found: re.Match[str]) -> tuple[str, Sex | None, int]:
    """A patronymic of a known name is sure: ``Петрович``, not ``Мицкевич`` nor ``Пшенична``."""
    root = found[1]
    name = name_of_root(root) or name_of_root(f"{root}av") or ""
    if found["son"]:
        return name or root, "male", _SURE if name else _BY_ENDING
    if found["daughter"]:
        return name or root, "female", _SURE
    if not name:
        return "", None, _NOT
    return name, "male" if found["ich"] else "female", _SURE


def _name_or_skeleton(word: str) -> str:
    known = known_name(word)
    return known.ids[0] if known and len(known.ids) == 1 else skeleton(word)


def _names_of_unlisted_short_form(word: str, *, is_latin: bool) -> tuple[str, ...]:
    """Of ``Викуня`` the common names that begin as it does; ``János`` is no short form of Яна."""
    shortest = _SHORTEST_STEM + is_latin
    for ending in filter(word.endswith, _UNLISTED_SHORT_FORMS):
        start = word.removesuffix(ending)
        if len(start) >= shortest and (names := names_beginning_with(start)):
            return names
    return ()


def _known_by_parts(word: str) -> Known | None:
    """Of ``Анна-Мария`` both names."""
    parts = [known_name(part) for part in word.split("-")]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Known(tuple(sorted({name for part in known for name in part.ids})), known[0].listed)


def _known_by_short_form(word: str) -> Known | None:
    """Of ``Леночка`` what is known of ``Лена``, of ``Сашенька`` what of ``Саша``."""
    if not word.endswith(_SHORT_FORMS):
        return None
    for ending in filter(word.endswith, _SHORT_FORMS):
        start = word.removesuffix(ending)
        for vowel in "ая" if len(start) >= _SHORTEST_ROOT else "":
            known = listed_form(start + vowel)
            if known and (known.listed == "short" or len(ending) > _SHORTEST_STEM):
                return known
    return None
