"""Phone numbers: what people type, and what a number tells about whose it is."""

import re
from itertools import product

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crmkit.domain.phones import (
    Phone,
    looks_made_up,
    masked_phone,
    normal_phone,
    phone_kind,
    phones_in,
)
from crmkit.errors import BadInput

ANY_TEXT = st.text(st.characters(exclude_categories=()))
PHONE_LIKE = st.text("0123456789789+ ()-.,;/=extдоб#²٣\u00a0\u200b\n", max_size=40)
KINDS = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "toll_free",
    PhoneNumberType.SHARED_COST: "toll_free",
    PhoneNumberType.UAN: "toll_free",
}
REGIONS = st.sampled_from([("RU",), ("UA",), ("RU", "UA"), ("UA", "RU"), ("BY", "RU"), ()])


@pytest.mark.parametrize(
    ("raw", "e164"),
    [
        ("8 (912) 345-67-89", "+79123456789"),
        ("+7 912 345-67-89", "+79123456789"),
        ("79123456789", "+79123456789"),
        ("9123456789", "+79123456789"),
        ("8-800-555-35-35", "+78005553535"),
        ("(3952) 20-30-40", "+73952203040"),
        ("+7 (7172) 12-34-56", "+77172123456"),
        ("067 123-45-67", "+380671234567"),
        ("380671234567", "+380671234567"),
        ("8 (067) 123-45-67", "+380671234567"),
        ("+49 151 23456789", "+4915123456789"),
        ("8 10 380 67 123 45 67", "+380671234567"),
        ("тел.: +7-912-345-67-89 (Анна, до 18:00)", "+79123456789"),
        ("+8 912 345-67-89", "+79123456789"),
        ("+8 (495) 123-45-67", "+74951234567"),
        ("89123456789.0", "+79123456789"),
        ("８９１２３４５６７８９", "+79123456789"),
        ("\u202a+7 912 345\u201167\u201189\u202c", "+79123456789"),
        ("89123456789²", "+79123456789"),
    ],
)
def test_a_number_is_read_as_people_write_it(raw: str, e164: str) -> None:
    assert normal_phone(raw, ("RU", "UA")) == Phone(e164)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "нет",
        "0000000",
        "1234567",
        "345-67-89",
        "9999999999",
        "+7 999 000-00-00",
        "+7 912 345-67-8",
        "8912345678²",
        "٨٩١٢٣٤٥٦٧٨٩",
        "8912345678٩",
        "7,91235E+10",
        "8-800-FLOWERS",
        "40702810912345678901",
        "7707083893",
        "89123456789" * 50,
        "80 (8121877571",
        "+380 8125942330",
        "\0",
        "\ud800",
    ],
)
def test_what_is_no_number_is_not_guessed(raw: str) -> None:
    assert phones_in(raw, ("RU", "UA")) == ()


@pytest.mark.parametrize(
    "raw",
    [
        "8 495 123-45-67 доб. 12",
        "8 495 123-45-67 (доб.12)",
        "84951234567, вн. 12",
        "8 495 1234567 добавочный 12",
        "+74951234567;ext=12",
        "+7 495 123-45-67 ext. 12",
        "+7 495 123-45-67 #12",
        "+7 495 123-45-67 доб. 12, 13",
    ],
)
def test_an_extension_is_kept_apart(raw: str) -> None:
    assert normal_phone(raw) == Phone("+74951234567", "12")


@pytest.mark.parametrize(
    "raw",
    [
        "8 (912) 345-67-89, 89123456780",
        "89123456789/89123456780",
        "89123456789;89123456780",
        "89123456789 89123456780",
        "8 912 345 67 89 8 912 345 67 80",
        "8 912 345-67-89\n8 912 345-67-80",
        "9123456789 9123456780 9123456789",
        "89123456789 - 8 912 345 67 80",
        "8 912 345-67-89 (Viber), доп. 8 912 345-67-80",
        "+79123456789+79123456780",
    ],
)
def test_several_numbers_of_a_cell_are_told_apart(raw: str) -> None:
    assert phones_in(raw) == (Phone("+79123456789"), Phone("+79123456780"))
    assert normal_phone(raw) is None


def test_numbers_of_two_countries_keep_the_order_of_the_text() -> None:
    found = phones_in("067 123 45 67 или 8 912 345 67 89", ("RU", "UA"))
    assert [phone.e164 for phone in found] == ["+380671234567", "+79123456789"]


