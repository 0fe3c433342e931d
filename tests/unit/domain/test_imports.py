"""Mappings: what is guessed from headings, what a TOML file says, what makes no sense."""

import pytest

from crmkit.domain.headings import HEADINGS, guess_columns, plain
from crmkit.domain.imports import ImportMapping, from_toml
from crmkit.errors import BadFile, BadInput

WRITTEN = """
[columns]
"ФИО" = "name"
"Карта" = "custom.loyalty"
"Лишнее" = ""

[defaults]
source = "exhibition"

[values.sex]
"Дама" = "female"

[options]
currency = "USD"
zone = "Europe/Kyiv"
date_format = "%m/%d/%Y"
system = "1c"
bad_cells = "leave_out"
"""


@pytest.mark.parametrize("kind", HEADINGS)
def test_every_target_is_a_heading_of_itself(kind: str) -> None:
    for target in HEADINGS[kind]:  # type: ignore[index]  # a kind of HEADINGS itself
        assert guess_columns(kind, [target]).keys() == {target}  # type: ignore[arg-type]  # same


@pytest.mark.parametrize("kind", HEADINGS)
def test_no_word_means_itself_with_punctuation(kind: str) -> None:
    words = [word for words in HEADINGS[kind].values() for word in words.split("|")]  # type: ignore[index]  # same
    assert [word for word in words if plain(word) == ""] == []


def test_headings_are_understood_in_three_languages() -> None:
    assert guess_columns("contacts", ["Ф.И.О.", "Номер телефону", "E-Mail", "№", ""]) == {
        "Ф.И.О.": "name",
        "Номер телефону": "phone",
        "E-Mail": "email",
    }


def test_no_target_is_given_twice_but_phones_go_on() -> None:
    columns = ["Телефон", "Мобильный", "Телефон 2", "Телефон 4", "Клиент", "ФИО"]
    assert guess_columns("contacts", columns) == {
        "Телефон": "phone",
        "Мобильный": "phone_2",
        "Телефон 2": "phone_3",
        "Телефон 4": "phone_4",
        "Клиент": "name",
    }


def test_a_file_of_unknown_headings_asks_for_a_mapping() -> None:
    with pytest.raises(BadInput, match="write a mapping file"):
        ImportMapping.guess("contacts", ["А", "Б"])


def test_a_mapping_file_says_it_all() -> None:
    mapping = from_toml("contacts", WRITTEN)
    assert mapping == ImportMapping(
        kind="contacts",
        columns={"ФИО": "name", "Карта": "custom.loyalty", "Лишнее": ""},
        defaults={"source": "exhibition"},
        values={"sex": {"Дама": "female"}},
        currency="USD",
        zone="Europe/Kyiv",
        date_format="%m/%d/%Y",
        system="1c",
        bad_cells="leave_out",
    )


def test_what_the_mapping_leaves_open_is_guessed() -> None:
    mapping = from_toml("contacts", WRITTEN).fitted(["ФИО", "карта", "Лишнее", "Телефон", "Имя"])
    assert mapping.columns == {
        "ФИО": "name",
        "карта": "custom.loyalty",
        "Лишнее": "",
        "Телефон": "phone",
        "Имя": "first_name",
    }


@pytest.mark.parametrize(
    "written",
    [
        "[columns",
        "[column]\n",
        '[columns]\n"ФИО" = 5\n',
        "[options]\ncurency = 'USD'\n",
        "[options]\nbad_cells = 'ignore'\n",
        "values = 5\n",
        "columns = 5\n",
    ],
)
def test_a_file_that_is_no_mapping_is_refused_by_its_name(written: str) -> None:
    with pytest.raises(BadFile, match=r"clients\.toml"):
        from_toml("contacts", written, "clients.toml")


@pytest.mark.parametrize(
    "given",
    [
        {"columns": {"ФИО": "naem"}},
        {"columns": {"ФИО": "name", "Клиент": "name"}},
        {"columns": {"": "name"}},
        {"defaults": {"stage": "new"}},
        {"values": {"stage": {"x": "new"}}},
        {"currency": "rubles"},
        {"date_format": "%H:%M"},
        {"date_format": "%Q"},
        {"system": "1c:shop"},
    ],
)
def test_a_mapping_that_makes_no_sense_cannot_be_made(given: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        ImportMapping(kind="contacts", **given)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("column", ["Телефон", "#", "фио"])
def test_a_column_that_the_file_lacks_or_has_twice_is_named(column: str) -> None:
    mapping = ImportMapping(kind="contacts", columns={column: "phone"})
    with pytest.raises(BadInput, match="the file has no column"):
        mapping.fitted(["ФИО ", "ФИО.", "№"])
