"""Salutations: how a letter begins, right or without the name.

=============================  ========  ===================================
name                           language  salutation
=============================  ========  ===================================
``Иванов Иван Петрович``       ru        Уважаемый Иван Петрович
``Алиева Севда Гасан кызы``    ru        Уважаемая Севда Гасан кызы
``Смирнова Анна``              ru        Уважаемая Анна
``Саша Иванов``                ru        Здравствуйте, Саша
``Шевченко Ганна Іванівна``    uk        Шановна Ганно Іванівно
``Ivanova Anna``               en        Dear Anna
``Иванов И. П.``, ``Клиент1``  any       Здравствуйте · Добрий день · Hello
=============================  ========  ===================================

A wrong name is worse than none: whatever is not sure (two words that could be the first name, parts
that contradict each other, a script that is not the language's) is left out, and ``refused`` says
why. A surname alone addresses nobody.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from attrs import frozen

from crmkit.domain._lists import lines_of
from crmkit.domain._name_words import word_of
from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName, parse_name
from crmkit.domain.vocatives import called, called_by_patronymic
from crmkit.errors import NotSupported
from crmkit.text import fold

Language = Literal["ru", "uk", "en"]
Refusal = Literal[
    "no name of one person",
    "no first name in full",
    "unknown first name",
    "a word is no patronymic",
    "two words could be the first name",
    "the parts contradict each other",
    "not in the letters of the language",
    "no sure vocative",
]

_LETTERS: Mapping[str, re.Pattern[str]] = {
    "ru": re.compile("[а-яё -]+", re.IGNORECASE),
    "uk": re.compile("[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ` -]+", re.IGNORECASE),
    "en": re.compile("[a-z' -]+", re.IGNORECASE),
}
_NEUTRAL = {"ru": "Здравствуйте", "uk": "Добрий день", "en": "Hello"}
_POLITE: Mapping[str, Mapping[Sex | None, str]] = {
    "ru": {"male": "Уважаемый", "female": "Уважаемая", None: "Здравствуйте,"},
    "uk": {"male": "Шановний", "female": "Шановна", None: "Добрий день,"},
    "en": {"male": "Dear", "female": "Dear", None: "Dear"},
}
_WOMANS = re.compile(".*(?:ова|ева|ёва|єва|ская|цкая|ська|цька)")
_MANS = re.compile(".*(?:ов|ев|ёв|єв|ин|ын|ін|їн|ский|цкий|ський|цький)")
_SURNAME = re.compile(
    ".{2,}(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|і[вн]|їн|єва?|[сц]ьк(?:ий|а)|енко|швили|дзе|ян|ук|юк)"
)
_SHORTEST_SURNAME = 5
_LISTS = ("first_names_ru.txt", "first_names_uk.txt")


@frozen
class Salutation:
    """How to begin, without a closing sign; ``refused`` says why it is without the name."""

    text: str
    refused: Refusal | None = None


@frozen(kw_only=True)
class _Addressed:
    first: str
    middle: str = ""
    sex: Sex | None = None
    is_full: bool = False


def salutation(
    name: str | PersonName, language: Language = "ru", *, sex: Sex | None = None
) -> Salutation:
    """How to address the person: by patronymic, else by first name, else by no name at all.

    ``sex`` is what is known beside the name. The text is made anew for each letter and is nothing
    to be stored: what is stored is the name as it is.
    """
    if language not in _NEUTRAL:
        message = "there are no salutations in this language"
        raise NotSupported(message, where="salutation", hint=f"one of: {', '.join(_NEUTRAL)}")
    found = _addressed(parse_name(name) if isinstance(name, str) else name, sex)
    text = _said(found, language) if isinstance(found, _Addressed) else found
    return text if isinstance(text, Salutation) else Salutation(_NEUTRAL[language], text)


def sure_sex(name: PersonName, sex: Sex | None = None) -> Sex | None:
    """The sex of somebody whose first name and patronymic are surely what they seem.

    None where a salutation would do without them, and where a first name is short or comes from
    abroad and no patronymic stands by it.
    """
    found = _addressed(name, sex)
    if not isinstance(found, _Addressed) or found.middle != name.middle:
        return None
    return found.sex if found.middle or found.is_full else None


def _addressed(name: PersonName | None, sex: Sex | None) -> _Addressed | Refusal:
    if name is None:
        return "no name of one person"
    if not name.first or name.first.endswith("."):
        return "no first name in full"
    middle, first = _patronymic(name), _listed_name(name.first)
    if first is None and not (middle and _is_plain_surname(name.last)):
        return "unknown first name"
    sexes = {each for each in (sex, middle, first and first.sex) if each}
    return _doubt(name, sexes, is_listed=first is not None) or _Addressed(
        first=name.first,
        middle=name.middle if middle else "",
        sex=next(iter(sexes), None),
        is_full=first is not None and first.is_full,
    )


def _doubt(name: PersonName, sexes: set[Sex], *, is_listed: bool) -> Refusal | None:
    """What speaks against the parts being what they seem."""
    if name.middle and not (_patronymic(name) or name.middle.endswith(".")):
        return "a word is no patronymic"
    if is_listed and _could_be_first(name.last, sexes):
        return "two words could be the first name"
    if len(sexes) > 1 or _contradicts(name.last, sexes):
        return "the parts contradict each other"
    return None


def _said(who: _Addressed, language: Language) -> Salutation | Refusal:
    letters = _LETTERS[language]
    if not letters.fullmatch(who.first):
        return "not in the letters of the language"
    middle = who.middle if letters.fullmatch(who.middle) and language != "en" else ""
    first: str | None = who.first
    if language == "uk":
        first, middle = _called(who, middle)
    if first is None:
        return "no sure vocative"
    polite = who.sex if middle or who.is_full else None
    words = (_POLITE[language][polite], first, middle)
    return Salutation(" ".join(word for word in words if word))


def _called(who: _Addressed, middle: str) -> tuple[str | None, str]:
    if who.sex is None:
        return None, ""
    return called(who.first, who.sex), called_by_patronymic(middle) or ""


@frozen
class _Listed:
    """What the lists of the shop's countries say of a word written exactly so."""

    sex: Sex | None
    is_full: bool