def test_an_extension_belongs_to_its_own_number() -> None:
    found = phones_in("раб. 84951234567 вн.12 моб. 89123456780")
    assert found == (Phone("+74951234567", "12"), Phone("+79123456780"))


def test_the_first_region_where_a_number_is_valid_reads_it() -> None:
    assert normal_phone("0671234567", ("RU",)) is None
    assert normal_phone("8 029 123-45-67", ("BY", "RU")) == Phone("+375291234567")


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(BadInput, match="XX"):
        normal_phone("89123456789", ("XX",))


@pytest.mark.slow
def test_every_country_s_example_number_reads_as_itself() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        example = phonenumbers.example_number(region)
        assert example is not None
        e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
        assert normal_phone(e164) == Phone(e164)


@given(ANY_TEXT | PHONE_LIKE, REGIONS)
def test_a_number_that_was_read_reads_as_itself(raw: str, regions: tuple[str, ...]) -> None:
    for phone in phones_in(raw, regions):
        assert re.fullmatch(r"\+[1-9][0-9]{6,14}(;ext=[0-9]+)?", str(phone))
        assert normal_phone(str(phone), ("RU",)) == phone


@pytest.mark.parametrize(
    ("shown", "masked"),
    [
        (Phone("+79123456789"), "+7912***6789"),
        (Phone("+79123456789", "12"), "+7912***6789"),
        ("+380671234567", "+3806***4567"),
        ("+1234567", "***"),
        ("Анна, 89123456789", "***"),
        ("", "***"),
    ],
)
def test_a_message_shows_a_number_masked(shown: object, masked: str) -> None:
    assert masked_phone(shown) == masked


@given(ANY_TEXT)
def test_a_mask_never_shows_other_text(text: str) -> None:
    assert re.fullmatch(r"(\+[0-9]{4})?\*\*\*([0-9]{4})?", masked_phone(text))


@pytest.mark.parametrize(
    "raw",
    [
        "8 911 111-11-11",
        "+7 922 222 22 22",
        "+7 909 090-90-90",
        "+380 50 000-00-00",
        "8 900 0000000",
    ],
)
def test_a_made_up_number_is_nobody_s(raw: str) -> None:
    assert phones_in(raw, ("RU", "UA")) == ()


@pytest.mark.parametrize(
    "e164",
    [
        *("+79991234567", "+79267777777", "+79121212121", "+79217654321", "+380501111111"),
        *("+79126789012", "+74951234567"),
    ],
)
def test_a_number_that_may_be_somebody_s_is_kept_but_looks_made_up(e164: str) -> None:
    assert normal_phone(e164) == Phone(e164)
    assert looks_made_up(e164)


@pytest.mark.parametrize("e164", ["+79123456780", "+79267777778", "+380671234568", "+79121212131"])
def test_an_ordinary_number_does_not_look_made_up(e164: str) -> None:
    assert not looks_made_up(e164)


@pytest.mark.parametrize(
    ("e164", "kind"),
    [
        ("+79123456780", "mobile"),
        ("+79300005000", "mobile"),
        ("+77011234568", "mobile"),
        ("+380671234568", "mobile"),
        ("+375291234568", "mobile"),
        ("+74951234568", "landline"),
        ("+77172123456", "landline"),
        ("+380441234568", "landline"),
        ("+375172123456", "landline"),
        ("+78005553535", "toll_free"),
        ("+380800501234", "toll_free"),
        ("+12025550123", "other"),
        ("+80012345678", "other"),
        ("+99999", "other"),
        ("+", "other"),
        ("+²", "other"),
    ],
)
def test_the_kind_of_a_number(e164: str, kind: str) -> None:
    assert phone_kind(e164) == kind


@given(ANY_TEXT | PHONE_LIKE)
def test_any_text_has_a_kind(text: str) -> None:
    assert phone_kind(text) in {"mobile", "landline", "toll_free", "other"}
    assert isinstance(looks_made_up(text), bool)


@pytest.mark.slow
def test_the_kind_is_what_the_library_says_in_every_country() -> None:
    for region, kind in product(phonenumbers.SUPPORTED_REGIONS, range(PhoneNumberType.UAN + 1)):
        if example := phonenumbers.example_number_for_type(region, kind):
            e164 = phonenumbers.format_number(example, PhoneNumberFormat.E164)
            says = phonenumbers.number_type(example)
            assert phone_kind(e164) == KINDS.get(says, "other"), e164
