"""The Ukrainian vocative: how somebody is called by first name and patronymic, or nothing.

==================  ===================  =======================================
in the nominative   when called          why
==================  ===================  =======================================
``Іван``            ``Іване``            a hard consonant takes -е
``Андрій``          ``Андрію``           -й and -ь take -ю
``Марко``           ``Марку``            -ко, -к, -г, -х take -у; ``Олеже`` alone
``Микола``          ``Миколо``           -а takes -о, of men and women alike
``Марія``           ``Маріє``            -я after a vowel takes -є
``Федір``           ``Федоре``           і of a closed syllable opens into о
``Петрович``        ``Петровичу``
``Іванівна``        ``Іванівно``
``Саша``            none                 after ж, ч, ш, щ custom differs
==================  ===================  =======================================

The rules are those of the orthography of 2019 (Український правопис, §§ 71, 87, 95).
"""

from collections.abc import Iterator, Mapping
from functools import cache

from crmkit.domain._lists import lines_of
from crmkit.domain.clients import Sex

_LETTERS = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'-")
_VOWELS = "аеєиіїоуюя"
_HISSING = "жчшщ"
_APOSTROPHES = str.maketrans("’ʼ`", "'''")

_OPENED: Mapping[str, str] = {
    "антін": "антоне",
    "прокіп": "прокопе",
    "сидір": "сидоре",
    "тиміш": "тимоше",
    "тихін": "тихоне",
    "федір": "федоре",
    "яків": "якове",
}
_IRREGULAR: Mapping[str, str] = {
    **_OPENED,
    "ілля": "ілле",
    "любов": "любове",
    "мотря": "мотре",
    "нінель": "нінеле",
    "олег": "олеже",
}
_FONDLY = frozenset(
    "галя геля катя ксеня леся наталя настя неля олеся оля орися соня таня".split()  # noqa: SIM905 - as below
)

_STEMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("ілля", "єремія", "кость", "кузьма", "лука", "микола", "олесь"), ()),
    **dict.fromkeys(("тиміш", "хома", "яків"), ()),
    "антін": ("антон",),
    "григорій": ("григор",),
    "лев": ("льв",),
    "прокіп": ("прокоп",),
    "сидір": ("сидор",),
    "тихін": ("тихон",),
    "федір": ("федор",),
}
"""What patronymics are made of where it is not the name without its ending."""
_OWN_PATRONYMICS = frozenset(
    """
    ілліч іллівна кузьмич кузьмівна лукич луківна миколайович миколаївна хомич хомівна
    якович яківна савич
    """.split()  # noqa: SIM905 - a list of as many quoted words is not read by anybody
)


def called(first: str, sex: Sex) -> str | None:
    """The first name in the vocative; None where it is not surely a Ukrainian form.

    A double name has both parts in it.
    """
    parts = [_called(part, sex) for part in first.split("-")]
    whole = [part for part in parts if part is not None]
    return "-".join(whole) if len(whole) == len(parts) else None


def called_by_patronymic(middle: str) -> str | None:
    """The patronymic in the vocative; None where it is not made of a name in Ukrainian."""
    word = _plain(middle)
    if word not in _patronymics():
        return None
    return f"{middle}у" if word.endswith("ч") else f"{middle[:-1]}о"


def _called(first: str, sex: str) -> str | None:
    word = _plain(first)
    if len(word) < 2 or not _LETTERS.issuperset(word) or word not in _names():  # noqa: PLR2004
        return None
    if _IRREGULAR.get(word):
        return _like(first, _IRREGULAR[word])
    form = _with_a_vowel(word, sex) if word[-1] in _VOWELS else _with_a_consonant(word, sex)
    return None if form is None else _like(first, form)


def _with_a_vowel(word: str, sex: str) -> str | None:
    stem, last = word[:-1], word[-1]
    if last == "а":
        return None if stem[-1] in f"{_HISSING}{_VOWELS}" else f"{stem}о"
    if last == "я":
        if stem[-1] in f"{_VOWELS}й'":
            return f"{stem}є"
        return f"{stem}ю" if word in _FONDLY else None
    if last == "о" and sex == "male":
        return f"{stem}у" if stem[-1] == "к" else f"{stem}е"
    return None


def _with_a_consonant(word: str, sex: str) -> str | None:
    if sex == "female" or word[-1] in _HISSING:
        return None
    if word[-1] in "йь":
        return f"{word[:-1]}ю"
    return f"{word}у" if word[-1] in "гґкх" else f"{word}е"


def _like(typed: str, form: str) -> str:
    """The form with the capital of what was typed, and its apostrophe."""
    mark = next((sign for sign in typed if sign in "’ʼ`"), "'")
    return (typed[0] + form[1:]).replace("'", mark)


def _plain(word: str) -> str:
    return word.translate(_APOSTROPHES).lower()


@cache
def _names() -> frozenset[str]:
    """The full first names of the Ukrainian list, and those called fondly."""
    return frozenset(name for name, _ in _listed()).union(_FONDLY)


@cache
def _patronymics() -> frozenset[str]:
    made = (form for name, is_man in _listed() if is_man for form in _patronymics_of(name))
    return _OWN_PATRONYMICS.union(made)


def _patronymics_of(name: str) -> Iterator[str]:
    for stem in _STEMS.get(name, (name.rstrip("аоь") if name[-1] in "аоь" else name,)):
        if stem.endswith("й"):
            yield f"{stem}ович"
            yield f"{stem[:-1]}ївна"
        else:
            yield f"{stem}{'ь' * name.endswith('ль')}ович"
            yield f"{stem}івна"


def _listed() -> Iterator[tuple[str, bool]]:
    for line in lines_of("first_names_uk.txt"):
        sex, stated, *_ = line.split()
        for part in stated.partition("=")[0].split("-"):
            if not part.startswith("И"):
                yield _plain(part), sex == "m"
