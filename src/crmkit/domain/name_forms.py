"""Normal forms of names of persons, by which records of one person meet.

===============================================  =======================================
as typed                                         what is equal
===============================================  =======================================
``Иванова Анна Петровна``, ``Anna Ivanova``      ``last`` is ``ivanov``, ``names`` ``анна``
``Ганна``, ``Аня``, ``Anya``, ``Hanna``          ``names`` is ``("анна",)``
``Саша``                                         ``names`` is ``("александр", "александра")``
``Петрович``, ``Петровна``, ``Petrovich``        ``middle`` is ``петр``
``Белая``, ``Белый``, ``Belaya``, ``Belyi``      ``last`` is ``bel``
``Петрова (Иванова)``, ``Иванова-Петрова``       ``lasts`` holds ``petrov`` and ``ivanov``
``Bdfyjd Bdfy`` (in the wrong layout)            as ``Иванов Иван``
``ООО Ромашка``, ``Иван и Мария``, ``Клиент1``   ``kind`` organisation, couple, junk
===============================================  =======================================

Spellings are folded by a many-to-one *skeleton* in Latin letters: equal skeletons mean words that
may be one.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from crmkit.domain import _keyboard
from crmkit.domain._name_noise import ENDINGS_OF_TRADES
from crmkit.domain._name_roles import MOST, PLACES, Order, likeliest_order
from crmkit.domain._name_splitting import Split, split
from crmkit.domain._name_words import INITIAL, SURE_SURNAME, Word, may_be_known, stem, word_of
from crmkit.domain.clients import Sex
from crmkit.text import fold

Kind = Literal["person", "organisation", "couple", "junk", "none"]

_REMEMBERED = 2**17
_MOST_WORDS = 6
_UNSURE = ("person", "junk")
_PAIR = 2
_VOWELS = frozenset("аеиоуыэюяіїєaeiouy")
_SHORTEST_SWITCHED = 4
_COLUMNS: Order = ("last", "first", "middle")
_ABSENT = Word("")


class NameForm(Struct, frozen=True, gc=False):
    """Equal parts mean that two names may be one person's; what is not known is empty.

    ``names`` are ids of first names, ``first`` the word itself; ``last`` has no ending of its sex;
    ``middle`` is the root of a patronymic or the id of the name it is made of; ``other`` holds
    words that are no part of a name. Everything but the ids is a skeleton.
    """

    kind: Kind
    names: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    lasts: tuple[str, ...] = ()
    middle: str = ""
    first_initial: str = ""
    middle_initial: str = ""
    sex: Sex | None = None
    other: tuple[str, ...] = ()


_NOTHING: dict[str, NameForm] = {
    kind: NameForm(kind) for kind in ("organisation", "couple", "junk", "none")
}


@lru_cache(_REMEMBERED)
def name_form(text: str) -> NameForm:
    """The normal form of a name in one field, its words in any order."""
    folded = fold(text)
    if not folded:
        return _NOTHING["none"]
    found = split(folded)
    words = _words(found)
    if found.kind in _UNSURE and not any(word.is_known for word in words):
        return _of_strange_words(folded, found, words)
    return _form(found, words, _COLUMNS[: len(words)] if found.is_surname_first else ())


def _of_strange_words(folded: str, found: Split, words: list[Word]) -> NameForm:
    """Of words that say nothing by themselves: a firm, the wrong layout, or strange names."""
    if any(word.endswith(ENDINGS_OF_TRADES) for word in found.words):
        return _NOTHING["organisation"]
    return _in_the_other_layout(folded) or _form(found, words, ())


@lru_cache(_REMEMBERED)
def name_form_of(last: str | None, first: str | None, middle: str | None) -> NameForm:
    """The normal form of a name in columns; mixed-up columns are healed."""
    columns = [
        (role, text) for role, text in zip(_COLUMNS, (last, first, middle), strict=True) if text
    ]
    parts = [(role, split(folded)) for role, text in columns if (folded := fold(text))]
    parts = [(role, part) for role, part in parts if part.words]
    if not parts or any(len(part.words) > 1 or part.asides for _, part in parts):
        return name_form(" ".join(text for _, text in columns))
    found = Split(tuple(part.words[0] for _, part in parts))
    words = _words(found)
    if not any(word.is_known for word in words):
        switched = _in_the_other_layout(" ".join(found.words))
        if switched:
            return switched
    if len(words) == 1 and words[0].names and not words[0].is_foreign:
        return _form(found, words, ())  # a first name typed into the column of surnames
    return _form(found, words, tuple(role for role, _ in parts))


def _in_the_other_layout(folded: str) -> NameForm | None:
    """The form of what the keys would have typed in the other layout, if that is a name."""
    switched = _keyboard.switched(folded)
    if len(switched) < _SHORTEST_SWITCHED:
        return None
    found = split(switched)
    if not all(may_be_known(word) for word in found.words):
        return None
    words = _words(found)
    is_name = all(word.is_known or word.is_initial for word in words)
    if found.kind != "person" or not is_name or all(word.is_initial for word in words):
        return None
    return _form(found, words, ())


def _words(found: Split) -> list[Word]:
    typed = found.words
    if len(typed) == _PAIR and typed[0] == typed[1] and word_of(typed[0]).names:
        typed = typed[:1]  # in forms that ask for both names
    if len(typed) == _PAIR and _PAIR in (len(typed[0]), len(typed[1])):
        return _with_joined_initials(typed)
    return [word for word in map(word_of, typed) if word.is_word]


def _with_joined_initials(typed: Sequence[str]) -> list[Word]:
    """``Иванов АП`` as a surname and two initials."""
    words = list(map(word_of, typed))
    for at, other in ((0, 1), (1, 0)):
        is_pair = len(typed[at]) == _PAIR and typed[at].isalpha() and not words[at].names
        if is_pair and (words[other].is_surname or _VOWELS.isdisjoint(typed[at])):
            initials = [word_of(letter) for letter in typed[at]]
            return [*words[:at], *initials, *words[at + 1 :]]
    return [word for word in words if word.is_word]


def _form(found: Split, words: list[Word], stated: Order) -> NameForm:
    if found.kind != "person" or not words:
        return _NOTHING[found.kind if found.kind != "person" else "junk"]
    if found.is_relative and not any(word.names for word in words):
        return _NOTHING["junk"]
    rest: list[Word] = []
    if len(words) > MOST:
        words, rest = _the_name_among(words)
        if not words:
            return _NOTHING["junk"]
    evidence = tuple([word.evidence for word in words])
    if len(words) == MOST and evidence.count(INITIAL) == MOST - 1:
        evidence = tuple([each if each == INITIAL else SURE_SURNAME for each in evidence])
    order = likeliest_order(evidence, stated)
    parts = [words[at] if at >= 0 else _ABSENT for at in PLACES[order]]
    if _contradict(*parts):
        rest = [word for word in parts[:1] if word is not _ABSENT]
        parts = [parts[2], parts[1], _ABSENT]
    elif len(order) == MOST and order[-1] == "middle" and _is_remark(*parts):
        parts[-1], rest = _ABSENT, parts[-1:]
    return _assembled(parts, rest, found.asides)


def _contradict(last: Word, first: Word, middle: Word) -> bool:
    """Whether a patronymic must be a surname: ``Любовь Кузьмич``."""
    if last.is_surname or not (first.is_first and first.sex and middle.middle_sex):
        return False
    return first.sex != middle.middle_sex


def _is_remark(last: Word, first: Word, middle: Word) -> bool:
    """Whether the last of three words is none of the name: ``Анна Иванова Москва``."""
    if middle.is_patronymic or middle.is_initial or middle.names:
        return False
    return first.is_first and last.is_surname


def _the_name_among(words: list[Word]) -> tuple[list[Word], list[Word]]:
    """The three words that most likely are the name, and the rest; none of a whole sentence."""
    if len(words) > _MOST_WORDS or not any(word.names or word.is_patronymic for word in words):
        return [], []
    *surname, first, middle = words
    if first.is_first and middle.is_patronymic:
        return [_joined(surname), first, middle], []
    first, middle, *surname = words
    if first.is_first and middle.is_patronymic:
        return [first, middle, _joined(surname)], []
    by_surety = sorted(range(len(words)), key=lambda at: -max(words[at].evidence))
    kept = sorted(by_surety[:MOST])
    return [words[at] for at in kept], [words[at] for at in sorted(by_surety[MOST:])]


def _joined(words: list[Word]) -> Word:
    """``Римский Корсаков`` as one surname."""
    stems = tuple(word.last for word in words)
    return replace(words[-1], last="-".join(stems), lasts=stems, names=(), near=())


def _assembled(parts: Sequence[Word], rest: Sequence[Word], asides: tuple[str, ...]) -> NameForm:
    last, first, middle = parts
    names = first.names
    if first.near and (first.is_first or not first.is_surname or _is_certain(last, middle)):
        names = first.near
    other = tuple([word.form for word in rest]) if rest else ()
    lasts = last.lasts
    if last.is_initial:
        other = (*other, last.initial)
    if asides:
        lasts = _with_maiden_names(lasts, asides)
    root = middle.middle
    if not root and not middle.is_initial:
        root = middle.names[0] if len(middle.names) == 1 else middle.form
    return NameForm(
        "person",
        names,
        "" if first.is_initial else first.form,
        last.last,
        lasts,
        root,
        first.initial,
        middle.initial,
        middle.middle_sex or (first.sex if names else None) or last.last_sex,
        other,
    )


def _is_certain(last: Word, middle: Word) -> bool:
    """Whether what stands beside a first name typed wrong makes sure that it is one."""
    return last.is_surname and middle.is_patronymic


def _with_maiden_names(lasts: tuple[str, ...], asides: tuple[str, ...]) -> tuple[str, ...]:
    maiden = [stem(aside) for aside in asides if word_of(aside).is_surname]
    return (*lasts, *(name for name in maiden if name not in lasts))
