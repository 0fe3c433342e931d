"""Exports of other programs are known by their headings, and read without a mapping."""

import pytest

from crmkit.domain.exports import PROGRAMS, export, recognised
from crmkit.domain.headings import HEADINGS
from crmkit.domain.imports import ImportMapping
from crmkit.errors import BadInput

AMO = ["ID", "Название сделки", "Бюджет", "Ответственный", "Этап сделки", "Воронка"]
AMO += ["Основной контакт", "Компания контакта", "Рабочий телефон (контакт)", "Теги сделки"]
AMO += ["Мобильный телефон (контакт)", "Другой телефон (контакт)", "Рабочий email (контакт)"]
BITRIX = ["ID", "Стадия сделки", "Название сделки", "Сумма", "Валюта", "Контакт", "Направление"]
BITRIX += ["Контакт: Рабочий телефон", "Контакт: Мобильный телефон", "Контакт: Рабочий e-mail"]
RETAIL = ["Номер", "Дата оформления", "Покупатель", "Телефон", "Доп. телефон", "Сумма заказа"]


@pytest.mark.parametrize(
    ("headings", "name"), [(AMO, "amocrm"), (BITRIX, "bitrix24"), (RETAIL, "retailcrm")]
)
def test_a_program_is_known_by_its_headings(headings: list[str], name: str) -> None:
    found = recognised(headings)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("headings", [["ФИО", "Телефон", "Город"], ["Частный e-mail"], [], [""]])
def test_of_usual_headings_no_program_is_known(headings: list[str]) -> None:
    assert recognised(headings) is None


def test_an_export_of_deals_is_understood_without_a_mapping() -> None:
    mapping = ImportMapping.guess("deals", AMO).fitted(AMO)
    assert mapping.columns == {
        "ID": "external_id",
        "Название сделки": "title",
        "Бюджет": "amount",
        "Ответственный": "owner",
        "Этап сделки": "stage",
        "Воронка": "pipeline",
        "Основной контакт": "contact",
        "Компания контакта": "company",
        "Рабочий телефон (контакт)": "phone",
        "Мобильный телефон (контакт)": "phone_2",
        "Другой телефон (контакт)": "phone_3",
        "Рабочий email (контакт)": "email",
        "Теги сделки": "tags",
    }
    assert mapping.values["stage"]["Успешно реализовано"] == "won"


def test_a_preset_says_what_the_headings_do_not() -> None:
    headings = ["Рабочий телефон", "Личный email"]
    assert ImportMapping.guess("contacts", headings).columns == {"Рабочий телефон": "phone"}
    assert ImportMapping.guess("contacts", headings, "amocrm").columns == {
        "Рабочий телефон": "phone",
        "Личный email": "email",
    }


def test_what_the_mapping_says_comes_before_the_preset() -> None:
    mapping = ImportMapping(
        kind="deals",
        columns={"Бюджет": ""},
        values={"stage": {"Успешно реализовано": "delivery"}},
    )
    fitted = mapping.fitted(AMO)
    assert fitted.columns["Бюджет"] == ""
    assert fitted.values["stage"]["Успешно реализовано"] == "delivery"
    assert fitted.values["stage"]["Закрыто и не реализовано"] == "lost"


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_preset_speaks_of_targets_that_there_are(name: str) -> None:
    for kind, meaning in export(name).meaning.items():
        assert set(meaning.values()) <= HEADINGS[kind].keys()
    for kind, values in export(name).values.items():
        assert values.keys() <= HEADINGS[kind].keys()


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(BadInput, match="no preset is called 'salesforce'"):
        ImportMapping(kind="contacts", preset="salesforce")
