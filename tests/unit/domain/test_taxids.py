"""Tax numbers: compact form, check digits, and messages that say what to do."""

from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.taxids import (
    check_edrpou,
    check_inn,
    check_kpp,
    check_ogrn,
    check_rntrc,
    check_unp,
    masked_number,
    tax_ids_in,
)
from crmkit.errors import BadInput

Check = Callable[[str], str]

CHECKS: tuple[Check, ...] = (
    check_inn,
    check_kpp,
    check_ogrn,
    check_edrpou,
    check_rntrc,
    check_unp,
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("check", "typed", "compact"),
    [
        (check_inn, "7707083893", "7707083893"),
        (check_inn, " ИНН: 7707 083 893\u00a0", "7707083893"),
        (check_inn, "инн 500100732259", "500100732259"),
        (check_inn, "7707083893.0", "7707083893"),
        (check_inn, "ИНН № 7707083893", "7707083893"),
        (check_inn, "７７０７０８３８９３", "7707083893"),
        (check_kpp, "7736-01-001", "773601001"),
        (check_kpp, "КПП 7736AB001", "7736AB001"),
        (check_ogrn, "ОГРН 1027700132195", "1027700132195"),
        (check_ogrn, "ОГРНИП 304500116000157", "304500116000157"),
        (check_edrpou, "ЄДРПОУ 32855961", "32855961"),
        (check_rntrc, "25 30 41 40 71", "2530414071"),
        (check_unp, "УНП 200988541", "200988541"),
        (check_unp, "МА1953684", "MA1953684"),
    ],
)
def test_a_number_is_read_as_people_write_it(check: Check, typed: str, compact: str) -> None:
    assert check(typed) == compact


@pytest.mark.parametrize(
    ("check", "wrong", "said"),
    [
        (check_inn, "7707083894", "check digit"),
        (check_inn, "770708389", "9 characters, not 10 or 12"),
        (check_inn, "0000000000", "one digit repeated"),
        (check_inn, "77070838٣3", "check digit"),
        (check_inn, "770708389³", "check digit"),
        (check_inn, "", "0 characters"),
        (check_inn, "7" * 100, "100 characters"),
        (check_kpp, "77360100", "no KPP"),
        (check_kpp, "000000000", "no KPP"),
        (check_kpp, "77360100፮", "no KPP"),
        (check_ogrn, "1027700132196", "check digit"),
        (check_edrpou, "32855968", "check digit"),
        (check_rntrc, "2530414072", "check digit"),
        (check_unp, "200988542", "check digit"),
    ],
)
def test_a_wrong_number_is_refused_with_its_fault(check: Check, wrong: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check(wrong)


def test_a_leading_zero_lost_in_a_spreadsheet_is_explained() -> None:
    with pytest.raises(BadInput) as refusal:
        check_inn("105005285")
    assert "leading zero" in str(refusal.value.hint)


def test_two_numbers_in_one_cell_are_explained() -> None:
    with pytest.raises(BadInput, match="own column"):
        check_inn("7707083893/773601001")


@given(st.sampled_from(CHECKS), ANY_TEXT)
def test_any_text_is_either_refused_or_stays_as_it_is(check: Check, text: str) -> None:
    compact = _tried(check, text)
    assert compact is None or (compact.isascii() and check(compact) == compact)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_one_check_digit_in_ten_fits_a_company(nine: str) -> None:
    fitting = [digit for digit in "0123456789" if _fits(nine + digit)]
    assert len(fitting) == (0 if set(nine) == {"0"} else 1)


@given(ANY_TEXT)
def test_a_mask_shows_at_most_four_characters(number: str) -> None:
    assert len(masked_number(number).replace("*", "")) <= 4
    assert number not in masked_number(number) or set(number) <= {"*"}


@pytest.mark.parametrize("check", CHECKS)
def test_a_message_never_holds_the_number(check: Check) -> None:
    with pytest.raises(BadInput) as refusal:
        check("7707083899123")
    assert "07083899" not in str(refusal.value)


def _tried(check: Check, text: str) -> str | None:
    try:
        return check(text)
    except BadInput:
        return None


def _fits(number: str) -> bool:
    return _tried(check_inn, number) is not None


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("7707083893", "7707083893"),
        ("7707083893/773601001", "7707083893"),
        ("ИНН 7707083893, КПП 773601001", "7707083893"),
        ("ИНН7707083893 КПП773601001", "7707083893"),
        ("ИНН 7707 083 893; ОГРН 1027700132195", "7707083893 1027700132195"),
        ("7707083893,7736050003", "7707083893 7736050003"),
        ("7707083893.0", "7707083893"),
        ("500100732259", "500100732259"),
        ("ЄДРПОУ 32855961", "32855961"),
        ("25 30 41 40 71", "2530414071"),
        ("УНП МА1953684", "MA1953684"),
        ("105123458", "0105123458"),
        ("7707083894", "7707083894"),
        ("7707083894/773601001", "7707083894"),
        ("7707083894г", "7707083894"),
        ("DE 123456789", "DE123456789"),
        ("441180993321г", "441180993321"),
        ("7707 0838 93", "7707083893"),
        ("7707 08389 3", "7707083893"),
        ("773601001", ""),
        ("0000000000", ""),
        ("1234567890", ""),
        ("нет", ""),
        ("", ""),
        ("7" * 999, ""),
    ],
)
def test_the_numbers_of_a_cell_are_found_without_the_kpp(cell: str, numbers: str) -> None:
    assert tax_ids_in(cell) == tuple(numbers.split())


@given(ANY_TEXT | st.text("0123456789 -/.,ИНКПMA", max_size=40))
def test_numbers_that_were_found_are_found_again(text: str) -> None:
    found = tax_ids_in(text)
    assert tax_ids_in(normalize("NFD", text)) == tax_ids_in(normalize("NFC", text))
    for number in found:
        assert all(again in number for again in tax_ids_in(number))
