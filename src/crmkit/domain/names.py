"""Names of persons: which word is the surname, the first name and the patronymic.

================================  ===========  ==========  ==============  ======
as typed                          last         first       middle          sex
================================  ===========  ==========  ==============  ======
``ИВАНОВ иван  Петрович``         Иванов       Иван        Петрович        male
``Иван Петрович Иванов``          Иванов       Иван        Петрович        male
``Мицкевич Адам Бернардович``     Мицкевич     Адам        Бернардович     male
``Иванов И.П.``                   Иванов       И.          П.
``Анна Петровна``                              Анна        Петровна        female
``Шевченко Ганна Іванівна``       Шевченко     Ганна       Іванівна        female
``Алиев Вагиф Гасан оглы``        Алиев        Вагиф       Гасан оглы      male
``ivanov ivan``                   Ivanov       Ivan
``Саша Ким``                      Ким          Саша
``Eлeнa Пoпoвa`` (Latin e, o, a)  Попова       Елена
``Клиент123``, ``тест``, ``ООО``  none: ``parse_name`` gives None
================================  ===========  ==========  ==============  ======

The order of words is free: known first names, endings of patronymics and of surnames decide;
where they say nothing, the surname stands first, as in a Russian document.
"""

import re
from collections.abc import Iterable

from attrs import frozen

from crmkit.domain._name_noise import AND, MADE_UP, ORGANISATIONS, PARTICLES
from crmkit.domain._name_roles import MOST, likeliest_order
from crmkit.domain._name_words import INITIAL, Evidence, word_of
from crmkit.domain.clients import Sex
from crmkit.text import fold, plain

_LONGEST = 200
_MOST_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*")
_STRESS = "\u0301"
_REMARK = re.compile(r"\([^()]*\)")
_COUPLE = re.compile(rf"\w{{2,}}\s+(?:{'|'.join(sorted(AND))})\s+\w{{2,}}", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
_LOOKALIKES = str.maketrans("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху")
_IRISH = re.compile(r"([oо]['’ʼ`])(\w+)", re.IGNORECASE)

_NO_NAME = MADE_UP | {"ип", "фоп"}


@frozen(kw_only=True)
class PersonName:
    """A person's name in its parts; an unknown part is empty, an initial ends in a full stop."""

    last: str = ""
    first: str = ""
    middle: str = ""

    @property
    def full(self) -> str:
        """As in a document: ``Иванов Иван Петрович``; an initial of a surname stands last."""
        if self.last.endswith("."):
            return " ".join(part for part in (self.first, self.middle, self.last) if part)
        return " ".join(part for part in (self.last, self.first, self.middle) if part)

    @property
    def short(self) -> str:
        """As in a list: ``Иванов И. П.``; without a whole surname, the full name."""
        initials = [f"{part[0]}." for part in (self.first, self.middle) if part]
        is_whole = self.last and not self.last.endswith(".")
        return " ".join([self.last, *initials]) if is_whole else self.full

    @property
    def sex(self) -> Sex | None:
        """What the patronymic tells for sure; None when there is none, or an initial."""
        return word_of(fold(self.middle)).middle_sex if self.middle else None


def parse_name(text: str) -> PersonName | None:
    """The name that the text holds, in whatever order; None when it is no one person's name.

    None for made-up names (``тест``, ``Клиент123``), organisations, two people at once, addresses,
    and more words than a name has. Remarks in brackets and digits do not count.
    """
    words = _words(text)
    if len(words) > MOST:
        return _with_long_surname(words)
    if all(word.endswith(".") for word in words):
        return None
    order = likeliest_order(tuple(map(_evidence, words)))
    return PersonName(**dict(zip(order, words, strict=True)))


def _words(text: str) -> list[str]:
    """The words of a name in their capitals, initials with a full stop; none if it is no name."""
    if len(text) > _LONGEST or "@" in text or _COUPLE.search(text):
        return []
    found = _WORD.findall(_REMARK.sub(" ", plain(text).replace(_STRESS, "")))
    folded = [fold(word) for word in found]
    if not ORGANISATIONS.isdisjoint(folded):
        return []
    kept = [word for word, form in zip(found, folded, strict=True) if not _is_no_name(form)]
    words = _with_particles(_capitals(_in_one_script(word)) for word in kept)
    return words if len(words) <= _MOST_WORDS else []


def _is_no_name(word: str) -> bool:
    return word in _NO_NAME or (len(word) > 1 and len(set(word)) == 1)


def _in_one_script(word: str) -> str:
    """Latin letters between Cyrillic ones as the Cyrillic ones that look the same."""
    return word.translate(_LOOKALIKES) if _CYRILLIC.search(word) else word


def _capitals(word: str) -> str:
    """``ИВАНОВ`` and ``иванов`` as ``Иванов``; mixed letters as typed; one letter an initial."""
    if len(word) == 1:
        return f"{word.upper()}."
    if fold(word) in PARTICLES:
        return word.lower()
    if not (word.islower() or word.isupper()):
        return word
    parts = (part.capitalize() for part in word.split("-"))
    return "-".join(_IRISH.sub(lambda name: name[1] + name[2].capitalize(), p) for p in parts)


def _with_particles(words: Iterable[str]) -> list[str]:
    """``Гасан`` and ``оглы`` as one word."""
    joined: list[str] = []
    for word in words:
        if joined and word in PARTICLES:
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


def _with_long_surname(words: list[str]) -> PersonName | None:
    """Surname of several words, first name and patronymic, where the last two surely are."""
    *surname, first, middle = words
    is_sure = _evidence(first)[1] > 0 and _evidence(middle)[2] > 0
    if not is_sure or any(word.endswith(".") for word in words):
        return None
    return PersonName(last=" ".join(surname), first=first, middle=middle)


def _evidence(word: str) -> Evidence:
    return INITIAL if word.endswith(".") else word_of(fold(word)).evidence