def _listed_name(word: str) -> _Listed | None:
    """The first name; of a double one both names are listed."""
    parts = [_forms().get(fold(part).replace("'", "")) for part in word.split("-")]
    listed = [part for part in parts if part is not None]
    if len(listed) < len(parts):
        return None
    sexes = {part.sex for part in listed}
    return _Listed(sexes.pop() if len(sexes) == 1 else None, all(part.is_full for part in listed))


@cache
def _forms() -> Mapping[str, _Listed]:
    found: dict[str, _Listed] = {}
    for line in (each for file in _LISTS for each in lines_of(file)):
        code, stated, *short = fold(line).replace("'", "").split()
        sex: Sex = "male" if code == "m" else "female"
        full = stated.partition("=")[0]
        for form in (full, *short):
            before = found.get(form, _Listed(sex, is_full=False))
            same = sex if before.sex == sex else None
            found[form] = _Listed(same, is_full=before.is_full or form == full)
    return found


def _patronymic(name: PersonName) -> Sex | None:
    """Whose patronymic it surely is."""
    word = word_of(fold(name.middle)) if name.middle else None
    return word.middle_sex if word and word.evidence[2] > 0 else None


def _is_plain_surname(last: str) -> bool:
    """Whether it looks like a surname and like nothing else."""
    return bool(_SURNAME.fullmatch(fold(last))) and _listed_name(last) is None


def _could_be_first(last: str, sexes: set[Sex]) -> bool:
    """Whether the surname, which is a first name too, could be the first name of this person."""
    listed = _listed_name(last) if last else None
    if listed is None:
        return False
    return listed.sex is None or not sexes or listed.sex in sexes


def _contradicts(last: str, sexes: set[Sex]) -> bool:
    """Whether the ending of the surname is the other sex's: a slip, or a case that is none."""
    form = fold(last).rpartition("-")[2]
    if len(form) < _SHORTEST_SURNAME:
        return False
    is_womans, is_mans = _WOMANS.fullmatch(form), _MANS.fullmatch(form)
    return ("male" in sexes and bool(is_womans)) or ("female" in sexes and bool(is_mans))
