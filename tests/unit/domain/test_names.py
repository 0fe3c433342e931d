"""Names of persons: parts in any order, made-up names, sex by patronymic."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName, parse_name

ANY_TEXT = st.text(st.characters(exclude_categories=()))
WORDS = [
    *("Иванов", "Петренко", "Мицкевич", "Сац", "Ким", "Иван", "Анна", "Саша", "Лев", "Айгуль"),
    *("Петрович", "Ильич", "Бернардович", "Петровна", "Ильинична", "И.", "П.", "Гасан оглы"),
    *("ivanov", "Ivan", "Petrovich", "Салтыков-Щедрин", "О'Нил", "Клиент", "и", "(муж)", "1"),
]
NAME_LIKE = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def a_name(last: str = "", first: str = "", middle: str = "") -> PersonName:
    return PersonName(last=last, first=first, middle=middle)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ИВАНОВ иван  Петрович", a_name("Иванов", "Иван", "Петрович")),
        ("Мицкевич Адам Бернардович", a_name("Мицкевич", "Адам", "Бернардович")),
        ("Адам Бернардович Мицкевич", a_name("Мицкевич", "Адам", "Бернардович")),
        ("Дмитрий Шостакович", a_name("Шостакович", "Дмитрий")),
        ("Шостакович Дмитрий Дмитриевич", a_name("Шостакович", "Дмитрий", "Дмитриевич")),
        ("Толстой Лев", a_name("Толстой", "Лев")),
        ("Саша Ким", a_name("Ким", "Саша")),
        ("Eлeнa Пoпoвa", a_name("Попова", "Елена")),  # Latin e, o, a among Cyrillic letters
        ("Рашид Алиев", a_name("Алиев", "Рашид")),
        ("Ким Чен Ын", a_name("Ким", "Чен", "Ын")),
        ("Ли Ван", a_name("Ли", "Ван")),
        ("Ольга Пшенична", a_name("Пшенична", "Ольга")),
        ("Шевченко Ганна Іванівна", a_name("Шевченко", "Ганна", "Іванівна")),
        ("Микола Миколайович", a_name("", "Микола", "Миколайович")),
        ("в'ячеслав чорновіл", a_name("Чорновіл", "В'ячеслав")),
        ("О'НИЛ ДЖОН", a_name("О'Нил", "Джон")),
        ("САЛТЫКОВ-ЩЕДРИН МИХАИЛ", a_name("Салтыков-Щедрин", "Михаил")),
        ("Римский Корсаков Николай Андреевич", a_name("Римский Корсаков", "Николай", "Андреевич")),
        ("Алиева Лейла Гасан кызы", a_name("Алиева", "Лейла", "Гасан кызы")),
        ("Гасан Вагиф ОГЛЫ Алиев", a_name("Алиев", "Гасан", "Вагиф оглы")),
        ("ivanov ivan", a_name("Ivanov", "Ivan")),
        ("Yulia Sergeevna", a_name("", "Yulia", "Sergeevna")),
        ("Bondarenko Mykola Petrovych", a_name("Bondarenko", "Mykola", "Petrovych")),
        ("Петровна Анна", a_name("", "Анна", "Петровна")),
        ("Петрович Иван", a_name("Петрович", "Иван")),
        ("Иванова Петровна", a_name("Иванова", "", "Петровна")),
        ("Анна", a_name("", "Анна")),
        ("Айгуль", a_name("", "Айгуль")),
        ("Петренко", a_name("Петренко")),
        ("Ильич", a_name("", "", "Ильич")),
        ("Анна (жена Ивана) 89123456789", a_name("", "Анна")),
        ("Клиент Анна", a_name("", "Анна")),
        ("ИП Иванов Иван", a_name("Иванов", "Иван")),
        ("Пе\u0301тр\u200b Иванов", a_name("Иванов", "Петр")),
        ("Сергеи\u0306 Иванов", a_name("Иванов", "Сергей")),
        ("Ким А.", a_name("Ким", "А.")),
        ("А. Ким", a_name("Ким", "А.")),
    ],
)
def test_the_parts_of_a_name_are_told_apart(text: str, name: PersonName) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text", ["Иванов И.П.", "И.П. Иванов", "И. П. ИВАНОВ", "Иванов И П", "иванов и. п."]
)
def test_initials_stand_for_names(text: str) -> None:
    assert parse_name(text) == a_name("Иванов", "И.", "П.")


def test_one_initial_after_a_first_name_is_the_surname() -> None:
    assert parse_name("Иван П.") == a_name("П.", "Иван")


@pytest.mark.parametrize(
    "words",
    [("Иванов", "Иван", "Петрович"), ("Іваненко", "Ганна", "Петрівна"), ("Мицкевич", "Адам", "")],
)
def test_the_order_of_words_is_free(words: tuple[str, str, str]) -> None:
    for order in itertools.permutations(words):
        assert parse_name(" ".join(order)) == a_name(*words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "тест",
        "Тест Тестов",
        "Клиент123",
        "не указано",
        "Розничный покупатель",
        "qwerty",
        "ааа",
        "И. П.",
        "89123456789",
        "ООО Ромашка",
        "ТОВ «Ромашка»",
        "anna@mail.ru",
        "Иван и Мария",
        "ИВАН И МАРИЯ",
        "Менеджер по продажам магазина Ромашка",
        "Иванов Иван Иванович Петрович",
        "Анна " * 100,
        "\0",
        "\ud800",
        "²³",
    ],
)
def test_what_is_no_person_s_name_is_not_guessed(text: str) -> None:
    assert parse_name(text) is None


@pytest.mark.parametrize(
    ("middle", "sex"),
    [
        ("Петрович", "male"),
        ("Ильич", "male"),
        ("Шарипович", "male"),
        ("Сергійович", "male"),
        ("Гасан оглы", "male"),
        ("Petrovich", "male"),
        ("Петровна", "female"),
        ("Ильинична", "female"),
        ("Сергіївна", "female"),
        ("Гасан кызы", "female"),
        ("П.", None),
        ("Ын", None),
        ("", None),
    ],
)
def test_a_patronymic_tells_the_sex(middle: str, sex: Sex | None) -> None:
    assert a_name("Саша", "Ким", middle).sex == sex


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        (a_name("Иванов", "Иван", "Петрович"), "Иванов Иван Петрович", "Иванов И. П."),
        (a_name("Иванов", "И.", "П."), "Иванов И. П.", "Иванов И. П."),
        (a_name("Иванов", "Иван"), "Иванов Иван", "Иванов И."),
        (a_name("Иванов"), "Иванов", "Иванов"),
        (a_name("", "Анна", "Петровна"), "Анна Петровна", "Анна Петровна"),
        (a_name("П.", "Иван"), "Иван П.", "Иван П."),
        (a_name(), "", ""),
    ],
)
def test_a_name_is_written_in_full_and_in_short(name: PersonName, full: str, short: str) -> None:
    assert (name.full, name.short) == (full, short)


@given(ANY_TEXT | NAME_LIKE)
def test_a_name_written_in_full_is_the_same_name(text: str) -> None:
    name = parse_name(text)
    if name is not None:
        assert parse_name(name.full) == name


@given(ANY_TEXT | NAME_LIKE)
def test_a_name_is_words_of_letters_in_normal_form(text: str) -> None:
    name = parse_name(text)
    if name is not None:
        assert unicodedata.is_normalized("NFC", name.full)
        assert re.fullmatch(r"[\w .'’ʼ`-]+", name.full)
        assert not re.search(r"\d", name.full)


@given(NAME_LIKE)
def test_case_does_not_change_who_is_meant(text: str) -> None:
    upper, lower = parse_name(text.upper()), parse_name(text.lower())
    assert upper == lower
