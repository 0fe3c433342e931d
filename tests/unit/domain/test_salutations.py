"""Salutations: right, or without the name. The golden set says which form is right."""

from collections import Counter
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.domain.clients import Sex
from crmkit.domain.names import PersonName
from crmkit.domain.salutations import Language, salutation
from crmkit.domain.vocatives import called, called_by_patronymic
from crmkit.errors import NotSupported

NEUTRAL: dict[Language, str] = {"ru": "Здравствуйте", "uk": "Добрий день", "en": "Hello"}
POLITE = {
    "ru": {"m": "Уважаемый", "f": "Уважаемая"},
    "uk": {"m": "Шановний", "f": "Шановна"},
}
MOST_REFUSED = {"ru": 20, "uk": 25}
"""Of the names that somebody could address by hand."""


@frozen
class Golden:
    """A line of the golden set."""

    typed: str
    sex: str
    ru: str
    uk: str

    def right(self, language: Language) -> set[str]:
        """Every salutation that would be right."""
        form = self.ru if language == "ru" else self.uk
        neutral = NEUTRAL[language]
        if not form:
            return {neutral}
        first = form.split(" ")[0]
        polite = POLITE[language].get(self.sex)
        right = {neutral, f"{neutral}, {first}"}
        return right | ({f"{polite} {first}", f"{polite} {form}"} if polite else set())


def golden() -> list[Golden]:
    """The golden set."""
    text = (Path(__file__).parent / "golden" / "salutations.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if not line.startswith("#"))
    return [Golden(*(field.strip() for field in row)) for row in rows]


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_no_name_of_the_golden_set_is_addressed_wrong(language: Language) -> None:
    wrong = {
        row.typed: said.text
        for row in golden()
        if (said := salutation(row.typed, language)).text not in row.right(language)
    }
    assert not wrong
    assert len(golden()) >= 200


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_few_names_that_could_be_addressed_are_refused(language: Language) -> None:
    could = [row for row in golden() if (row.ru if language == "ru" else row.uk)]
    refused = Counter(
        said.refused for row in could if (said := salutation(row.typed, language)).refused
    )
    assert refused.total() <= MOST_REFUSED[language], refused


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Иванов Иван Петрович", "ru", "Уважаемый Иван Петрович"),
        ("Алиева Севда Гасан кызы", "ru", "Уважаемая Севда Гасан кызы"),
        ("Смирнова Анна", "ru", "Уважаемая Анна"),
        ("Саша Иванов", "ru", "Здравствуйте, Саша"),
        ("Шевченко Ганна Іванівна", "uk", "Шановна Ганно Іванівно"),
        ("Коваль Олег Сергійович", "uk", "Шановний Олеже Сергійовичу"),
        ("Шевченко Тарас Григорьевич", "uk", "Шановний Тарасе"),
    ],
)
def test_a_name_is_addressed_by_patronymic_or_first_name(
    name: str, language: Language, said: str
) -> None:
    assert salutation(name, language).text == said


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ООО Ромашка", "no name of one person"),
        ("Иванов И. П.", "no first name in full"),
        ("Чжан Вэй", "unknown first name"),
        ("Анна Мария", "two words could be the first name"),
        ("Петрова Анна Петрович", "the parts contradict each other"),
        ("Іванов Андрій", "not in the letters of the language"),
    ],
)
def test_a_refusal_says_why(name: str, why: str) -> None:
    assert salutation(name) == type(salutation(name))("Здравствуйте", why)  # type: ignore[arg-type]  # one of its words


def test_what_is_known_of_the_sex_helps_and_what_contradicts_it_refuses() -> None:
    assert salutation("Саша Ким-Ли", sex="female").text == "Здравствуйте, Саша"
    assert salutation("Иванова Анна", sex="male").refused == "the parts contradict each other"
    assert salutation("Катя", "uk", sex="female").text == "Добрий день, Катю"


def test_a_name_in_its_parts_is_taken_as_it_is() -> None:
    name = PersonName(last="Белова", first="Анна", middle="Ильинична")
    assert salutation(name).text == "Уважаемая Анна Ильинична"


def test_a_language_without_salutations_is_refused() -> None:
    with pytest.raises(NotSupported, match="one of: ru, uk, en"):
        salutation("Anna", "fr")  # type: ignore[arg-type]  # the point


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from(["ru", "uk", "en"]))
def test_whatever_is_typed_is_greeted(typed: str, language: Language) -> None:
    said = salutation(typed, language)
    assert said.refused is None or said.text == NEUTRAL[language]


@settings(deadline=None)
@given(st.sampled_from(golden()), st.sampled_from(["upper", "lower", "title"]))
def test_capitals_change_nothing(row: Golden, way: str) -> None:
    typed = str(getattr(row.typed, way)())
    assert salutation(typed, "ru").text.lower() == salutation(row.typed, "ru").text.lower()


@pytest.mark.parametrize(
    ("first", "sex", "form"),
    [
        ("Іван", "male", "Іване"),
        ("Федір", "male", "Федоре"),
        ("Марко", "male", "Марку"),
        ("Ілля", "male", "Ілле"),
        ("Мар’яна", "female", "Мар’яно"),
        ("Віра-Марія", "female", "Віро-Маріє"),
        ("Константин", "male", None),
        ("Петренко", "male", None),
        ("І", "male", None),
    ],
)
def test_a_vocative_is_right_or_not_there(first: str, sex: Sex, form: str | None) -> None:
    assert called(first, sex) == form


@pytest.mark.parametrize(
    ("middle", "form"),
    [("Петрович", "Петровичу"), ("Іллівна", "Іллівно"), ("Сергеевич", None), ("Петровна", None)],
)
def test_a_patronymic_is_called_if_it_is_ukrainian(middle: str, form: str | None) -> None:
    assert called_by_patronymic(middle) == form
