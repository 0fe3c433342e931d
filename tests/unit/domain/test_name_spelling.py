"""The skeleton of a word: one for every scheme of transliteration."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain._lists import lines_of
from crmkit.domain._name_spelling import skeleton
from crmkit.text import fold
from tests.support.schemes import (
    RUSSIAN,
    SURNAMES,
    UKRAINIAN,
    UKRAINIAN_SURNAMES,
    Scheme,
    written,
)

NAME_LETTERS = st.text(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґabcdefghijklmnopqrstuvwxyz'", max_size=14
)


def first_names(*lists: str) -> list[str]:
    lines = [line for name in lists for line in lines_of(f"first_names_{name}.txt")]
    return sorted({line.split()[1].partition("=")[0] for line in lines})


def once(words: list[str]) -> list[str]:
    return [word.lower() for word in words]


@pytest.mark.parametrize("scheme", RUSSIAN.values(), ids=list(RUSSIAN))
def test_a_russian_word_meets_itself_in_every_scheme(scheme: Scheme) -> None:
    words = once(SURNAMES + [word + "а" for word in SURNAMES[:60]])
    strayed = {
        word: latin
        for word in words
        if skeleton(fold(latin := written(word, scheme))) != skeleton(fold(word))
    }
    assert not strayed


@pytest.mark.parametrize("scheme", UKRAINIAN.values(), ids=list(UKRAINIAN))
def test_a_ukrainian_word_meets_itself_in_every_scheme(scheme: Scheme) -> None:
    words = once(UKRAINIAN_SURNAMES)
    strayed = {
        word: latin
        for word in words
        if skeleton(fold(latin := written(word, scheme))) != skeleton(fold(word))
    }
    assert not strayed


@pytest.mark.parametrize("scheme", RUSSIAN.values(), ids=list(RUSSIAN))
def test_a_russian_first_name_meets_itself_in_every_scheme(scheme: Scheme) -> None:
    words = once(first_names("ru"))
    for word in ("цецилия", "милица"):
        words.remove(word)  # a c before e and i is read as in Cecilia
    strayed = {
        word: latin
        for word in words
        if skeleton(fold(latin := written(word, scheme))) != skeleton(fold(word))
    }
    assert not strayed


@pytest.mark.parametrize(
    "spellings",
    [
        "щербаков shcherbakov scherbakov sherbakov ščerbakov szczerbakow",
        "захаров zakharov zaharov zaxarov",
        "соловьёв solovyov soloviev solovev solov'ev соловйов",
        "юлия юлія yulia yuliya iuliia julia julija",
        "алексеев alekseev alexeev alexeyev алексєєв",
        "кузнецов kuznetsov kuznecov kuznetzov kuznetsoff kuznetsow",
        "шевченко shevchenko ševčenko chevtchenko",
        "чернов chernov chernoff tchernov",
        "крупский krupsky krupskiy krupskyi krupskij krupskii крупський",
        "сергеевич sergeyevich sergeevich сергійович",
        "юрий юрій yury yuri yuriy iurii jurij iouri",
        "александр aleksandr alexandr",
        "цветкова tsvetkova cvetkova tzvetkova",
        "виктор viktor victor",
        "филипп filipp filip philip",
        "чорний чёрный chornyi chernyj",
        "иванов ivanov ivanoff ivanou іваноў",
        "жуков zhukov žukov",
    ],
)
def test_spellings_of_one_word_share_a_skeleton(spellings: str) -> None:
    assert len({skeleton(fold(word)) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "иванов ивлев иваненко ивашов",
        "анна яна аня ада",
        "юля уля оля",
        "мария марина мара",
        "жуков зуков шуков",
        "царев карев зарев",
        "сергей семён",
        "ксения гена",
        "петров петренко петрич",
    ],
)
def test_different_words_have_different_skeletons(words: str) -> None:
    assert len({skeleton(fold(word)) for word in words.split()}) == len(words.split())


@given(NAME_LETTERS | st.text(max_size=14))
def test_a_skeleton_is_its_own_skeleton(word: str) -> None:
    once = skeleton(fold(word).replace(" ", ""))
    assert skeleton(once) == once


@given(NAME_LETTERS)
def test_a_skeleton_of_letters_is_plain_latin(word: str) -> None:
    assert all(letter in "abcdefghijklmnoprstuvz" for letter in skeleton(fold(word)))


@given(st.text(max_size=14))
def test_how_marks_are_composed_does_not_matter(word: str) -> None:
    forms = {skeleton(fold(unicodedata.normalize(form, word))) for form in ("NFC", "NFD")}
    assert len(forms) == 1
