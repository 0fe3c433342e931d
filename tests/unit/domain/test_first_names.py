"""Which first names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain._first_names import may_be_one_name
from crmkit.text import fold

WORDS = st.text(alphabet="абвгеиіюяїьnaeiuyhk'", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Юля", "Юлия"),
        ("Юлія", "Yulia"),
        ("Julia", "Юля"),
        ("Саша", "Александра"),
        ("Сашко", "Alexander"),
        ("Ганна", "Анна"),
        ("Галя", "Галина"),
        ("Галя", "Ганна"),
        ("Сергей", "Serhii"),
        ("Mykola", "Николай"),
        ("Mykhailo", "Миша"),
        ("Евгений", "Yevhen"),
        ("Наталка", "Наташа"),
        ("Екатерна", "Екатерина"),
        ("Екатеирна", "Екатерина"),
        ("Айжана", "Айжан"),
        ("Дима", "DIMA"),
    ],
)
def test_forms_of_one_name_may_be_one_persons(one: str, other: str) -> None:
    assert may_be_one_name(fold(one), fold(other))
    assert may_be_one_name(fold(other), fold(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Александр", "Александра"),
        ("Валерий", "Валерия"),
        ("Мария", "Марина"),
        ("Сергей", "Семён"),
        ("Анна", "Яна"),
        ("Оля", "Юля"),
        ("Иван", "Ивона"),
        ("Yulia", "Yana"),
    ],
)
def test_different_names_are_never_one_persons(one: str, other: str) -> None:
    assert not may_be_one_name(fold(one), fold(other))
    assert not may_be_one_name(fold(other), fold(one))


@given(WORDS, WORDS)
def test_the_answer_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert may_be_one_name(one, one)
    assert may_be_one_name(one, other) == may_be_one_name(other, one)


@given(WORDS.filter(lambda word: len(word) > 5), st.data())
def test_a_slip_of_the_finger_does_not_make_an_unknown_name_another(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    assert may_be_one_name(f"ъ{word}", f"ъ{word[:at]}{word[at + 1 :]}")
