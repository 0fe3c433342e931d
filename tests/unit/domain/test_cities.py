"""Cities: one form for every name that a city goes by."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.cities import city_form
from crmkit.domain.spelling import skeleton
from crmkit.text import fold

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
WORDS = """
    г. Москва м Київ обл. Ленинградская респ СПб ру с д st , ( р-н Россия ая yiya 2ч хи2 Ростов
    на н Дону 0 75008 м & : ё - ' ра ся
"""
TYPED = ANY_TEXT | st.lists(st.sampled_from(WORDS.split()), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("one", "others"),
    [
        ("Москва", "г. Москва|г.Москва|MOSCOW|Moskva|МСК|Россия, Москва|москва г|Москва, Ленина 5"),
        ("Санкт-Петербург", "СПб|Питер|Saint Petersburg|St. Petersburg|С.-Петербург|с-пб"),
        ("Київ", "Киев|Kyiv|Kiev|м. Київ|м.Київ|город Киев"),
        ("Дніпро", "Днепр|Днепропетровск|Дніпропетровськ|Dnipro|Dnepropetrovsk"),
        ("Нижний Новгород", "Н.Новгород|г. Н. Новгород|Nizhny Novgorod|нижний-новгород"),
        ("Ростов-на-Дону", "Ростов н/Д|Ростов-на-дону г.|rostov-on-don"),
        ("Химки", "Московская обл., г. Химки|Химки МО|Московская обл Химки|обл. Московская Химки"),
        ("Алматы", "Алма-Ата|г. Алматы, Казахстан|Almaty"),
        ("Мінск", "Минск|Minsk|г.Минск, РБ"),
        ("Стамбул", "Istanbul|İstanbul|ISTANBUL"),
        ("Париж", "Paris 75008|Paris, France"),
        ("Екатеринбург", "Ё-бург|Екб|Yekaterinburg|г.Екатеринбург"),
        ("Верхняя Салда", "г. Верхняя Салда|Verkhnyaya Salda"),
    ],
)  # fmt: skip
def test_a_city_has_one_form(one: str, others: str) -> None:
    assert {city_form(other) for other in others.split("|")} == {city_form(one)}


def test_other_cities_have_other_forms() -> None:
    towns = ["Москва", "Новосибирск", "Новгород", "Нижний Новгород", "Киров", "Кировград", "Орск"]
    assert len({city_form(town) for town in towns}) == len(towns)


@pytest.mark.parametrize("text", ["", "-", "12", "нет", "Россия", "Московская область", "м" * 999])
def test_what_names_no_city_has_no_form(text: str) -> None:
    assert city_form(text) == ""


@given(TYPED)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    form = city_form(text)
    assert city_form(form) == form


@given(TYPED)
def test_a_composed_and_a_decomposed_text_have_one_form(text: str) -> None:
    assert city_form(normalize("NFD", text)) == city_form(normalize("NFC", text))


@given(ANY_TEXT)
def test_the_skeleton_of_a_skeleton_is_itself(text: str) -> None:
    for word in fold(text).split():
        assert skeleton(skeleton(word)) == skeleton(word)


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("Ромашка РОМАШКА romashka pомашка", "romashka"),
        ("Щёлково Shchelkovo Schyolkovo", "shelkovo"),
        ("Юлия Юлія Yulia Julija", "ula"),
        ("Прогресс Progres", "progres"),
        ("1С 1C", "1s"),
        ("Köln", "koln"),
    ],
)
def test_the_spellings_of_a_word_share_a_skeleton(words: str, one: str) -> None:
    assert {skeleton(fold(word)) for word in words.split()} == {one}
