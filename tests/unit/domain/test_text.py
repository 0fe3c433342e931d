"""Text at the boundary and the folded form for comparing."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmkit.errors import BadInput
from crmkit.text import clean, fold, plain, without_invisible

ANY_TEXT = st.text(st.characters(exclude_categories=()))
KEEPABLE_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
CHARACTERS = [chr(code) for code in (*range(0x32000), *range(0xE0000, 0xE1000))]
RUSSIAN_TEXT = st.text("АБВЙЁабвйё ІЇіїҐґ'-\t\n")


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Пётр   ИВАНОВ ", "петр иванов"),
        ("Їжак Ґанок Йорж Ірій", "їжак ґанок йорж ірій"),
        ("Ａｎｎа", "annа"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ива\u00adнов\u200b", "иванов"),
        ("\ufeffАнна\u202e", "анна"),
        ("Анна\u00a0Мария", "анна мария"),
        ("е\u0308лка", "елка"),
        ("и\u0306од", "йод"),
        ("x²፮", "x2፮"),
        ("", ""),
        ("a\0b", "a\0b"),
    ],
)
def test_texts_that_look_alike_fold_alike(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(ANY_TEXT)
@example("е\u0308\u0300")
@example("\u0345\u0301α")
@example("\ud800 ё")
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.slow
def test_every_character_folds_to_a_form_that_stays() -> None:
    folded = fold(" x".join(CHARACTERS))
    assert fold(folded) == folded


@given(ANY_TEXT)
def test_a_folded_text_is_normal_visible_and_tidy(text: str) -> None:
    folded = fold(text)
    assert unicodedata.is_normalized("NFKC", folded)
    assert without_invisible(folded) == folded == " ".join(folded.split())


@given(RUSSIAN_TEXT)
def test_the_quick_way_for_russian_folds_as_the_full_way(text: str) -> None:
    assert fold(text) == fold(text + "\u200b")


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [("  Анна ", "Анна"), ("и\u0306од", "йод"), ("a  b", "a  b"), ("", ""), ("②²", "②²")],
)
def test_text_is_kept_composed_and_without_outer_space(given_text: str, kept: str) -> None:
    assert clean(given_text, where="name") == kept


@pytest.mark.parametrize("broken", ["a\0b", "\ud800", "Анна\udfff", "\0"])
def test_broken_text_is_refused_by_the_name_of_its_place(broken: str) -> None:
    with pytest.raises(BadInput) as refusal:
        clean(broken, where="contact.name")
    assert refusal.value.where == "contact.name"


@given(KEEPABLE_TEXT)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    kept = clean(text, where="note")
    assert clean(kept, where="note") == kept
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("８９１２", "8912"),
        ("8\u200b9\u00ad1", "891"),
        ("891²", "891\ufffd"),
        ("①8", "\ufffd8"),
        ("㏠", "\ufffd"),
        ("№ 8", "# 8"),
        ("፮٣", "፮٣"),
        ("ａ＠ｂ", "a@b"),
    ],
)
def test_text_is_read_as_from_a_plain_keyboard(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.slow
def test_no_character_turns_into_digits_that_it_is_not() -> None:
    text = "".join(CHARACTERS)
    assert sum(map(str.isdecimal, plain(text))) == sum(map(str.isdecimal, text))


@given(ANY_TEXT)
def test_plain_text_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
