"""Slips of the finger are counted as people make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.domain.slips import slips_between, within_slips

WORDS = st.text("abcd", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("anna", "anna", 0),
        ("anna", "ana", 1),
        ("anna", "annna", 1),
        ("anna", "anma", 1),
        ("anna", "nana", 1),
        ("anna", "", 4),
        ("ivanov", "ivnavo", 2),
        ("ca", "abc", 3),
    ],
)
def test_a_slip_is_a_letter_more_less_other_or_two_swapped(
    one: str, other: str, slips: int
) -> None:
    assert slips_between(one, other) == slips


@given(WORDS, WORDS)
def test_the_order_of_the_words_does_not_count(one: str, other: str) -> None:
    assert slips_between(one, other) == slips_between(other, one)


@given(WORDS, WORDS, st.integers(0, 4))
def test_the_bounded_answer_agrees_with_the_count(one: str, other: str, most: int) -> None:
    assert within_slips(one, other, most) == (slips_between(one, other) <= most)


@given(WORDS, st.integers(0, 8), st.sampled_from("abcd"))
def test_a_letter_put_in_is_one_slip(word: str, place: int, letter: str) -> None:
    assert slips_between(word, word[:place] + letter + word[place:]) == 1
