"""Addresses: one form for a place, in whatever order and with whatever marks it is written."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.addresses import address_form

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
WORDS = """
    г. ул. ул д. дом кв 5 12 5а 10/2 5-12 101000 Москва Ленина 8 Марта 1-я к 2 стр , , ( ) обл. р-н
    St Main apt м. вул. буд Київ п этаж а ё 0 00 Россия мкр
"""
TYPED = ANY_TEXT | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)
LENIN_5_12 = """
    101000, г. Москва, ул. Ленина, д. 5, кв. 12
    Москва Ленина 5-12
    Москва, Ленина, 5, 12
    г Москва ул Ленина д 5 кв 12
    Ленина ул., 5, 12 (МСК)
    кв 12, дом 5, улица ленина, москва
    Россия, Moscow, ul. Lenina, d. 5, kv. 12
    улица Ленина д5кв12, Москва
    Москва г, Ленина ул, д.5, подъезд 2, этаж 3, кв.12, домофон 77
"""
OTHERS = [
    ("м. Київ, вул. Хрещатик, буд. 5А", ("kiv", "hreshatik", "5a", "")),
    ("04210 Київ, Хрещатик 5-а", ("kiv", "hreshatik", "5a", "")),
    ("пр-т Мира 10 корп. 2", ("", "mira", "10k2", "")),
    ("Мира, 10к2", ("", "mira", "10k2", "")),
    ("ул.Ленина,д.5 стр.1", ("", "lenina", "5s1", "")),
    ("ул Ленина, 5 лит А", ("", "lenina", "5a", "")),
    ("ул Ленина 5 а кв 7", ("", "lenina", "5a", "7")),
    ("ул. 8 Марта, 5", ("", "8 marta", "5", "")),
    ("Москва 8 Марта 5", ("moskva", "8 marta", "5", "")),
    ("5-я Советская ул., 7", ("", "5 sovetska", "7", "")),
    ("ул. Маркса Карла, 7", ("", "karla marksa", "7", "")),
    ("Б. Полянка, 1", ("", "bolsha polanka", "1", "")),
    ("вул. Академіка Павлова 12, 2 під'їзд", ("", "pavlova", "12", "")),
    ("Набережная ул., 5", ("", "naberezhna", "5", "")),
    ("Москва, мкр 5, д.3", ("moskva", "5", "3", "")),
    ("Московская обл., г. Химки, Лесная 5", ("himki", "lesna", "5", "")),
    ("Жуковка, Лесная 5", ("zhukovka", "lesna", "5", "")),
    ("Львів, Шевченка, 12/3-45", ("lviv", "shevchenka", "12/3", "45")),
    ("Алматы, мкр. Самал-2, д. 33, кв 5", ("almati", "2 samal", "33", "5")),
    ("мкр Самал 2 дом 33 кв 5 г Алматы", ("almati", "2 samal", "33", "5")),
    ("СПб, Невский пр., д. 28, лит. А, пом. 5", ("sankt peterburg", "nevski", "28a", "5")),
    ("ул. К. Маркса 5", ("", "marksa", "5", "")),
    ("435 S. La Cienega Blvd., Los Angeles", ("los angeles", "kenega la s", "435", "")),
    ("13571 Ventura Blvd., Sherman Oaks", ("sherman oaks", "ventura", "13571", "")),
    ("Київ, вул. Лісова, №12", ("kiv", "lisova", "12", "")),
    ("до востребования", ("", "", "", "")),
    ("деревня Жуковка, д. 5", ("zhukovka", "", "5", "")),
    ("Apt 5, 12 Main St, Chicago, IL 60601", ("chikago", "main", "12", "5")),
    ("12224 Ventura Blvd.", ("", "ventura", "12224", "")),
    ("", ("", "", "", "")),
    ("м" * 301, ("", "", "", "")),
]


@pytest.mark.parametrize("typed", LENIN_5_12.strip().splitlines())
def test_a_place_has_one_form(typed: str) -> None:
    form = address_form(typed)
    assert (form.city, form.street, form.house, form.flat) == ("moskva", "lenina", "5", "12")


@pytest.mark.parametrize(("typed", "parts"), OTHERS)
def test_an_address_is_read_into_its_parts(typed: str, parts: tuple[str, ...]) -> None:
    form = address_form(typed)
    assert (form.city, form.street, form.house, form.flat) == parts


def test_a_postcode_is_kept_apart() -> None:
    assert address_form("101000, Москва, Тверская, 5").postcode == "101000"
    assert address_form("Київ, 04210, Хрещатик 5").postcode == "04210"


def test_the_words_keep_what_is_no_mark() -> None:
    assert address_form("обл. Тверская, ул Мира 5").words == ("obl", "tverska", "mira", "5")


@given(st.permutations(["г. Москва", "ул. Малая Бронная", "д. 5", "кв. 12"]))
def test_the_order_of_marked_parts_does_not_count(parts: list[str]) -> None:
    form = address_form(", ".join(parts))
    assert (form.city, form.house, form.flat) == ("moskva", "5", "12")
    assert form.street == "brona mala"


@given(TYPED)
def test_a_composed_and_a_decomposed_text_have_one_form(text: str) -> None:
    assert address_form(normalize("NFD", text)) == address_form(normalize("NFC", text))
