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
from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import frozen

from crmkit.domain._first_names import is_first_name, is_root_of_patronymic
from crmkit.text import fold, plain

Role = Literal["last", "first", "middle"]
Sex = Literal["female", "male"]

_LONGEST = 200
_ROLES = 3
_MOST_WORDS = 5

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*")
_STRESS = "\u0301"
_REMARK = re.compile(r"\([^()]*\)")
_COUPLE = re.compile(r"\w{2,}\s+(?:и|та|й|and)\s+\w{2,}", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
_LOOKALIKES = str.maketrans("ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху")
_IRISH = re.compile(r"([oо]['’ʼ`])(\w+)", re.IGNORECASE)

_NO_NAME = frozenset(
    """
    test тест тестов тестова тестович тестовна тестовый тестовая проба
    client клиент клиентка клієнт покупатель покупець заказчик замовник customer
    guest гость гостья гість user пользователь користувач аноним anonymous admin админ
    имя имени ім'я name фио фамилия нет немає none null nan без указано указан указана вказано не
    неизвестно неизвестный неизвестная unknown частное лицо физлицо физ розница розничный
    qwerty asdf йцукен фыва ыва абв abc ип фоп
    """.split()  # noqa: SIM905 - a list of as many quoted words is not read by anybody
)
_ORGANISATION = frozenset(
    {"ооо", "оао", "зао", "пао", "ао", "тоо", "тов", "пп", "пат", "прат", "llc", "ltd", "inc"}
)

_SON_OF = frozenset({"оглы", "оглу", "улы", "уулу", "ogly", "oglu", "uulu"})
_DAUGHTER_OF = frozenset({"кызы", "гызы", "қызы", "kyzy", "qizi", "gizi"})
_PARTICLES = _SON_OF | _DAUGHTER_OF
_SON_ENDINGS = ("ович", "евич", "євич", "ovich", "evich", "ovych", "evych")
_DAUGHTER_ENDINGS = ("овна", "евна", "євна", "івна", "ївна", "ovna", "evna", "ivna")
_SON = re.compile(r"(.{2,}?)(?:[ьй]?(?:ов|ев|єв)ич|ь?[иі]ч|[iyj]?[oe]v[iy]ch|[iy]?ich)")
_DAUGHTER = re.compile(r"(.{2,}?)(?:ь?(?:ин)?[иі]чна|[iy]?(?:in)?ichna)")
_SURNAME_ENDINGS = tuple(
    """
    ов ова ев ева єв єва ів ин ина ін іна їн їна ын ына ий ій ая ской цкой ко ук юк ик ич ян дзе
    швили их ых ov ova ev eva in ina sky skiy skyi ski skaya ska ko uk ich yan
    """.split()  # noqa: SIM905 - as above
)
_SHORTEST_SURNAME = 4

_UNUSUAL: tuple[tuple[Role, ...], ...] = (("middle", "first"), ("middle", "last"))

# The likelier order stands earlier: of equally good ones the first is taken.
_ORDERS: tuple[tuple[tuple[Role, ...], ...], ...] = (
    (),
    (("first",), ("last",), ("middle",)),
    (
        ("last", "first"),
        ("first", "last"),
        ("first", "middle"),
        ("last", "middle"),
        *_UNUSUAL,
    ),
    (
        ("last", "first", "middle"),
        ("first", "middle", "last"),
        ("last", "middle", "first"),
        ("first", "last", "middle"),
        ("middle", "first", "last"),
        ("middle", "last", "first"),
    ),
)


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
        word = fold(self.middle)
        if _is_son(word) or word.endswith(_SON_ENDINGS):
            return "male"
        return "female" if _is_daughter(word) else None


def parse_name(text: str) -> PersonName | None:
    """The name that the text holds, in whatever order; None when it is no one person's name.

    None for made-up names (``тест``, ``Клиент123``), organisations, two people at once, addresses,
    and more words than a name has. Remarks in brackets and digits do not count.
    """
    words = _words(text)
    if len(words) > _ROLES:
        return _with_long_surname(words)
    if all(word.endswith(".") for word in words):
        return None
    evidence = [_evidence(word) for word in words]
    order = max(_ORDERS[len(words)], key=lambda order: _fitness(order, evidence))
    return PersonName(**dict(zip(order, words, strict=True)))


def _words(text: str) -> list[str]:
    """The words of a name in their capitals, initials with a full stop; none if it is no name."""
    if len(text) > _LONGEST or "@" in text or _COUPLE.search(text):
        return []
    found = _WORD.findall(_REMARK.sub(" ", plain(text).replace(_STRESS, "")))
    folded = [fold(word) for word in found]
    if not _ORGANISATION.isdisjoint(folded):
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
    if fold(word) in _PARTICLES:
        return word.lower()
    if not (word.islower() or word.isupper()):
        return word
    parts = (part.capitalize() for part in word.split("-"))
    return "-".join(_IRISH.sub(lambda name: name[1] + name[2].capitalize(), p) for p in parts)


def _with_particles(words: Iterable[str]) -> list[str]:
    """``Гасан`` and ``оглы`` as one word."""
    joined: list[str] = []
    for word in words:
        if joined and word in _PARTICLES:
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


def _with_long_surname(words: list[str]) -> PersonName | None:
    """Surname of several words, first name and patronymic, where the last two surely are."""
    *surname, first, middle = words
    is_sure = _evidence(first)["first"] > 0 and _evidence(middle)["middle"] > 0
    if not is_sure or any(word.endswith(".") for word in words):
        return None
    return PersonName(last=" ".join(surname), first=first, middle=middle)


def _evidence(word: str) -> dict[Role, int]:
    """How much the word looks like each part of a name."""
    if word.endswith("."):
        return {"last": 0, "first": 1, "middle": 0}
    form = fold(word)
    is_first = is_first_name(form)
    looks_last = not is_first and form.endswith(_SURNAME_ENDINGS) and len(form) >= _SHORTEST_SURNAME
    return {
        "last": 2 if looks_last else 0,
        "first": 3 if is_first else 0,
        "middle": _patronymic_evidence(form),
    }


def _patronymic_evidence(word: str) -> int:
    if _is_son(word) or _is_daughter(word):
        return 3
    return 1 if word.endswith(_SON_ENDINGS) else -5


def _fitness(order: tuple[Role, ...], evidence: Sequence[dict[Role, int]]) -> int:
    """How well the words stand in this order; ``Петрович Иван`` is more likely a surname first."""
    fit = -2 if order in _UNUSUAL else 0
    for role, clues in zip(order, evidence, strict=True):
        fit += clues[role]
    return fit


def _is_son(word: str) -> bool:
    """A patronymic of a known name: ``Петрович``, ``Ильич``, ``Гасан оглы``; not ``Мицкевич``."""
    if word.endswith(("ич", "іч", "ich", "ych")):
        match = _SON.fullmatch(word)
        return match is not None and is_root_of_patronymic(match[1])
    return _last_word(word) in _SON_OF


def _is_daughter(word: str) -> bool:
    """``Петровна``, ``Ильинична``, ``Гасан кызы``; not ``Пшенична``, which is a surname."""
    if word.endswith(("чна", "chna")):
        match = _DAUGHTER.fullmatch(word)
        return match is not None and is_root_of_patronymic(match[1])
    return word.endswith(_DAUGHTER_ENDINGS) or _last_word(word) in _DAUGHTER_OF


def _last_word(word: str) -> str:
    return word.rpartition(" ")[2]
