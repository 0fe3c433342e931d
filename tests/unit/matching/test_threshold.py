"""The threshold follows how many duplicates a base seems to hold."""

from collections import Counter

from crmkit.matching.threshold import best_threshold

SHARE = 0.15


def _threshold(scores: dict[int, int]) -> int:
    return best_threshold(Counter(scores), share=SHARE, usual=17)


def test_a_few_pairs_tell_nothing() -> None:
    assert _threshold({500: 100, -500: 100}) == 17


def test_a_base_with_few_duplicates_asks_for_more() -> None:
    doubtful = dict.fromkeys(range(-100, 200, 20), 100)
    few = _threshold({**doubtful, 900: 20, -900: 20_000})
    many = _threshold({**doubtful, 900: 9_000, -900: 9_000})
    assert few > many


def test_the_threshold_stays_within_reason() -> None:
    assert _threshold({-900: 10_000}) <= 250
    assert _threshold({900: 10_000}) >= -150
