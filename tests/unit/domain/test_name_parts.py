"""Normal forms of the parts of a name: surnames, patronymics, initials, and the sex they tell."""

import pytest

from crmkit.domain.name_forms import name_form, name_form_of
from tests.support.schemes import SURNAMES


@pytest.mark.parametrize(
    ("surnames", "stem"),
    [
        ("Иванов Иванова Ivanov Ivanova Іванов Іванова Ivanoff Ivanow", "ivanov"),
        ("Белый Белая Belyi Belaya", "bel"),
        ("Крупский Крупская Крупська Krupskyi Krupskaya Krupskaja", "krupsk"),
        ("Толстой Толстая Tolstoy Tolstaya", "tolst"),
        ("Пушкин Пушкина Pushkin Pushkina", "pushkin"),
        ("Ковалёв Ковалева Ковальова Kovalev Kovalyova Kovalova", "kovalov"),
        ("Коваленко Kovalenko", "kovalenko"),
        ("Черных Chernykh", "chernig"),
        ("Ли Li Lee", ""),
    ],
)
def test_a_surname_loses_the_ending_of_its_sex(surnames: str, stem: str) -> None:
    stems = {name_form_of(surname, None, None).last for surname in surnames.split()}
    assert stems == {stem} if stem else len(stems) > 0


@pytest.mark.parametrize(
    ("patronymics", "middle"),
    [
        ("Петрович Петровна Петрівна Petrovich Petrovna Petrivna Petrovych", "петр"),
        ("Алексеевич Олексійович Alekseevich Алексеевна Олексіївна Алексеич", "алексей"),
        ("Ильич Ильинична Іллівна Ілліч Ilyich", "илья"),
        ("Никитич Никитична Микитович Микитівна", "никита"),
        ("Павлович Павловна Pavlovich Палыч", "павел"),
        ("Михайлович Михайлівна Михайловна Mikhailovich Михалыч", "михаил"),
        ("Яковлевич Якович Яківна Yakovlevna", "яков"),
        ("Юрьевич Юрійович Yuryevich Юріївна", "юрий"),
        ("Николаевич Миколайович Николаевна Миколаївна", "николай"),
        ("Львович Львовна Lvovich", "лев"),
        ("Бернадотович Бернадотовна", "bernadot"),
    ],
)
def test_a_patronymic_is_its_root(patronymics: str, middle: str) -> None:
    forms = {name_form_of("Ким", "Лин", patronymic).middle for patronymic in patronymics.split()}
    assert forms == {middle}


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("Иванова-Петрова Анна", ("ivanov", "petrov")),
        ("Петрова (Иванова) Анна", ("petrov", "ivanov")),
        ("Петрова Анна (Иванова)", ("petrov", "ivanov")),
        ("Петрова Анна (опт)", ("petrov",)),
        ("Петрова Анна (мама)", ("petrov",)),
        ("Римский Корсаков Николай Андреевич", ("rimsk", "korsakov")),
        ("Анна", ()),
    ],
)
def test_parts_of_a_double_surname_and_the_maiden_name_are_kept(
    text: str, lasts: tuple[str, ...]
) -> None:
    assert name_form(text).lasts == lasts


@pytest.mark.parametrize(
    ("text", "first", "middle"),
    [
        ("Иванов И.П.", "i", "p"),
        ("И.П. Иванов", "i", "p"),
        ("И.П.Иванов", "i", "p"),
        ("Иванов АП", "a", "p"),
        ("Иванов И", "i", ""),
        ("Юрьев Ю.", "j", ""),
        ("Yu. Yuryev", "j", ""),
        ("Ivanov I. P.", "i", "p"),
        ("Иванов Пётр С.", "p", "s"),
        ("John M. Smith", "j", "m"),
    ],
)
def test_initials_stand_for_names(text: str, first: str, middle: str) -> None:
    form = name_form(text)
    assert (form.first_initial, form.middle_initial) == (first, middle)
    assert form.last


@pytest.mark.parametrize("text", ["Иван П.", "Саша П.", "John S."])
def test_an_initial_after_a_first_name_is_the_surname_s(text: str) -> None:
    form = name_form(text)
    assert form.names
    assert not form.last
    assert form.other in {("p",), ("s",)}


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Иванова", "female"),
        ("Саша Иванова", "female"),
        ("Саша Иванов", "male"),
        ("Саша Ким", None),
        ("Ким Саша Петровна", "female"),
        ("Анна Иванов", "female"),
        ("Крупская", "female"),
        ("Коваленко", None),
        ("Коваленко Иван", "male"),
        ("Вагиф Гасан оглы", "male"),
        ("Лейла Гасан кызы", "female"),
        ("Bob", "male"),
        ("Ivanova", "female"),
    ],
)
def test_the_sex_is_told_by_the_surest_word(text: str, sex: str | None) -> None:
    assert name_form(text).sex == sex


@pytest.mark.parametrize("surname", SURNAMES[:60])
def test_man_and_woman_of_one_family_have_one_surname(surname: str) -> None:
    assert (
        name_form_of(surname, "Саша", None).last == name_form_of(surname + "а", "Саша", None).last
    )
