"""Messenger names: links, mentions, ids and phones come down to one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.messengers import (
    normal_instagram,
    normal_name,
    normal_phone_account,
    normal_telegram,
    normal_vk,
    profile_link,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
WORDS = ["@", "t.me/", "https://", "vk.com/", "instagram.com/", "wa.me/", "id", "im?sel=", "12"]
NAMES = ["anna", "_", ".", "/", "?", " ", "+7", "9123456789"]
LINK_LIKE = st.lists(st.sampled_from(WORDS + NAMES), max_size=6).map("".join)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("@Anna_K", "anna_k"),
        ("anna_k", "anna_k"),
        ("тг: @anna_k (вечером)", "anna_k"),
        ("https://t.me/Anna_K", "anna_k"),
        ("t.me/anna_k?start=1", "anna_k"),
        ("http://www.telegram.me/@anna_k/", "anna_k"),
        ("tg://resolve?domain=anna_k&start=1", "anna_k"),
        ("tg://user?id=501234567", "501234567"),
        ("501234567", "501234567"),
        ("8 (912) 345-67-89", "+79123456789"),
        ("https://t.me/+79123456789", "+79123456789"),
        ("tg://resolve?phone=79123456789", "+79123456789"),
    ],
)
def test_telegram_is_read_from_names_links_ids_and_phones(raw: str, normal: str) -> None:
    assert normal_telegram(raw) == normal


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "нет",
        "@anna @boris",
        "anna@mail.ru",
        "t.me/+AbCdEfGh123",
        "t.me/joinchat/AbCd",
        "t.me/c/123/4",
        "аnna_k",
        "_anna",
        "1anna",
        "٥٠١٢٣٤٥٦٧",
        "@anna" * 100,
        "\0",
        "\ud800",
    ],
)
def test_what_names_no_telegram_account_is_not_guessed(raw: str) -> None:
    assert normal_telegram(raw) is None


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("https://vk.com/id1", "id1"),
        ("ID001", "id1"),
        ("1", "id1"),
        ("https://m.vk.com/im?sel=15", "id15"),
        ("vk.ru/Anna.Kim", "anna.kim"),
        ("vkontakte.ru/anna_kim?w=wall1_2", "anna_kim"),
        ("вк @anna.kim.", "anna.kim"),
        ("vk.com/club7", "club7"),
        ("vk.com/wall-1_2", None),
        ("vk.com/photo1_2", None),
        ("vk.com/feed", None),
        ("89123456789", None),
        ("anna@mail.ru", None),
        ("нет", None),
        ("", None),
    ],
)
def test_vk_is_read_from_ids_names_and_links(raw: str, normal: str | None) -> None:
    assert normal_vk(raw) == normal


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("@Anna.Kim", "anna.kim"),
        ("https://www.instagram.com/anna.kim/?hl=ru", "anna.kim"),
        ("instagram.com/stories/anna.kim/1/", "anna.kim"),
        ("https://ig.me/m/anna.kim", "anna.kim"),
        ("instagram.com/p/AbCd/", None),
        ("instagram.com/stories/highlights/1/", None),
        ("anna..kim", None),
        ("89123456789", None),
        ("анна", None),
    ],
)
def test_instagram_is_read_from_names_and_links(raw: str, normal: str | None) -> None:
    assert normal_instagram(raw) == normal


@pytest.mark.parametrize(
    "raw",
    [
        "8 912 345-67-89",
        "https://wa.me/79123456789?text=1",
        "https://api.whatsapp.com/send?phone=79123456789&text=%20",
        "https://api.whatsapp.com/send/?text=a&phone=%2B79123456789",
        "whatsapp://send?phone=79123456789",
        "79123456789@c.us",
        "79123456789:12@s.whatsapp.net",
        "viber://chat?number=%2B79123456789",
        "viber://add?number=79123456789",
    ],
)
def test_whatsapp_and_viber_accounts_are_phones(raw: str) -> None:
    assert normal_phone_account(raw) == "+79123456789"


def test_a_link_holds_a_full_number_whatever_the_region() -> None:
    assert normal_phone_account("wa.me/380671234567", ("RU",)) == "+380671234567"
    assert normal_phone_account("wa.me/message/ABCD") is None


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("@Anna", "anna"),
        ("live:anna-1", "live:anna-1"),
        ("Анна", "анна"),
        ("a b", None),
        ("", None),
    ],
)
def test_any_other_name_is_one_word_in_lower_case(raw: str, normal: str | None) -> None:
    assert normal_name(raw) == normal


@pytest.mark.parametrize(
    ("network", "name", "link"),
    [
        ("telegram", "anna_k", "https://t.me/anna_k"),
        ("telegram", "+79123456789", "https://t.me/+79123456789"),
        ("telegram", "501", "tg://user?id=501"),
        ("vk", "id1", "https://vk.com/id1"),
        ("instagram", "anna.kim", "https://www.instagram.com/anna.kim/"),
        ("whatsapp", "+79123456789", "https://wa.me/79123456789"),
        ("viber", "+79123456789", "viber://chat?number=%2B79123456789"),
        ("viber", "anna", None),
        ("pigeon", "anna", None),
    ],
)
def test_a_link_opens_the_person_s_page_or_chat(network: str, name: str, link: str | None) -> None:
    assert profile_link(network, name) == link


@given(ANY_TEXT | LINK_LIKE)
def test_a_name_that_was_read_reads_as_itself(raw: str) -> None:
    for read in (normal_telegram, normal_vk, normal_instagram, normal_phone_account, normal_name):
        name = read(raw)
        assert name is None or (read(name) == name and unicodedata.is_normalized("NFC", name))


@given(st.text("abyz019_", min_size=4, max_size=31).map("a{}".format))
def test_a_profile_link_reads_as_the_name_it_was_made_of(name: str) -> None:
    link = profile_link("telegram", name)
    assert link is not None
    assert normal_telegram(link) == normal_telegram(name)
