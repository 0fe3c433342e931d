"""Declension of Russian names: right in every part, or none."""

from collections import Counter
from pathlib import Path

import pytest

from crmkit.domain.names import PersonName, parse_name
from crmkit.ports.declension import Case, Declension
from crmkit_names import RussianDeclension

CASES: tuple[Case, ...] = ("genitive", "dative", "instrumental")
RUSSIAN: Declension = RussianDeclension()
MOST_REFUSED = 20
"""Of the forms that a person could tell for sure."""


def golden() -> list[tuple[str, dict[Case, str]]]:
    """Names, and their forms by case; a case is absent where nobody can be sure."""
    text = (Path(__file__).parent / "declined.txt").read_text(encoding="utf-8")
    rows = [[field.strip() for field in line.split("|")] for line in text.splitlines()]
    return [
        (name, {case: form for case, form in zip(CASES, forms, strict=False) if form})
        for name, *forms in rows
        if not name.startswith("#")
    ]


def declined(typed: str, case: Case) -> str | None:
    name = parse_name(typed)
    found = None if name is None else RUSSIAN.declined(name, case)
    return None if found is None else found.full.replace("ё", "е")


def test_no_form_of_the_golden_set_is_wrong() -> None:
    wrong = {
        (typed, case): told
        for typed, forms in golden()
        for case in CASES
        if (told := declined(typed, case)) and told != forms.get(case, "").replace("ё", "е")
    }
    assert not wrong


def test_few_forms_that_are_sure_are_refused() -> None:
    refused = Counter(
        typed for typed, forms in golden() for case in forms if declined(typed, case) is None
    )
    assert refused.total() <= MOST_REFUSED, refused
    assert sum(len(forms) for _, forms in golden()) >= 350


@pytest.mark.parametrize(
    "name",
    [
        PersonName(last="Иванов", first="И."),
        PersonName(last="Ivanov", first="Ivan"),
        PersonName(last="Смит", first="Джон"),
        PersonName(last="Иванова", first="Лена"),
        PersonName(last="Соловей", first="Иван", middle="Ильич"),
        PersonName(last="Шевченко", first="Андрій"),
        PersonName(last="Иванов"),
    ],
)
def test_what_is_not_sure_is_not_declined(name: PersonName) -> None:
    assert RUSSIAN.declined(name, "dative") is None


def test_a_turkic_patronymic_stays_and_the_rest_is_declined() -> None:
    name = PersonName(last="Алиева", first="Севда", middle="Гасан кызы")
    declined = RUSSIAN.declined(name, "dative")
    assert declined == PersonName(last="Алиевой", first="Севде", middle="Гасан кызы")


def test_the_sex_that_is_known_beside_the_name_must_agree_with_it() -> None:
    name = PersonName(last="Иванова", first="Анна")
    assert RUSSIAN.declined(name, "genitive", sex="female") is not None
    assert RUSSIAN.declined(name, "genitive", sex="male") is None
