"""Ids: text forms, and a source that never repeats and never goes back."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.errors import BadInput
from crmkit.ids import ContactId, DealId, UlidSource

THREADS = 4
MANY = 25_000


def a_source(milliseconds: list[int]) -> UlidSource:
    """A source with a clock that shows these milliseconds, and stands at the last one."""
    ticks = iter(milliseconds)
    return UlidSource(lambda: next(ticks, milliseconds[-1]), Random(1).randbytes)  # noqa: S311 - a test is the same in every run


@given(st.binary(min_size=16, max_size=16))
def test_the_text_of_an_id_reads_back(raw: bytes) -> None:
    key = ContactId(raw)
    assert ContactId.parse(str(key)) == key


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_ids_sort_as_their_texts_do(one: bytes, other: bytes) -> None:
    assert (ContactId(one) < ContactId(other)) == (str(ContactId(one)) < str(ContactId(other)))


@pytest.mark.parametrize("text", ["", "x", "0" * 25, "0" * 27, "U" * 26, "é" * 26, "8" + "Z" * 25])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="DealId"):
        DealId.parse(text)


def test_an_id_is_read_in_small_letters_and_with_space_around() -> None:
    key = DealId(bytes(range(16)))
    assert DealId.parse(f" {str(key).lower()}\n") == key


@given(st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=50))
def test_ids_grow_however_the_clock_steps(milliseconds: list[int]) -> None:
    source = a_source(milliseconds)
    made = [source.next() for _ in milliseconds]
    assert all(before < after for before, after in pairwise(made))


def test_an_id_tells_the_moment_it_was_made() -> None:
    made = DealId(a_source([1_772_452_800_000]).next())
    assert made.made_at.isoformat() == "2026-03-02T12:00:00+00:00"


@pytest.mark.slow
def test_four_threads_get_growing_ids_without_a_repetition() -> None:
    source = a_source([5, 4, 6, 6, 1])

    def take(_thread: int) -> list[bytes]:
        return [source.next() for _ in range(MANY)]

    with ThreadPoolExecutor(THREADS) as pool:
        taken = list(pool.map(take, range(THREADS)))
    assert all(made == sorted(made) for made in taken)
    assert len(set().union(*taken)) == THREADS * MANY
