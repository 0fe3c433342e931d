"""Phone numbers: what people type, and that the quick way agrees with the library."""

import random
import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from crmkit.domain.phones import Phone, masked_phone, normal_phone, phones_in
from crmkit.errors import BadInput

ANY_TEXT = st.text(st.characters(exclude_categories=()))
PHONE_LIKE = st.text("0123456789789+ ()-.,;/=extдоб#²٣\u00a0\u200b\n", max_size=40)
REGIONS = st.sampled_from([("RU",), ("UA",), ("RU", "UA"), ("UA", "RU"), ("BY", "RU"), ()])
COMPARED = 20_000
# Of each country: what is dialled first, the areas, and the digits after that prefix.
PLANS = [
    (
        ["+7", "7", "8", "", "8-"],
        ["9", "91", "903", "495", "812", "3952", "800", "701", "7172"],
        10,
    ),
    (["+380", "380", "0", "", "80", "00380"], ["67", "50", "44", "99", "39", "48", "90", "91"], 9),
]


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
@pytest.mark.parametrize("regions", [("RU",), ("UA",), ("RU", "UA"), ("UA", "RU")])
def test_the_quick_way_agrees_with_the_library(regions: tuple[str, ...]) -> None:
    dice = random.Random(f"phones {regions}")  # noqa: S311 - repeatable, not secret
    for raw in (_typed_number(dice) for _ in range(COMPARED // 4)):
        phone = normal_phone(raw, regions)
        assert (phone and phone.e164) == _as_the_library_reads(raw, regions), raw


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


def _typed_number(dice: random.Random) -> str:
    prefixes, areas, length = dice.choice(PLANS)
    area = dice.choice(areas)
    length += dice.choice([0, 0, 0, 0, 0, 0, 0, 1, -1])
    text = dice.choice(prefixes) + area + "".join(dice.choices("0123456789", k=length - len(area)))
    for _ in range(dice.choice([0, 0, 1, 3])):
        place = dice.randrange(len(text) + 1)
        text = text[:place] + dice.choice(" ()-.\u00a0") + text[place:]
    return text


def _as_the_library_reads(raw: str, regions: tuple[str, ...]) -> str | None:
    """What it reads itself, and what we add: old dialling, a spreadsheet's ``.0``, all of +7 9…."""
    raw = re.sub(r"(?<=\d{10})\.0$", "", raw)
    for region in regions:
        try:
            number = phonenumbers.parse(raw, region)
        except phonenumbers.NumberParseException:
            continue
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(number) or re.fullmatch(r"\+79\d{9}", e164):
            return e164
    digits = re.sub(r"[ ().\u00a0-]", "", raw)
    dialled_by_old_rules = "UA" in regions and re.fullmatch(r"80\d{9}", digits)
    return _as_the_library_reads(f"+3{digits}", ("UA",)) if dialled_by_old_rules else None
