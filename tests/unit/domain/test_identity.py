"""The normal form of any handle."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.identity import normal_handle
from crmkit.errors import BadInput

KINDS = (
    "phone",
    "email",
    "telegram",
    "vk",
    "viber",
    "whatsapp",
    "instagram",
    "site",
    "card",
    "external",
)
ANY_TEXT = st.text(st.characters(exclude_categories=()))
SITE_LIKE = st.text("aф.w:/?#8%_-²　", max_size=20)


@pytest.mark.parametrize(
    ("kind", "raw", "normal"),
    [
        ("phone", "8 (912) 345-67-89 доб. 5", "+79123456789"),
        ("email", "Анна <Anna@Mail.ru>", "anna@mail.ru"),
        ("telegram", "https://t.me/Anna_K", "anna_k"),
        ("vk", "vk.com/id1", "id1"),
        ("viber", "89123456789", "+79123456789"),
        ("whatsapp", "wa.me/79123456789", "+79123456789"),
        ("instagram", "@Anna.Kim", "anna.kim"),
        ("site", "HTTPS://www.Shop.ru/About/", "shop.ru/About"),
        ("site", "shop.ru:8080/a?b=1", "shop.ru:8080/a?b=1"),
        ("site", "www.ru", "www.ru"),
        ("site", "http://почта.рф", "xn--80a1acny.xn--p1ai"),
        ("card", "№ 0012-345 a", "0012345A"),
        ("card", "１２３", "123"),
        ("external", " 1c:000-42 ", "1c:000-42"),
        ("external", "site:и\u0306", "site:й"),
    ],
)
def test_a_handle_comes_down_to_its_normal_form(kind: str, raw: str, normal: str) -> None:
    assert normal_handle(kind, raw) == normal


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("site", "нет"),
        ("site", "anna@shop.ru"),
        ("site", "192.168.0.1"),
        ("site", "shop.ru/\0"),
        ("card", "нет"),
        ("card", ""),
        ("card", "12²"),
        ("card", "1" * 65),
        ("external", "42"),
        ("external", "1c:"),
        ("external", "1c:4\0"),
        ("external", "1c:\ud800"),
    ],
)
def test_what_cannot_be_such_a_handle_has_no_form(kind: str, raw: str) -> None:
    assert normal_handle(kind, raw) is None


def test_phones_are_read_by_the_regions_of_the_shop() -> None:
    assert normal_handle("phone", "067 123-45-67", ("RU", "UA")) == "+380671234567"
    assert normal_handle("phone", "067 123-45-67") is None


def test_an_unknown_kind_of_handle_is_refused() -> None:
    with pytest.raises(BadInput, match="pigeon") as refusal:
        normal_handle("pigeon", "anna")
    assert "telegram" in str(refusal.value.hint)


@given(st.sampled_from(KINDS), ANY_TEXT | SITE_LIKE)
def test_a_normal_form_is_its_own_and_fit_to_be_stored(kind: str, raw: str) -> None:
    normal = normal_handle(kind, raw)
    if normal is not None:
        assert normal_handle(kind, normal) == normal
        assert unicodedata.is_normalized("NFC", normal)
        assert normal.encode()
